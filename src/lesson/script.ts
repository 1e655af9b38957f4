import type {Names} from '../language/names.js';
import {oneCause} from '../language/one-cause.js';
import {parseFact, parseScript} from '../language/parse.js';
import type {Report} from './blocks.js';
import type {Condition, Line, Script, TextPosition} from './lesson.js';
import type {TextDatum} from './plain-yaml.js';

/** The statements of a text, and the names declared after them. A script that is not whole must not be performed: it may name what was never set up. */
type ReadScript = {readonly script: Script; readonly names: Names; readonly whole: boolean};

/** Returns the statements of a text. Every line that is not in the language is reported at its place in the file. */
export function scriptOf(source: TextDatum, names: Names, report: Report): ReadScript {
	const parsed = parseScript(source.text, names);
	for (const {line, column, message} of oneCause(parsed.errors)) report(placeIn(source, line, column), message);
	const lines = source.text.split('\n');
	const script = parsed.statements.map(
		(each): Line => ({
			text: each.text,
			statement: each.statement,
			optional: /#\s*optional\b/i.test(lines[each.line - 1] ?? ''),
			place: placeIn(source, each.line, each.column),
		}),
	);
	if (script.length === 0 && parsed.errors.length === 0)
		report(source.place, 'There is no statement here. Write at least one.');
	return {script, names: parsed.names, whole: parsed.errors.length === 0};
}

/** Returns the fact that a text says, or null where it is none; then that is reported. */
export function conditionOf(source: TextDatum, names: Names, report: Report): Condition | null {
	const parsed = parseFact(source.text.trim().replace(/\s+/g, ' '), names);
	if (parsed.ok) return {text: source.text.trim(), fact: parsed.fact, place: source.place};
	report(placeIn(source, 1, parsed.error.column), parsed.error.message);
	return null;
}

/** Returns the text of a fenced block that begins on line `first`, with the place of each of its lines. */
export function fencedText(text: string, first: number): TextDatum {
	return {
		kind: 'text',
		text,
		lines: text.split('\n').map((_, index) => ({line: first + index, column: 1})),
		place: {line: first, column: 1},
	};
}

function placeIn(source: TextDatum, line: number, column: number): TextPosition {
	const start = source.lines[line - 1] ?? source.place;
	return {line: start.line, column: start.column + column - 1};
}
