import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {type Json, readJson, TooDeep, writeJson} from '../../src/progress/json.js';
import {atOnce} from '../../src/progress/steps.js';

/** What is read or written in one step, and more than that. */
const piece = 32;
const long = 'a😀b"\\\n\u2028é'.repeat(8);

/** Any data, with large things in any place of it. */
const data: fc.Arbitrary<Json> = fc.letrec<{readonly any: Json}>((tie) => ({
	any: fc.oneof(
		{maxDepth: 4, withCrossShrink: true},
		fc.constantFrom<Json>(null, true, -0.5, 1e21, '', '[{,', '"', '\\', ']}', long, '\u0001"'.repeat(40)),
		fc.string({unit: 'binary', maxLength: 8}),
		fc.array(tie('any'), {maxLength: 4}),
		fc.dictionary(fc.constantFrom('a', '__proto__', '10', '2', 'ünï "', '\\', long), tie('any'), {maxKeys: 4}),
		tie('any').map((each) => Array.from({length: 3}, () => each)),
		fc.nat(9).map((length) => Array.from({length: length * 4}, (_, index) => ({parent: index, text: 'wait 1s'}))),
	),
})).any;

const read = (text: string, deepest = 200): Json => atOnce(readJson(text, deepest, piece));
const write = (value: Json): string => atOnce(writeJson(value, piece)).join('');

describe('JSON in pieces', () => {
	it('is written as JSON.stringify writes it', () => {
		fc.assert(
			fc.property(data, (value) => {
				expect(write(value) === JSON.stringify(value, null, '\t')).toBe(true);
			}),
			{numRuns: 1000},
		);
	});

	it('is read as JSON.parse reads it, whatever the spaces', () => {
		fc.assert(
			fc.property(data, fc.constantFrom('', ' ', '\r\n\t '), (value, space) => {
				const text = `${space}${JSON.stringify(value, null, space)}${space}`;
				expect(JSON.stringify(read(text)) === JSON.stringify(JSON.parse(text))).toBe(true);
			}),
			{numRuns: 1000},
		);
	});

	it('is refused exactly where JSON.parse refuses it, when anything is put in, left out or put twice', () => {
		const damage = fc.constantFrom('', ',', ':', '[', ']', '{', '}', '"', '\\', ' ', '0', ',,', '[]', '"a":1,', '/');
		fc.assert(
			fc.property(data, fc.double({min: 0, max: 1, noNaN: true}), fc.nat(2), damage, (value, at, cut, put) => {
				const text = JSON.stringify(value, null, '\t');
				const place = Math.floor(at * text.length);
				const damaged = text.slice(0, place) + put + text.slice(place + cut);
				expect(outcome(() => read(damaged)) === outcome(() => JSON.parse(damaged))).toBe(true);
			}),
			{numRuns: 3000},
		);
	});

	it.each([
		'[LARGE,]',
		'[,LARGE]',
		'[LARGE LARGE]',
		'[LARGE}',
		'{"a" LARGE}',
		'{"a",LARGE}',
		'{"a":LARGE,}',
		'{"a":1 LARGE}',
		'{LARGE:1}',
		'{"a":LARGE}}',
		'LARGE 1',
		'[1,LARGE 1,2]',
		'{"a":LARGE "b":1}',
		'{1 "a":LARGE}',
	])('is refused where something is wrong beside a large list: %s', (form) => {
		const text = form.replaceAll('LARGE', JSON.stringify([long]));
		expect(() => JSON.parse(text) as Json).toThrow(SyntaxError);
		expect(() => read(text)).toThrow(SyntaxError);
	});

	it('is refused where it nests too deep, however deep', () => {
		expect(() => read('['.repeat(5_000_000))).toThrow(TooDeep);
		expect(() => read(`${'['.repeat(4)}${']'.repeat(4)}`, 3)).toThrow(TooDeep);
		expect(read(`${'['.repeat(3)}"[[[["${']'.repeat(3)}`, 3)).toEqual([[['[[[[']]]);
	});

	it('of an object with a key twice says what stands last', () => {
		const text = `{"a":${JSON.stringify(long)},"b":1,"a":${JSON.stringify([long])},"b":2}`;
		expect(JSON.stringify(read(text)) === JSON.stringify(JSON.parse(text))).toBe(true);
	});
});

/** What came of it, as a text. */
function outcome(work: () => Json): string {
	try {
		return JSON.stringify(work());
	} catch (error) {
		return error instanceof SyntaxError ? 'no JSON' : String(error);
	}
}
