import {eachGrapheme, width} from './width.js';

/** The text in at most `columns` columns; when some of it had to go, the last column says so with `~`. */
export function cut(text: string, columns: number): string {
	if (width(text) <= columns) return text;
	return columns < 1 ? '' : `${head(text, columns - 1)}~`;
}

/** The text followed by spaces up to `columns` columns; a longer text is cut. */
export function pad(text: string, columns: number): string {
	const short = cut(text, columns);
	return short + ' '.repeat(Math.max(0, columns - width(short)));
}

/** The text after spaces up to `columns` columns; a longer text is cut. */
export function padStart(text: string, columns: number): string {
	const short = cut(text, columns);
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
