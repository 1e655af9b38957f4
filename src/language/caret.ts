import stringWidth from 'string-width';
import type {ParseError} from './parse-error.js';
import {visible} from './visible.js';

/**
 * Two lines: the source line with control characters made visible, and carets under what is wrong with the nearest word beside them.
 * A line wider than `width` is cut around the carets, with `…` where something is left out.
 */
export function caret(error: ParseError, sourceLine: string, width = 80): string {
	const cells = [...sourceLine].map((character) => (character === '\t' ? ' ' : visible(character)));
	const from = Math.min(error.column - 1, cells.length);
	const to = Math.min(from + error.length, cells.length);
	const start = windowStart(cells, from, width);
	const end = windowEnd(cells, start, width);
	const lead = (start > 0 ? '…' : '') + cells.slice(start, from).join('');
	const under = cells.slice(from, Math.min(to, end)).join('');
	const shown = lead + cells.slice(from, end).join('') + (end < cells.length ? '…' : '');
	const nearest = error.nearest === null ? '' : ` ${error.nearest}?`;
	return `${shown}\n${' '.repeat(stringWidth(lead))}${'^'.repeat(Math.max(1, stringWidth(under)))}${nearest}`;
}

/** Where the shown part begins: at the start of the line, or so that the carets have a third of the width to their left. */
function windowStart(cells: readonly string[], from: number, width: number): number {
	if (stringWidth(cells.slice(0, from).join('')) < (width * 2) / 3) return 0;
	let start = from;
	let room = Math.floor(width / 3);
	while (start > 0 && room > 0) room -= stringWidth(cells[--start] ?? '');
	return start;
}

function windowEnd(cells: readonly string[], start: number, width: number): number {
	let end = start;
	let room = width - 2;
	while (end < cells.length && room > 0) room -= stringWidth(cells[end++] ?? '');
	return end;
}
