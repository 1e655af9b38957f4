// Runs in each test file before its tests: says which mutant is meant, and writes down which ones the file reaches.
import {appendFileSync} from 'node:fs';
import {afterAll, beforeEach, expect} from 'vitest';

const active = Number(process.env['MUTANT'] ?? '-1');
const reached = new Set<number>();
const began = performance.now();

/** No test takes so long; a mutant that makes a loop endless is noticed by it. Units: ms. */
const patience = 60_000;
let testBegan = performance.now();
let calls = 0;

Object.assign(globalThis, {
	__mutant: (number: number): boolean => {
		if (active < 0) {
			reached.add(number);
			return false;
		}
		calls++;
		if (calls % 65_536 === 0 && performance.now() - testBegan > patience) throw new Error('This goes on for ever.');
		return number === active;
	},
});

beforeEach(() => {
	testBegan = performance.now();
});

afterAll(() => {
	const log = process.env['MUTANT_LOG'];
	if (log === undefined) return;
	const file = expect.getState().testPath ?? '';
	appendFileSync(log, `${JSON.stringify({file, ms: performance.now() - began, reached: [...reached]})}\n`);
});
