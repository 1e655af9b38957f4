import {eachGrapheme, width} from './width.js';

/** The text in at most `columns` columns; when some of it had to go, the last column says so with `~`. */
export function cut(text: string, columns: number): string {
	if (width(text) <= columns) return text;
	return columns < 1 ? '' : `${head(text, columns - 1)}~`;
}

/** The text in at most `columns` columns; when some of it had to go, it ends after a whole word and with `…`. A first word that does not fit is cut. */
export function clipped(text: string, columns: number): string {
	if (width(text) <= columns) return text;
	const fitting = head(text, columns - 1);
	const end = /\s/.test(text[fitting.length] ?? '') ? fitting.length : fitting.lastIndexOf(' ');
	return columns < 1
		? ''
		: `${(end > 0 && fitting.slice(0, end).trim() !== '' ? fitting.slice(0, end) : fitting).trimEnd()}…`;
}

/** The text followed by spaces up to `columns` columns; a longer text is cut. */
export function pad(text: string, columns: number): string {
	const short = clipped(text, columns);
	return short + ' '.repeat(Math.max(0, columns - width(short)));
}

/** The text after spaces up to `columns` columns; a longer text is cut. */
export function padStart(text: string, columns: number): string {
	const short = clipped(text, columns);
	return ' '.repeat(Math.max(0, columns - width(short))) + short;
}

/** The longest beginning of the text that fits; never half a wide character. */
export function head(text: string, columns: number): string {
	let taken = '';
	let used = 0;
	for (const grapheme of eachGrapheme(text)) {
		used += width(grapheme);
		if (used > columns) return taken;
		taken += grapheme;
	}
	return taken;
}
