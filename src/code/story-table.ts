import {isObject} from '../language/plain-data.js';
import {type Ask, type AskKind, type Runner, type Standing, type Story, Unusable} from './ask.js';
import type {Needs, TableRow} from './client-table.js';
import {numbered} from './numbered.js';

/** What a client asks after each story that a search came to, so that the search can be done again without the code. `needs`: what stories hold beside the answers. */
export type StoryTable = {readonly needs: Needs; readonly rows: readonly TableRow[]};

/** Tables of one piece of code, those with the same needs made one. Order: a story comes after those that it goes on from. */
export function mergeTables(tables: readonly StoryTable[]): readonly StoryTable[] {
	const merged = new Map<string, {readonly needs: Needs; readonly rows: Map<string, TableRow>}>();
	for (const {needs, rows} of tables) {
		const key = JSON.stringify([needs.clock, needs.names]);
		const into = merged.get(key) ?? {needs, rows: new Map()};
		merged.set(key, into);
		for (const row of rows) into.rows.set(JSON.stringify(row.story), row);
	}
	return [...merged.values()].map(({needs, rows}) => ({needs, rows: [...rows.values()]}));
}

/** A runner that runs nothing: it looks each story up in a table. Fails: with Unusable on a story that is not in it. */
export function writtenRunner({needs, rows}: StoryTable): Runner {
	const byStory = new Map(rows.map(({story, standing}) => [JSON.stringify(story), standing]));
	return {
		stand(story, {clock, name}) {
			const isMeant = clock === needs.clock && (name === null) === needs.names;
			const found = isMeant ? byStory.get(JSON.stringify(story)) : undefined;
			if (found === undefined) throw new Unusable('The table lacks a story that this world can tell.');
			return found;
		},
	};
}

/**
 * A table as plain data, as short as it can be. Shape: asks and answers stand in lists of their own; a row is the row that it goes on from, the number of the ask that is
 * answered, the answer, how the client ended, and for each ask that is out its number and what it asks. The first row is the beginning.
 */
export type PlainTable = {
	readonly clock: boolean;
	readonly names: boolean;
	readonly asks: readonly PlainAsk[];
	readonly answers: readonly string[];
	readonly rows: readonly (readonly number[])[];
};

type PlainAsk = Omit<Ask, 'id' | 'file' | 'line'>;

/** The table as plain data. Where in the code something is asked is left out. */
export function plainTable({needs, rows}: StoryTable): PlainTable {
	const asks = numbered<PlainAsk>();
	const answers = numbered<string>();
	const places = new Map(rows.map(({story}, index) => [JSON.stringify(story), index]));
	return {
		clock: needs.clock,
		names: needs.names,
		rows: rows.map(({story, standing: {pending, ended}}) => {
			const told = story.at(-1);
			const from =
				told === undefined ? [] : [places.get(JSON.stringify(story.slice(0, -1))) ?? -1, told[0], answers.of(told[1])];
			const out = pending.flatMap((ask) => [ask.id, asks.of(plainAsk(ask))]);
			return [...(from.length === 0 ? [-1, -1, -1] : from), endings.indexOf(ended), ...out];
		}),
		asks: asks.all,
		answers: answers.all,
	};
}

/** What it asks, with nothing beside it that a process of another language may have said. */
function plainAsk(ask: Ask): PlainAsk {
	const said = fields[ask.kind].flatMap((field) => (isNone(ask[field]) ? [] : [[field, ask[field]]]));
	return {kind: ask.kind, ...Object.fromEntries(said)};
}

/** The table that some data tells, or null where it tells none. Never throws. */
export function tableOf(data: unknown): StoryTable | null {
	if (!isObject(data)) return null;
	const {clock, names} = data;
	if (typeof clock !== 'boolean' || typeof names !== 'boolean') return null;
	const needs = {clock, names};
	const asks = listOf(data['asks'], (ask) => (isAsk(ask, needs) ? ask : null));
	const answers = listOf(data['answers'], (answer) => (isText(answer) ? answer : null));
	const rows = listOf(data['rows'], (row) =>
		listOf(row, (number) => (Number.isInteger(number) ? Number(number) : null)),
	);
	if (asks === null || answers === null || rows === null) return null;
	const made: TableRow[] = [];
	for (const row of rows) {
		const next = rowOf(row, made, asks, answers);
		if (next === null) return null;
		made.push(next);
	}
	return {needs, rows: made};
}

