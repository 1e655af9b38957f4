import {describe, expect, it} from 'vitest';
import {createInterner} from '../../../src/explore/engine/interner.js';
import type {Model} from '../../../src/explore/engine/model.js';
import {startSearch} from '../../../src/explore/engine/search.js';
import {createStateSet} from '../../../src/explore/engine/state-set.js';
import {startStory} from '../../../src/explore/engine/story.js';

/** One actor that counts for ever. */
const counting: Model<{readonly count: number}, object> = {
	shared: {count: 0},
	locals: [{}],
	sorts: [0],
	step: (_, local, {count}) => [{shared: {count: count + 1}, local}],
	surroundings: () => [],
	clock: null,
	deliverOwed: null,
	outlast: null,
};

const search = (maxBytes: number, wanted: number | null = null) =>
	startSearch(counting, {
		goal: wanted === null ? null : {shared: ({count}) => count === wanted, whole: ({count}) => count === wanted},
		symmetric: true,
		room: 4,
		maxStates: 1_000_000,
		maxBytes,
	});

describe('The memory of a search', () => {
	it('has room for the states that were asked for from the start, and no more than the next power of two', () => {
		const rooms = (room: number, most: number) => {
			const {rows, slots} = createStateSet(3, room, most);
			return [rows.length / 3, slots.length / 2];
		};
		// The candidate has a row too.
		expect(rooms(7, 1000)).toEqual([8, 8]);
		expect(rooms(8, 1000)).toEqual([16, 16]);
		expect(rooms(1000, 7)).toEqual([8, 8]);
	});

	it('takes as many states as fit into its bytes, with a row and two slots for each', () => {
		const {width} = search(2 ** 20).set;
		const one = 4 * width + 8;
		expect(search(one * 2 ** 10).set.most).toBe(2 ** 10 - 2);
		expect(search(one * 2 ** 10 - 1).set.most).toBe(2 ** 9 - 2);
	});

	it('counts every table that grows with its parts', () => {
		const interner = createInterner<readonly number[]>(() => {});
		const sizes = Array.from({length: 5000}, (_, part) => {
			interner.id([part]);
			return interner.bytes();
		});
		expect(sizes).toEqual(sizes.toSorted((one, other) => one - other));
		// Of each a text, where it starts, and at least two slots.
		expect(interner.bytes()).toBeGreaterThan(4 * 4 * sizes.length * (1 + 1 + 2));
	});
});

describe('A search that goes on bit by bit', () => {
	it('looks at as many states as it is asked to', () => {
		const begun = search(2 ** 20);
		for (const [states, known] of [
			[0, 1],
			[1, 2],
			[3, 5],
		] as const) {
			begun.advance(states);
			expect(begun.set.count).toBe(known);
		}
	});

	it('so does the search for its story', () => {
		const begun = search(2 ** 20, 2);
		expect(begun.advance(10)).toBe('found');
		const story = startStory(begun, begun.found());
		expect([story.advance(0), story.advance(1), story.advance(0), story.advance(1)]).toEqual([
			false,
			false,
			false,
			true,
		]);
		expect(story.ways()).toHaveLength(2);
	});
});
