import type {Event} from './event.js';
import {perform} from './perform.js';
import type {Refusal} from './refusal.js';
import {emptyWorld} from './setup.js';
import type {Statement} from './statement.js';
import type {Moment, World} from './world.js';

/** A statement that was done: what happened, and the world before and after it. */
export type Done = {
	readonly statement: Statement;
	readonly before: World;
	readonly moments: readonly Moment[];
	readonly events: readonly Event[];
	readonly world: World;
};

/** What statements came to. `refused`: the first of them (from 0) that was refused, where that ends the run; null where it does not, or nothing was. */
type Played = {
	readonly done: readonly Done[];
	readonly world: World;
	readonly refused: {readonly at: number; readonly refusal: Refusal} | null;
	/** Position of the statement with which there would be more events than asked for, and which was not done; else null. */
	readonly tooLongAt: number | null;
};

/** How statements are played. */
type PlayOptions = {
	/** A refused statement changes nothing and the next is tried, as at the prompt; else it ends the run. */
	readonly skipsRefusals?: boolean;
	/** The most events that all statements together may make. */
	readonly mostEvents?: number;
	/** No statement is done any more once this is true of the world. */
	readonly until?: (world: World) => boolean;
};

/** What a list of statements comes to. The one place where more than one statement is done in a row. */
export function play(
	statements: readonly Statement[],
	from: World = emptyWorld,
	{skipsRefusals = false, mostEvents = Number.POSITIVE_INFINITY, until = () => false}: PlayOptions = {},
): Played {
	const done: Done[] = [];
	let world = from;
	for (const [at, statement] of statements.entries()) {
		const outcome = perform(world, statement);
		if (!outcome.ok && skipsRefusals) continue;
		if (!outcome.ok) return {done, world, refused: {at, refusal: outcome.refusal}, tooLongAt: null};
		const {moments, events} = outcome;
		if (outcome.world.audit.seq - from.audit.seq > mostEvents) return {done, world, refused: null, tooLongAt: at};
		done.push({statement, before: world, moments, events, world: outcome.world});
		world = outcome.world;
		if (until(world)) break;
	}
	return {done, world, refused: null, tooLongAt: null};
}
