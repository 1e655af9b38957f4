import type {Json} from './json.js';
import {attemptOf, mergingSessions} from './merge-session.js';
import type {Bet, ExerciseRecord, LessonRecord, Moment, Progress, Review} from './record.js';
import {exerciseIn, historyLimit, lessonOf, untouched, untried, version} from './record.js';
import {atOnce, type Steps} from './steps.js';

/**
 * What two records of the same learner say together. Nothing finished is lost: a lesson is solved when either says so, bets, cards and notes of both are kept.
 * Where only one can be right (the step, where the learner is in a run, a setting), the younger decides, and `ours` when they are of one age.
 * What a reset gave up stays given up, although a program that has not heard of it still remembers it.
 */
export function merge(ours: Progress, theirs: Progress): Progress {
	return atOnce(merging(ours, theirs));
}

/** As `merge`, in steps. */
export function* merging(ours: Progress, theirs: Progress): Steps<Progress> {
	const lessons: [string, LessonRecord][] = [];
	for (const id of keysOf(ours.lessons, theirs.lessons)) {
		lessons.push([id, yield* mergingLesson(lessonOf(ours, id), lessonOf(theirs, id))]);
		yield;
	}
	const exercises: [string, ExerciseRecord][] = [];
	for (const id of keysOf(ours.exercises, theirs.exercises)) {
		exercises.push([id, mergeExercise(exerciseIn(ours, id), exerciseIn(theirs, id))]);
		yield;
	}
	const ourSettings = later(ours.settingsAt, theirs.settingsAt) === ours.settingsAt;
	return {
		version,
		lessons: Object.fromEntries(lessons),
		exercises: Object.fromEntries(exercises),
		history: mergeHistory(ours.history, theirs.history),
		settings: ourSettings ? both(ours.settings, theirs.settings) : both(theirs.settings, ours.settings),
		settingsAt: later(ours.settingsAt, theirs.settingsAt),
		more: both(ours.more, theirs.more),
	};
}

/** What a record says together with one that is brought in on purpose: a reset on either side gives up nothing of what the other has. */
export function bringIn(imported: Progress, onDisk: Progress): Progress {
	const lessons = Object.keys(imported.lessons).map((id) => [
		id,
		mergeLesson(unreset(lessonOf(imported, id), untouched), unreset(lessonOf(onDisk, id), untouched)),
	]);
	const exercises = Object.keys(imported.exercises).map((id) => [
		id,
		mergeExercise(unreset(exerciseIn(imported, id), untried), unreset(exerciseIn(onDisk, id), untried)),
	]);
	return {
		...merge(imported, onDisk),
		lessons: Object.fromEntries([...Object.entries(onDisk.lessons), ...lessons]),
		exercises: Object.fromEntries([...Object.entries(onDisk.exercises), ...exercises]),
	};
}

/** What two records of one lesson say together. */
function mergeLesson(ours: LessonRecord, theirs: LessonRecord): LessonRecord {
	return atOnce(mergingLesson(ours, theirs));
}

function* mergingLesson(ours: LessonRecord, theirs: LessonRecord): Steps<LessonRecord> {
	if (ours === theirs) return ours;
	const resetAt = later(ours.resetAt, theirs.resetAt);
	const mine = since(resetAt, ours, untouched);
	const other = since(resetAt, theirs, untouched);
	const [younger, older] = later(mine.savedAt, other.savedAt) === mine.savedAt ? [mine, other] : [other, mine];
	return {
		step: younger.step,
		session: yield* mergingSessions(
			younger.session,
			older.session,
			mine.savedAt === other.savedAt ? 'younger' : 'older',
		),
		bets: mergeBets(younger, older),
		hints: most(younger.hints, older.hints),
		runs: shortest(younger.runs, older.runs),
		reviews: latest(younger.reviews, older.reviews),
		solvedAt: earlier(younger.solvedAt, older.solvedAt),
		cards: yield* union(older.cards, younger.cards),
		notes: yield* union(older.notes, younger.notes),
		savedAt: younger.savedAt,
		resetAt,
		more: both(younger.more, older.more),
	};
}

/** What two records of one exercise say together: the younger of two proofs. */
function mergeExercise(ours: ExerciseRecord, theirs: ExerciseRecord): ExerciseRecord {
	if (ours === theirs) return ours;
	const resetAt = later(ours.resetAt, theirs.resetAt);
	const mine = since(resetAt, ours, untried);
	const other = since(resetAt, theirs, untried);
	const [younger, older] = later(mine.savedAt, other.savedAt) === mine.savedAt ? [mine, other] : [other, mine];
	return {
		solvedAt: earlier(younger.solvedAt, older.solvedAt),
		proof: younger.proof ?? older.proof,
		savedAt: younger.savedAt,
		resetAt,
		more: both(younger.more, older.more),
	};
}

