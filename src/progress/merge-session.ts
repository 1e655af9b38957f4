import type {Json} from './json.js';
import {atOnce, type Steps} from './steps.js';

/**
 * What two runs of one lesson say together, as the session keeps them: every moment and everything solved, bet, skipped or collected in either. The learner is where
 * the younger left off; `first` says whose bet counts where both have bet. Of two attempts, the later replaces the earlier, since it was begun anew on purpose. Data that is no run gives way to a run.
 */
export function mergeSessions(younger: Json, older: Json, first: 'younger' | 'older' = 'older'): Json {
	return atOnce(mergingSessions(younger, older, first));
}

/** As `mergeSessions`, in steps. */
export function* mergingSessions(younger: Json, older: Json, first: 'younger' | 'older' = 'older'): Steps<Json> {
	if (younger === older) return younger;
	const mine = runOf(younger);
	const other = runOf(older);
	if (mine === null || other === null) return mine === null && (other !== null || younger === null) ? older : younger;
	if (mine.attempt !== other.attempt) return mine.attempt > other.attempt ? younger : older;
	const added = yield* missing(mine, other);
	return {
		...other.fields,
		...mine.fields,
		moments: [...mine.moments, ...added],
		standing: mergeStandings(mine.standing, other.standing, first),
	};
}

/** Which of the attempts at a lesson a run belongs to, from 1. */
export function attemptOf(session: Json): number {
	return runOf(session)?.attempt ?? 1;
}

/** What a run holds that another does not, as far as it is to be told: moments, and tasks solved. None of both where there is nothing. */
export function beyond(session: Json, other: Json): Beyond {
	return atOnce(comparing(session, other));
}

/** As `beyond`, in steps. */
export function* comparing(session: Json, other: Json): Steps<Beyond> {
	if (session === other) return {moments: 0, solved: 0};
	const run = runOf(session);
	const known = runOf(other);
	if (run === null || (known !== null && known.attempt > run.attempt)) return {moments: 0, solved: 0};
	const isSame = known !== null && known.attempt === run.attempt;
	const solved = list(run.standing['solved']).filter((key) => !isSame || !list(known.standing['solved']).includes(key));
	const moments = isSame ? yield* missing(known, run) : run.moments;
	return {moments: moments.length, solved: solved.length};
}

type Beyond = {readonly moments: number; readonly solved: number};

/** A run as it is kept: `moments` name their parent by its place in the list, counted from 1; 0 is the lesson's beginning. */
type Run = {
	readonly fields: Fields;
	readonly attempt: number;
	readonly moments: readonly Fields[];
	readonly standing: Fields;
};

type Fields = {readonly [key: string]: Json};

function runOf(data: Json): Run | null {
	if (!isFields(data) || data['version'] !== 1) return null;
	const {attempt, moments, standing} = data;
	return {
		fields: data,
		attempt: typeof attempt === 'number' ? attempt : 1,
		moments: list(moments).filter(isFields),
		standing: isFields(standing) ? standing : {},
	};
}

/** The moments of the second run that the first has not, as they follow those of the first. Moments are the same when the same was done after the same moment, the same number of times. */
function* missing(first: Run, second: Run): Steps<readonly Fields[]> {
	const shared = yield* sharedLength(first, second);
	const known = new Map<string, number>();
	const counts = new Map<string, number>();
	const nth = (words: string) => {
		const count = (counts.get(words) ?? 0) + 1;
		counts.set(words, count);
		return `${words} ${count}`;
	};
	for (const [index, moment] of first.moments.entries()) {
		if (index < shared) continue;
		known.set(nth(wordsOf(moment)), index + 1);
		yield;
	}
	counts.clear();
	const places = new Map<Json | undefined, number>([[0, 0]]);
	const added: Fields[] = [];
	for (const [index, moment] of second.moments.entries()) {
		yield;
		const parent = places.get(moment['parent'] ?? 0);
		const to = places.get(moment['to']);
		// A run that somebody has written by hand may name moments that are not there.
		if (parent === undefined || (moment['to'] !== undefined && to === undefined)) continue;
		if (index < shared) {
			places.set(index + 1, index + 1);
			continue;
		}
		const moved = {...moment, parent, ...(to === undefined ? {} : {to})};
		const place = known.get(nth(wordsOf(moved)));
		if (place === undefined) added.push(moved);
		places.set(index + 1, place ?? first.moments.length + added.length);
	}
	return added;
}

/** How many moments two runs begin with in common: they are the same, and so many of each kind, that they need not be counted. */
function* sharedLength(first: Run, second: Run): Steps<number> {
	let length = 0;
	for (const moment of first.moments) {
		const other = second.moments[length];
		if (other === undefined || !isSameMoment(moment, other)) break;
		length += 1;
		yield;
	}
	return length;
}

/** Of data that is nested, only the very same counts. */
function isSameMoment(first: Fields, second: Fields): boolean {
	const keys = Object.keys(first);
	return (
		first === second ||
		(keys.length === Object.keys(second).length &&
			keys.every((key) => Object.hasOwn(second, key) && first[key] === second[key]))
	);
}

function wordsOf(moment: Fields): string {
	return JSON.stringify(Object.entries(moment).sort(([first], [second]) => (first < second ? -1 : 1)));
}

/** A first bet stays what it was. */
function mergeStandings(younger: Fields, older: Fields, first: 'younger' | 'older'): Fields {
	const [kept, added] = first === 'older' ? [older, younger] : [younger, older];
	return {
		...older,
		...younger,
		bets: union(list(kept['bets']), list(added['bets']), betKey),
		solved: union(list(older['solved']), list(younger['solved']), JSON.stringify),
		skipped: union(list(older['skipped']), list(younger['skipped']), JSON.stringify),
		cards: union(list(older['cards']), list(younger['cards']), JSON.stringify),
		hints: most(younger['hints'], older['hints']),
		finished: younger['finished'] === true || older['finished'] === true,
	};
}

function betKey(bet: Json): string {
	return isFields(bet) ? `${JSON.stringify(bet['step'])}.${JSON.stringify(bet['beat'])}` : JSON.stringify(bet);
}

function union(first: readonly Json[], second: readonly Json[], key: (item: Json) => string): readonly Json[] {
	return [...new Map([...second, ...first].map((item) => [key(item), item])).values()];
}

function most(first: Json | undefined, second: Json | undefined): Json {
	const counts = new Map<string, Json>(isFields(second) ? Object.entries(second) : []);
	for (const [key, count] of Object.entries(isFields(first) ? first : {})) {
		const other = counts.get(key);
		counts.set(key, typeof other === 'number' && typeof count === 'number' ? Math.max(other, count) : count);
	}
	return Object.fromEntries(counts);
}

function list(data: Json | undefined): readonly Json[] {
	return Array.isArray(data) ? data : [];
}

function isFields(data: Json | undefined): data is Fields {
	return data !== null && typeof data === 'object' && !Array.isArray(data);
}
