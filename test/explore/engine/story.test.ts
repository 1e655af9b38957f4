import {expect, it} from 'vitest';
import type {Model} from '../../../src/explore/engine/model.js';
import {storyOf} from '../finish.js';

type Place = {readonly at: string};

/** Where the moves of two actors of different sorts lead, from place to place; null where one has none. */
const ways: Readonly<Record<string, readonly [one: string | null, other: string | null]>> = {
	start: ['left', 'right'],
	left: ['right', 'end'],
	right: ['end', null],
	end: [null, null],
};

const model: Model<Place, object> = {
	shared: {at: 'start'},
	locals: [{}, {}],
	sorts: [0, 1],
	step: (sort, local, {at}) => {
		const to = ways[at]?.[sort] ?? null;
		return to === null ? [] : [{shared: {at: to}, local}];
	},
	surroundings: () => [],
	clock: null,
	deliverOwed: null,
	outlast: null,
};

it('tells no longer story for the sake of fewer changes between actors', () => {
	// One actor alone could go by the left and the right to the end.
	const goal = {shared: ({at}: Place) => at === 'end', whole: ({at}: Place) => at === 'end'};
	for (const symmetric of [true, false])
		expect(storyOf(model, goal, symmetric).map(({shared: {at}}) => at)).toHaveLength(2);
});
