import {at} from './integers.js';
import type {Mover} from './moves.js';
import type {Search} from './search.js';
import {find} from './state-set.js';

/**
 * Who makes a move, as far as a reader can tell: an actor, known by its part and its group, or the world around the actors.
 * Two actors of a group with equal parts are one teller, for each could go on as the other.
 */
type Teller = number;

const world: Teller = -1;

/** One move on a shortest way to the end. */
export type Way = {
	readonly mover: Mover;
	readonly outcome: number;
	/** The mover's part afterwards, or how much time passed. */
	readonly local: number;
	/** The state it leads to. */
	readonly to: number;
	readonly tellerAfter: Teller;
	/** How often the teller changes from there to the end. */
	readonly changes: number;
};

/** Of one state: the way with the fewest changes, per teller of its first move. Empty for the end. */
type Ways = Map<Teller, Way>;

/** The search for a story, under way. It changes as it is advanced. */
export type StorySearch = {
	/** Looks at up to that many states more; true when it has looked at all it needs. */
	readonly advance: (states: number) => boolean;
	/** The moves of the story, once it has. */
	readonly ways: () => readonly Way[];
};

/** The search for the story of a state: of all shortest ways to it, one with the fewest changes of teller, because that one reads best. */
export function startStory<Shared, Local>(search: Search<Shared, Local>, end: number): StorySearch {
	const {layers, model, moves, set} = search;
	const {groupAt, width} = moves;
	const waysFrom = new Map<number, Ways>([[end, new Map()]]);
	let layer = layers.findLastIndex((start) => start <= end);
	/** Where the layer after that of `state` starts. */
	let ahead = layers[layer] ?? 0;
	/** Goes backwards, so that every way on is known before it is needed. */
	let state = ahead - 1;

	return {advance, ways};

	function advance(states: number): boolean {
		for (let left = states; left > 0 && state >= 0; left--) {
			if (state < (layers[layer - 1] ?? 0)) {
				layer--;
				ahead = layers[layer] ?? 0;
			}
			moves.expand(set, state, look);
			state--;
		}
		return state < 0;
	}

	function look(mover: Mover, outcome: number, local: number): void {
		const to = find(set);
		const onwards = to < ahead ? undefined : waysFrom.get(to);
		if (onwards === undefined) return;
		const inside = mover > 0 && !isOutside(mover, outcome);
		const teller = inside ? tellerOf(mover, at(set.rows, state * width + mover)) : world;
		const tellerAfter = inside ? tellerOf(mover, local) : world;
		const way: Way = {mover, outcome, local, to, tellerAfter, changes: changesFrom(onwards, tellerAfter)};
		const known = waysFrom.get(state) ?? new Map<Teller, Way>();
		if (way.changes < (known.get(teller)?.changes ?? Number.POSITIVE_INFINITY)) known.set(teller, way);
		waysFrom.set(state, known);
	}

	function isOutside(mover: Mover, outcome: number): boolean {
		const row = state * width;
		const results = model.step(
			model.sorts[mover - 1] as number,
			moves.locals.parts[at(set.rows, row + mover)] as Local,
			moves.shareds.parts[at(set.rows, row)] as Shared,
		);
		return results[outcome]?.outside ?? false;
	}

	function tellerOf(position: number, local: number): Teller {
		return local * width + (groupAt[position] as number);
	}

	function ways(): readonly Way[] {
		const told: Way[] = [];
		let teller: Teller | null = null;
		for (let from = 0; from !== end; ) {
			const best = bestWay(waysFrom.get(from) ?? new Map(), teller);
			if (best === null)
				throw new Error(`State ${from} is on a shortest way to state ${end}, but no way on from it is known.`);
			told.push(best);
			teller = best.tellerAfter;
			from = best.to;
		}
		return told;
	}
}

/** How often the teller changes from a state to the end, when the teller before it is known. */
function changesFrom(ways: Ways, before: Teller): number {
	return ways.size === 0 ? 0 : Math.min(...[...ways].map(([teller, way]) => way.changes + (teller === before ? 0 : 1)));
}

/** The way that goes on with the fewest changes. `before` is null at the start, where any teller may begin. */
function bestWay(ways: Ways, before: Teller | null): Way | null {
	let best: Way | null = null;
	let fewest = Number.POSITIVE_INFINITY;
	for (const [teller, way] of ways) {
		const changes = way.changes + (before === null || teller === before ? 0 : 1);
		if (changes < fewest) [best, fewest] = [way, changes];
	}
	return best;
}
