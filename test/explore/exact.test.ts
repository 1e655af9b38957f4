import {describe, expect, test} from 'vitest';
import {passing} from '../../src/explore/engine/moves.js';
import type {Search} from '../../src/explore/engine/search.js';
import type {LocalPart, SharedPart} from '../../src/explore/parts.js';
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

	test('lets time pass part by part in each state as it passes in the whole world', () => {
		const {setting} = made;
		const {moves, set} = finish(made.model, {});
		const idsOf = (shared: SharedPart, locals: readonly LocalPart[]) =>
			String([moves.shareds.id(shared), ...locals.map(moves.locals.id)]);
		const passes = (state: number) => {
			let passed: string | null = null;
			moves.expand(set, state, (mover, _, time) => {
				const {shared, parts} = moves.partsAt(set, set.count * set.width);
				if (mover === passing) passed = `${time}: ${idsOf(shared, parts)}`;
			});
			return passed;
		};
		const passesWhole = (state: number) => {
			const {shared, parts} = moves.partsAt(set, state * set.width);
			const passed = passWhole(setting, shared, parts);
			return passed && `${passed.time}: ${idsOf(passed.shared, passed.locals)}`;
		};
		const states = [...Array(set.count).keys()];
		expect(states.filter((state) => passes(state) !== passesWhole(state))).toEqual([]);
	});
});

function numbersOf<Shared, Local>(search: Search<Shared, Local>) {
	return {status: search.status(), states: search.set.count, transitions: search.transitions()};
}
