import type {Search} from './search.js';
import type {Successors} from './successors.js';

/**
 * How many schedules there are from the start of a search that has ended, and has kept the successors, to states in which nothing can happen any more; null where a schedule can
 * go round for ever. Exact, with symmetry too: actors with equal parts have equally many ways, so the one that is searched counts for each of them.
 * A move that leads back to where it was made is no move of a schedule.
 */
export function countSchedules<Shared, Local>({set, successors}: Search<Shared, Local>): bigint | null {
	if (successors === null) throw new Error('The search has kept no successors.');
	const order = lastFirst(successors, set.count);
	if (order === null) return null;
	const few = counted(successors, order, new Float64Array(set.count), 0, 1);
	// Past this a number is not exact, and a sum that has passed it once never comes back below.
	return Number.isSafeInteger(few)
		? BigInt(few)
		: counted<bigint>(successors, order, new Array(set.count).fill(0n), 0n, 1n);
}

type Counts<Count> = {[state: number]: Count};

/** How many ways lead from the first state to an end. `order`: each state after all that it leads to. */
function counted<Count extends number | bigint>(
	successors: Successors,
	order: Int32Array,
	counts: Counts<Count>,
	none: Count,
	one: Count,
): Count {
	for (const state of order) {
		let sum = none;
		let leads = false;
		for (let place = successors.startOf(state); place < successors.startOf(state + 1); place++) {
			const to = successors.at(place);
			if (to === state) continue;
			leads = true;
			sum = ((sum as number) + (counts[to] as number)) as Count;
		}
		counts[state] = leads ? sum : one;
	}
	return counts[0] ?? none;
}

/** The states, each after all that it leads to; null where one leads back to itself by way of others. */
function lastFirst(successors: Successors, states: number): Int32Array | null {
	const order = new Int32Array(states);
	/** Per state, the place of the next move to follow; -1 where it has not been come to, -2 where it is done. */
	const next = new Int32Array(states).fill(-1);
	const way = [0];
	let done = 0;
	next[0] = successors.startOf(0);
	for (let state = way.at(-1); state !== undefined; state = way.at(-1)) {
		const place = next[state] ?? 0;
		if (place === successors.startOf(state + 1)) {
			next[state] = -2;
			order[done++] = state;
			way.pop();
			continue;
		}
		next[state] = place + 1;
		const to = successors.at(place);
		if (to === state || next[to] === -2) continue;
		if (next[to] !== -1) return null;
		next[to] = successors.startOf(to);
		way.push(to);
	}
	return order.subarray(0, done);
}
