import {change, insert} from './change.js';
import {cycle, uncycle} from './cycle.js';
import {ghost, ghostWord} from './ghost.js';
import {after, before, blankBefore, wordAfter, wordBefore} from './graphemes.js';
import {newer, older} from './history.js';
import type {Assist, Line} from './line.js';
import {beginSearch} from './search.js';

/** A command gives the next line, or null when the key means nothing to it here. */
type Command = (line: Line, assist: Assist) => Line | null;

const move =
	(target: (text: string, cursor: number) => number): Command =>
	(line) =>
		change(line, line.text, target(line.text, line.cursor));

/** Removes the text between the cursor and a target, and keeps it for Ctrl-Y. */
const kill =
	(target: (text: string, cursor: number) => number): Command =>
	(line) => {
		const other = target(line.text, line.cursor);
		const [from, to] = other < line.cursor ? [other, line.cursor] : [line.cursor, other];
		const gone = line.text.slice(from, to);
		const joined = other < line.cursor ? gone + line.killed : line.killed + gone;
		return {
			...change(line, line.text.slice(0, from) + line.text.slice(to), from),
			killed: line.killing ? joined : gone,
			killing: true,
		};
	};

const remove =
	(target: (text: string, cursor: number) => number): Command =>
	(line, assist) => {
		const cut = kill(target)(line, assist);
		return cut === null ? null : {...cut, killed: line.killed, killing: false};
	};

const start = (): number => 0;
const end = (text: string): number => text.length;

/** A move to the right that takes the dim completion when the cursor is already at the end. */
const orGhost =
	(move: Command, taken: (line: Line, assist: Assist) => string): Command =>
	(line, assist) =>
		line.cursor === line.text.length ? insert(line, taken(line, assist)) : move(line, assist);

/** Ctrl-D with nothing to its right is left to the screen: it quits. */
const deleteAhead: Command = (line, assist) => (line.cursor === line.text.length ? null : remove(after)(line, assist));

/** Swaps the graphemes on both sides of the cursor; at the end, the last two. */
const transpose: Command = (line) => {
	const {text} = line;
	const right = line.cursor === text.length ? text.length : after(text, line.cursor);
	const middle = before(text, right);
	const left = before(text, middle);
	if (left === middle) return line;
	return change(
		line,
		text.slice(0, left) + text.slice(middle, right) + text.slice(left, middle) + text.slice(right),
		right,
	);
};

const wholeLine: Command = (line, assist) => kill(start)({...line, cursor: line.text.length, killing: false}, assist);

const right = orGhost(move(after), ghost);
const toEnd = orGhost(move(end), ghost);
const wordRight = orGhost(move(wordAfter), ghostWord);

/** What each chord does. Source: the readline keys that shells share. */
export const commands: Readonly<Record<string, Command>> = {
	left: move(before),
	'ctrl-b': move(before),
	right,
	'ctrl-f': right,
	home: move(start),
	'ctrl-a': move(start),
	end: toEnd,
	'ctrl-e': toEnd,
	'alt-b': move(wordBefore),
	'ctrl-left': move(wordBefore),
	'alt-left': move(wordBefore),
	'alt-f': wordRight,
	'ctrl-right': wordRight,
	'alt-right': wordRight,
	backspace: remove(before),
	'shift-backspace': remove(before),
	delete: remove(after),
	'ctrl-d': deleteAhead,
	'ctrl-w': kill(blankBefore),
	'alt-backspace': kill(wordBefore),
	'ctrl-backspace': kill(wordBefore),
	'alt-d': kill(wordAfter),
	'ctrl-delete': kill(wordAfter),
	'ctrl-u': kill(start),
	'ctrl-k': kill(end),
	'ctrl-y': (line) => insert(line, line.killed),
	'ctrl-t': transpose,
	up: older,
	'ctrl-p': older,
	down: newer,
	'ctrl-n': newer,
	'ctrl-r': beginSearch,
	tab: (line, assist) => cycle(line, assist, 1),
	'shift-tab': (line, assist) => cycle(line, assist, -1),
	// What was typed can be had again with Ctrl-Y.
	escape: (line, assist) => uncycle(line) ?? (line.text === '' ? null : wholeLine(line, assist)),
};
