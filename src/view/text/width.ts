import stringWidth from 'string-width';

/** The number of terminal columns the text takes; wide characters and emoji take two. */
export function width(text: string): number {
	return plain.test(text) ? text.length : stringWidth(text);
}

/** What a reader sees as one character each, in order. */
export function graphemes(text: string): readonly string[] {
	return plain.test(text) ? text.split('') : Array.from(segmenter.segment(text), ({segment}) => segment);
}

/** As `graphemes`, one after the other: whoever stops early pays for no more. */
export function* eachGrapheme(text: string): Generator<string, void> {
	if (plain.test(text)) yield* text;
	else for (const {segment} of segmenter.segment(text)) yield segment;
}

const segmenter = new Intl.Segmenter('en', {granularity: 'grapheme'});

/** ASCII and the marks of the diagram, which are all one column wide. */
const plain = /^[ -~\u2500-\u257f►◄░▒▓✓✗▸⋮]*$/;
