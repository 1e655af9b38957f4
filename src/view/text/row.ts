import {clipped} from './fit.js';
import {graphemes, width} from './width.js';
import {wrap} from './wrap.js';

/** What a piece of text means; a screen gives it a colour, a plain text gives it nothing, so a mark or a word always says the same. */
export type Style =
	| 'plain'
	| 'dim'
	| 'bold'
	| 'heading'
	| 'accent'
	| 'code'
	/** Code within a sentence: without colours it is put into backticks. */
	| 'inline-code'
	| 'cursor'
	| 'belief'
	| 'lease'
	| 'paused'
	| 'crashed'
	| 'accepted'
	| 'rejected'
	| 'violation';

/** Text of one style. */
export type Span = {readonly text: string; readonly style: Style};

/** One line of the screen; no span holds a line break. */
export type Row = readonly Span[];

/** A row of one style. */
export function row(text: string, style: Style = 'plain'): Row {
	return text === '' ? [] : [{text, style}];
}

/** The row's text alone, without the spaces at its end. */
export function rowText(spans: Row): string {
	return spans
		.map(({text}) => text)
		.join('')
		.trimEnd();
}

/** The number of columns the row takes. */
export function rowWidth(spans: Row): number {
	return spans.reduce((sum, {text}) => sum + width(text), 0);
}

/** The row with every span in one style. */
export function restyle(spans: Row, style: Style): Row {
	return spans.map(({text}) => ({text, style}));
}

/** The row filled with spaces up to `columns`; a longer row is cut, and its last column says so with `~`. */
export function padRow(spans: Row, columns: number): Row {
	const used = rowWidth(spans);
	return used > columns
		? cutRow(spans, columns)
		: used === columns
			? spans
			: [...spans, {text: ' '.repeat(columns - used), style: 'plain'}];
}

/** The row in at most `columns` columns; when some of it had to go, it ends after a whole word and with `…`. */
export function cutRow(spans: Row, columns: number): Row {
	if (rowWidth(spans) <= columns) return spans;
	const kept: Span[] = [];
	let left = columns;
	for (const {text, style} of spans) {
		const taken = width(text) < left ? text : clippedAfter(kept.length > 0, text, left);
		kept.push({text: taken, style});
		left -= width(taken);
		if (taken !== text || left === 0) return kept.filter((span) => span.text !== '');
	}
	return kept;
}

/** A span that does not fit; behind others none of its words is cut. */
function clippedAfter(isBehind: boolean, text: string, left: number): string {
	const taken = clipped(`${text} `, left);
	const isMidWord = taken.endsWith('…') && /\S/.test(text[taken.length - 1] ?? ' ');
	return isBehind && isMidWord ? '…' : taken;
}

/** The row in lines of at most `columns` columns, broken as `wrap` breaks text; every character keeps its style. */
export function wrapRow(spans: Row, columns: number): readonly Row[] {
	const text = spans.map((span) => span.text).join('');
	const styles = spans.flatMap((span) => graphemes(span.text).map((grapheme) => ({grapheme, style: span.style})));
	let next = 0;
	return wrap(text, columns).map((line) => {
		const pieces: Span[] = [];
		for (const grapheme of graphemes(line)) {
			while (next < styles.length - 1 && styles[next]?.grapheme !== grapheme && styles[next]?.grapheme === ' ')
				next += 1;
			pieces.push({text: grapheme, style: styles[next]?.style ?? 'plain'});
			next += 1;
		}
		return merged(pieces);
	});
}

/** The row with neighbours of one style made one span. */
export function merged(spans: Row): Row {
	const joined: Span[] = [];
	for (const span of spans) {
		const last = joined.at(-1);
		if (last?.style === span.style) joined[joined.length - 1] = {text: last.text + span.text, style: span.style};
		else if (span.text !== '') joined.push(span);
	}
	return joined;
}
