import {expect, test} from 'vitest';
import {countSchedules} from '../../../src/explore/engine/count-schedules.js';
import type {Model} from '../../../src/explore/engine/model.js';
import {finish} from '../finish.js';

type Shared = {readonly winds: number};
type Local = {readonly left: number};

/** Actors that only have so many steps to take, those of one sort side by side, and surroundings that move so often. */
function walkers(sorts: readonly (readonly number[])[], winds = 0): Model<Shared, Local> {
	return {
		shared: {winds},
		locals: sorts.flat().map((left) => ({left})),
		sorts: sorts.flatMap((steps, sort) => steps.map(() => sort)),
		step: (_, {left}, shared) => (left === 0 ? [] : [{shared, local: {left: left - 1}}]),
		surroundings: (shared) => (shared.winds === 0 ? [] : [{winds: shared.winds - 1}]),
		clock: null,
		deliverOwed: null,
		outlast: null,
	};
}

function counts(model: Model<Shared, Local>): readonly (bigint | null)[] {
	return [true, false].map((symmetric) => countSchedules(finish(model, {symmetric, successors: true})));
}

/** In how many orders so many things of each of several kinds can come. Source: the multinomial coefficient. */
function orders(...kinds: readonly number[]): bigint {
	const factorial = (number: number): bigint => (number < 2 ? 1n : BigInt(number) * factorial(number - 1));
	return kinds.reduce((count, kind) => count / factorial(kind), factorial(kinds.reduce((sum, kind) => sum + kind, 0)));
}

test.each([
	['one actor', [[3]], 0, orders(3)],
	['nobody who can do anything', [[0]], 0, 1n],
	['two like actors', [[2, 2]], 0, orders(2, 2)],
	['three like actors', [[2, 2, 2]], 0, orders(2, 2, 2)],
	['like actors that have come differently far', [[3, 1, 1]], 0, orders(3, 1, 1)],
	[
		'actors of two sorts that are alike otherwise',
		[
			[2, 2],
			[2, 2],
		],
		0,
		orders(2, 2, 2, 2),
	],
	['actors of two sorts', [[2, 2], [3]], 0, orders(2, 2, 3)],
	['actors and their surroundings', [[2, 2], [1]], 2, orders(2, 2, 1, 2)],
] as const)(
	'the schedules of %s are as many as the orders of their moves, with symmetry and without',
	(_, sorts, winds, known) => {
		expect(counts(walkers(sorts, winds))).toEqual([known, known]);
	},
);

test('a move that leads back to where it was made makes no schedule', () => {
	const model = walkers([[2, 2]]);
	const idle: typeof model = {
		...model,
		step: (sort, local, shared) => [{shared, local}, ...model.step(sort, local, shared)],
	};
	expect(counts(idle)).toEqual([orders(2, 2), orders(2, 2)]);
});

test('where a schedule can go round for ever there is no number of them', () => {
	const model = walkers([[2, 2]]);
	const round: typeof model = {
		...model,
		step: (_, {left}, shared) => [{shared, local: {left: (left + 1) % 3}}],
	};
	expect(counts(round)).toEqual([null, null]);
});
