import type {Reached} from '../../explore/reach/reach.js';
import {standing} from '../../lesson/judge.js';
import type {Script, Task} from '../../lesson/lesson.js';
import {questOf} from '../../lesson/quest.js';
import {beginning, type Trace} from '../../lesson/trail.js';
import {waysOf} from '../../lesson/walk.js';
import {goalSentence} from '../../narrate/explorer.js';
import {play} from '../../sim/play.js';
import type {World} from '../../sim/world.js';
import type {Explored} from '../session.js';
import {type Answering, seeking} from './answering.js';

/** Where a learner stands in a task. */
export type Stand = {readonly task: Task; readonly ticked: readonly boolean[]; readonly world: World};

/** Whether the goals can still be reached, for a learner who asked. The way itself is theirs to find. */
export function* answerGoal(stand: Stand, most: number): Answering<Explored> {
	return {sentences: [goalSentence(yield* way(stand, most), stand.task.allow === null)], script: null};
}

/** The on-track light: whether the goals can still be reached from here; null where it is not known. */
export function* onTrack(stand: Stand, most: number): Answering<boolean | null> {
	if (leadsOn(stand)) return true;
	const {kind} = yield* way(stand, most);
	// A task that allows everything is searched with what its author thought of, and that proves nothing.
	return kind === 'found' ? true : kind === 'none' && stand.task.allow !== null ? false : null;
}

/** First at the moments at which anything happens; only when no way is found there, between them as well. */
function* way({task, ticked, world}: Stand, maxStates: number): Answering<Reached> {
	const quest = questOf(task, ticked);
	const coarse = yield* seeking(world, quest, {maxStates, maxLength: longest, isClose: false});
	return coarse.kind === 'none' ? yield* seeking(world, quest, {maxStates, maxLength: longest, isClose: true}) : coarse;
}

/** Whether the rest of a way that the author knows still leads to the goals. */
function leadsOn({task, ticked, world}: Stand): boolean {
	const rest: Task = {...task, goals: task.goals.filter((_, index) => ticked[index] !== true)};
	return waysOf(task).some((script) =>
		script.some((_, from) => standing(rest, played(world, script.slice(from))).solved),
	);
}

/** A refused statement changes nothing and the next is tried, as at the prompt. */
function played(from: World, script: Script): readonly Trace[] {
	const statements = script.map(({statement}) => statement);
	return [beginning(from), ...play(statements, from, {skipsRefusals: true}).done];
}

/** No learner goes on for more statements than that. */
const longest = 1000;
