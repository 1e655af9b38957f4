import {refusalAtSight} from '../sim/perform.js';
import type {Refusal} from '../sim/refusal.js';
import type {World} from '../sim/world.js';
import {type Cursor, cursorOn} from './cursor.js';
import {lex, type Token} from './lex.js';
import type {Names} from './names.js';
import {type Parsed, parseLine} from './parse.js';
import {Fault} from './parse-error.js';
import {statement} from './parse-statement.js';
import {scopeOf} from './scope.js';

/** A word that can stand at the cursor. `refused`: why the world would refuse the statement now, or null. */
type Candidate = {readonly text: string; readonly hint: string; readonly refused: Refusal | null};

/** What can stand at the cursor. Units: `from` is the string offset where the candidates begin. Order: as the grammar looks for them; what the world would refuse now comes last. */
type Completion = {readonly from: number; readonly candidates: readonly Candidate[]};

/** What can stand at a cursor in a line, with the names known there. The grammar itself is asked, so it offers exactly what the parser takes. Never throws. Units: `cursor` is a string offset. */
export function complete(text: string, cursor: number, names: Names, world: World | null = null): Completion {
	const before = text.slice(0, cursor);
	const {tokens, comment, unclosed} = lex(before);
	if (comment !== null || unclosed !== null || before.length > longestCompleted) return {from: cursor, candidates: []};
	const partial = partialWord(tokens, before.length);
	const from = partial?.start ?? before.length;
	const typed = (partial?.text ?? '').toLowerCase();
	const wanted = wantedAfter(partial === null ? tokens : tokens.slice(0, -1), names);
	const fitting = [...wanted].filter(([word]) => word.toLowerCase().startsWith(typed));
	const candidates = fitting.map(
		([word, hint]): Candidate => ({text: word, hint, refused: refusalOf(before.slice(0, from) + word, names, world)}),
	);
	return {
		from,
		candidates: [
			...candidates.filter(({refused}) => refused === null),
			...candidates.filter(({refused}) => refused !== null),
		],
	};
}

/** The rest of the line that is probably meant, to be shown dim ahead of the cursor; empty when nothing suggests itself. Order: `history` is oldest first. */
export function ghost(text: string, history: readonly string[], names: Names, world: World | null = null): string {
	if (text.trim() === '') return '';
	const before = history.findLast(
		(line) => line.length > text.length && line.startsWith(text) && parseLine(line, names).ok,
	);
	if (before !== undefined) return before.slice(text.length);
	const {from, candidates} = complete(text, text.length, names, world);
	const first = candidates[0];
	return from === text.length || first === undefined || first.refused !== null
		? ''
		: first.text.slice(text.length - from);
}

function partialWord(tokens: readonly Token[], end: number): Token | null {
	const last = tokens.at(-1);
	return last?.kind === 'word' && last.end === end ? last : null;
}

/** What the grammar looks for after the last of these tokens. */
function wantedAfter(tokens: readonly Token[], names: Names): ReadonlyMap<string, string> {
	const c = cursorOn(tokens, 1, scopeOf(names));
	do {
		while (c.tokens[c.at]?.kind === 'separator') c.at++;
		if (!parsed(c) && c.wanted.at < tokens.length) skip(c);
	} while (c.at < tokens.length);
	if (tokens.at(-1)?.kind === 'separator' && c.wanted.at < tokens.length) parsed(c);
	return c.wanted.at === tokens.length ? c.wanted.words : new Map();
}

function parsed(c: Cursor): boolean {
	try {
		statement(c);
		return true;
	} catch (thrown) {
		if (thrown instanceof Fault) return false;
		throw thrown;
	}
}

function skip(c: Cursor): void {
	while (c.at < c.tokens.length && c.tokens[c.at]?.kind !== 'separator') c.at++;
}

function refusalOf(line: string, names: Names, world: World | null): Refusal | null {
	if (world === null) return null;
	const read = parseLine(line, names);
	const [only, second] = read.ok ? read.statements : [];
	if (only === undefined || second !== undefined || isBareName(only)) return null;
	return refusalAtSight(world, only.statement);
}

/** A client's name alone is a step of its program, and the beginning of everything else it can do. */
function isBareName({statement, text}: Parsed): boolean {
	return statement.kind === 'step' && !/\s/.test(text);
}

/** Nobody completes a longer line by hand. Units: string length. */
const longestCompleted = 2000;
