import {type Reading, wholeReading} from '../../narrate/reading.js';
import {seconds} from '../../narrate/row.js';
import type {World} from '../../sim/world.js';
import {toAscii} from '../text/ascii.js';
import {pad} from '../text/fit.js';
import {merged, type Row, row, type Style} from '../text/row.js';
import {visible} from '../text/visible.js';
import {width} from '../text/width.js';
import {wrap} from '../text/wrap.js';
import {blank, type Canvas, put, rowOf} from './canvas.js';
import type {Told} from './plan.js';
import {collect, type Mark, type Stretch, type Track} from './strip-tracks.js';

/** The history to scale: for each actor a line of bars over an axis of time, to the end of which it is `now`. No row is wider than the width. */
export function stripRows(
	history: readonly Told[],
	now: World,
	columns: number,
	ascii = false,
	reading: Reading = wholeReading,
): readonly Row[] {
	const end = Math.max(1, now.now);
	const tracks = collect(history, now, reading);
	const label = Math.max(
		4,
		Math.min(Math.floor(columns / 4), ...[Math.max(4, ...tracks.map(({name}) => width(visible(name))))]),
	);
	const scale: Scale = {end, columns: columns - label - 2};
	if (scale.columns < 10) return wrap('The strip needs more room.', columns).map((line) => row(line, 'dim'));
	const lines = tracks.map(
		(track): Row => merged([{text: `${pad(visible(track.name), label)} `, style: 'bold'}, ...drawTrack(track, scale)]),
	);
	const rows = [
		...lines,
		...drawAxis(scale).map((line): Row => [{text: ' '.repeat(label + 1), style: 'plain'}, ...line]),
	];
	return ascii ? rows.map(toAscii) : rows;
}

/** Units: `end` in ms. The axis has one column more than intervals, so that both ends are on it. */
type Scale = {readonly end: number; readonly columns: number};

function columnOf({end, columns}: Scale, at: number): number {
	return Math.min(columns - 1, Math.floor((at * (columns - 1)) / end));
}

function drawTrack({stretches, marks}: Track, scale: Scale): Row {
	const canvas = blank(scale.columns);
	for (let at = 0; at < scale.columns; at += 1) put(canvas, at, '┄', 'dim');
	for (const stretch of stretches) drawStretch(canvas, stretch, scale);
	drawMarks(canvas, marks, scale);
	return rowOf(canvas);
}

function drawStretch(canvas: Canvas, {from, to, kind, label}: Stretch, scale: Scale): void {
	const [start, end] = [columnOf(scale, from), to === null ? scale.columns : columnOf(scale, to)];
	const {mark, style} = looks[kind];
	for (let at = start; at < Math.max(end, start + 1); at += 1) put(canvas, at, mark, style);
	if (width(label) > 0 && end - start >= width(label) + 2) put(canvas, start, label, style);
}

const looks: Readonly<Record<Stretch['kind'], {readonly mark: string; readonly style: Style}>> = {
	belief: {mark: '━', style: 'belief'},
	lease: {mark: '═', style: 'lease'},
	paused: {mark: '░', style: 'paused'},
	crashed: {mark: '╎', style: 'crashed'},
};

/** Names stand where they hide no mark. */
function drawMarks(canvas: Canvas, marks: readonly Mark[], scale: Scale): void {
	const placed = placedMarks(marks, scale);
	for (const [index, {at, mark}] of placed.entries()) {
		put(canvas, at, mark.text, mark.style);
		const [before, after] = [placed[index - 1], placed[index + 1]];
		const size = width(mark.label);
		const room = at - (before === undefined ? -2 : before.at) - 2;
		if (size <= (after?.at ?? scale.columns) - at - 2) put(canvas, at + 1, mark.label, mark.style);
		else if (size <= room && (before === undefined || room > size + width(before.mark.label)))
			put(canvas, at - size, mark.label, mark.style);
	}
}

type Placed = {readonly at: number; readonly mark: Mark};

/** The marks from left to right. Those of one column that differ stand side by side if the columns beside it are free; else one mark stands for them all. */
function placedMarks(marks: readonly Mark[], scale: Scale): readonly Placed[] {
	const columns = [...grouped(marks, ({at}) => columnOf(scale, at))];
	const placed: Placed[] = [];
	for (const [index, [column, all]] of columns.entries()) {
		const different = [...grouped(all, ({text}) => text).values()].flatMap(joined);
		const next = columns[index + 1]?.[0] ?? scale.columns;
		const start = Math.min(column, next - different.length);
		if (start > (placed.at(-1)?.at ?? -1)) placed.push(...different.map((mark, by) => ({at: start + by, mark})));
		else placed.push(...several(all).map((mark) => ({at: column, mark})));
	}
	return placed;
}

function grouped<Key>(marks: readonly Mark[], keyOf: (mark: Mark) => Key): ReadonlyMap<Key, readonly Mark[]> {
	const groups = new Map<Key, Mark[]>();
	for (const mark of marks) {
		const group = groups.get(keyOf(mark));
		if (group === undefined) groups.set(keyOf(mark), [mark]);
		else group.push(mark);
	}
	return groups;
}

/** One mark for those that look alike, with the names of all. */
function joined([first, ...others]: readonly Mark[]): readonly Mark[] {
	if (first === undefined) return [];
	return [{...first, label: [...new Set([first, ...others].map(({label}) => label))].join(',')}];
}

/** One mark for those that differ: the violation if there is one, else the mark for some accepted and some rejected. */
function several(marks: readonly Mark[]): readonly Mark[] {
	const grave = marks.find(({style}) => style === 'violation') ?? {text: '*', style: 'rejected' as const};
	return joined(marks.map((mark) => ({...mark, text: grave.text, style: grave.style})));
}

/** A line with ticks and a line with their times. */
function drawAxis(scale: Scale): readonly Row[] {
	const [line, words] = [blank(scale.columns), blank(scale.columns + 1)];
	for (let at = 0; at < scale.columns; at += 1) put(line, at, '─', 'dim');
	let free = 0;
	for (const time of ticks(scale)) {
		const at = columnOf(scale, time);
		const text = time === 0 ? '0' : seconds(time);
		const start = Math.min(at, scale.columns + 1 - width(text));
		put(line, at, '┬', 'dim');
		if (start < free) continue;
		put(words, start, text, 'dim');
		free = start + width(text) + 1;
	}
	return [rowOf(line), rowOf(words)];
}

/** Round moments, at most one for every ten columns. */
function ticks({end, columns}: Scale): readonly number[] {
	const most = Math.max(1, Math.floor(columns / 10));
	let step = 1;
	for (let power = 1; end / step > most; power *= 10) {
		step = [power, 2 * power, 5 * power].find((size) => end / size <= most) ?? 10 * power;
	}
	return Array.from({length: Math.floor(end / step) + 1}, (_, index) => index * step);
}
