import type {Steps} from './steps.js';

/** Plain data, as JSON can hold it. */
export type Json = null | boolean | number | string | readonly Json[] | {readonly [key: string]: Json};

/** The data of a text is nested deeper than it may be. */
export class TooDeep extends Error {}

/**
 * What a text of JSON says, as `JSON.parse` does: a large one is read in pieces. `deepest`: how many levels may lie inside each other; `piece`: what is read in one step, in characters.
 * Fails: throws TooDeep, or SyntaxError where it is no JSON.
 */
export function* readJson(text: string, deepest: number, piece = usualPiece): Steps<Json> {
	return yield* readValue({text, piece, large: yield* largeOnes(text, deepest, piece)}, 0, text.length);
}

/** The text of some data, as `JSON.stringify` with tabs makes it, in pieces to be put one after the other. `piece`: about what is written in one step, in characters. */
export function* writeJson(data: Json, piece = usualPiece): Steps<readonly string[]> {
	const pieces: string[] = [];
	let last = '';
	for (const part of partsOf(data, '\n', piece)) {
		last += part;
		if (last.length > piece) {
			pieces.push(last);
			last = '';
		}
		yield;
	}
	return [...pieces, last];
}

/** A text that is read; `large`: where each list, object and text that is too large for one step begins, with where it ends. */
type Reading = {readonly text: string; readonly piece: number; readonly large: ReadonlyMap<number, number>};

/** The large ones of a text. Order: one way through the text, so that no depth can exhaust the stack. */
function* largeOnes(text: string, deepest: number, piece: number): Steps<ReadonlyMap<number, number>> {
	const ends = new Map<number, number>();
	const open: number[] = [];
	let next = piece;
	for (let at = 0; at < text.length; at += 1) {
		const code = text.charCodeAt(at);
		if (code === quote) {
			const end = endOfText(text, at);
			if (end - at > piece && end <= text.length) ends.set(at, end);
			at = end - 1;
		} else if (isOpening(code)) open.push(at);
		else if (isClosing(code)) {
			const start = open.pop();
			if (start !== undefined && at - start > piece) ends.set(start, at + 1);
		}
		if (open.length > deepest) throw new TooDeep();
		if (at < next) continue;
		next = at + piece;
		yield;
	}
	return ends;
}

/** The value that stands between two places, with nothing else. */
function* readValue(reading: Reading, from: number, to: number): Steps<Json> {
	const {text, large} = reading;
	const start = afterSpace(text, from);
	const end = large.get(start);
	if (end === undefined || afterSpace(text, end) < to) {
		yield;
		return JSON.parse(text.slice(from, to)) as Json;
	}
	if (text.charCodeAt(start) === quote) return yield* readText(reading, start, end);
	return text.charAt(start) === '[' ? yield* readList(reading, start, end) : yield* readObject(reading, start, end);
}

function* readText({text, piece}: Reading, start: number, end: number): Steps<Json> {
	let read = '';
	for (let from = start + 1; from < end - 1; ) {
		const to = Math.min(afterEscape(text, from, piece), end - 1);
		read += JSON.parse(`"${text.slice(from, to)}"`) as string;
		from = to;
		yield;
	}
	return read;
}

function* readList(reading: Reading, start: number, end: number): Steps<Json> {
	const {text, large} = reading;
	const items: Json[] = [];
	for (const [from, to] of yield* membersOf(reading, start, end)) {
		if (large.has(afterSpace(text, from))) items.push(yield* readValue(reading, from, to));
		else for (const item of JSON.parse(`[${text.slice(from, to)}]`) as readonly Json[]) items.push(item);
		yield;
	}
	return items;
}

function* readObject(reading: Reading, start: number, end: number): Steps<Json> {
	const {text, large} = reading;
	const entries: (readonly [string, Json])[] = [];
	for (const [from, to] of yield* membersOf(reading, start, end)) {
		const afterKey = afterSpace(text, endOfText(text, afterSpace(text, from)));
		if (text.charCodeAt(afterKey) === colon && large.has(afterSpace(text, afterKey + 1))) {
			const [key = ''] = Object.keys(JSON.parse(`{${text.slice(from, afterKey)}:0}`) as object);
			entries.push([key, yield* readValue(reading, afterKey + 1, to)]);
		} else for (const entry of Object.entries(JSON.parse(`{${text.slice(from, to)}}`) as Fields)) entries.push(entry);
		yield;
	}
	return Object.fromEntries(entries);
}

type Fields = {readonly [key: string]: Json};

