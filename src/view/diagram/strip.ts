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
export function stripRows(history: readonly Told[], now: World, columns: number, ascii = false): readonly Row[] {
	const end = Math.max(1, now.now);
	const tracks = collect(history, now);
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

/** Marks of one column that differ stand side by side, pushed on to the next free one; names stand where they hide no mark. */
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

/** Each mark at its column, or at the next one that is free; alike ones of a column are one. Where there are too many, the grave ones stay. */
function placedMarks(marks: readonly Mark[], scale: Scale): readonly Placed[] {
	const different = marks.filter(
		(mark, index) =>
			marks.findLastIndex(
				(each) => each.text === mark.text && columnOf(scale, each.at) === columnOf(scale, mark.at),
			) === index,
	);
	const crowded = different.length > scale.columns / 2;
	const shown = crowded ? different.filter(({style}) => style !== 'accepted') : different;
	const placed: {at: number; mark: Mark}[] = [];
	for (const mark of shown) placed.push({at: Math.max(columnOf(scale, mark.at), (placed.at(-1)?.at ?? -1) + 1), mark});
	let edge = scale.columns - 1;
	for (const each of placed.toReversed()) {
		each.at = Math.min(each.at, edge);
		edge = each.at - 1;
	}
	return placed.filter(({at}) => at >= 0);
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
