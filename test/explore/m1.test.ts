import {describe, expect, test} from 'vitest';
import type {Goal} from '../../src/explore/engine/model.js';
import {depth} from '../../src/explore/engine/search.js';
import {orbitSum} from './engine/orbits.js';
import {finish, storyOf} from './finish.js';
import type {M1Local, M1Rule, M1Shared} from './m1.js';
import {m1} from './m1.js';

// Source: the counts of SPIN on the same model; `npm run bench:explore` compares them anew.
const counts: readonly (readonly [M1Rule, number, number, number, number, number])[] = [
	['unfenced', 2, 1, 1, 90, 132],
	['unfenced', 3, 2, 2, 61_024, 147_606],
	['unfenced', 3, 3, 3, 1_370_299, 3_916_557],
	['fenced', 2, 1, 1, 83, 124],
	['fenced', 3, 2, 2, 39_488, 96_600],
	['fenced', 3, 3, 3, 813_565, 2_306_532],
	['ratchet', 2, 1, 1, 72, 110],
	['ratchet', 3, 2, 2, 17_692, 44_436],
	['ratchet', 3, 3, 3, 251_367, 727_860],
];

const symmetricCounts = [
	[2, 1, 1, 44],
	[3, 2, 2, 6939],
	[3, 3, 3, 137_786],
] as const;

const p1Broken: Goal<M1Shared, M1Local> = {shared: ({broken}) => broken.p1, whole: () => false};
const p2Broken: Goal<M1Shared, M1Local> = {shared: ({broken}) => broken.p2, whole: () => false};

describe('M1', () => {
	for (const [rule, clients, rounds, expiries, states, transitions] of counts) {
		test(`has ${states} states and ${transitions} transitions ${rule} with ${clients} clients, ${rounds} rounds, ${expiries} expiries`, () => {
			const search = finish(m1(clients, rounds, expiries, rule), {});
			expect([search.status(), search.set.count, search.transitions()]).toEqual(['exhausted', states, transitions]);
		});
	}

	for (const [clients, rounds, expiries, states] of symmetricCounts) {
		test(`has ${states} states up to exchange of its ${clients} clients, whose orbits add up to all of them`, () => {
			const search = finish(m1(clients, rounds, expiries, 'fenced'), {symmetric: true});
			const all = counts.find(
				([rule, ...sizes]) => rule === 'fenced' && sizes.slice(0, 3).join() === [clients, rounds, expiries].join(),
			);
			expect([search.status(), search.set.count, orbitSum(search)]).toEqual(['exhausted', states, all?.[4]]);
		});
	}

	for (const symmetric of [false, true]) {
		test.each([
			['P1', 'unfenced', p1Broken],
			['P2', 'unfenced', p2Broken],
			['P2', 'fenced', p2Broken],
		] as const)(`breaks %s in 7 moves %s, ${symmetric ? 'with' : 'without'} symmetry`, (_, rule, goal) => {
			const search = finish(m1(3, 2, 2, rule), {goal, symmetric});
			const story = storyOf(m1(3, 2, 2, rule), goal, symmetric);
			expect([
				search.status(),
				depth(search),
				story.length,
				goal.shared(story.at(-1)?.shared ?? m1(1, 1, 1, rule).shared),
			]).toEqual(['found', 7, 7, true]);
		});

		test.each([
			['P1', 'fenced', p1Broken],
			['P1', 'ratchet', p1Broken],
			['P2', 'ratchet', p2Broken],
		] as const)(`never breaks %s %s, ${symmetric ? 'with' : 'without'} symmetry`, (_, rule, goal) => {
			expect(finish(m1(3, 2, 2, rule), {goal, symmetric}).status()).toBe('exhausted');
		});

		test(`tells the stale write of two clients with three changes of teller, ${symmetric ? 'with' : 'without'} symmetry`, () => {
			const story = storyOf(m1(2, 1, 1, 'unfenced'), p1Broken, symmetric);
			expect(story.map((scene) => (scene.kind === 'step' ? 'AB'[scene.actor] : scene.kind))).toEqual([
				'A',
				'A',
				'surroundings',
				'B',
				'B',
				'B',
				'A',
			]);
		});
	}
});
