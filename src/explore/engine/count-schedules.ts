import {at} from './integers.js';
import type {Search} from './search.js';
import {find} from './state-set.js';

/** A state on the way that is being counted: where it leads, each with how many actors could go there, and what was counted so far. */
type Frame = {
	readonly state: number;
	readonly next: readonly {readonly to: number; readonly times: number}[];
	done: number;
	sum: bigint;
};

/**
 * How many schedules there are from the start of a search that has ended to states in which nothing can happen any more; null where a schedule can go round for ever.
 * Exact, with symmetry too: actors with equal parts have equally many ways, so the one that is searched counts for each of them.
 * A move that leads back to where it was made is no move of a schedule.
 */
export function countSchedules<Shared, Local>({moves, set}: Search<Shared, Local>): bigint | null {
	const {groupAt, width} = moves;
	const counted: (bigint | undefined)[] = new Array(set.count);
	const onTheWay = new Uint8Array(set.count);
	const way: Frame[] = [enter(0)];
	for (let frame = way.at(-1); frame !== undefined; frame = way.at(-1)) {
		const next = frame.next[frame.done];
		if (next === undefined) {
			counted[frame.state] = frame.next.length === 0 ? 1n : frame.sum;
			onTheWay[frame.state] = 0;
			way.pop();
			continue;
		}
		const known = counted[next.to];
		if (known !== undefined) {
			frame.sum += next.times === 1 ? known : BigInt(next.times) * known;
			frame.done++;
		} else if (onTheWay[next.to] === 1) return null;
		else way.push(enter(next.to));
	}
	return counted[0] ?? null;

	function enter(state: number): Frame {
		onTheWay[state] = 1;
		const next: {readonly to: number; readonly times: number}[] = [];
		moves.expand(set, state, (mover) => {
			const to = find(set);
			if (to !== state) next.push({to, times: mover > 0 ? alikeWith(state, mover) : 1});
		});
		return {state, next, done: 0, sum: 0n};
	}

	/** The actors that could have made the same move in the actor's place, itself among them. */
	function alikeWith(state: number, mover: number): number {
		const part = at(set.rows, state * width + mover);
		let times = 0;
		for (let position = 1; position < width; position++)
			if (groupAt[position] === groupAt[mover] && at(set.rows, state * width + position) === part) times++;
		return times;
	}
}
