// Runs in each test file before its tests: says which mutant is meant, and writes down which ones the file reaches.
import {appendFileSync} from 'node:fs';
import {afterAll, expect} from 'vitest';

const active = Number(process.env['MUTANT'] ?? '-1');
const reached = new Set<number>();
const began = performance.now();

Object.assign(globalThis, {
	__mutant: (number: number): boolean => {
		if (active < 0) reached.add(number);
		return number === active;
	},
});

afterAll(() => {
	const log = process.env['MUTANT_LOG'];
	if (log === undefined) return;
	const file = expect.getState().testPath ?? '';
	appendFileSync(log, `${JSON.stringify({file, ms: performance.now() - began, reached: [...reached]})}\n`);
});
