import {type Json, readJson, TooDeep, writeJson} from './json.js';
import type {Bet, ExerciseRecord, LessonRecord, Moment, More, Progress, Review} from './record.js';
import {historyLimit, version} from './record.js';
import {atOnce, type Steps} from './steps.js';

/** What a text says about a learner's progress, or why it cannot be used. `newer`: a later version of the program wrote it. */
export type Parsed =
	| {readonly kind: 'progress'; readonly progress: Progress}
	| {readonly kind: 'newer'; readonly sentence: string}
	| {readonly kind: 'malformed'; readonly sentence: string};

/** What a progress file says. Never throws, whatever the text. */
export function parseProgress(text: string): Parsed {
	return atOnce(parsing(text));
}

/** As `parseProgress`, in steps. */
export function* parsing(text: string): Steps<Parsed> {
	try {
		const data = yield* readJson(text.startsWith('\uFEFF') ? text.slice(1) : text, deepest);
		return yield* decide(data);
	} catch (error) {
		if (error instanceof SyntaxError) return {kind: 'malformed', sentence: 'It is not JSON.'};
		if (error instanceof TooDeep) return {kind: 'malformed', sentence: `It nests more than ${deepest} levels.`};
		if (error instanceof Malformed) return {kind: 'malformed', sentence: error.message};
		throw error;
	}
}

/** The text of a progress file: what `parseProgress` reads back as the same record. */
export function serializeProgress(progress: Progress): string {
	return atOnce(serializing(progress)).join('');
}

/** As `serializeProgress`, in steps, and in pieces that are put one after the other. */
export function* serializing({more, lessons, exercises, ...known}: Progress): Steps<readonly string[]> {
	const flatLessons: [string, Json][] = [];
	for (const [id, lesson] of Object.entries(lessons)) {
		flatLessons.push([id, flatLesson(lesson)]);
		yield;
	}
	const flatExercises: [string, Json][] = [];
	for (const [id, {more: others, ...exercise}] of Object.entries(exercises)) {
		flatExercises.push([id, {...exercise, ...others}]);
		yield;
	}
	const flat = {...known, lessons: Object.fromEntries(flatLessons), exercises: Object.fromEntries(flatExercises)};
	return [...(yield* writeJson({...flat, ...more})), '\n'];
}

function flatLesson({more, bets, reviews, ...known}: LessonRecord): Json {
	const flat = Object.entries(bets).map(([step, bet]) => [step, {choice: bet.choice, right: bet.right, ...bet.more}]);
	const again = Object.entries(reviews).map(([bet, review]) => [
		bet,
		{on: review.on, stage: review.stage, ...review.more},
	]);
	return {...known, bets: Object.fromEntries(flat), reviews: Object.fromEntries(again), ...more};
}

/** Thrown where the data is not what it must be; the message is a sentence that names the place. */
class Malformed extends Error {}

type Fields = Readonly<Record<string, Json>>;

function* decide(data: Json): Steps<Parsed> {
	const fields = object(data, 'The file');
	const written = count(fields['version'], '"version"');
	if (written > version)
		return {
			kind: 'newer',
			sentence: `It was written by a newer fence-tutor (file version ${written}, this program knows ${version}).`,
		};
	if (written < 1) throw new Malformed('"version" must be at least 1.');
	return {kind: 'progress', progress: yield* progressOf(fields)};
}

function* progressOf(fields: Fields): Steps<Progress> {
	return {
		version,
		lessons: yield* records(fields['lessons'] ?? {}, '"lessons"', lesson),
		exercises: yield* records(fields['exercises'] ?? {}, '"exercises"', exercise),
		history: texts(fields['history'], '"history"').slice(-historyLimit),
		settings: object(fields['settings'] ?? {}, '"settings"'),
		settingsAt: moment(fields['settingsAt'], '"settingsAt"'),
		more: others(fields, ['version', 'lessons', 'exercises', 'history', 'settings', 'settingsAt']),
	};
}

