import {describe, expect, it} from 'vitest';
import {pointerAt} from '../../../src/view/diagram/row-numbers.js';

describe('A sentence under the ladder', () => {
	const pointer = pointerAt([
		{seq: 1, number: 1},
		{seq: 4, number: 2},
		{seq: 4, number: 3},
		{seq: 6, number: 4},
	]);

	it('points at the row in which an event happens, and not at the row of its answer', () => {
		expect([1, 4, 6].map(pointer)).toEqual([' (row 1)', ' (row 2)', ' (row 4)']);
	});

	it('points at the row before, for an event without a row of its own', () => {
		expect([3, 9].map(pointer)).toEqual([' (row 1)', ' (row 4)']);
	});

	it('points at nothing where no row is that early', () => {
		expect(pointer(0)).toBe('');
	});
});
