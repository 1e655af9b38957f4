import {
	isAlias,
	isMap,
	isScalar,
	isSeq,
	LineCounter,
	type Node,
	type Pair,
	parseDocument,
	type Scalar,
	visit,
} from 'yaml';
import type {Report} from './blocks.js';
import type {TextPosition} from './lesson.js';

/** YAML as plain data: maps, lists and text, each with its place in the lesson's file. Numbers and booleans stay the text they are. */
export type Datum = MapDatum | ListDatum | TextDatum;
export type MapDatum = {readonly kind: 'map'; readonly entries: readonly Entry[]; readonly place: TextPosition};
type Entry = {readonly key: string; readonly value: Datum; readonly place: TextPosition};
type ListDatum = {readonly kind: 'list'; readonly items: readonly Datum[]; readonly place: TextPosition};
/** `lines` says where each line of `text` begins. */
export type TextDatum = {
	readonly kind: 'text';
	readonly text: string;
	readonly lines: readonly TextPosition[];
	readonly place: TextPosition;
};

/** The most YAML one block may hold. Units: characters. */
export const largestYaml = 32_768;

/** Returns the data of a YAML text that begins on line `first` of the lesson's file, or null where it cannot be used. Every problem is reported. */
export function plainYaml(text: string, first: number, report: Report): Datum | null {
	const start = {line: first, column: 1};
	if (text.length > largestYaml) {
		report(start, `This block has ${text.length} characters; one block may have ${largestYaml}.`);
		return null;
	}
	if (deepest(text) > 32) {
		report(start, 'This block is nested more than 32 deep. A lesson needs no more than four levels.');
		return null;
	}
	const counter = new LineCounter();
	const placeOf = (offset: number): TextPosition => {
		const {line, col} = counter.linePos(offset);
		return {line: first + Math.max(line, 1) - 1, column: Math.max(col, 1)};
	};
	const document = parseDocument(text, {
		schema: 'failsafe',
		resolveKnownTags: false,
		lineCounter: counter,
		strict: true,
		uniqueKeys: true,
		logLevel: 'silent',
		prettyErrors: false,
	});
	let usable = true;
	const refuse = (offset: number, message: string): void => {
		usable = false;
		report(placeOf(offset), message);
	};
	for (const problem of [...document.errors, ...document.warnings])
		refuse(problem.pos[0], yamlSentence(problem.code, problem.message));
	visit(document, {
		Node(_key, node) {
			const offset = node.range?.[0] ?? 0;
			if (isAlias(node)) refuse(offset, 'An alias (*) cannot stand in a lesson. Write the text out.');
			else if (node.anchor !== undefined) refuse(offset, 'An anchor (&) cannot stand in a lesson. Take it out.');
			else if (node.tag !== undefined && !node.tag.startsWith('tag:yaml.org,2002:'))
				refuse(offset, 'A tag (!) cannot stand in a lesson. Take it out.');
		},
	});
	if (!usable) return null;
	if (document.contents === null) return {kind: 'map', entries: [], place: start};
	const source = text.split('\n');
	return datumOf(document.contents, start, {placeOf, source, first});
}

type Context = {
	readonly placeOf: (offset: number) => TextPosition;
	readonly source: readonly string[];
	readonly first: number;
};

function datumOf(node: unknown, fallback: TextPosition, context: Context): Datum {
	if (isMap(node)) {
		const place = placeOfNode(node, fallback, context);
		return {kind: 'map', place, entries: node.items.map((pair) => entryOf(pair, place, context))};
	}
	if (isSeq(node)) {
		const place = placeOfNode(node, fallback, context);
		return {kind: 'list', place, items: node.items.map((item) => datumOf(item, place, context))};
	}
	if (isScalar(node)) return textDatum(node, fallback, context);
	return {kind: 'text', text: '', lines: [fallback], place: fallback};
}

function entryOf(pair: Pair<unknown, unknown>, fallback: TextPosition, context: Context): Entry {
	const key = datumOf(pair.key, fallback, context);
	return {key: key.kind === 'text' ? key.text : '', value: datumOf(pair.value, key.place, context), place: key.place};
}

function textDatum(node: Scalar, fallback: TextPosition, context: Context): TextDatum {
	const place = placeOfNode(node, fallback, context);
	const text = node.value === null || node.value === undefined ? '' : String(node.value);
	const block = node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED';
	const quoted = node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE';
	const lines = text.split('\n').map((line, index): TextPosition => {
		if (!block)
			return index === 0
				? {line: place.line, column: place.column + (quoted ? 1 : 0)}
				: {line: place.line + index, column: 1};
		const number = place.line + 1 + index;
		const column = (context.source[number - context.first] ?? '').indexOf(line);
		return {line: number, column: Math.max(column, 0) + 1};
	});
	return {kind: 'text', text, lines, place};
}

function placeOfNode(node: Node, fallback: TextPosition, context: Context): TextPosition {
	return node.range ? context.placeOf(node.range[0]) : fallback;
}

/** How deep brackets, or dashes and question marks at the start of a line, open; an upper bound. The parser recurses as deep. */
function deepest(text: string): number {
	let open = 0;
	let most = 0;
	for (const character of text) {
		if (character === '[' || character === '{') open += 1;
		else if (character === ']' || character === '}') open = Math.max(0, open - 1);
		if (open > most) most = open;
	}
	for (const line of text.split('\n')) {
		const marks = /^[ \t]*(?:[-?:][ \t]+)+/.exec(line)?.[0].match(/[-?:]/g)?.length ?? 0;
		most = Math.max(most, marks);
	}
	return Math.max(most, deepestIndent(text));
}

/** The number of different indents that are open at once. */
function deepestIndent(text: string): number {
	const stack: number[] = [];
	let most = 0;
	for (const line of text.split('\n')) {
		const indent = line.search(/\S/);
		if (indent < 0) continue;
		while ((stack.at(-1) ?? -1) >= indent) stack.pop();
		stack.push(indent);
		most = Math.max(most, stack.length);
	}
	return most;
}

/** Our words for the mistakes that authors make; the library's own for the rest. */
function yamlSentence(code: string, message: string): string {
	const known: Readonly<Record<string, string>> = {
		DUPLICATE_KEY: 'This field stands here twice. Keep one of them.',
		BAD_INDENT: 'The indentation does not fit the lines above.',
		TAB_AS_INDENT: 'A tab cannot indent YAML. Use spaces.',
		MISSING_CHAR: 'A quote, a bracket or a colon is missing here.',
		MULTILINE_IMPLICIT_KEY: 'A field and its text stand on one line, with a colon and a space between them.',
		BLOCK_AS_IMPLICIT_KEY: 'There is a second colon with a space behind it. Put the text in quotes.',
		TAG_RESOLVE_FAILED: 'A tag (!) cannot stand in a lesson. Take it out.',
	};
	return known[code] ?? `${message.charAt(0).toUpperCase()}${message.slice(1)}${/[.!?]$/.test(message) ? '' : '.'}`;
}
