import fc from 'fast-check';
import {expect, test} from 'vitest';
import {allot} from '../../../src/view/screens/allot.js';

test('wishes are served by rank, and a part keeps what an earlier wish gave it', () => {
	expect(
		allot(
			[
				[[2, 3]],
				[[1, 2]],
				[
					[0, 1],
					[3, 9],
				],
			],
			10,
		),
	).toEqual([3, 2, 5]);
	expect(
		allot(
			[
				[[2, 3]],
				[[1, 2]],
				[
					[0, 1],
					[3, 9],
				],
			],
			4,
		),
	).toEqual([1, 2, 1]);
});

test('never more rows are given than there are', () => {
	const wish = fc.tuple(fc.nat(20), fc.nat(50));
	fc.assert(
		fc.property(fc.array(fc.array(wish, {maxLength: 3}), {maxLength: 12}), fc.nat(100), (parts, rows) => {
			const sum = allot(parts, rows).reduce((total, each) => total + each, 0);
			const wanted = parts.reduce((total, part) => total + Math.max(0, ...part.map(([, upTo]) => upTo)), 0);
			expect(sum).toBe(Math.min(rows, wanted));
		}),
	);
});
