import * as fc from 'fast-check';
import {expect, test} from 'vitest';
import {CannotEncode} from '../../../src/explore/engine/encoder.js';
import {createInterner} from '../../../src/explore/engine/interner.js';

const {value: part} = fc.letrec((tie) => ({
	value: fc.oneof(
		{maxDepth: 4},
		fc.constantFrom(null, true, false, 0, 1, '', '0'),
		fc.maxSafeInteger(),
		fc.constantFrom(0.5, 1.5, '0.5', -0.25),
		fc.string(),
		fc.array(tie('value'), {maxLength: 4}),
		fc.dictionary(fc.constantFrom('a', 'b', 'constructor', '__proto__'), tie('value'), {noNullPrototype: true}),
	),
}));

test('two parts have the same number exactly when they are equal in every detail', () => {
	fc.assert(
		fc.property(fc.array(part, {minLength: 2, maxLength: 30}), (parts) => {
			const {id} = createInterner<unknown>(() => {});
			const numbers = parts.map(id);
			const texts = parts.map(canonicalText);
			expect(numbers.map((number) => numbers.indexOf(number))).toEqual(texts.map((text) => texts.indexOf(text)));
		}),
	);
});

test('the order in which an object got its keys makes no difference', () => {
	const {id} = createInterner<unknown>(() => {});
	expect(id({a: 1, b: {c: 2, d: 3}})).toBe(id({b: {d: 3, c: 2}, a: 1}));
});

test('a new part is told of once', () => {
	const learnt: unknown[] = [];
	const {id, parts} = createInterner<unknown>((each) => learnt.push(each));
	for (const each of ['a', 'b', 'a', 'b']) id(each);
	expect([learnt, parts]).toEqual([
		['a', 'b'],
		['a', 'b'],
	]);
});

test.each([
	['undefined', {a: undefined}],
	['what is no number', Number.NaN],
	['a number without end', [Number.POSITIVE_INFINITY]],
	['a number too large to be exact', 2 ** 53],
	['a function', {a: () => 1}],
	['a big integer', 1n],
	['a date', new Date(0)],
	['a map', new Map()],
	['a hole in a list', new Array<number>(2)],
])('%s is refused with an error, and never taken for something else', (_, value) => {
	expect(() => createInterner<unknown>(() => {}).id(value)).toThrow(CannotEncode);
});

test('what is refused is called by its type, or by its class', () => {
	const {id} = createInterner<unknown>(() => {});
	expect(() => id(new Map())).toThrow('an instance of Map');
	expect(() => id([undefined])).toThrow('a value of type undefined');
	expect(() => id(Number.NaN)).toThrow('the number NaN');
});

function canonicalText(value: unknown): string {
	if (Array.isArray(value)) return `[${value.map(canonicalText).join()}]`;
	if (typeof value !== 'object' || value === null) return JSON.stringify(value);
	return `{${Object.keys(value)
		.sort()
		.map((key) => `${JSON.stringify(key)}:${canonicalText(Reflect.get(value, key))}`)
		.join()}}`;
}

test('an object is never taken for something else, however many sorts of object there are', () => {
	const {id} = createInterner<unknown>(() => {});
	const sorts = Array.from({length: 40}, (_, index) => [{[`key${index}`]: null}, {[`key${index}`]: false}]).flat();
	const others = [...Array.from({length: 40}, (_, index) => index - 20), null, true, false, '', 'a', [], [null], 0.5];
	const numbers = [...sorts, ...others].map(id);
	expect(new Set(numbers).size).toBe(sorts.length + others.length);
});
