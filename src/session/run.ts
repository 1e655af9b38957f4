import {lengthOf} from '../explore/reach/quest.js';
import {print} from '../language/print.js';
import {standing} from '../lesson/judge.js';
import type {Lesson, Task} from '../lesson/lesson.js';
import {eventsDigest} from '../share/digest.js';
import {rulesVersion} from '../sim/rules-version.js';
import {traceOf} from './beat.js';
import {lessonDigest} from './lesson-digest.js';
import type {LessonPlace, Moment, Tree} from './session.js';
import {pastOf} from './tree.js';

/**
 * What a learner did from the beginning of a step up to a solved task or a bet, so that it can be done again and judged anew.
 * Shape: lines as they would be typed: statements, `/bet N`, and `/next` where the page was turned.
 */
export type Run = {
	/** The beat that was solved or bet on, as `step.beat`, from 0. */
	readonly of: string;
	/** The digest of the lesson, and the version of the rules, under which it was done. */
	readonly lesson: string;
	readonly rules: number;
	readonly lines: readonly string[];
	/** The digest of the events since the step began. */
	readonly events: string;
	/** Units: virtual ms. */
	readonly at: number;
	/** How long the way through its beat was, as pars count it. */
	readonly length: number;
	/** When it was taken down, outside the simulated world; null where nobody has said. Shape: as `2026-11-21T08:30:00.000Z`. */
	readonly done: string | null;
};

/** The runs of a lesson that are worth keeping beside those already kept: the first bet on each question, and the shortest way that solved each task. `done`: now. */
export function newRuns(
	place: LessonPlace,
	kept: Readonly<Record<string, Run>>,
	done: string | null = null,
): readonly Run[] {
	const fits = (key: string): Run | null => {
		const run = Object.hasOwn(kept, key) ? kept[key] : undefined;
		return run !== undefined && run.lesson === lessonDigest(place.lesson) && run.rules === rulesVersion ? run : null;
	};
	const bets = place.standing.bets.flatMap(({step, beat}) =>
		fits(`${step}.${beat}`) === null ? betRun(place, step, beat) : [],
	);
	const tasks = place.standing.solved.flatMap((key) => taskRun(place, key, fits(key)));
	return [...bets, ...tasks].map((run) => ({...run, done}));
}

/** The runs among some data that was kept; what is none is left out. */
export function runsOf(data: Readonly<Record<string, unknown>>): Readonly<Record<string, Run>> {
	return Object.fromEntries(
		Object.entries(data)
			.filter((entry): entry is [string, Run] => isRun(entry[0], entry[1]))
			.map(([key, run]) => [key, typeof run.done === 'string' ? run : {...run, done: null}]),
	);
}

function isRun(key: string, data: unknown): data is Omit<Run, 'done'> & {readonly done?: unknown} {
	if (typeof data !== 'object' || data === null) return false;
	const run: Partial<Record<keyof Run, unknown>> = data;
	const areTexts = [run.of, run.lesson, run.events].every((each) => typeof each === 'string');
	const areNumbers = [run.rules, run.at, run.length].every((each) => typeof each === 'number');
	return (
		run.of === key &&
		areTexts &&
		areNumbers &&
		Array.isArray(run.lines) &&
		run.lines.every((line) => typeof line === 'string')
	);
}

/** The task at a place of a lesson, or null. */
export function taskAt({steps}: Lesson, key: string): Task | null {
	const [step = -1, beat = -1] = key.split('.').map(Number);
	const act = steps[step]?.beats[beat]?.act;
	return act?.kind === 'task' ? act : null;
}

function betRun({lesson, tree}: LessonPlace, step: number, beat: number): readonly Run[] {
	const moment = tree.moments.find((each) => each.did.kind === 'bet' && each.step === step && each.beat === beat);
	return moment === undefined ? [] : [runTo(lesson, tree, moment)];
}

/** Where a way is kept already, only the moment that the learner stands at can have brought a shorter one. */
function taskRun({lesson, tree}: LessonPlace, key: string, kept: Run | null): readonly Run[] {
	const task = taskAt(lesson, key);
	if (task === null) return [];
	const here = tree.moments.filter(({step, beat, did}) => `${step}.${beat}` === key && did.kind !== 'reset');
	const candidates = kept === null ? here.slice(-mostCandidates) : here.filter(({id}) => id === tree.cursor);
	const found = candidates
		.flatMap((moment) => solvedBy(task, tree, moment))
		.map((moment) => runTo(lesson, tree, moment));
	const [shortest] = found.sort(byLength);
	return shortest === undefined || (kept !== null && byLength(kept, shortest) <= 0) ? [] : [shortest];
}

function byLength(one: Run, other: Run): number {
	return one.length - other.length || one.lines.length - other.lines.length;
}

/** The first moment on the way to this one at which the task was solved. Once solved it stays so, which makes the search short. */
function solvedBy(task: Task, tree: Tree, moment: Moment): readonly Moment[] {
	const way = pastOf(tree, moment.id).filter(({step}) => step === moment.step);
	const isSolved = (length: number) => standing(task, way.slice(0, length).map(traceOf)).solved;
	if (!isSolved(way.length)) return [];
	let [low, high] = [1, way.length];
	while (low < high) {
		const middle = Math.floor((low + high) / 2);
		if (isSolved(middle)) high = middle;
		else low = middle + 1;
	}
	// It counts as solved only from the beat of the task on.
	return way
		.slice(low - 1)
		.filter(({beat, did}) => beat === moment.beat && did.kind !== 'reset')
		.slice(0, 1);
}

function runTo(lesson: Lesson, tree: Tree, moment: Moment): Run {
	const way = pastOf(tree, moment.id);
	return {
		of: `${moment.step}.${moment.beat}`,
		lesson: lessonDigest(lesson),
		rules: rulesVersion,
		lines: way.flatMap(lineOf),
		events: eventsDigest(way.flatMap(({events}) => events)),
		at: moment.world.now,
		length: lengthOf(
			way.flatMap(({did, beat}) => (did.kind === 'statement' && beat === moment.beat ? [did.statement] : [])),
		),
		done: null,
	};
}

function lineOf({did}: Moment): readonly string[] {
	switch (did.kind) {
		case 'statement':
			return [print(did.statement)];
		case 'bet':
			return [`/bet ${did.choice}`];
		case 'turned':
			return ['/next'];
		case 'began':
		case 'reset':
			return [];
	}
}

/** A learner who tried for very long, before runs were kept, is not judged again at every moment. */
const mostCandidates = 200;
