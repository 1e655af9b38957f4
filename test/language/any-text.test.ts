import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {caret} from '../../src/language/caret.js';
import {complete, ghost} from '../../src/language/complete.js';
import {parseFact, parseLine, parseScript} from '../../src/language/parse.js';
import type {ParseError} from '../../src/language/parse-error.js';
import {visible} from '../../src/language/visible.js';
import {statementWords} from '../../src/language/words.js';
import {sandboxLines, sandboxNames} from './worlds.js';

const pieces = fc.constantFrom(
	...statementWords,
	...[
		'A',
		'b',
		'account',
		'raw',
		'safe',
		'acquire',
		'write',
		'read',
		'runs',
		'held',
		'lost',
		'reply',
		'delayed',
		'token',
		'no',
		'if',
		'version',
		'ttl',
		'5s',
		'33',
		'-1',
		'balance',
	],
	...[
		'=',
		'+=',
		'-=',
		'!=',
		'<',
		'>',
		'(',
		')',
		'"',
		'\\',
		'#',
		'#7',
		';',
		' ',
		'\t',
		'\n',
		'\0',
		'\u001b[31m',
		'\ud800',
		'😀',
		'\u202e',
		'not',
		'and',
		'or',
		'last',
		'of',
		'none',
	],
	...[
		'locks',
		'n3',
		'lease',
		'redlock',
		'fenced',
		'ratchet',
		'on',
		'holds',
		'stale-write',
		'value',
		'account.balance',
		'"a b"',
	],
);
const anyText = fc.oneof(
	fc.array(pieces, {maxLength: 24}).map((words) => words.join(' ')),
	fc.array(pieces, {maxLength: 24}).map((words) => words.join('')),
	fc.string({unit: 'binary', maxLength: 200}),
	fc.uint8Array({maxLength: 200}).map((bytes) => Buffer.from(bytes).toString('utf8')),
	fc.uint8Array({maxLength: 200}).map((bytes) => Buffer.from(bytes).toString('latin1')),
);

function wellFormed(error: ParseError, text: string): void {
	expect(error.column).toBeGreaterThanOrEqual(1);
	expect(error.column).toBeLessThanOrEqual([...text].length + 1);
	expect(error.length).toBeGreaterThanOrEqual(1);
	expect(error.message).toMatch(/[.?:)}"\w]$/);
	expect(visible(error.message)).toBe(error.message);
}

describe('any text', () => {
	test('a line is read or told what is wrong with it, and nothing is thrown', () => {
		fc.assert(
			fc.property(anyText, (text) => {
				const parsed = parseLine(text, sandboxNames);
				if (!parsed.ok) {
					wellFormed(parsed.error, text);
					const [line = '', under = ''] = caret(parsed.error, text).split('\n');
					expect(visible(line)).toBe(line);
					expect(under).toContain('^');
				}
			}),
			{numRuns: 5000},
		);
	});

	test('a script is read to its end, with every error on a line of it', () => {
		fc.assert(
			fc.property(fc.array(anyText, {maxLength: 8}), (lines) => {
				const text = [...sandboxLines, ...lines].join('\n');
				const {errors, statements} = parseScript(text);
				const count = text.split(/\r\n|\n|\r/).length;
				for (const {line} of [...errors, ...statements]) expect(line).toBeLessThanOrEqual(count);
			}),
			{numRuns: 1000},
		);
	});

	test('a fact is read or told what is wrong, and nothing is thrown', () => {
		fc.assert(
			fc.property(anyText, (text) => {
				const fact = parseFact(text, sandboxNames);
				if (!fact.ok) wellFormed(fact.error, text);
			}),
			{numRuns: 3000},
		);
	});

	test('a completion is found or not, and nothing is thrown', () => {
		fc.assert(
			fc.property(anyText, fc.nat(200), (text, cursor) => {
				const {from, candidates} = complete(text, Math.min(cursor, text.length), sandboxNames);
				expect(from).toBeLessThanOrEqual(text.length);
				for (const candidate of candidates) expect(visible(candidate.text)).toBe(candidate.text);
				expect(typeof ghost(text, [], sandboxNames)).toBe('string');
			}),
			{numRuns: 2000},
		);
	});

	test('long and hostile scripts are read in a time that grows with their length only', () => {
		const times = (count: number) => (line: string) =>
			parseScript(`${sandboxLines.join('\n')}\n${`${line}\n`.repeat(count)}`);
		for (const line of [
			'A;'.repeat(2000),
			'"'.repeat(4000),
			'('.repeat(4000),
			`expect ${'('.repeat(4000)}`,
			`expect A paused${' and A paused'.repeat(300)}`,
			'a='.repeat(2000),
			`put x${' k=1'.repeat(1000)}`,
			'😀;'.repeat(1000),
			'x'.repeat(4096),
			'\\"'.repeat(2000),
		]) {
			const started = process.cpuUsage();
			times(20)(line);
			expect(since(started), line.slice(0, 20)).toBeLessThan(2000);
		}
		const started = process.cpuUsage();
		const puts = Array.from({length: 5000}, (_, index) => `put r${index} n=${index}`);
		const reads = Array.from({length: 4990}, (_, index) => `A read r${index}`);
		expect(parseScript([...sandboxLines, ...puts, ...reads].join('\n')).errors).toEqual([]);
		expect(since(started)).toBeLessThan(2000);
	});
});

/** Units: ms of the processor, so that a busy machine changes nothing. */
function since(started: NodeJS.CpuUsage): number {
	const {user, system} = process.cpuUsage(started);
	return (user + system) / 1000;
}