function rowOf(
	[from = -2, id = -1, answer = -1, ended = -1, ...out]: readonly number[],
	before: readonly TableRow[],
	asks: readonly PlainAsk[],
	answers: readonly string[],
): TableRow | null {
	const told = answers[answer];
	const parent = before[from];
	const story: Story | null =
		before.length === 0
			? from === -1
				? []
				: null
			: parent === undefined || told === undefined
				? null
				: [...parent.story, [id, told]];
	const how = endings[ended];
	const pending = Array.from({length: out.length / 2}, (_, index): Ask | null => {
		const ask = asks[out[2 * index + 1] ?? -1];
		return ask === undefined ? null : {...ask, id: out[2 * index] ?? 0, file: null, line: null};
	}).filter((ask) => ask !== null);
	const isWhole = out.length === 2 * pending.length && new Set(pending.map((ask) => ask.id)).size === pending.length;
	if (story === null || how === undefined || !isWhole || (how === null) !== pending.length > 0) return null;
	return {story, standing: {pending, ended: how, error: null, floating: null, looksAtName: false, asked: []}};
}

/** How a client stands, by the number that a row has for it. */
const endings: readonly Standing['ended'][] = [null, 'returned', 'threw', 'stuck'];

/** What is asked with what, as the world of code takes it. */
const fields: Readonly<Record<AskKind, readonly (keyof PlainAsk)[]>> = {
	acquire: ['lock', 'ttl', 'within'],
	tryAcquire: ['lock', 'ttl'],
	renew: ['lock', 'ttl'],
	release: ['lock'],
	isMine: ['lock'],
	read: ['store', 'key'],
	write: ['store', 'key', 'value', 'token', 'ifVersion', 'job'],
	advance: ['store', 'token'],
	sleep: ['ms'],
	now: ['sync'],
	clock: ['sync'],
	name: ['sync'],
};

const checks: Readonly<Record<Exclude<keyof PlainAsk, 'kind'>, (value: unknown) => boolean>> = {
	sync: (value) => value === true,
	lock: (value) => isNone(value) || isText(value),
	store: (value) => isNone(value) || isText(value),
	ttl: (value) => isNone(value) || (isWhole(value) && value > 0),
	within: (value) => isNone(value) || (isWhole(value) && value > 0),
	key: (value) => isText(value) && value !== '',
	value: (value) => isText(value) || isWhole(value),
	token: (value) => isNone(value) || isWhole(value),
	ifVersion: (value) => isNone(value) || isWhole(value),
	job: (value) => isNone(value) || (isText(value) && /^[A-Za-z0-9_-]{1,60}$/.test(value)),
	ms: (value) => isWhole(value) && value >= 0,
};

function isAsk(data: unknown, {clock, names}: Needs): data is PlainAsk {
	if (!isPlainAsk(data)) return false;
	const {kind} = data;
	// To look at the clock is no ask where no story holds one, and to look at the name none where all are alike.
	if (kind === 'clock' || (kind === 'now' && !clock) || (kind === 'name' && !names)) return false;
	return Object.keys(data).every((field) => field === 'kind' || fieldsOf(kind).includes(field));
}

/** Whether some data is an ask with all that its kind needs, whatever else it holds. */
export function isPlainAsk(data: unknown): data is PlainAsk {
	if (!isObject(data)) return false;
	const {kind} = data;
	if (typeof kind !== 'string' || !Object.hasOwn(fields, kind)) return false;
	const test = new Map<string, (value: unknown) => boolean>(Object.entries(checks));
	return fieldsOf(kind).every((field) => test.get(field)?.(data[field]) === true);
}

function fieldsOf(kind: string): readonly string[] {
	return new Map<string, readonly string[]>(Object.entries(fields)).get(kind) ?? [];
}

function isNone(value: unknown): value is null | undefined {
	return value === null || value === undefined;
}

function isWhole(value: unknown): value is number {
	return Number.isSafeInteger(value);
}

function isText(value: unknown): value is string {
	return typeof value === 'string' && value.length <= longestText;
}

function listOf<T>(data: unknown, decode: (item: unknown) => T | null): readonly T[] | null {
	if (!Array.isArray(data) || data.length > mostItems) return null;
	const items = data.map(decode);
	return items.every((item) => item !== null) ? items : null;
}

const longestText = 2000;
const mostItems = 50_000;