/** What lessons and exercises have in common. */
type Dated = Pick<ExerciseRecord, 'solvedAt' | 'savedAt' | 'resetAt'>;

/** A record without what was done before the reset. `blank`: one in which nothing was done. */
function since<Kept extends Dated>(resetAt: Moment | null, record: Kept, blank: Kept): Kept {
	if (resetAt === null || record.resetAt === resetAt) return record;
	if (record.savedAt === null || record.savedAt <= resetAt) return {...blank, savedAt: resetAt, resetAt};
	return record.solvedAt !== null && record.solvedAt <= resetAt ? {...record, solvedAt: null} : record;
}

function unreset<Kept extends Dated>(record: Kept, blank: Kept): Kept {
	return record.resetAt !== null && record.savedAt === record.resetAt ? blank : {...record, resetAt: null};
}

function keysOf(first: object, second: object): readonly string[] {
	return [...new Set([...Object.keys(first), ...Object.keys(second)])].sort();
}

/** Their lines that we have not typed, then ours: merging twice adds nothing. */
function mergeHistory(ours: readonly string[], theirs: readonly string[]): readonly string[] {
	const typed = new Set(ours);
	return [...theirs.filter((line) => !typed.has(line)), ...ours].slice(-historyLimit);
}

/** The fields of both; the first decides where they differ. */
function both<T>(first: Readonly<Record<string, T>>, second: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
	return Object.fromEntries([...new Map([...Object.entries(second), ...Object.entries(first)])].sort(byKey));
}

/** In one attempt a first bet stays what it was; those of a later attempt count before those of an earlier one. */
function mergeBets(younger: LessonRecord, older: LessonRecord): Readonly<Record<string, Bet>> {
	const isLater = attemptOf(younger.session) > attemptOf(older.session);
	return isLater || younger.savedAt === older.savedAt ? both(younger.bets, older.bets) : both(older.bets, younger.bets);
}

/** Of two runs of one task, the shorter; the younger where they are of one length, or of two lessons. */
function shortest(
	younger: Readonly<Record<string, Json>>,
	older: Readonly<Record<string, Json>>,
): Readonly<Record<string, Json>> {
	const shorter = Object.entries(older).filter(([key, run]) => {
		const other = Object.hasOwn(younger, key) ? younger[key] : undefined;
		return (
			field(run, 'lesson') === field(other, 'lesson') && Number(field(run, 'length')) < Number(field(other, 'length'))
		);
	});
	return {...both(younger, older), ...Object.fromEntries(shorter)};
}

function field(data: Json | undefined, name: string): Json | undefined {
	return data !== undefined && data !== null && typeof data === 'object' && Object.hasOwn(data, name)
		? new Map<string, Json>(Object.entries(data)).get(name)
		: undefined;
}

/** Each bet as it was last asked again; of two on one day, the one that asks again sooner. */
function latest(
	first: Readonly<Record<string, Review>>,
	second: Readonly<Record<string, Review>>,
): Readonly<Record<string, Review>> {
	const found = new Map(Object.entries(second));
	for (const [key, one] of Object.entries(first)) {
		const other = found.get(key);
		if (other === undefined || one.on > other.on || (one.on === other.on && one.stage <= other.stage))
			found.set(key, one);
	}
	return Object.fromEntries([...found].sort(byKey));
}

function most(
	first: Readonly<Record<string, number>>,
	second: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> {
	const keys = [...new Set([...Object.keys(first), ...Object.keys(second)])].sort();
	return Object.fromEntries(keys.map((key) => [key, Math.max(own(first, key), own(second, key))]));
}

function own(record: Readonly<Record<string, number>>, key: string): number {
	return Object.hasOwn(record, key) ? (record[key] ?? 0) : 0;
}

/** In the order of the second where it has all of the first, so that merging again changes nothing. */
function* union(first: readonly string[], second: readonly string[]): Steps<readonly string[]> {
	const known = new Set<string>();
	for (const line of second) {
		known.add(line);
		yield;
	}
	let isNew = false;
	const all = new Set<string>();
	for (const line of first) {
		isNew ||= !known.has(line);
		all.add(line);
		yield;
	}
	if (!isNew) return second;
	for (const line of second) {
		all.add(line);
		yield;
	}
	return [...all];
}

function later(first: Moment | null, second: Moment | null): Moment | null {
	if (first === null || second === null) return first ?? second;
	return first >= second ? first : second;
}

function earlier(first: Moment | null, second: Moment | null): Moment | null {
	if (first === null || second === null) return first ?? second;
	return first <= second ? first : second;
}

function byKey(first: readonly [string, unknown], second: readonly [string, unknown]): number {
	return first[0] < second[0] ? -1 : first[0] > second[0] ? 1 : 0;
}