function lesson(data: Json, place: string): LessonRecord {
	const fields = object(data, place);
	return {
		step: count(fields['step'] ?? 0, `"step" of ${place}`),
		session: fields['session'] ?? null,
		bets: record(fields['bets'] ?? {}, `"bets" of ${place}`, bet),
		hints: record(fields['hints'] ?? {}, `"hints" of ${place}`, count),
		runs: object(fields['runs'] ?? {}, `"runs" of ${place}`),
		reviews: record(fields['reviews'] ?? {}, `"reviews" of ${place}`, review),
		solvedAt: moment(fields['solvedAt'], `"solvedAt" of ${place}`),
		cards: texts(fields['cards'], `"cards" of ${place}`),
		notes: texts(fields['notes'], `"notes" of ${place}`),
		savedAt: moment(fields['savedAt'], `"savedAt" of ${place}`),
		resetAt: moment(fields['resetAt'], `"resetAt" of ${place}`),
		more: others(fields, [
			'step',
			'session',
			'bets',
			'hints',
			'runs',
			'reviews',
			'solvedAt',
			'cards',
			'notes',
			'savedAt',
			'resetAt',
		]),
	};
}

function exercise(data: Json, place: string): ExerciseRecord {
	const fields = object(data, place);
	return {
		solvedAt: moment(fields['solvedAt'], `"solvedAt" of ${place}`),
		proof: fields['proof'] ?? null,
		savedAt: moment(fields['savedAt'], `"savedAt" of ${place}`),
		resetAt: moment(fields['resetAt'], `"resetAt" of ${place}`),
		more: others(fields, ['solvedAt', 'proof', 'savedAt', 'resetAt']),
	};
}

function bet(data: Json, place: string): Bet {
	const fields = object(data, place);
	const right = fields['right'];
	if (typeof right !== 'boolean') throw new Malformed(`"right" of ${place} must be true or false.`);
	return {choice: count(fields['choice'], `"choice" of ${place}`), right, more: others(fields, ['choice', 'right'])};
}

function review(data: Json, place: string): Review {
	const fields = object(data, place);
	const {on} = fields;
	if (typeof on !== 'string' || !dayForm.test(on))
		throw new Malformed(`"on" of ${place} must be a day such as 2026-11-21.`);
	return {on, stage: count(fields['stage'], `"stage" of ${place}`), more: others(fields, ['on', 'stage'])};
}

function object(data: Json, place: string): Fields {
	if (data === null || typeof data !== 'object' || isList(data)) throw new Malformed(`${place} must be an object.`);
	return data;
}

function record<T>(data: Json, place: string, decode: Decode<T>): Readonly<Record<string, T>> {
	return atOnce(records(data, place, decode));
}

/** A record of which there may be many entries. */
function* records<T>(data: Json, place: string, decode: Decode<T>): Steps<Readonly<Record<string, T>>> {
	const entries: [string, T][] = [];
	for (const [key, value] of Object.entries(object(data, place))) {
		entries.push([key, decode(value, `${JSON.stringify(key)} in ${place}`)]);
		yield;
	}
	return Object.fromEntries(entries);
}

type Decode<T> = (data: Json, place: string) => T;

function count(data: Json | undefined, place: string): number {
	if (typeof data !== 'number' || !Number.isSafeInteger(data) || data < 0)
		throw new Malformed(`${place} must be a whole number, 0 or more.`);
	return data === 0 ? 0 : data;
}

function texts(data: Json | undefined, place: string): readonly string[] {
	if (data === undefined) return [];
	if (!isList(data)) throw new Malformed(`${place} must be a list of texts.`);
	return data.map((item) => {
		if (typeof item !== 'string') throw new Malformed(`${place} must be a list of texts.`);
		return item;
	});
}

function moment(data: Json | undefined, place: string): Moment | null {
	if (data === undefined || data === null) return null;
	if (typeof data !== 'string' || !momentForm.test(data))
		throw new Malformed(`${place} must be a time such as 2026-11-21T08:30:00.000Z, or null.`);
	return data;
}

function others(fields: Fields, known: readonly string[]): More {
	return Object.fromEntries(Object.entries(fields).filter(([key]) => !known.includes(key)));
}

function isList(data: Json): data is readonly Json[] {
	return Array.isArray(data);
}

const dayForm = /^\d{4}-\d\d-\d\d$/;
const momentForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const deepest = 200;
