import {defaultLimits, type Finding, startExploration} from '../../explore/explore.js';
import type {Quest} from '../../explore/reach/quest.js';
import {type Reached, type ReachLimits, startReach} from '../../explore/reach/reach.js';
import type {Fact} from '../../sim/fact.js';
import type {World} from '../../sim/world.js';

/** An answer in the making. It gives the number of states looked at so far, often enough that no key has to wait, and is told whether it is to stop there. */
export type Answering<Answer> = Generator<number, Answer, boolean>;

/** What exploring a fact finds out. */
export function* exploring(world: World, fact: Fact, maxStates: number): Answering<Finding> {
	const exploration = startExploration(world, fact, {...defaultLimits, maxStates});
	for (;;) {
		const finding = exploration.advance(5);
		if (finding !== null) return finding;
		if (yield exploration.progress().states) return exploration.giveUp();
	}
}

/** What a search for a way finds out. */
export function* seeking(world: World, quest: Quest, limits: ReachLimits): Answering<Reached> {
	const search = startReach(world, quest, {...limits, maxStates: Math.min(limits.maxStates, mostWays)});
	for (;;) {
		const reached = search.advance(1);
		if (reached !== null) return reached;
		if (yield search.progress().states) return search.giveUp();
	}
}

/** A search for a way keeps a world for each of its states; so many of them take about as much memory as the rest of the program. */
const mostWays = 50_000;
