import type {Token} from './lex.js';
import {nearest} from './nearest.js';
import {Fault} from './parse-error.js';
import type {NameKind, Scope} from './scope.js';
import {clipped} from './visible.js';

/**
 * A place among the tokens of a line, moving to the right.
 * Shape: `wanted` holds what the grammar looked for at the furthest token it looked at; from it come both the nearest word of an error and the completions.
 */
export type Cursor = {
	readonly tokens: readonly Token[];
	/** Where the text ends, without its comment. */
	readonly end: number;
	readonly line: number;
	readonly scope: Scope;
	at: number;
	wanted: {at: number; words: Map<string, string>};
};

/** A cursor before the first token. */
export function cursorOn(tokens: readonly Token[], line: number, scope: Scope): Cursor {
	return {tokens, end: tokens.at(-1)?.end ?? 0, line, scope, at: 0, wanted: {at: 0, words: new Map()}};
}

/** The token at the cursor, or undefined where the statement ends. */
export function peek(c: Cursor, ahead = 0): Token | undefined {
	const token = c.tokens[c.at + ahead];
	return token?.kind === 'separator' ? undefined : token;
}

/** Notes that a word could stand at the cursor, with a hint for the reader. */
export function offer(c: Cursor, word: string, hint = ''): void {
	if (c.wanted.at !== c.at) c.wanted = {at: c.at, words: new Map()};
	if (!c.wanted.words.has(word)) c.wanted.words.set(word, hint);
}

/** Notes that any declared name of this kind could stand at the cursor; of very many only the first, so that a long script is still read in linear time. */
export function offerNames(c: Cursor, kind: NameKind, hint: string = kind): void {
	for (const name of c.scope.byKind[kind].slice(0, mostOffered)) offer(c, name, hint);
}

/** Whether the token at the cursor is this unquoted word, in any case. */
export function isWord(c: Cursor, word: string, ahead = 0): boolean {
	const token = peek(c, ahead);
	return token?.kind === 'word' && token.text.toLowerCase() === word;
}

/** Whether the token at the cursor is this operator. */
export function isOperator(c: Cursor, operator: string, ahead = 0): boolean {
	const token = peek(c, ahead);
	return token?.kind === 'operator' && token.text === operator;
}

/** True after moving past a keyword; false, with the keyword offered, when something else stands there. */
export function keyword(c: Cursor, word: string, hint = ''): boolean {
	if (isWord(c, word)) {
		c.at++;
		return true;
	}
	offer(c, word, hint);
	return false;
}

/** Moves past a keyword. Fails: when something else stands there. */
export function must(c: Cursor, word: string): void {
	if (!keyword(c, word)) unexpected(c, `the word ${word}`);
}

/** The word or quoted text at the cursor, moving past it. Fails: when there is none; `label` says what was expected. `examples` are offered, each with its hint. */
export function anyWord(c: Cursor, label: string, examples: Readonly<Record<string, string>> = {}): Token {
	for (const [word, hint] of Object.entries(examples)) offer(c, word, hint);
	const token = peek(c);
	if (token === undefined || token.kind === 'operator') unexpected(c, label);
	c.at++;
	return token;
}

/** Fails unless the statement ends here. */
export function finish(c: Cursor): void {
	if (peek(c) === undefined) return;
	const words = spelled(wantedHere(c));
	unexpected(c, words.length === 0 ? 'the end of the statement' : `${words.join(', ')}, or the end of the statement`);
}

/** Fails with what was expected, what was found, and the nearest word that could stand there. */
export function unexpected(c: Cursor, label: string): never {
	const token = peek(c);
	const words = wantedHere(c);
	const near = token?.kind === 'word' ? nearest(token.text, spelled(words)) : null;
	const found = token === undefined ? 'the statement ends here' : `found "${clipped(token.text)}"`;
	failAt(c, `Expected ${label}, but ${found}.${didYouMean(near)}`, {nearest: near, expected: words});
}

/** Fails with a sentence about the token at the cursor, or about the given one. */
export function failAt(
	c: Cursor,
	message: string,
	more: {
		token?: Token | undefined;
		nearest?: string | null;
		expected?: readonly string[];
		kind?: 'syntax' | 'refusal';
	} = {},
): never {
	const token = more.token ?? peek(c);
	const end = c.tokens[c.at - 1]?.end ?? c.end;
	throw new Fault({...more, message, start: token?.start ?? end, end: token?.end ?? end});
}

/** The sentence that offers a word, with a space before it, or nothing. */
export function didYouMean(near: string | null): string {
	return near === null ? '' : ` Did you mean ${near}?`;
}

/** Words as a list in a sentence: `a, b or c`, at most so many of them. */
export function listed(words: readonly string[], last = 'or', most = 12): string {
	const shown = words.length > most ? [...words.slice(0, most - 1), 'another'] : words;
	return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} ${last} ${shown.at(-1)}`;
}

/** Those that are words, without signs and example numbers. */
function spelled(words: readonly string[]): readonly string[] {
	return words.filter((word) => /^[a-z]/i.test(word));
}

function wantedHere(c: Cursor): readonly string[] {
	return c.wanted.at === c.at ? [...c.wanted.words.keys()] : [];
}

/** More names than anybody picks from a list. */
const mostOffered = 100;
