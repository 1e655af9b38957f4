import type {Line} from './line.js';
import {emptyLine} from './line.js';

/** A new empty line after the present one was entered: it joins the history unless it is blank or repeats the last. */
export const enter = (line: Line): Line => {
	return {...emptyLine(remembered(line.history, line.text)), killed: line.killed};
};

/** The history with a line that was entered, unless it is blank or repeats the last. */
export const remembered = (history: readonly string[], text: string): readonly string[] => {
	const entered = text.trim();
	return entered === '' || entered === history.at(-1) ? history : [...history, entered].slice(-longestHistory);
};

/** The line before in the history; the present one is kept as it is. Null when there is none. */
export const older = (line: Line): Line | null => (line.at === 0 ? null : show(line, line.at - 1));

/** The line after in the history; after the last comes the line that was being typed. Null when there is none. */
export const newer = (line: Line): Line | null => (line.at >= line.history.length ? null : show(line, line.at + 1));

/** How many lines the history keeps. */
const longestHistory = 1000;

const show = (line: Line, at: number): Line => {
	const changed = line.text === line.history[line.at] ? line.changed : {...line.changed, [line.at]: line.text};
	const text = changed[at] ?? line.history[at] ?? '';
	return {...line, text, cursor: text.length, at, changed, killing: false, cycle: null};
};
