import type {Fact} from '../sim/fact.js';
import type {World} from '../sim/world.js';
import {playStory} from './engine/play.js';
import type {Search} from './engine/search.js';
import {depth, startSearch} from './engine/search.js';
import type {StorySearch} from './engine/story.js';
import {startStory} from './engine/story.js';
import {type FaultsSearched, faultsSearched} from './faults-searched.js';
import type {LocalPart, SharedPart} from './parts.js';
import {scriptOf} from './script.js';
import {storyMoves} from './story-moves.js';
import type {ScriptLine} from './story-script.js';
import type {WorldModel} from './world-model.js';
import {worldModel} from './world-model.js';

/** How far an exploration may go before it gives up. Units: `maxBytes` as far as they can be counted, the tables of states and parts. */
export type Limits = {readonly maxStates: number; readonly maxBytes: number};

/** What an exploration has found out about a fact. */
export type Finding = {
	/** `found`: some schedule makes the fact true. `none`: every state was searched, and none does. `gave-up`: none of those searched does. */
	readonly kind: 'found' | 'none' | 'gave-up';
	/** How many states were searched, where states that differ by an exchange of like clients are one. */
	readonly states: number;
	/** How many moves the states found last are away. */
	readonly depth: number;
	/** The fewest moves that make the fact true; null when it was not found. */
	readonly moves: number | null;
	/** The story: statements that make the fact true. Empty where that needs none, and where no statements can keep a world that runs by itself from going on. */
	readonly script: readonly ScriptLine[];
	/** Which kinds of fault it went through, and which not. */
	readonly faults: FaultsSearched;
};

/** An exploration that is under way. It changes as it is advanced. */
export type Exploration = {
	/** Looks at up to that many states more; null until it is done. */
	readonly advance: (states: number) => Finding | null;
	/** So far. */
	readonly progress: () => {readonly states: number; readonly depth: number};
	/** What has been found out so far, for whoever stops here. */
	readonly giveUp: () => Finding;
};

/** Limits that fit into the memory of a small machine. */
export const defaultLimits: Limits = {maxStates: 1_000_000, maxBytes: 512 * 1024 * 1024};

/**
 * The exploration of every schedule of a world's programs for a fact, from the state the world is in, not begun.
 * `prompt`: of those schedules only in which a client that has begun goes on as soon as it can, unless a fault keeps it from that.
 */
export function startExploration(
	world: World,
	fact: Fact,
	limits: Limits = defaultLimits,
	prompt = false,
): Exploration {
	const made = worldModel(world, fact, true, prompt);
	const search = startSearch(made.model, {goal: made.goal, symmetric: true, room: 1000, ...limits});
	let story: StorySearch | null = null;
	return {
		advance,
		progress: () => ({states: search.set.count, depth: depth(search)}),
		giveUp: () => finding(world, search, 'gave-up', []),
	};

	function advance(states: number): Finding | null {
		if (mayDieStalled(world)) return finding(world, search, 'gave-up', []);
		switch (search.advance(states)) {
			case 'running':
				return null;
			case 'exhausted':
				return finding(world, search, mayBeResumed(world) ? 'gave-up' : 'none', []);
			case 'full':
				return finding(world, search, 'gave-up', []);
			case 'found':
				story ??= startStory(search, search.found());
				return story.advance(states)
					? finding(world, search, 'found', tellStory(world, fact, made, search, story))
					: null;
		}
	}
}

/** Whether a service stands still and can die: what waits there for all clients would be lost at once, which no move of this search does. */
function mayDieStalled({shared: {stall}, spec: {faults}}: World): boolean {
	return stall !== null && faults.node + faults.restart > 0;
}

/** Whether a service stands still until somebody lets it go on, which no move does: what comes true meanwhile is true of the world, and what does not may come true later. */
function mayBeResumed({shared: {stall}}: World): boolean {
	return stall !== null && stall.until === null;
}

/** What exploring a fact finds out, when nobody has to be kept waiting in between. */
export function explore(world: World, fact: Fact, limits: Limits = defaultLimits): Finding {
	const exploration = startExploration(world, fact, limits);
	for (;;) {
		const found = exploration.advance(10_000);
		if (found !== null) return found;
	}
}

type WorldSearch = Search<SharedPart, LocalPart>;

function finding(world: World, search: WorldSearch, kind: Finding['kind'], script: readonly ScriptLine[]): Finding {
	return {
		kind,
		states: search.set.count,
		depth: depth(search),
		moves: kind === 'found' ? depth(search) : null,
		script,
		faults: faultsSearched(world),
	};
}

function tellStory(
	world: World,
	fact: Fact,
	made: WorldModel,
	search: WorldSearch,
	story: StorySearch,
): readonly ScriptLine[] {
	return scriptOf(world, fact, storyMoves(made, playStory(search, story.ways())));
}
