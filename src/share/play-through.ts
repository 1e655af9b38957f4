import type {Event} from '../sim/event.js';
import {perform} from '../sim/perform.js';
import {emptyWorld} from '../sim/setup.js';
import type {Statement} from '../sim/statement.js';
import type {Moment, World} from '../sim/world.js';

/** One statement done: what happened, and the world afterwards. */
export type Deed = {
	readonly statement: Statement;
	readonly moments: readonly Moment[];
	readonly events: readonly Event[];
	readonly world: World;
};

/** What statements come to from the empty world, all of them; or the first that cannot be done (from 0), and why. */
export type Played =
	| {readonly ok: true; readonly deeds: readonly Deed[]; readonly events: readonly Event[]}
	| {readonly ok: false; readonly at: number; readonly statement: Statement; readonly sentence: string};

/** What the statements come to. A run that is shared is bounded by `most`, since whoever opens it has not chosen how long it is. */
export function playThrough(statements: readonly Statement[], most = mostEvents): Played {
	const deeds: Deed[] = [];
	let world = emptyWorld;
	let count = 0;
	for (const [at, statement] of statements.entries()) {
		const outcome = perform(world, statement);
		if (!outcome.ok) return {ok: false, at, statement, sentence: outcome.refusal.sentence};
		const {moments, events} = outcome;
		world = outcome.world;
		count += events.length;
		if (count > most) return {ok: false, at, statement, sentence: tooMany};
		deeds.push({statement, moments, events, world});
	}
	return {ok: true, deeds, events: deeds.flatMap(({events}) => events)};
}

/** The most events of a run that can be shared. */
export const mostEvents = 200_000;

const tooMany = `From here on the run makes more than ${mostEvents.toLocaleString('en-US')} events, and that is the most that can be shared.`;
