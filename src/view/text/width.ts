import stringWidth from 'string-width';

/** The number of terminal columns the text takes; wide characters and emoji take two. */
export function width(text: string): number {
	return isPlain(text) ? text.length : stringWidth(text);
}

/** What a reader sees as one character each, in order. */
export function graphemes(text: string): readonly string[] {
	return isPlain(text) ? text.split('') : Array.from(segments(text), ({segment}) => segment);
}

/** As `graphemes`, one after the other: whoever stops early pays for no more. */
export function* eachGrapheme(text: string): Generator<string, void> {
	if (isPlain(text)) yield* text;
	else for (const {segment} of segments(text)) yield segment;
}

/** What a text consists of, as a reader sees it. Made when a text needs it first: it costs as much time as a small subcommand. */
export function segments(text: string): Intl.Segments {
	segmenter ??= new Intl.Segmenter('en', {granularity: 'grapheme'});
	return segmenter.segment(text);
}

let segmenter: Intl.Segmenter | undefined;

/** Whether each letter is a character by itself, and one column wide: ASCII, Latin letters, dashes and quotation marks, arrows, signs of mathematics, and the marks of the diagram. */
export function isPlain(text: string): boolean {
	return plain.test(text);
}

const plain = /^[ -~\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u2030-\u205e\u2190-\u22ff\u2500-\u257f►◄░▒▓✓✗▸⋮]*$/;
