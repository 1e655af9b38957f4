import fc from 'fast-check';
import {expect, test} from 'vitest';
import {allot, filled, type Part} from '../../../src/view/screens/allot.js';

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

/** A part that can draw itself in some numbers of rows only, as many as it has room for. */
const part: fc.Arbitrary<Part> = fc
	.record({sizes: fc.array(fc.nat(12), {maxLength: 4}), ranks: fc.array(fc.nat(20), {maxLength: 3})})
	.map(({sizes, ranks}) => {
		const most = Math.max(0, ...sizes);
		return {
			wishes: ranks.map((rank, index) => [rank, Math.ceil((most * (index + 1)) / ranks.length)]),
			draw: (height) => Array.from({length: Math.max(0, ...sizes.filter((size) => size <= height))}, () => []),
		};
	});

test('no row is left while a part that wants more could use it', () => {
	fc.assert(
		fc.property(fc.array(part, {maxLength: 8}), fc.nat(40), (parts, rows) => {
			const drawn = filled(parts, rows).map(({length}) => length);
			const left = rows - drawn.reduce((sum, each) => sum + each, 0);
			expect(left).toBeGreaterThanOrEqual(0);
			for (const [index, {wishes, draw}] of parts.entries()) {
				const has = drawn[index] ?? 0;
				const most = Math.max(0, ...wishes.map(([, upTo]) => upTo));
				expect(draw(Math.min(most, has + left)).length).toBeLessThanOrEqual(has);
			}
		}),
	);
});

test('what a part leaves goes to the part that wants more, first by rank and then as one piece', () => {
	const flexible = (rank: number, most: number): Part => ({
		wishes: [[rank, most]],
		draw: (height) => Array.from({length: Math.min(height, most)}, () => []),
	});
	const whole = (rank: number, size: number): Part => ({
		wishes: [[rank, size]],
		draw: (height) => Array.from({length: height >= size ? size : 0}, () => []),
	});
	const lengths = (parts: readonly Part[], rows: number) => filled(parts, rows).map(({length}) => length);
	expect(lengths([flexible(1, 4), whole(2, 5), flexible(3, 9)], 8)).toEqual([4, 0, 4]);
	expect(lengths([whole(1, 5), whole(2, 4)], 6)).toEqual([5, 0]);
	expect(lengths([whole(2, 6), whole(3, 5), flexible(1, 1)], 6)).toEqual([0, 5, 1]);
});
