import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {asciiText, toAscii} from '../../../src/view/text/ascii.js';
import {cut, pad, padStart} from '../../../src/view/text/fit.js';
import {cutRow, padRow, type Row, rowText, rowWidth, wrapRow} from '../../../src/view/text/row.js';
import {visible} from '../../../src/view/text/visible.js';
import {graphemes, isPlain, width} from '../../../src/view/text/width.js';
import {wrap} from '../../../src/view/text/wrap.js';

const anyText = fc
	.oneof(fc.string({unit: 'grapheme', maxLength: 40}), fc.string({unit: 'binary', maxLength: 40}))
	.map(visible);
const columns = fc.integer({min: 1, max: 60});
const anyRow: fc.Arbitrary<Row> = fc
	.array(fc.record({text: anyText, style: fc.constantFrom('plain' as const, 'belief' as const)}), {maxLength: 5})
	.map((spans) => spans.map(({text, style}) => ({text: `${text} `, style})));

describe('width', () => {
	test('wide characters and emoji take two columns, marks and letters one', () => {
		expect(width('日本語')).toBe(6);
		expect(width('👩‍👩‍👧')).toBe(2);
		expect(width('e\u0301')).toBe(1);
		expect(width('─►┃║░╎✓✗▸┄⋮')).toBe(11);
	});
	test('a reader sees a family as one character', () => {
		expect(graphemes('a👩‍👩‍👧e\u0301')).toEqual(['a', '👩‍👩‍👧', 'e\u0301']);
	});
});

describe('cut and pad', () => {
	test('a cut says so and never halves a wide character', () => {
		expect(cut('account', 7)).toBe('account');
		expect(cut('account', 4)).toBe('acc~');
		expect(cut('日本語', 4)).toBe('日~');
		expect(cut('日本語', 0)).toBe('');
	});
	test('a padded text has exactly its columns unless a wide character is in the way', () => {
		expect(pad('日', 4)).toBe('日  ');
		expect(padStart('7', 3)).toBe('  7');
		fc.assert(
			fc.property(
				anyText,
				columns,
				(text, size) => width(pad(text, size)) === size && width(padStart(text, size)) === size,
			),
		);
	});
});

test('a text is plain where each of its characters is one column and joins with no other', () => {
	expect(['account = 100', '', '─►', '日本', 'e\u0301', '\u001b[1m'].map(isPlain)).toEqual([
		true,
		true,
		true,
		false,
		false,
		false,
	]);
});

describe('wrap', () => {
	test('lines break at spaces, and inside a word only when it is longer than a line', () => {
		expect(wrap('resumes, still believes', 14)).toEqual(['resumes, still', 'believes']);
		expect(wrap('abcdefgh ij', 3)).toEqual(['abc', 'def', 'gh', 'ij']);
		expect(wrap('it waits 10 s, then', 11)).toEqual(['it waits', '10 s, then']);
		expect(wrap('B holds (row 12) it', 12)).toEqual(['B holds', '(row 12) it']);
		expect(wrap('east x 33 < 34', 11)).toEqual(['east x', '33 < 34']);
		expect(wrap('33 < 34', 4)).toEqual(['33 <', '34']);
		expect(wrap('10000 ms', 5)).toEqual(['10000', 'ms']);
		expect(wrap('2 sheep', 5)).toEqual(['2', 'sheep']);
		expect(wrap('one\ntwo', 10)).toEqual(['one', 'two']);
		expect(wrap('日本語', 1)).toEqual(['~', '~', '~']);
	});
	test('no line is too wide and no word is lost', () => {
		fc.assert(
			fc.property(anyText, columns, (text, size) => {
				const lines = wrap(text, size);
				for (const line of lines) expect(width(line)).toBeLessThanOrEqual(size);
				if (size > 8) expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
			}),
		);
	});
});

describe('visible', () => {
	test('escapes, direction marks and characters without width are written out', () => {
		expect(visible('\u001b[2J')).toBe('\\x1b[2J');
		expect(visible('a\nb\tc')).toBe('a\\x0ab\\x09c');
		expect(visible('\u009b1m')).toBe('\\x9b1m');
		expect(visible('txt\u202eexe')).toBe('txt\\u202eexe');
		expect(visible('a\u200bb\u2060c\ufeffd\u00ade\u3164')).toBe('a\\u200bb\\u2060c\\ufeffd\\xade\\u3164');
		expect(visible('\ud800')).toBe('\\ud800');
		expect(visible('\u{e0041}')).toBe('\\ue0041');
	});
	test('letters of any script and whole emoji stay as they are', () => {
		for (const text of ['Grüße', 'Ελλάδα', 'नमस्ते', 'ไทย', '日本語', '👩‍👩‍👧', '❤️', '🇪🇺', 'e\u0301'])
			expect(visible(text)).toBe(text);
	});
	test('heaps of accents, and accents on nothing, are written out', () => {
		expect(visible('a\u0301\u0302\u0303\u0304\u0305')).toBe('a\u0301\u0302\u0303\u0304\\u0305');
		expect(visible('\u0301a')).toBe('\\u0301a');
	});
	test('what it returns holds nothing more to write out', () => {
		fc.assert(fc.property(fc.string({unit: 'binary'}), (text) => visible(visible(text)) === visible(text)));
	});
});

describe('rows', () => {
	test('a row can be cut, filled and broken, and every character keeps its style', () => {
		const row: Row = [
			{text: 'A holds ', style: 'plain'},
			{text: 'the lock', style: 'lease'},
		];
		expect(cutRow(row, 11)).toEqual([
			{text: 'A holds ', style: 'plain'},
			{text: '…', style: 'lease'},
		]);
		expect(rowWidth(padRow(row, 20))).toBe(20);
		expect(wrapRow(row, 11)).toEqual([
			[
				{text: 'A holds ', style: 'plain'},
				{text: 'the', style: 'lease'},
			],
			[{text: 'lock', style: 'lease'}],
		]);
	});
	test('no row is wider than it may be', () => {
		fc.assert(
			fc.property(anyRow, columns, (row, size) => {
				expect(rowWidth(cutRow(row, size))).toBeLessThanOrEqual(size);
				expect(rowWidth(padRow(row, size))).toBeLessThanOrEqual(Math.max(size, 0));
				for (const line of wrapRow(row, size)) expect(rowWidth(line)).toBeLessThanOrEqual(size);
			}),
		);
	});
});

describe('ASCII', () => {
	test('lease, belief, pause and idle stay four different bars', () => {
		expect(asciiText('║┃░│╎')).toBe('=#:|.');
		expect(asciiText('┠─ write ─►│')).toBe('#- write ->|');
	});
	test('every row keeps its columns and is ASCII', () => {
		fc.assert(
			fc.property(anyRow, (row) => {
				expect(rowWidth(toAscii(row))).toBe(rowWidth(row));
				expect(rowText(toAscii(row))).toMatch(/^[ -~]*$/);
			}),
		);
	});
});
