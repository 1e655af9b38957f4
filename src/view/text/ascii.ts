import type {Row} from './row.js';
import {graphemes, width} from './width.js';

/** The row in ASCII, in the same columns: each mark has its stand-in, and any other character becomes as many `?` as it is wide. */
export function toAscii(row: Row): Row {
	return row.map(({text, style}) => ({text: asciiText(text), style}));
}

/** The text in ASCII, in the same columns. */
export function asciiText(text: string): string {
	return /^[ -~]*$/.test(text) ? text : graphemes(text).map(standIn).join('');
}

function standIn(grapheme: string): string {
	return marks.get(grapheme) ?? (/^[ -~]$/.test(grapheme) ? grapheme : '?'.repeat(width(grapheme)));
}

/** Lease `=`, belief `#`, pause `:`, work `%` and `@`, gap `.`; what a line crosses stays to be seen. */
const marks: ReadonlyMap<string, string> = new Map(
	Object.entries({
		...{'│': '|', '├': '+', '┤': '+', '┼': '+', '─': '-'},
		...{'┃': '#', '┠': '#', '┨': '#', '╂': '#', '━': '#'},
		...{'║': '=', '╟': '=', '╢': '=', '╫': '=', '═': '='},
		...{'▒': '%', '▓': '@'},
		...{'░': ':', '╎': '.', '┄': '~', '⋮': ':'},
		...{'►': '>', '◄': '<', '▸': '>', '✓': 'v', '✗': 'x', '…': '~'},
		...{'┌': '+', '┐': '+', '└': '+', '┘': '+', '┬': '+', '┴': '+', '╌': '-', '·': '.'},
	}),
);
