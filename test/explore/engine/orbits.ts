import {at} from '../../../src/explore/engine/integers.js';
import type {Search} from '../../../src/explore/engine/search.js';

/** How many states a symmetric search has found when every exchange of actors of one sort counts as a state of its own. */
export function orbitSum<Shared, Local>({model, set}: Search<Shared, Local>): number {
	let sum = 0;
	for (let state = 0; state < set.count; state++) {
		const row = state * set.width + 1;
		sum += orbit(
			model.sorts.map((sort, index) => `${sort} ${at(set.rows, row + index)}`),
			model.sorts,
		);
	}
	return sum;
}

/** The number of different ways to hand out parts within each sort. */
function orbit(parts: readonly string[], sorts: readonly number[]): number {
	const ways = [...counts(sorts).values()].map(factorial);
	const repeats = [...counts(parts).values()].map(factorial);
	return ways.reduce((product, n) => product * n, 1) / repeats.reduce((product, n) => product * n, 1);
}

function counts<Thing>(things: readonly Thing[]): Map<Thing, number> {
	const counted = new Map<Thing, number>();
	for (const thing of things) counted.set(thing, (counted.get(thing) ?? 0) + 1);
	return counted;
}

function factorial(n: number): number {
	return n < 2 ? 1 : n * factorial(n - 1);
}
