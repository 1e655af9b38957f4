import {ghost} from '../prompt/ghost.js';
import type {Assist, Line} from '../prompt/line.js';
import {clipped, cut, head} from '../text/fit.js';
import type {Row} from '../text/row.js';
import {rowWidth} from '../text/row.js';
import {graphemes, width} from '../text/width.js';
import type {Field} from './frame.js';

/** Where the field stands, what is before it, and what it says while nothing is typed. */
type FieldFrame = {readonly row: number; readonly label: Row; readonly hint: string; readonly columns: number};

/** The field that shows a line in a row, scrolled sideways so that the cursor is always in sight. */
export function promptField(line: Line, assist: Assist, {row, label, hint, columns}: FieldFrame): Field {
	const labels = searching(line, Math.floor(columns / 3)) ?? label;
	const room = Math.max(1, columns - rowWidth(labels) - 1);
	const start = firstShown(line, room);
	const before = fitting(line.text.slice(start, line.cursor));
	const value = before + head(fitting(line.text.slice(line.cursor, line.cursor + reach(room))), room - width(before));
	const left = room - width(value);
	const isIdle = line.text === '' && line.search === null && assist.proposed === null;
	return {
		row,
		label: start === 0 ? labels : marked(labels),
		value,
		placeholder: isIdle ? clipped(hint, room) : '',
		ahead: left > 1 ? clipped(ghost(line, assist), left) : '',
		cursor: width(before),
	};
}

/** During a reverse search the label says what is looked for. */
function searching({search}: Line, room: number): Row | null {
	if (search === null) return null;
	const found = search.query === '' || search.at !== null;
	return [
		{text: found ? ' search ' : ' not found ', style: 'accent'},
		{text: cut(search.query, room), style: found ? 'bold' : 'violation'},
		{text: ' > ', style: 'dim'},
	];
}

/** The first character shown: far enough to the right that everything up to the cursor fits. Only what is near the cursor is looked at, however long the line is. */
function firstShown({text, cursor}: Line, room: number): number {
	const from = Math.max(0, cursor - reach(room));
	const near = graphemes(text.slice(from, cursor));
	let start = cursor;
	let used = 0;
	// What the window has cut in two is not shown, unless there is nothing else.
	for (let at = near.length - 1; at >= (from > 0 ? 1 : 0); at -= 1) {
		const grapheme = near[at] ?? '';
		used += width(fitting(grapheme));
		if (used > room) return start;
		start -= grapheme.length;
	}
	return start;
}

/** How far from the cursor anything can be that is still shown. Units: UTF-16 code units. */
function reach(room: number): number {
	return room * longestShown;
}

/** The text with only the beginning of what has more marks on one character than anybody can read. */
function fitting(text: string): string {
	return text.length <= longestShown
		? text
		: graphemes(text)
				.map((grapheme) =>
					grapheme.length <= longestShown ? grapheme : [...grapheme].slice(0, longestShown / 2).join(''),
				)
				.join('');
}

/** The longest emoji of families and flags fit. Units: UTF-16 code units of one grapheme. */
const longestShown = 16;

/** A `…` in place of the blank that the label ends with. */
function marked(label: Row): Row {
	const last = label.at(-1);
	return last === undefined
		? label
		: [...label.slice(0, -1), {text: last.text.replace(/ $/, ''), style: last.style}, {text: '…', style: 'dim'}];
}
