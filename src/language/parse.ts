import type {Fact} from '../sim/fact.js';
import {pulse} from '../sim/pulse.js';
import type {Statement} from '../sim/statement.js';
import {type Cursor, cursorOn, finish} from './cursor.js';
import {grouped} from './grouped.js';
import {lex} from './lex.js';
import {longestLine, longestScript, mostErrors} from './limits.js';
import {emptyNames, type Names} from './names.js';
import {Fault, type ParseError} from './parse-error.js';
import {fact} from './parse-fact.js';
import {statement} from './parse-statement.js';
import {namesIn, type Scope, scopeOf} from './scope.js';

/** A statement and where it stands. Shape: `text` is the statement as typed, without comment and separators. Units: `line` and `column` count from 1; columns are code points. */
export type Parsed = {
	readonly statement: Statement;
	readonly text: string;
	readonly line: number;
	readonly column: number;
};

/** What a whole script says. Shape: a script with an error of kind `syntax` must not run at all; one of kind `refusal` counts as the refused statement at its place. Order: both lists by place. */
export type Script = {
	readonly statements: readonly Parsed[];
	readonly errors: readonly ParseError[];
	readonly names: Names;
};

/**
 * The statements of one line and the names declared after it, or the first thing wrong with it; then nothing of the line may be done.
 * An empty line or a comment is no statement and no error. Never throws, on any text.
 */
export function parseLine(
	text: string,
	names: Names,
	line = 1,
):
	| {readonly ok: true; readonly statements: readonly Parsed[]; readonly names: Names}
	| {readonly ok: false; readonly error: ParseError} {
	const scope = scopeOf(names);
	const {statements, errors} = parseInto(scope, text, line);
	const [error] = errors;
	return error === undefined ? {ok: true, statements, names: namesIn(scope)} : {ok: false, error};
}

/** Everything in a script and everything wrong with it: at most one error a statement, and about a thousand in all. Starts from the given names, by default none, as a file does. Never throws, on any text. */
export function parseScript(text: string, names: Names = emptyNames): Script {
	const scope = scopeOf(names);
	const statements: Parsed[] = [];
	const errors: ParseError[] = [];
	const lines = text.replace(/^\ufeff/, '').split(/\r\n|\n|\r/);
	if (lines.at(-1) === '') lines.pop();
	for (const [index, line] of lines.slice(0, longestScript).entries()) {
		pulse();
		if (errors.length >= mostErrors) break;
		const parsed = parseInto(scope, line, index + 1);
		statements.push(...parsed.statements);
		errors.push(...parsed.errors);
	}
	if (lines.length > longestScript) errors.push(tooManyLines(lines.length));
	return {statements, errors, names: namesIn(scope)};
}

/** The fact that the whole text says, or what is wrong with it. Never throws, on any text. */
export function parseFact(
	text: string,
	names: Names,
): {readonly ok: true; readonly fact: Fact} | {readonly ok: false; readonly error: ParseError} {
	const parsed = parseWhole(text, names, true, fact);
	return parsed.ok ? {ok: true, fact: parsed.value} : parsed;
}

function parseInto(
	scope: Scope,
	text: string,
	line: number,
): {statements: readonly Parsed[]; errors: readonly ParseError[]} {
	const tooLong = lengthError(text, line);
	if (tooLong !== null) return {statements: [], errors: [tooLong]};
	const {tokens, unclosed} = lex(text);
	const c = cursorOn(tokens, line, scope);
	const column = columnsOf(text);
	const statements: Parsed[] = [];
	const errors: ParseError[] = [];
	while (c.at < tokens.length) {
		const first = c.tokens[c.at];
		if (first === undefined || first.kind === 'separator') {
			c.at++;
			continue;
		}
		const from = c.at;
		const parsed = attempt(() => statement(c));
		if (parsed instanceof Fault) recover(c, from);
		const last = c.tokens[c.at - 1] ?? first;
		const source = text.slice(first.start, last.end);
		if (parsed instanceof Fault) errors.push(located(parsed, column, line, source));
		else statements.push({statement: parsed, text: source, line, column: column(first.start)});
	}
	if (unclosed !== null) errors.unshift(located(quoteFault(text, unclosed), column, line, text.trim()));
	return {statements, errors};
}

function parseWhole<Value>(
	text: string,
	names: Names,
	isFact: boolean,
	read: (c: Cursor) => Value,
): {ok: true; value: Value} | {ok: false; error: ParseError} {
	const tooLong = lengthError(text, 1);
	if (tooLong !== null) return {ok: false, error: tooLong};
	const {tokens, unclosed} = lex(text, isFact);
	const c = cursorOn(tokens, 1, scopeOf(names));
	const value = attempt(() => {
		if (unclosed !== null) throw quoteFault(text, unclosed);
		const whole = read(c);
		finish(c);
		const extra = c.tokens[c.at];
		if (extra !== undefined)
			throw new Fault({
				message: 'Only one fact stands here. Join facts with and or or.',
				start: extra.start,
				end: extra.end,
			});
		return whole;
	});
	return value instanceof Fault
		? {ok: false, error: located(value, columnsOf(text), 1, text.trim())}
		: {ok: true, value};
}

function attempt<Value>(read: () => Value): Value | Fault {
	try {
		return read();
	} catch (thrown) {
		if (thrown instanceof Fault) return thrown;
		throw thrown;
	}
}

/** Moves behind the statement that went wrong; a program takes the rest of its line. */
function recover(c: Cursor, from: number): void {
	const second = c.tokens[from + 1];
	const whole = second?.kind === 'word' && second.text.toLowerCase() === 'runs';
	c.at = from;
	while (c.at < c.tokens.length && (whole || c.tokens[c.at]?.kind !== 'separator')) c.at++;
}

function quoteFault(text: string, start: number): Fault {
	return new Fault({
		message: 'This quote is never closed. Put a " at the end of the text; a quote inside it is written \\".',
		start,
		end: text.length,
		expected: ['"'],
	});
}

function lengthError(text: string, line: number): ParseError | null {
	if (text.length <= longestLine || codePoints(text) <= longestLine) return null;
	const message = `This line is too long: a line has at most ${grouped(longestLine)} characters.`;
	return {
		kind: 'syntax',
		line,
		column: longestLine + 1,
		length: 1,
		message,
		nearest: null,
		expected: [],
		text: text.slice(0, 80),
	};
}

function tooManyLines(count: number): ParseError {
	const message = `This script has ${grouped(count)} lines, and a script has at most ${grouped(longestScript)}. Split it into several files.`;
	return {
		kind: 'syntax',
		line: longestScript + 1,
		column: 1,
		length: 1,
		message,
		nearest: null,
		expected: [],
		text: '',
	};
}

function located(
	{kind, message, start, end, nearest, expected}: Fault,
	column: (offset: number) => number,
	line: number,
	source: string,
): ParseError {
	return {
		kind,
		line,
		column: column(start),
		length: Math.max(1, column(end) - column(start)),
		message,
		nearest,
		expected,
		text: source,
	};
}

/** From a string offset in a text to its column. Computed once a line, so that a line of a thousand statements is still read in linear time. */
function columnsOf(text: string): (offset: number) => number {
	if (!/[\ud800-\udbff]/.test(text)) return (offset) => offset + 1;
	const columns: number[] = [];
	let column = 0;
	for (const character of text) {
		column++;
		for (let unit = 0; unit < character.length; unit++) columns.push(column);
	}
	return (offset) => columns[offset] ?? column + 1;
}

function codePoints(text: string): number {
	let count = 0;
	for (const _ of text) count++;
	return count;
}
