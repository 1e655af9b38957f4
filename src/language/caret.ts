import stringWidth from 'string-width';
import type {ParseError} from './parse-error.js';
import {visible} from './visible.js';

/**
 * Two lines: the source line with control characters made visible, and carets under what is wrong with the nearest word beside them.
 * A line wider than `width` is cut around the carets, with `…` where something is left out.
 */
export function caret(error: ParseError, sourceLine: string, width = 80): string {
	const characters = [...sourceLine];
	// What is farther away than this is not shown, and not looked at: a line may be long, and this is drawn with every key.
	const reach = width * 4;
	const skipped = Math.max(0, Math.min(error.column - 1, characters.length) - reach);
	const cells = characters
		.slice(skipped, skipped + 2 * reach)
		.map((character) => (character === '\t' ? ' ' : visible(character)));
	const from = Math.min(error.column - 1 - skipped, cells.length);
	const to = Math.min(from + error.length, cells.length);
	const start = windowStart(cells, from, width, skipped > 0);
	const end = windowEnd(cells, start, width);
	const lead = (start + skipped > 0 ? '…' : '') + cells.slice(start, from).join('');
	const under = cells.slice(from, Math.min(to, end)).join('');
	const shown = lead + cells.slice(from, end).join('') + (end + skipped < characters.length ? '…' : '');
	const nearest = error.nearest === null ? '' : ` ${error.nearest}?`;
	return `${shown}\n${' '.repeat(stringWidth(lead))}${'^'.repeat(Math.max(1, stringWidth(under)))}${nearest}`;
}

/** Where the shown part begins: at the start of the line, or so that the carets have a third of the width to their left. */
function windowStart(cells: readonly string[], from: number, width: number, isCut: boolean): number {
	if (!isCut && stringWidth(cells.slice(0, from).join('')) < (width * 2) / 3) return 0;
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
