import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Decoder} from '../../../src/view/prompt/decode.js';
import {decode, flush, freshDecoder, patience} from '../../../src/view/prompt/decode.js';
import type {Key} from '../../../src/view/prompt/key.js';

const encoder = new TextEncoder();

const feed = (chunks: readonly Uint8Array[]): {keys: readonly Key[]; decoder: Decoder} => {
	let decoder = freshDecoder;
	const keys: Key[] = [];
	for (const chunk of chunks) {
		const next = decode(decoder, chunk);
		decoder = next.decoder;
		keys.push(...next.keys);
	}
	return {keys, decoder};
};

/** The keys of a text and of the silence after it, in short: texts as they are, presses in angle brackets. */
const keys = (input: string): string => {
	const {keys: found, decoder} = feed([encoder.encode(input)]);
	return short([...found, ...flush(decoder).keys]);
};

const short = (found: readonly Key[]): string => found.map(brief).join('');

const brief = (key: Key): string => {
	switch (key.kind) {
		case 'text':
			return key.text;
		case 'paste':
			return `<paste ${JSON.stringify(key.text)}>`;
		case 'press':
			return `<${key.chord}>`;
	}
};

const pieces = fc.oneof(
	fc.constantFrom(
		'\u001B',
		'\u001B[',
		'\u001BO',
		'\u001B[A',
		'\u001B[1;5C',
		'\u001B[3~',
		'\u001B[200~',
		'\u001B[201~',
		'\u001B]11;rgb:0/0/0\u0007',
		'\u001BP1\u001B\\',
	),
	fc.constantFrom(
		'\u001B\u001B',
		'\u001B\u001B[A',
		'\u001B[[A',
		'\u001B[<0;3;4M',
		'\u001B[97;5u',
		'\r\n',
		'\r',
		'\n',
		'\t',
		'\u007F',
		'\u0003',
		'a',
		';',
		'5',
		'~',
	),
	fc.string({unit: 'grapheme'}),
	fc.string({unit: 'binary'}),
);

const bytes = fc.oneof(
	fc.array(pieces).map((parts) => encoder.encode(parts.join(''))),
	fc.uint8Array({maxLength: 60}),
);

const cut = (input: Uint8Array, places: readonly number[]): readonly Uint8Array[] => {
	const sorted = [...new Set(places.map((place) => place % (input.length + 1)))].sort((a, b) => a - b);
	return [0, ...sorted].map((from, index) => input.subarray(from, sorted[index] ?? input.length));
};

