import type {Reached} from '../../explore/reach/reach.js';
import {grouped} from '../../language/grouped.js';
import {print} from '../../language/print.js';
import type {Task} from '../lesson.js';
import {claimedLength, provedWay} from '../prove.js';
import type {Trace} from '../trail.js';
import {type HeldClaim, searchClaims} from './claims.js';
import type {Finding, Search} from './search.js';

/** Answers everything that only a search can answer. */
export const everySchedule: Search = everyScheduleNoting(() => {});

/** The same, and notes the claims that hold, with what was searched. */
export function everyScheduleNoting(note: (held: HeldClaim) => void): Search {
	const claims = searchClaims(note);
	return (question) => [...claims(question), ...searchWays(question)];
}

/** Answers whether a task can be solved with what it allows, and whether in fewer statements than it says; it has nothing to say about claims. */
const searchWays: Search = (question) => (question.kind === 'task' ? wayFindings(question.task, question.trail) : []);

function wayFindings(task: Task, trail: readonly Trace[]): readonly Finding[] {
	const found = provedWay(task, trail);
	const message = complaint(task, found);
	return message === null ? [] : [{place: task.place, message, ...(found.kind === 'gave-up' ? {gaveUp: true} : {})}];
}

function complaint(task: Task, {kind, length, states, script}: Reached): string | null {
	const claimed = claimedLength(task);
	const source = task.par === null ? "the author's way has" : 'par says';
	const searched = grouped(states);
	switch (kind) {
		case 'found': {
			if (length === claimed) return null;
			const way = script.map(print).join('; ');
			return length < claimed
				? `There is a shorter way: ${source} ${claimed}, and this has ${length}: ${way}. Ask for more, allow less, or say par: ${length}.`
				: `There is no way as short as that: ${source} ${claimed}, and the shortest has ${length}: ${way}. Say par: ${length}.`;
		}
		case 'none':
			return `The goals cannot be reached with what is allowed; all ${searched} states were searched.`;
		case 'gave-up':
			return `Whether there is a shorter way is not known: there is none in the first ${searched} states, up to ${length} statements long. Make the world smaller, or allow less.`;
	}
}
