import {readdirSync, readFileSync} from 'node:fs';
import {resolve} from 'node:path';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {parseScript} from '../../src/language/parse.js';
import {print} from '../../src/language/print.js';
import {codeOf, looksLikeCode, readCode, written} from '../../src/share/code.js';
import {playThrough} from '../../src/share/play-through.js';
import {primer} from '../../src/share/primer.js';
import {rulesVersion} from '../../src/sim/rules-version.js';
import type {Statement} from '../../src/sim/statement.js';
import {sessions, statementsOf} from './random-run.js';

const parsed = (text: string): readonly Statement[] => parseScript(text).statements.map(({statement}) => statement);

const codeFor = (text: string): string => {
	const coded = codeOf(parsed(text));
	if (!coded.ok) throw new Error(coded.sentence);
	return coded.code;
};

const sentenceFor = (code: string): string => {
	const read = readCode(code);
	return read.ok ? 'it was taken' : read.sentence;
};

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

const short =
	'client A\nlock account lease ttl 10s\nstore raw unfenced\nput account balance=100\nA acquire account\nA write account balance=90\n';

describe('The code of a run', () => {
	it('gives a thousand random sessions back with the same statements, the same events and the same code', () => {
		fc.assert(
			fc.property(sessions, (session) => {
				const statements = statementsOf(session);
				const coded = codeOf(statements);
				const read = readCode(coded.ok ? coded.code : '');
				expect(read.ok && read.statements).toEqual(statements);
				expect(read.ok && playThrough(read.statements)).toEqual(playThrough(statements));
				expect(read.ok && codeOf(read.statements)).toEqual(coded);
			}),
			{numRuns: 1000},
		);
	});

	it('gives every story back', () => {
		const folder = resolve(import.meta.dirname, '../scenarios');
		for (const name of readdirSync(folder).filter((each) => each.endsWith('.fence'))) {
			const statements = parsed(readFileSync(resolve(folder, name), 'utf8'));
			const coded = codeOf(statements);
			if (!coded.ok) continue;
			expect(readCode(coded.code)).toMatchObject({ok: true, statements});
		}
	});

	it('is short: a run of two dozen lines fits three lines of a terminal', () => {
		const code = codeFor(readFileSync(resolve(import.meta.dirname, '../stories/zombie.fence'), 'utf8'));
		expect(code.length).toBeLessThan(240);
	});

	it('holds no character that is taken for another, and nothing that a shell or a mail changes', () => {
		expect(codeFor(short)).toMatch(/^ft1\.[0-9a-hjkmnp-tv-z]+$/);
	});

	it('never throws and never gives the same run when one character of it is another', () => {
		const code = codeFor(short);
		const others = [...'0123456789abcdefghijklmnopqrstuvwxyzABCXYZ.-_ \n\0é'];
		for (let at = 0; at < code.length; at++) {
			for (const other of others.filter((each) => each !== code[at])) {
				const read = readCode(code.slice(0, at) + other + code.slice(at + 1));
				if (read.ok) expect(read.statements.map(print).join('\n')).not.toBe(short.trimEnd());
			}
		}
	});

	it('is refused with a character too few or too many, or two of them swapped', () => {
		const code = codeFor(short);
		for (let at = 0; at < code.length; at++) {
			expect(readCode(code.slice(0, at) + code.slice(at + 1)).ok).toBe(false);
			expect(readCode(`${code.slice(0, at)}0${code.slice(at)}`).ok).toBe(false);
			const swapped = code.slice(0, at) + (code[at + 1] ?? '') + (code[at] ?? '') + code.slice(at + 2);
			if (swapped !== code) expect(readCode(swapped).ok).toBe(false);
		}
	});

	it('takes any text at all without throwing', () => {
		fc.assert(
			fc.property(
				fc.oneof(
					fc.string({unit: 'binary'}),
					fc.string().map((text) => `ft1.${text}`),
					fc.base64String().map((text) => `ft1.${text.toLowerCase()}`),
				),
				(text) => {
					expect(readCode(text).ok).toBe(false);
				},
			),
			{numRuns: 500},
		);
	});

	it('takes what was put together by hand, with a checksum that fits, only where it is what we would have made', () => {
		fc.assert(
			fc.property(fc.uint8Array({maxLength: 80}), fc.string({unit: 'binary', maxLength: 40}), (noise, text) => {
				for (const content of [noise, bytes(text), bytes(`client A\n${text}`)]) {
					const code = written(content, '00000000', rulesVersion);
					const read = readCode(code);
					if (read.ok)
						expect(
							written(bytes(read.statements.map((each) => `${print(each)}\n`).join('')), '00000000', rulesVersion),
						).toBe(code);
				}
			}),
			{numRuns: 60},
		);
	});

	it.each<[string, string]>([
		['This is no code of a run. A code begins with ft1. and is made by: fence-tutor share', 'client A'],
		[
			'This code is of the form ft2, and this program reads the form ft1. Open it with the fence-tutor that made it.',
			codeFor(short).replace('ft1', 'ft2'),
		],
		['The code is damaged: no code holds the character "O". Copy it again, whole and alone.', `${codeFor(short)}O`],
		['The code is damaged: no code holds the character "\\x1b". Copy it again, whole and alone.', `ft1.\x1b[31m`],
		[
			'The code is damaged: it is not as it was when it was shared. Copy it again, whole and alone.',
			codeFor(short).slice(0, -3),
		],
		['The code is damaged: it is not as it was when it was shared. Copy it again, whole and alone.', 'ft1.'],
		[
			`This was made under version ${rulesVersion + 1} of the rules of the simulated world, and this program has version ${rulesVersion}: the same statements could come to something else. Open it with the fence-tutor that made it.`,
			written(bytes(short), '00000000', rulesVersion + 1),
		],
		[
			'The code is damaged: it is not as it was when it was shared. Copy it again, whole and alone.',
			written(bytes(`${short}# and more\n`), '00000000', rulesVersion),
		],
		['This is longer than any code of a run. Copy the code again, whole and alone.', `ft1.${'0'.repeat(600_000)}`],
	])('is refused with "%s"', (sentence, code) => {
		expect(sentenceFor(code)).toBe(sentence);
	});

	it('is not made where there is nothing to share, or something that cannot be done or written', () => {
		expect(codeOf([])).toEqual({ok: false, sentence: 'There is nothing to share yet. Do something first.'});
		expect(codeOf(parsed('client A\nA resume'))).toMatchObject({
			ok: false,
			sentence: expect.stringContaining('`A resume`: A is not paused'),
		});
		const [set, write] = parsed('client A\nput account balance=1').flatMap((each) =>
			each.kind === 'put' ? [each] : [],
		);
		expect(write).toBeUndefined();
		if (set?.kind === 'put')
			expect(codeOf([{...set, values: [['key', 'two\nlines']]}])).toMatchObject({
				ok: false,
				sentence: expect.stringContaining('line break'),
			});
	});

	it('is the same on every machine and in every version of this form', () => {
		expect(written(bytes(short), '00000000', 1)).toBe('ft1.04000000fj1qq3smby8y41wwjr1g1c2m3930');
		expect(sentenceFor(written(bytes(short), '00000000', rulesVersion))).toBe('it was taken');
	});

	it('is refused with one sentence that says what to do, where it was made under the rules before', () => {
		expect(sentenceFor('ft1.04000000fj4d3yhcjw8y2yvymqan4')).toBe(
			`This was made under version 1 of the rules of the simulated world, and this program has version ${rulesVersion}: the same statements could come to something else. Open it with the fence-tutor that made it.`,
		);
	});

	it('is told from a script by how it begins', () => {
		expect(['ft1.abc', ' \nft2.', 'ft12.x'].map(looksLikeCode)).toEqual([true, true, true]);
		expect(['client A', 'ft', 'ft1', '# ft1.abc', 'aft1.x'].map(looksLikeCode)).toEqual([
			false,
			false,
			false,
			false,
			false,
		]);
	});

	it('is squeezed with a primer in which every line is as it is printed', () => {
		const lines = primer.split('\n');
		const {statements, errors} = parseScript(primer);
		expect(errors).toEqual([]);
		expect(statements.map(({statement}) => print(statement))).toEqual(lines.filter((line) => line !== ''));
	});
});
