import type {Assist, Line} from './line.js';

/** The line after Tab (1) or Shift-Tab (-1): a sole candidate is put in; of several, first what they share, then each in turn. */
export const cycle = (line: Line, assist: Assist, by: 1 | -1): Line => {
	if (line.cycle !== null) return turn(line, by);
	const {from, candidates} = assist.complete(line.text, line.cursor);
	const [only] = candidates;
	if (only === undefined) return {...line, killing: false};
	const head = line.text.slice(0, from);
	const typed = line.text.slice(from, line.cursor);
	const tail = line.text.slice(line.cursor);
	if (candidates.length === 1) return put(line, head, spaced(only, tail), tail);
	const shared = sharedStart(candidates);
	const open = {head, typed, tail, candidates, index: -1};
	if (shared.length > typed.length) return {...put(line, head, shared, tail), cycle: {...open, typed: shared}};
	return turn({...line, cycle: open}, by);
};

/** The line as it was before Tab, or null when no candidates are offered. */
export const uncycle = (line: Line): Line | null =>
	line.cycle === null ? null : put(line, line.cycle.head, line.cycle.typed, line.cycle.tail);

const turn = (line: Line, by: 1 | -1): Line => {
	if (line.cycle === null) return line;
	const {head, typed, tail, candidates, index} = line.cycle;
	const size = candidates.length + 1;
	const next = ((index + 1 + by + size) % size) - 1;
	return {...put(line, head, candidates[next] ?? typed, tail), cycle: {...line.cycle, index: next}};
};

const put = (line: Line, head: string, middle: string, tail: string): Line => ({
	...line,
	text: head + middle + tail,
	cursor: head.length + middle.length,
	killing: false,
	cycle: null,
});

const spaced = (candidate: string, tail: string): string =>
	/[=\s]$/.test(candidate) || /^\s/.test(tail) ? candidate : `${candidate} `;

const sharedStart = ([first = '', ...rest]: readonly string[]): string => {
	let length = first.length;
	for (const other of rest) {
		while (!other.toLowerCase().startsWith(first.slice(0, length).toLowerCase())) length--;
	}
	return first.slice(0, length);
};
