import {looksAtTokens, tokensAreNumbers} from '../../sim/look.js';
import type {Cast} from './cast.js';
import {type Draft, type Note, note} from './draft.js';
import type {Layout} from './layout.js';
import {pairs} from './verdict.js';

/** What the last store holds before anything happens, beside the first two rows where they leave room for it. */
export function initialNotes(cast: Cast, {lanes}: Layout, draft: Draft, index: number): readonly Note[] {
	const lane = lanes.at(-1);
	const spoken = draft.notes.some(({actor}) => actor === lane?.actor || !lanes.some((each) => each.actor === actor));
	if (lane === undefined || lane.room === null || index > 1 || spoken || !cast.storeAt.has(lane.actor)) return [];
	const word = tokensAreNumbers(cast.spec, lane.actor) ? 'highest -' : 'token -';
	const highest = looksAtTokens(cast.spec, lane.actor) ? [word] : [];
	const data = [...cast.values.values()].filter((values) => Object.keys(values).length > 0).map(pairs);
	const text = [...highest, ...data][index];
	return text === undefined ? [] : [note(lane.actor, text, 'dim')];
}
