import {visible} from '../language/visible.js';
import {width} from '../view/text/width.js';

/** Where something stands in a file. Units: from 1; columns in code points. */
export type FilePosition = {readonly file: string; readonly line: number; readonly column: number};

/** A message with its place before it, as compilers write it, on one line. */
export function placed({file, line, column}: FilePosition, message: string): string {
	return `${visible(file)}:${line}:${column}: ${message}\n`;
}

/** The line of a script with carets under the part that is meant; what is far from it on a long line is left out. Units: column and length count code points, from 1. */
export function pointed(source: string, column: number, length: number): string {
	const characters = [...source];
	const from = column - 1 > reach ? column - 1 - reach : 0;
	const to = Math.min(characters.length, column - 1 + Math.max(reach, Math.min(length, reach)));
	const before = (from > 0 ? '…' : '') + visible(characters.slice(from, column - 1).join(''));
	const meant = visible(characters.slice(column - 1, Math.min(to, column - 1 + length)).join(''));
	const after = visible(characters.slice(column - 1 + length, to).join('')) + (to < characters.length ? '…' : '');
	const carets = '^'.repeat(Math.max(1, width(meant)));
	return `  ${before}${meant}${after}\n  ${' '.repeat(width(before))}${carets}\n`;
}

/** Units: code points to each side. */
const reach = 60;
