import type {Json} from './json.js';

/** A moment outside the simulated world, as `2026-11-21T08:30:00.000Z`: always this length, so that text order is time order. */
export type Moment = string;

/** A calendar day where the learner is, as `2026-11-21`, so that text order is the order of days. */
export type Day = string;

/** When a bet was last asked again, and how often in a row it has been right since it was asked anew. */
export type Review = {readonly on: Day; readonly stage: number; readonly more: More};

/** A bet the learner placed: which choice, counted from 0, and whether the simulator agreed. */
export type Bet = {readonly choice: number; readonly right: boolean; readonly more: More};

/** Fields that this version does not know. They are kept and written back. */
export type More = Readonly<Record<string, Json>>;

/** What the learner has done in one lesson. */
export type LessonRecord = {
	/** The step the learner is at, from 0. */
	readonly step: number;
	/** The run as the session saved it, or null. Only the session knows its shape. */
	readonly session: Json;
	/** Per step. */
	readonly bets: Readonly<Record<string, Bet>>;
	/** How many hints were asked for, per step. */
	readonly hints: Readonly<Record<string, number>>;
	/** Per task or bet, the run that solved or placed it. Only the session knows their shape. */
	readonly runs: Readonly<Record<string, Json>>;
	/** Per bet that was asked again. */
	readonly reviews: Readonly<Record<string, Review>>;
	/** When it was first solved, or null. */
	readonly solvedAt: Moment | null;
	readonly cards: readonly string[];
	readonly notes: readonly string[];
	/** When anything here last changed; the younger of two records decides what only one of them can say. */
	readonly savedAt: Moment | null;
	/** What was done before this moment has been given up with `progress reset`. */
	readonly resetAt: Moment | null;
	readonly more: More;
};

/** What the learner has done in one exercise of code. */
export type ExerciseRecord = {
	/** When it was first solved, or null. */
	readonly solvedAt: Moment | null;
	/** What shows that it is solved to somebody who does not run the code, or null. Only the session knows its shape. */
	readonly proof: Json;
	/** When it was last checked; null where it never was. */
	readonly savedAt: Moment | null;
	/** What was done before this moment has been given up with `progress reset`. */
	readonly resetAt: Moment | null;
	readonly more: More;
};

/** Everything the learner has done, keyed by the id of a lesson or an exercise, never by number. */
export type Progress = {
	readonly version: typeof version;
	readonly lessons: Readonly<Record<string, LessonRecord>>;
	readonly exercises: Readonly<Record<string, ExerciseRecord>>;
	/** Lines typed at the prompt, each once, the latest last. */
	readonly history: readonly string[];
	/** Such as `theme`. */
	readonly settings: Readonly<Record<string, Json>>;
	readonly settingsAt: Moment | null;
	readonly more: More;
};

/** The version of the file that this program writes, and the newest that it reads. */
export const version = 1;

/** How many lines of the prompt are kept. */
export const historyLimit = 1000;

/** A learner who has done nothing yet. */
export const noProgress: Progress = {
	version,
	lessons: {},
	exercises: {},
	history: [],
	settings: {},
	settingsAt: null,
	more: {},
};

/** A lesson that has not been opened. */
export const untouched: LessonRecord = {
	step: 0,
	session: null,
	bets: {},
	hints: {},
	runs: {},
	reviews: {},
	solvedAt: null,
	cards: [],
	notes: [],
	savedAt: null,
	resetAt: null,
	more: {},
};

/** An exercise that has not been checked. */
export const untried: ExerciseRecord = {solvedAt: null, proof: null, savedAt: null, resetAt: null, more: {}};

/** What has been done in a lesson; `untouched` when nothing has. */
export function lessonOf(progress: Progress, id: string): LessonRecord {
	return Object.hasOwn(progress.lessons, id) ? (progress.lessons[id] ?? untouched) : untouched;
}

/** Whether a lesson has been solved. */
export function isSolved(progress: Progress, id: string): boolean {
	return lessonOf(progress, id).solvedAt !== null;
}

/** What has been done in an exercise of code; `untried` when nothing has. */
export function exerciseIn({exercises}: Progress, id: string): ExerciseRecord {
	return Object.hasOwn(exercises, id) ? (exercises[id] ?? untried) : untried;
}

/** Whether an exercise has been checked since it was given up, solved or not. */
export function isTried({savedAt, resetAt}: ExerciseRecord): boolean {
	return savedAt !== null && savedAt !== resetAt;
}
