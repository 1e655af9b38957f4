import {grouped} from '../language/grouped.js';
import {refusalSentence} from '../narrate/refusal.js';
import type {Event} from '../sim/event.js';
import {type Done, play} from '../sim/play.js';
import {emptyWorld} from '../sim/setup.js';
import type {Statement} from '../sim/statement.js';

/** What statements come to from the empty world, all of them; or the first that cannot be done (from 0), and why. */
export type Played =
	| {readonly ok: true; readonly done: readonly Done[]; readonly events: readonly Event[]}
	| {readonly ok: false; readonly at: number; readonly statement: Statement; readonly sentence: string};

/** What the statements come to. A run that is shared is bounded by `most`, since whoever opens it has not chosen how long it is. */
export function playThrough(statements: readonly Statement[], most = mostEvents): Played {
	const {done, refused, tooLongAt} = play(statements, emptyWorld, {mostEvents: most});
	const at = refused?.at ?? tooLongAt;
	const statement = at === null ? undefined : statements[at];
	return at === null || statement === undefined
		? {ok: true, done, events: done.flatMap(({events}) => events)}
		: {ok: false, at, statement, sentence: refused === null ? tooMany : refusalSentence(refused.refusal)};
}

/** The most events of a run that can be shared. */
export const mostEvents = 200_000;

const tooMany = `From here on the run makes more than ${grouped(mostEvents)} events, and that is the most that can be shared.`;
