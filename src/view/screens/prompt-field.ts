import {ghost} from '../prompt/ghost.js';
import {after} from '../prompt/graphemes.js';
import type {Assist, Line} from '../prompt/line.js';
import {cut, head} from '../text/fit.js';
import type {Row} from '../text/row.js';
import {rowWidth} from '../text/row.js';
import {width} from '../text/width.js';
import type {Field} from './frame.js';

/** Where the field stands, what is before it, and what it says while nothing is typed. */
export type FieldFrame = {readonly row: number; readonly label: Row; readonly hint: string; readonly columns: number};

/** The field that shows a line in a row, scrolled sideways so that the cursor is always in sight. */
export function promptField(line: Line, assist: Assist, {row, label, hint, columns}: FieldFrame): Field {
	const labels = searching(line, Math.floor(columns / 3)) ?? label;
	const room = Math.max(1, columns - rowWidth(labels) - 1);
	const start = firstShown(line, room);
	const value = head(line.text.slice(start), room);
	const left = room - width(value);
	const isIdle = line.text === '' && line.search === null && assist.proposed === null;
	return {
		row,
		label: start === 0 ? labels : marked(labels),
		value,
		placeholder: isIdle ? cut(hint, room) : '',
		ahead: left > 1 ? cut(ghost(line, assist), left) : '',
		cursor: width(line.text.slice(start, line.cursor)),
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

/** The first character shown: far enough to the right that everything up to the cursor fits. */
function firstShown({text, cursor}: Line, room: number): number {
	let start = 0;
	while (width(text.slice(start, cursor)) > room) start = after(text, start);
	return start;
}

/** A `…` in place of the blank that the label ends with. */
function marked(label: Row): Row {
	const last = label.at(-1);
	return last === undefined
		? label
		: [...label.slice(0, -1), {text: last.text.replace(/ $/, ''), style: last.style}, {text: '…', style: 'dim'}];
}
