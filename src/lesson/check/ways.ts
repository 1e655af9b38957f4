import {type Reached, reach} from '../../explore/reach/reach.js';
import {print} from '../../language/print.js';
import {standing} from '../judge.js';
import type {Task} from '../lesson.js';
import {authorsLength, questOf} from '../quest.js';
import type {Trace} from '../trail.js';
import type {Finding, Search} from './search.js';

/** Answers whether a task can be solved with what it allows, and whether in fewer statements than it says; it has nothing to say about claims. */
export const searchWays: Search = (question) => (question.kind === 'task' ? wayFindings(question.task, question.trail) : []);

/** The shortest way to solve a task, as far as the author's own way is long. */
export function shortestWay(task: Task, trail: readonly Trace[]): Reached {
	const start = trail.at(-1);
	if (start === undefined) throw new Error('a trail has at least its first world');
	const {ticked} = standing(task, trail);
	return reach(start.world, questOf(task, ticked), {maxStates: mostStates, maxLength: Math.max(authorsLength(task), task.par ?? 0), isClose: true});
}

/** The most states that a task may have, up to the length of the author's way. */
const mostStates = 50_000;

function wayFindings(task: Task, trail: readonly Trace[]): readonly Finding[] {
	const found = shortestWay(task, trail);
	const message = complaint(task, found);
	return message === null ? [] : [{place: task.place, message, ...(found.kind === 'gave-up' ? {gaveUp: true} : {})}];
}

function complaint(task: Task, {kind, length, states, script}: Reached): string | null {
	const claimed = task.par ?? authorsLength(task);
	const source = task.par === null ? "the author's way has" : 'par says';
	const searched = states.toLocaleString('en-US');
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
