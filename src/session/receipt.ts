import {hmac} from '@noble/hashes/hmac.js';
import {sha256} from '@noble/hashes/sha2.js';
import {bytesToHex, utf8ToBytes} from '@noble/hashes/utils.js';
import {grouped} from '../language/grouped.js';
import {type Fields, isCount, isObject} from '../language/plain-data.js';
import {isMoment} from '../progress/moment.js';
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
	/** Where the learner was when it was written; null where no lesson is open. */
	readonly here: Here | null;
	readonly lessons: readonly Attended[];
	/** Exercises of code that are said to be solved. */
	readonly exercises: readonly Coded[];
	/** Whether it is as it was written. Who forges a receipt can forge this, too; it tells of damage and of careless forgery. */
	readonly intact: boolean;
	/** What only somebody can have written who had a workshop's key: see `markOf`. Null where none was used. */
	readonly mark: string | null;
	/** What the mark is made of. Shape: hexadecimal. */
	readonly digest: string;
};

/** A step of a lesson, from 0, and since when the learner has got no further. Shape of `since`: as `2026-11-21T08:30:00.000Z`. */
export type Here = {readonly lesson: string; readonly step: number; readonly since: string};

/** A lesson by its id and the digest of its text, and what was done in it. */
export type Attended = {readonly id: string; readonly text: string; readonly runs: readonly Deed[]};

/** What is said of one task or bet: that these lines solve it or place it, and when that was. */
export type Deed = Pick<Run, 'of' | 'lines' | 'events' | 'at' | 'done'>;

/** An exercise by its id, and what shows that it is solved. */
export type Coded = {readonly id: string} & Pick<ExerciseProof, 'text' | 'shows'>;

/** A receipt as it was read, or why it is none, as a sentence. */
type ReadReceipt = {readonly ok: true; readonly receipt: Receipt} | {readonly ok: false; readonly sentence: string};

/** The text of a receipt. `key`: the workshop's, where it has one. */
export function receiptText(
	{name, workshop, rules, here, lessons, exercises}: Omit<Receipt, 'intact' | 'mark' | 'digest'>,
	key: string | null = null,
): string {
	const body = {receipt: form, rules, name, workshop, here, lessons: lessons.map(plainLesson), exercises};
	const digest = digestOf(JSON.stringify(body));
	const mark = key === null ? null : markOf(digest, key);
	// A table of numbers, a number a line, is nothing that anybody reads: each exercise is a line.
	const lines = exercises.map((exercise) => `\t\t${JSON.stringify(exercise)}`);
	const text = JSON.stringify({...body, exercises: [], digest, mark}, null, '\t');
	return `${lines.length === 0 ? text : text.replace('"exercises": []', () => `"exercises": [\n${lines.join(',\n')}\n\t]`)}\n`;
}

/** What a key makes of a receipt's digest. Shape: hexadecimal. Source: RFC 2104, with SHA-256. */
export function markOf(digest: string, key: string): string {
	return bytesToHex(hmac(sha256, utf8ToBytes(key), utf8ToBytes(digest)));
}

/** What the text of a receipt says. Never throws, whatever the text. */
export function readReceipt(text: string): ReadReceipt {
	if (text.length > longest)
		return {ok: false, sentence: `This is larger than any receipt: ${grouped(longest)} characters.`};
	const data = parsed(text);
	if (!isObject(data) || !('receipt' in data))
		return {ok: false, sentence: 'This is no receipt. A receipt is written by: fence-tutor receipt FILE'};
	if (data['receipt'] !== form)
		return {
			ok: false,
			sentence: `This receipt is of another form than ${form}, the one this program reads. Grade it with the fence-tutor that wrote it.`,
		};
	return whole(data);
}

function whole(data: Fields): ReadReceipt {
	const {rules, name, workshop, here, lessons, exercises, digest, mark} = data;
	const attended = listOf(lessons, mostLessons, lessonOf);
	const coded = listOf(exercises, mostExercises, (item) => codedOf(item, Number(rules)));
	const isNamed = isName(name) && isName(workshop) && isName(mark);
	if (!isCount(rules) || !isNamed || !isHere(here) || attended === null || typeof digest !== 'string')
		return {ok: false, sentence: broken};
	if (coded === null) return {ok: false, sentence: brokenTable};
	const receipt = {name, workshop, rules, here, lessons: attended, exercises: coded};
	const {digest: fitting} = JSON.parse(receiptText(receipt)) as {readonly digest: string};
	const intact = digest === fitting && Object.keys(data).length === fields;
	return {ok: true, receipt: {...receipt, intact, mark, digest: fitting}};
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
	const {of, events, at, done} = data;
	const lines = listOf(data['lines'], mostLines, (line) => (typeof line === 'string' ? line : null));
	const isPlace = isWord(of) && /^\d{1,3}\.\d{1,3}$/.test(of);
	return isPlace && isWord(events) && isCount(at) && (done === null || isMoment(done)) && lines !== null
		? {of, lines, events, at, done}
		: null;
}

/** Fields in their order, and no others. */
function plainLesson({id, text, runs}: Attended): Attended {
	return {id, text, runs: runs.map(({of, lines, events, at, done}) => ({of, lines, events, at, done}))};
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

function isHere(data: unknown): data is Here | null {
	return (
		data === null || (isObject(data) && isWord(data['lesson']) && isCount(data['step']) && isMoment(data['since']))
	);
}

const form = 3;
/** How many fields a receipt has. */
const fields = 9;
const longest = 4_000_000;
const mostLessons = 200;
const mostRuns = 200;
const mostLines = 2000;
const mostExercises = 100;

const broken = 'This receipt is not whole: a field is missing, or is not what it should be. Ask for it again.';

const brokenTable =
	'The table of an exercise in this receipt is not whole: it was cut or changed. Ask for the receipt again.';
