import {type Fields, isCount, isObject} from '../language/plain-data.js';
import {digestOf} from '../share/digest.js';
import {type ExerciseProof, proofOf} from './exercise-proof.js';
import type {Run} from './run.js';

/** What a learner has done, so that anybody can do it again and see for themselves. Nothing in it is taken on trust. */
export type Receipt = {
	/** The learner's, and the workshop's; null where none was given. */
	readonly name: string | null;
	readonly workshop: string | null;
	/** The version of the rules that it was done under. */
	readonly rules: number;
	readonly lessons: readonly Attended[];
	/** Exercises of code that are said to be solved. */
	readonly exercises: readonly Coded[];
	/** Whether it is as it was written. Who forges a receipt can forge this, too; it tells of damage and of careless forgery. */
	readonly intact: boolean;
};

/** A lesson by its id and the digest of its text, and what was done in it. */
export type Attended = {readonly id: string; readonly text: string; readonly runs: readonly Deed[]};

/** What is said of one task or bet: that these lines solve it or place it. */
export type Deed = Pick<Run, 'of' | 'lines' | 'events' | 'at'>;

/** An exercise by its id, and what shows that it is solved. */
export type Coded = {readonly id: string} & Pick<ExerciseProof, 'text' | 'shows'>;

/** A receipt as it was read, or why it is none, as a sentence. */
type ReadReceipt = {readonly ok: true; readonly receipt: Receipt} | {readonly ok: false; readonly sentence: string};

/** The text of a receipt. One without exercises is of the form that older programs read. */
export function receiptText({name, workshop, rules, lessons, exercises}: Omit<Receipt, 'intact'>): string {
	const body = {
		receipt: exercises.length === 0 ? form : formWithExercises,
		rules,
		name,
		workshop,
		lessons: lessons.map(plainLesson),
		...(exercises.length === 0 ? {} : {exercises: exercises.map(({id, text, shows}) => ({id, text, shows}))}),
	};
	const digest = digestOf(JSON.stringify(body));
	if (exercises.length === 0) return `${JSON.stringify({...body, digest}, null, '\t')}\n`;
	// A table of numbers, a number a line, is nothing that anybody reads: each exercise is a line.
	const lines = exercises.map(({id, text, shows}) => `\t\t${JSON.stringify({id, text, shows})}`);
	return `${JSON.stringify({...body, exercises: [], digest}, null, '\t').replace('"exercises": []', () => `"exercises": [\n${lines.join(',\n')}\n\t]`)}\n`;
}

/** What the text of a receipt says. Never throws, whatever the text. */
export function readReceipt(text: string): ReadReceipt {
	if (text.length > longest)
		return {ok: false, sentence: `This is larger than any receipt: ${longest.toLocaleString('en-US')} characters.`};
	const data = parsed(text);
	if (!isObject(data) || !('receipt' in data))
		return {ok: false, sentence: 'This is no receipt. A receipt is written by: fence-tutor receipt FILE'};
	if (data['receipt'] !== form && data['receipt'] !== formWithExercises)
		return {
			ok: false,
			sentence: `This receipt is of another form than ${form} and ${formWithExercises}, the ones this program reads. Grade it with the fence-tutor that wrote it.`,
		};
	return whole(data);
}

function whole(data: Fields): ReadReceipt {
	const {rules, name, workshop, lessons, digest} = data;
	const attended = listOf(lessons, mostLessons, lessonOf);
	const isForm = data['receipt'] === form;
	const coded = isForm ? [] : listOf(data['exercises'], mostExercises, (item) => codedOf(item, Number(rules)));
	if (!isCount(rules) || !isName(name) || !isName(workshop) || attended === null || typeof digest !== 'string')
		return {ok: false, sentence: broken};
	if (coded === null) return {ok: false, sentence: brokenTable};
	const receipt = {name, workshop, rules, lessons: attended, exercises: coded};
	const {digest: fitting} = JSON.parse(receiptText(receipt)) as {readonly digest: string};
	return {ok: true, receipt: {...receipt, intact: digest === fitting && Object.keys(data).length === (isForm ? 6 : 7)}};
}

function codedOf(data: unknown, rules: number): Coded | null {
	if (!isObject(data) || !isWord(data['id'])) return null;
	const proof = proofOf({...data, rules});
	return proof === null ? null : {id: data['id'], text: proof.text, shows: proof.shows};
}

function lessonOf(data: unknown): Attended | null {
	if (!isObject(data)) return null;
	const {id, text, runs} = data;
	const deeds = listOf(runs, mostRuns, deedOf);
	return isWord(id) && isWord(text) && deeds !== null ? {id, text, runs: deeds} : null;
}

function deedOf(data: unknown): Deed | null {
	if (!isObject(data)) return null;
	const {of, events, at} = data;
	const lines = listOf(data['lines'], mostLines, (line) => (typeof line === 'string' ? line : null));
	return isWord(of) && /^\d{1,3}\.\d{1,3}$/.test(of) && isWord(events) && isCount(at) && lines !== null
		? {of, lines, events, at}
		: null;
}

/** Fields in their order, and no others. */
function plainLesson({id, text, runs}: Attended): Attended {
	return {id, text, runs: runs.map(({of, lines, events, at}) => ({of, lines, events, at}))};
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text.replace(/^\uFEFF/, ''));
	} catch {
		return null;
	}
}

function listOf<T>(data: unknown, most: number, decode: (item: unknown) => T | null): readonly T[] | null {
	if (!Array.isArray(data) || data.length > most) return null;
	const items = data.map(decode);
	return items.every((item) => item !== null) ? items : null;
}

function isWord(data: unknown): data is string {
	return typeof data === 'string' && data.length <= 200;
}

function isName(data: unknown): data is string | null {
	return data === null || isWord(data);
}

const form = 1;
const formWithExercises = 2;
const longest = 4_000_000;
const mostLessons = 200;
const mostRuns = 200;
const mostLines = 2000;
const mostExercises = 100;

const broken = 'This receipt is not whole: a field is missing, or is not what it should be. Ask for it again.';

const brokenTable =
	'The table of an exercise in this receipt is not whole: it was cut or changed. Ask for the receipt again.';
