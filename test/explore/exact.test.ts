import {describe, expect, test} from 'vitest';
import type {Search} from '../../src/explore/engine/search.js';
import {passWhole} from '../../src/explore/pass-whole.js';
import {worldModel} from '../../src/explore/world-model.js';
import {orbitSum} from './engine/orbits.js';
import {finish} from './finish.js';
import {scripted} from './scripted.js';
import {everything, worlds} from './worlds.js';

describe.each(Object.keys(worlds))('%s', (name) => {
	const {world} = scripted(worlds[name] ?? '');
	const made = worldModel(world, everything);

	// Searched once, for both tests; only its numbers are kept.
	let searched: ReturnType<typeof numbersOf> | null = null;
	const full = () => {
		searched ??= numbersOf(finish(made.model, {}));
		return searched;
	};

	test('has as many states when like clients are told apart as its orbits add up to', () => {
		const symmetric = finish(made.model, {symmetric: true});
		expect([symmetric.status(), orbitSum(symmetric)]).toEqual(['exhausted', full().states]);
	});

	test('has the same states when time passes part by part as when it passes in the whole world', () => {
		const {setting, model} = made;
		const byWhole = {
			...model,
			clock: {kind: 'whole', pass: (shared, locals) => passWhole(setting, shared, locals)},
		} satisfies typeof model;
		expect(numbersOf(finish(byWhole, {}))).toEqual(full());
	});
});

function numbersOf<Shared, Local>(search: Search<Shared, Local>) {
	return {status: search.status(), states: search.set.count, transitions: search.transitions()};
}
