import {type Exercise, exerciseName} from '../code/exercise.js';
import type {Lesson} from '../lesson/lesson.js';
import {claimedLength} from '../lesson/prove.js';
import {tasksOf} from './beat.js';
import {byPlace, readersPlace} from './beat-place.js';
import {judgeProof} from './exercise-proof.js';
import {lessonDigest} from './lesson-digest.js';
import {nothingDone} from './open.js';
import type {Attended, Coded, Deed, Receipt} from './receipt.js';
import {retrace} from './retrace.js';
import {taskAt} from './run.js';
import type {Bet, Standing} from './session.js';

/** What a receipt is worth: what was found when everything in it was done again, and every claim of it that does not hold, as sentences. */
export type Grade = {
	readonly lessons: readonly LessonGrade[];
	readonly exercises: readonly ExerciseGrade[];
	readonly problems: readonly string[];
};

/** Whether an exercise of code is really solved. `name`: as its file is called, `06-advance`. */
export type ExerciseGrade = {readonly name: string; readonly solved: boolean};

/** What was really done in one lesson. */
export type LessonGrade = {
	readonly id: string;
	/** Tasks there are, and tasks solved. */
	readonly tasks: number;
	readonly solved: number;
	/** Bets placed, and bets that were right. */
	readonly bets: number;
	readonly right: number;
	/** The bets themselves. */
	readonly placed: readonly Bet[];
	/** How long the ways through the solved tasks are together, and the author's ways through the same tasks; as pars count. */
	readonly length: number;
	readonly par: number;
};

/** What a receipt is worth, by doing all of it again. Nothing that it says of itself counts, and no code of a learner is run: the search goes over the tables. */
export function grade(
	{lessons, exercises, intact}: Receipt,
	known: readonly Lesson[],
	knownExercises: readonly Exercise[],
): Grade {
	const graded = lessons.map((attended, index) => gradeLesson(attended, known, lessons.slice(0, index)));
	const coded = exercises.map((each, index) => gradeExercise(each, knownExercises, exercises.slice(0, index)));
	return {
		lessons: graded.flatMap(({grade: each}) => (each === null ? [] : [each])),
		exercises: coded.flatMap(({grade: each}) => (each === null ? [] : [each])),
		problems: [...(intact ? [] : [changed]), ...[...graded, ...coded].flatMap(({problems}) => problems)],
	};
}

function gradeExercise(
	{id, ...proof}: Coded,
	known: readonly Exercise[],
	before: readonly Coded[],
): {readonly grade: ExerciseGrade | null; readonly problems: readonly string[]} {
	const exercise = known.find((each) => each.id === id);
	if (exercise === undefined) return {grade: null, problems: [`There is no exercise ${id} here.`]};
	const name = exerciseName(exercise);
	if (before.some((each) => each.id === id))
		return {grade: null, problems: [`${name} stands in it twice; the second time does not count.`]};
	const problem = judgeProof(exercise, proof);
	return {grade: {name, solved: problem === null}, problems: problem === null ? [] : [`${name}: ${problem}`]};
}

type Graded = {readonly grade: LessonGrade | null; readonly problems: readonly string[]};

function gradeLesson(attended: Attended, known: readonly Lesson[], before: readonly Attended[]): Graded {
	const {id, text, runs} = attended;
	const lesson = known.find((each) => each.id === id);
	if (before.some((each) => each.id === id))
		return {grade: null, problems: [`${id} stands in it twice; the second time does not count.`]};
	if (lesson === undefined)
		return {grade: null, problems: [`There is no lesson ${id} here. Name its file: fence-tutor grade --lesson FILE`]};
	if (lessonDigest(lesson) !== text)
		return {
			grade: null,
			problems: [`${id} was done with another text of the lesson than the one here, so it cannot be graded.`],
		};
	const tally = runs
		.toSorted(byPlace)
		.reduce((sum, deed) => judged(lesson, sum, deed), {...nothing, standing: nothingDone});
	const {standing, seen: _seen, problems, ...counted} = tally;
	return {grade: {id, tasks: tasksOf(lesson).length, placed: standing.bets, ...counted}, problems};
}

type Tally = Omit<LessonGrade, 'id' | 'tasks' | 'placed'> & {
	readonly standing: Standing;
	readonly seen: readonly string[];
	readonly problems: readonly string[];
};

const nothing: Omit<Tally, 'standing'> = {solved: 0, bets: 0, right: 0, length: 0, par: 0, seen: [], problems: []};

/** One claim judged: the lines are done by the rules of the lesson, and what they come to is compared with what is said of them. */
function judged(lesson: Lesson, before: Tally, deed: Deed): Tally {
	const sum = {...before, seen: [...before.seen, deed.of]};
	const act = actAt(lesson, deed.of);
	const where = `${lesson.id}, ${act === 'predict' ? 'bet' : 'task'} ${readersPlace(deed.of)}`;
	const failed = (sentence: string): Tally => ({...sum, problems: [...sum.problems, `${where}: ${sentence}`]});
	if (act === null) return failed('there is no such place in the lesson.');
	if (before.seen.includes(deed.of)) return failed('it stands in the receipt twice; the second time does not count.');
	const came = retrace(lesson, stepOf(deed), deed.lines, sum.standing);
	if (!came.ok) return failed(came.sentence);
	if (came.of !== deed.of || !hasDone(came.standing, deed.of))
		return failed(act === 'predict' ? 'these lines place no bet there.' : 'these lines do not solve it.');
	if (came.at !== deed.at) return failed(`these lines end at ${came.at} ms, and not at ${deed.at} ms as it says.`);
	if (came.events !== deed.events) return failed('these lines make other events than it says.');
	return credited(lesson, sum, deed.of, came);
}

function credited(
	lesson: Lesson,
	sum: Tally,
	key: string,
	came: {readonly standing: Standing; readonly length: number},
): Tally {
	const task = taskAt(lesson, key);
	const bet = came.standing.bets.find((each) => keyOf(each) === key);
	const standing = {
		...sum.standing,
		bets: task === null && bet !== undefined ? [...sum.standing.bets, bet] : sum.standing.bets,
		solved: task === null ? sum.standing.solved : [...sum.standing.solved, key],
	};
	if (task === null)
		return {...sum, standing, bets: sum.bets + 1, right: sum.right + (bet?.choice === bet?.right ? 1 : 0)};
	return {
		...sum,
		standing,
		solved: sum.solved + 1,
		length: sum.length + came.length,
		par: sum.par + claimedLength(task),
	};
}

function hasDone({bets, solved}: Standing, key: string): boolean {
	return solved.includes(key) || bets.some((bet) => keyOf(bet) === key);
}

function keyOf({step, beat}: {readonly step: number; readonly beat: number}): string {
	return `${step}.${beat}`;
}

/** What is to be done there; null where there is nothing that a receipt could hold. */
function actAt({steps}: Lesson, key: string): 'task' | 'predict' | null {
	const found = steps
		.flatMap(({beats}, step) => beats.map(({act: {kind}}, beat) => ({kind, key: keyOf({step, beat})})))
		.find((each) => each.key === key);
	return found?.kind === 'task' || found?.kind === 'predict' ? found.kind : null;
}

function stepOf({of}: Deed): number {
	return Number(of.split('.')[0]);
}

const changed =
	'It is not as it was written: its own digest does not fit. What follows is what its lines really come to.';