/** Where the members of a list or an object stand: a large one by itself, small ones many together. Fails: throws SyntaxError where one is missing, or where the brackets are of two kinds. */
function* membersOf(
	{text, piece, large}: Reading,
	start: number,
	end: number,
): Steps<readonly (readonly [number, number])[]> {
	const last = end - 1;
	if (text.charCodeAt(last) !== text.charCodeAt(start) + 2) throw new SyntaxError();
	const groups: (readonly [number, number])[] = [];
	let from = start + 1;
	let member = from;
	let depth = 0;
	const close = (to: number) => {
		if (afterSpace(text, from) >= to) throw new SyntaxError();
		groups.push([from, to]);
		from = to + 1;
	};
	for (let at = start + 1; at < last; at += 1) {
		const code = text.charCodeAt(at);
		const to = code === quote || isOpening(code) ? large.get(at) : undefined;
		if (to !== undefined) {
			if (member > from) close(member - 1);
			at = to - 1;
			yield;
		} else if (code === quote) at = endOfText(text, at) - 1;
		else if (isClosing(code)) depth -= 1;
		else if (isOpening(code)) depth += 1;
		else if (code === comma && depth === 0) {
			const isLarge = at - from > piece;
			member = at + 1;
			if (!isLarge) continue;
			close(at);
			yield;
		}
	}
	close(last);
	return groups;
}

/** The parts of the text of some data. `line`: what begins a new line where it stands. */
function* partsOf(data: Json, line: string, piece: number): Generator<string, void, undefined> {
	if (typeof data === 'string' && data.length > piece) {
		yield '"';
		for (let from = 0; from < data.length; ) {
			const to = from + piece;
			// A character that takes two places is not cut in two.
			const end = isSecondHalf(data.charCodeAt(to)) ? to + 1 : to;
			yield JSON.stringify(data.slice(from, end)).slice(1, -1);
			from = end;
		}
		yield '"';
		return;
	}
	if (data === null || typeof data !== 'object' || weightOf(data, piece) <= piece) {
		yield textOf(data, line);
		return;
	}
	const inside = `${line}\t`;
	const [opening, closing] = isList(data) ? (['[', ']'] as const) : (['{', '}'] as const);
	let before: string = opening;
	let together: (readonly [string, Json])[] = [];
	let weight = 0;
	const group = (): string => {
		const values = opening === '[' ? together.map(([, item]) => item) : Object.fromEntries(together);
		const text = `${before}${textOf(values, line).slice(1, -1 - line.length)}`;
		[before, together, weight] = [',', [], 0];
		return text;
	};
	for (const entry of entriesOf(data)) {
		const [key, value] = entry;
		const more = weightOf(value, piece) + key.length;
		if (weight + more > piece && together.length > 0) yield group();
		if (more > piece) {
			yield `${before}${inside}${opening === '[' ? '' : `${JSON.stringify(key)}: `}`;
			before = ',';
			yield* partsOf(value, inside, piece);
			continue;
		}
		together.push(entry);
		weight += more;
	}
	if (together.length > 0) yield group();
	yield `${line}${closing}`;
}

function textOf(data: Json, line: string): string {
	const text = JSON.stringify(data, null, '\t');
	return line === '\n' ? text : text.replaceAll('\n', line);
}

/** About how many characters the text of some data has; no more is counted than make it too large for one step. */
function weightOf(data: Json, piece: number): number {
	let weight = 0;
	const waiting: Json[] = [data];
	for (let item = waiting.pop(); item !== undefined && weight <= piece; item = waiting.pop()) {
		weight += typeof item === 'string' ? item.length + 4 : 8;
		if (item === null || typeof item !== 'object') continue;
		for (const [key, value] of entriesOf(item)) {
			weight += key.length + 4;
			waiting.push(value);
			if (weight > piece) break;
		}
	}
	return weight;
}

/** The members of a list, without keys, or of an object, one after the other. */
function* entriesOf(data: readonly Json[] | Fields): Generator<readonly [string, Json], void, undefined> {
	if (isList(data)) for (const item of data) yield ['', item];
	else for (const key of Object.keys(data)) yield [key, data[key] ?? null];
}

function isList(data: Json): data is readonly Json[] {
	return Array.isArray(data);
}

/** The place after a text that begins with a quotation mark; beyond the end of everything where it has no end. */
function endOfText(text: string, start: number): number {
	for (let at = text.indexOf('"', start + 1); at !== -1; at = text.indexOf('"', at + 1)) {
		let slashes = at - 1;
		while (text.charCodeAt(slashes) === backslash) slashes -= 1;
		if ((at - slashes) % 2 === 1) return at + 1;
	}
	return text.length + 1;
}

/** The place after so many characters of a text, or after the escape that goes across it. */
function afterEscape(text: string, from: number, length: number): number {
	const part = text.slice(from, from + length);
	let after = 0;
	for (let slash = part.indexOf('\\'); slash !== -1; slash = part.indexOf('\\', after))
		after = slash + (text.charAt(from + slash + 1) === 'u' ? '\\u0000'.length : '\\n'.length);
	return from + Math.max(after, length);
}

function afterSpace(text: string, from: number): number {
	let at = from;
	while (at < text.length && ' \t\n\r'.includes(text.charAt(at))) at += 1;
	return at;
}

const isOpening = (code: number): boolean => code === 0x5b || code === 0x7b;
const isClosing = (code: number): boolean => code === 0x5d || code === 0x7d;
const isSecondHalf = (code: number): boolean => code >= 0xdc00 && code < 0xe000;
const quote = 0x22;
const comma = 0x2c;
const colon = 0x3a;
const backslash = 0x5c;

const usualPiece = 1 << 16;
