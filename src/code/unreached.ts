import type {TableRow} from './client-table.js';
import {withoutWords} from './without-words.js';

/**
 * The lines of a file that ask the lock, the store or for time, and that none of these rows comes to. What is asked under other names is not seen.
 * Order: as they stand. Units: from 1.
 */
export function unreachedLines(code: string, file: string, rows: readonly TableRow[]): readonly number[] {
	const places = rows.flatMap(({standing: {pending, error, floating, undone = null}}) => [
		...pending,
		...[error, floating, undone].filter((place) => place !== null),
	]);
	const reached = new Set(places.flatMap((place) => (place.file === file ? [place.line] : [])));
	return withoutWords(code)
		.split(/\r\n|\n|\r/)
		.flatMap((line, index) => (asks.test(line) && !reached.has(index + 1) ? [index + 1] : []));
}

const asks =
	/\b(?:lock\s*\.\s*(?:acquire|try_?[aA]cquire|renew|release|is_?[mM]ine)|store\s*\.\s*(?:read|write|advance)|sleep)\s*\(/;
