import {describe, expect, test} from 'vitest';
import {passWhole} from '../../src/explore/pass-whole.js';
import {worldModel} from '../../src/explore/world-model.js';
import {orbitSum} from './engine/orbits.js';
import {finish} from './finish.js';
import {scripted} from './scripted.js';
import {everything, worlds} from './worlds.js';

describe.each(Object.keys(worlds))('%s', (name) => {
	const {world} = scripted(worlds[name] ?? '');
	const made = worldModel(world, everything);

	test('has as many states when like clients are told apart as its orbits add up to', () => {
		const symmetric = finish(made.model, {symmetric: true});
		const full = finish(made.model, {});
		expect([symmetric.status(), orbitSum(symmetric)]).toEqual(['exhausted', full.set.count]);
	});

	test('has the same states when time passes part by part as when it passes in the whole world', () => {
		const {setting, model} = made;
		const byWhole = {
			...model,
			clock: {kind: 'whole', pass: (shared, locals) => passWhole(setting, shared, locals)},
		} satisfies typeof model;
		const [one, other] = [finish(model, {}), finish(byWhole, {})];
		expect([one.status(), one.set.count, one.transitions()]).toEqual([
			other.status(),
			other.set.count,
			other.transitions(),
		]);
	});
});