describe('the key decoder', () => {
	test('gives the same keys however the input is cut', () => {
		fc.assert(
			fc.property(bytes, fc.array(fc.nat(), {maxLength: 12}), (input, places) => {
				expect(feed(cut(input, places))).toEqual(feed([input]));
			}),
			{numRuns: 500},
		);
	});

	test('gives the same keys when every byte arrives alone', () => {
		fc.assert(
			fc.property(bytes, (input) => {
				expect(feed([...input].map((byte) => Uint8Array.of(byte)))).toEqual(feed([input]));
			}),
			{numRuns: 300},
		);
	});

	test('keeps nothing back after a flush', () => {
		fc.assert(
			fc.property(bytes, (input) => {
				const rest = flush(feed([input]).decoder).decoder;
				expect(patience(rest)).toBeNull();
			}),
		);
	});

	test('reads text, emoji and wide characters one code point a key', () => {
		expect(keys('wait 6s')).toBe('wait 6s');
		expect(feed([encoder.encode('é鎖👩‍🔧')]).keys).toHaveLength(5);
	});

	describe('of a terminal that answers which colour is behind its text', () => {
		const answer = '\u001B]11;rgb:ffff/ffff/ffff';
		/** The keys of pieces, with such a pause after each that nothing more was waited for. */
		const apart = (...pieces: readonly string[]) =>
			pieces.reduce<{readonly decoder: Decoder; readonly keys: readonly Key[]}>(
				({decoder, keys}, piece) => {
					const read = decode(decoder, encoder.encode(piece));
					const rest = flush(read.decoder);
					return {decoder: rest.decoder, keys: [...keys, ...read.keys, ...rest.keys]};
				},
				{decoder: freshDecoder, keys: []},
			).keys;

		test('takes nothing for typed, wherever the answer stands among what is typed and however it is cut', () => {
			for (const end of ['\u0007', '\u001B\\'])
				for (let at = 0; at <= answer.length; at += 1) {
					const text = `A ac${answer}${end}q`;
					expect(short(feed([encoder.encode(text.slice(0, 4 + at)), encoder.encode(text.slice(4 + at))]).keys)).toBe(
						'A acq',
					);
				}
		});

		test('waits three seconds for the rest of one, and forgets what never ends without what is typed after it', () => {
			for (let at = '\u001B]11;'.length; at <= answer.length; at += 1) {
				const begun = answer.slice(0, at);
				expect(patience(feed([encoder.encode(begun)]).decoder)).toBe(3000);
				expect(short(apart(begun, 'wait'))).toBe('wait');
				expect(short(feed([encoder.encode(`${begun}wait`)]).keys)).toBe('wait');
				expect(short(feed([encoder.encode(`${begun}\u001B[A`)]).keys)).toBe('<up>');
			}
		});

		test('knows the rest of one whose escape was taken for Esc', () => {
			expect(short(apart('\u001B', `${answer.slice(1)}\u0007wait`))).toBe('<escape>wait');
			expect(short(apart('\u001B', ']11'))).toBe('<escape>]11');
		});
	});

	test('joins a character whose bytes arrive apart', () => {
		expect(feed([Uint8Array.of(0xf0, 0x9f), Uint8Array.of(0x94), Uint8Array.of(0x92)]).keys).toEqual([
			{kind: 'text', text: '🔒'},
		]);
	});

	test('takes carriage return, line feed and both together as one Enter', () => {
		expect(keys('a\rb\nc\r\nd')).toBe('a<enter>b<enter>c<enter>d');
	});

	test.each([
		['\u001B[A', '<up>'],
		['\u001BOA', '<up>'],
		['\u001B[1;5D', '<ctrl-left>'],
		['\u001B[1;3C', '<alt-right>'],
		['\u001B\u001B[D', '<alt-left>'],
		['\u001BOd', '<ctrl-left>'],
		[
			'\u001B[1~\u001B[4~\u001B[7~\u001B[8~\u001B[H\u001B[F\u001BOH\u001BOF',
			'<home><end><home><end><home><end><home><end>',
		],
		['\u001B[3~\u001B[5~\u001B[6~\u001B[Z', '<delete><pageup><pagedown><shift-tab>'],
		['\u001Bb\u001BF\u001B\u007F\u001Bd', '<alt-b><alt-f><alt-backspace><alt-d>'],
		['\u0001\u0005\u0008\u007F\u0009\u0012\u0017', '<ctrl-a><ctrl-e><backspace><backspace><tab><ctrl-r><ctrl-w>'],
		['\u001B[97;5u\u001B[27;5;97~\u001B[13u', '<ctrl-a><ctrl-a><enter>'],
		['\u001BOM', '<enter>'],
	])('reads %j as %s', (input, expected) => {
		expect(keys(input)).toBe(expected);
	});

	test.each([
		'\u001B[<0;10;5M',
		'\u001B[?62;c',
		'\u001B[9999~',
		'\u001B[1;1y',
		'\u001B]11;rgb:ffff/ffff/ffff\u0007',
		'\u001BP>|term\u001B\\',
		'\u001B[[A',
		'\u001B[I',
	])('passes over %j, which is no key', (input) => {
		expect(keys(`a${input}b`)).toBe('ab');
	});

	test('takes a lone escape as Esc only when nothing follows', () => {
		const {keys: none, decoder} = feed([encoder.encode('\u001B')]);
		expect(none).toEqual([]);
		expect(patience(decoder)).toBe(50);
		expect(flush(decoder).keys).toEqual([{kind: 'press', chord: 'escape'}]);
		expect(keys('\u001B\u001B')).toBe('<escape><escape>');
		expect(keys('\u001B\r')).toBe('<alt-enter>');
	});

	test('hands over a bracketed paste whole, with its line ends as line feeds', () => {
		expect(keys('\u001B[200~A acquire\r\nwait 6s\rB \u001B[Acquire\u001B[201~\r')).toBe(
			'<paste "A acquire\\nwait 6s\\nB \\u001b[Acquire"><enter>',
		);
	});

	test('ends a paste that the terminal never closes', () => {
		const {decoder} = feed([encoder.encode('\u001B[200~wait 6s')]);
		expect(patience(decoder)).toBe(1000);
		expect(flush(decoder)).toEqual({decoder: freshDecoder, keys: [{kind: 'paste', text: 'wait 6s'}]});
	});

	test('loses no text typed right after Alt and a bracket', () => {
		expect(keys('\u001B]11')).toBe('<alt-]>11');
		expect(keys('\u001BPwait\r')).toBe('<alt-p>wait<enter>');
	});
});
