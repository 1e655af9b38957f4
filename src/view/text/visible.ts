import {graphemes} from './width.js';

/**
 * The text as it may be shown: control characters, escapes, direction marks, characters without width and heaps of accents are written out
 * (`\x1b`, `\u202e`), so that a terminal obeys none of them. Whole emoji stay, with the invisible joiners they are made of.
 */
export function visible(text: string): string {
	return harmless.test(text) ? text : graphemes(text).map(show).join('');
}

/** The same of a text of several lines, which stay lines. */
export function visibleLines(text: string): string {
	return text.split('\n').map(visible).join('\n');
}

function show(grapheme: string): string {
	emoji ??= inSets(rgiEmoji);
	if (emoji.test(grapheme)) return grapheme;
	const mark = /\p{M}/u;
	// Control, format, separator and surrogate characters, everything that is drawn as nothing, and the few letters that swallow the character after them.
	const unseen =
		/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u0d4e\u{111c2}\u{111c3}\u{1193f}\u{11941}\u{11a3a}\u{11a84}-\u{11a89}\u{11d46}\u{11f02}]/u;
	let marks = 0;
	return Array.from(grapheme, (character, index) => {
		if (unseen.test(character)) return written(character);
		if (!mark.test(character)) return character;
		marks += 1;
		return index === 0 || marks > mostMarks ? written(character) : character;
	}).join('');
}

function written(character: string): string {
	const code = character.codePointAt(0) ?? 0;
	const digits = code.toString(16);
	return code < 0x100 ? `\\x${digits.padStart(2, '0')}` : `\\u${digits.padStart(4, '0')}`;
}

const harmless = /^[ -~\u00a1-\u00ac\u00ae-\u02ff\u2500-\u257f]*$/;

/** Made when a text needs it first, since that takes long; from text, since the `v` flag is newer than the language level that the sources are checked at. */
let emoji: RegExp | undefined;

/** A pattern that stands there as one is read when the program is, and that takes long; so it is made from a text, by a function that no tool sees through. */
const inSets = (pattern: string) => new RegExp(pattern, 'v');
const rgiEmoji = '^\\p{RGI_Emoji}$';

/** A letter of any living script carries fewer. */
const mostMarks = 4;
