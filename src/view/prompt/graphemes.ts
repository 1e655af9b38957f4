import {segments} from '../text/width.js';

/** The offset of the end of the grapheme that begins at or spans `offset`. Units: UTF-16 code units. */
export const after = (text: string, offset: number): number => {
	const next = segments(text).containing(offset);
	return next === undefined ? text.length : next.index + next.segment.length;
};

/** The offset of the beginning of the grapheme before `offset`. Units: UTF-16 code units. */
export const before = (text: string, offset: number): number => segments(text).containing(offset - 1)?.index ?? 0;

/** The offset of the end of the word ahead: over what is no word, then over the word. */
export const wordAfter = (text: string, offset: number): number =>
	offset + (/^[^\p{L}\p{N}_-]*[\p{L}\p{N}\p{M}_-]*/u.exec(text.slice(offset))?.[0].length ?? 0);

/** The offset of the beginning of the word behind: over what is no word, then over the word. */
export const wordBefore = (text: string, offset: number): number => {
	const head = text.slice(0, offset);
	return head.replace(/[\p{L}\p{N}\p{M}_-]*[^\p{L}\p{N}_-]*$/u, '').length;
};

/** The offset of the beginning of the blank-separated word behind, as Ctrl-W takes it. */
export const blankBefore = (text: string, offset: number): number =>
	text.slice(0, offset).replace(/\S*\s*$/u, '').length;

/** The text without control characters: line breaks and tabs become spaces, everything else unprintable is dropped. */
export const oneLine = (text: string): string =>
	text.replace(/[\n\r\t]+/g, ' ').replace(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu, '');
