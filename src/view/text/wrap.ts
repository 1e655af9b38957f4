import {graphemes, width} from './width.js';

/**
 * The text in lines of at most `columns` columns, broken at spaces, and inside a word only when the word is longer than a line.
 * `10 s`, `row 4` and `33 < 34` stay together.
 * Line breaks in the text stay. Never empty; a character that is wider than a line becomes `~`.
 */
export function wrap(text: string, columns: number): readonly string[] {
	const room = Math.max(1, columns);
	return text.split('\n').flatMap((line) => wrapLine(line, room));
}

function wrapLine(line: string, columns: number): readonly string[] {
	if (width(line) <= columns) return [line];
	const lines: string[] = [];
	let current = '';
	for (const word of words(line, columns)) {
		const joined = current === '' ? word : `${current} ${word}`;
		if (width(joined) <= columns) {
			current = joined;
			continue;
		}
		if (current !== '') lines.push(current);
		const pieces = breakWord(word, columns);
		lines.push(...pieces.slice(0, -1));
		current = pieces.at(-1) ?? '';
	}
	return current === '' && lines.length > 0 ? lines : [...lines, current];
}

/** The words of a line; a number and its unit, a row and its number, and what is compared are one while they fit. */
function words(line: string, columns: number): readonly string[] {
	const joined: string[] = [];
	for (const word of line.split(' ')) {
		const last = joined.at(-1);
		const pair = `${last} ${word}`;
		if (last !== undefined && belongsTo(last, word) && width(pair) <= columns) joined[joined.length - 1] = pair;
		else joined.push(word);
	}
	return joined;
}

function belongsTo(word: string, next: string): boolean {
	return (
		(/\d$/.test(word) && /^(?:ms|s|min|h)(?!\w)/.test(next)) ||
		(/^\(?(?:row|rows|line|step|lesson)$/i.test(word) && /^\d/.test(next)) ||
		/(?:^| )[<>]$/.test(word) ||
		/^[<>]$/.test(next)
	);
}

/** Goes through the word once, however long it is. */
function breakWord(word: string, columns: number): readonly string[] {
	const pieces: string[] = [];
	let piece = '';
	let used = 0;
	for (const grapheme of graphemes(word)) {
		const size = width(grapheme);
		if (used + size > columns && piece !== '') {
			pieces.push(piece);
			piece = '';
			used = 0;
		}
		if (size > columns) pieces.push('~');
		else {
			piece += grapheme;
			used += size;
		}
	}
	return piece === '' && pieces.length > 0 ? pieces : [...pieces, piece];
}
