import type {Standing} from '../lesson/judge.js';
import {standing} from '../lesson/judge.js';
import type {Beat, Lesson, Predict, Prose, Script, Step, Task} from '../lesson/lesson.js';
import {beginning, type Trace} from '../lesson/trail.js';
import type {Statement} from '../sim/statement.js';
import type {LessonPlace, Moment, Place, Tree} from './session.js';
import {past, present} from './tree.js';

/** The beat that the learner is at, or null past the last one and outside a lesson. */
export function beatOf(place: Place): Beat | null {
	return stepOf(place)?.beats[present(place.tree).beat] ?? null;
}

/** The words above what is to be done in the present beat; a debrief's own words belong to them. */
export function proseOfBeat(place: Place): readonly Prose[] {
	const beat = beatOf(place);
	if (beat === null) return [];
	return beat.act.kind === 'debrief' ? [...beat.prose, ...beat.act.prose] : beat.prose;
}

/** The step that the learner is at, or null past the last one and outside a lesson. */
export function stepOf(place: Place): Step | null {
	return place.kind === 'lesson' ? (place.lesson.steps[present(place.tree).step] ?? null) : null;
}

/** The task that the learner is at, or that is being shown; else null. */
export function taskOf(place: Place): Task | null {
	if (place.kind === 'show') return place.task;
	const act = beatOf(place)?.act;
	return act?.kind === 'task' ? act : null;
}

/** The question that is open: a bet is asked for and not placed on this line of moments; else null. */
export function questionOf(place: Place): Predict | null {
	const act = beatOf(place)?.act;
	return act?.kind === 'predict' && betOf(place) === null ? act : null;
}

/** The choice that was bet on in the present beat, from 1, or null. */
export function betOf(place: Place): number | null {
	const bet = ofBeat(place).findLast(({did}) => did.kind === 'bet');
	return bet?.did.kind === 'bet' ? bet.did.choice : null;
}

/** How the task at hand stands: which goals have been true at some moment since the step began, and whether it can still be solved. Null without a task. */
export function judged(place: Place): Standing | null {
	const task = taskOf(place);
	if (task === null) return null;
	const known = standings.get(place.tree)?.get(task);
	if (known !== undefined) return known;
	const found = standing(task, ofStep(place).map(traceOf));
	standings.set(place.tree, new Map(standings.get(place.tree)).set(task, found));
	return found;
}

/** A tree never changes, and a screen asks for every key. */
const standings = new WeakMap<Tree, Map<Task, Standing>>();

/** Whether there is nothing left to do in the present beat, so that Enter goes on. */
export function isOver(place: LessonPlace): boolean {
	const act = beatOf(place)?.act;
	switch (act?.kind) {
		case undefined:
		case 'read':
		case 'debrief':
			return true;
		case 'try':
			return remaining(place, act.script).length === 0;
		case 'predict':
			return betOf(place) !== null;
		case 'task':
			return place.standing.solved.includes(beatKey(place)) || judged(place)?.solved === true;
	}
}

/** Whether every task of the lesson is solved; a lesson without a task is solved when it has been gone through. */
export function isSolved({lesson, standing}: LessonPlace): boolean {
	const tasks = tasksOf(lesson);
	return tasks.length === 0 ? standing.finished : tasks.every((key) => standing.solved.includes(key));
}

/** The names under which the standing keeps the tasks of a lesson. Order: as they come. */
export function tasksOf({steps}: Lesson): readonly string[] {
	return steps.flatMap(({beats}, step) =>
		beats.flatMap(({act}, beat) => (act.kind === 'task' ? [`${step}.${beat}`] : [])),
	);
}

/** The name under which the standing keeps the present beat. */
export function beatKey({tree}: Place): string {
	const {step, beat} = present(tree);
	return `${step}.${beat}`;
}

/** The moments of the present world since the present beat came into view, that one first. */
export function ofBeat(place: Place): readonly Moment[] {
	const {step, beat} = present(place.tree);
	return past(place.tree).filter((moment) => moment.step === step && moment.beat === beat);
}

/** The statements done since the present beat came into view. */
export function statementsOfBeat(place: Place): readonly Statement[] {
	return ofBeat(place).flatMap(({did}) => (did.kind === 'statement' ? [did.statement] : []));
}

/** How many of some statements, from the first on, occur among others in their order. */
function countDone(done: readonly Statement[], wanted: readonly Statement[]): number {
	const words = done.map((statement) => JSON.stringify(statement));
	let from = 0;
	const missing = wanted.findIndex((statement) => {
		from = words.indexOf(JSON.stringify(statement), from) + 1;
		return from === 0;
	});
	return missing === -1 ? wanted.length : missing;
}

/** The lines of a shown script that the learner has not done in the present beat. */
export function remaining(place: Place, script: Script): Script {
	return script.slice(
		countDone(
			statementsOfBeat(place),
			script.map(({statement}) => statement),
		),
	);
}

/** A moment as the judge of a task sees it. */
export function traceOf({did, moments, world}: Moment): Trace {
	return did.kind === 'statement' ? {statement: did.statement, moments, world} : beginning(world);
}

/** The moments of the present world since the present step began. */
export function ofStep(place: Place): readonly Moment[] {
	const {step} = present(place.tree);
	return past(place.tree).filter((moment) => moment.step === step);
}
