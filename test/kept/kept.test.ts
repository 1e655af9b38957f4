import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {lockKinds} from '../../src/sim/lock/registry.js';
import {rulesVersion} from '../../src/sim/rules-version.js';
import {storeRules} from '../../src/sim/store/registry.js';
import {historyOf, readKept, searchOf} from './kept.js';

const kept = (name: string) => readKept(readFileSync(join(import.meta.dirname, `${name}.txt`), 'utf8'));
const histories = kept('histories');
const worlds = kept('worlds');
/** Whoever meant it raises the version in src/sim/rules-version.ts, so that codes and receipts that are out are told apart, and runs test/kept/keep.ts. */
const sayWhenItChanged = `what it came to under version ${rulesVersion} of the rules; see src/sim/rules-version.ts and test/kept/keep.ts`;

describe('What was shared under these rules comes to the same today', () => {
	it.each(histories.map(({cameTo, lines}, index) => ({index, cameTo, lines})))('history $index', ({cameTo, lines}) => {
		expect(historyOf(lines), `${sayWhenItChanged}\n${lines.join('\n')}`).toBe(cameTo);
	});

	it.each(worlds.map(({cameTo, lines}, index) => ({index, cameTo, lines})))('search $index', ({cameTo, lines}) => {
		expect(searchOf(lines), `${sayWhenItChanged}\n${lines.join('\n')}`).toBe(cameTo);
	});

	it('holds every kind of lock and every rule of a store', () => {
		const lines = histories.flatMap((each) => each.lines);
		const declared = [
			...lockKinds().map(({name}) => `lock account ${name}`),
			...storeRules().map(({name}) => `store s ${name}`),
		];
		expect(
			declared.filter((words) => !lines.some((line) => `${line} `.startsWith(`${words} `))),
			'draw more: node src/build/run-typescript.mjs test/kept/keep.ts 50',
		).toEqual([]);
	});
});
