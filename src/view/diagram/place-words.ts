import type {Style} from '../text/row.js';
import {width} from '../text/width.js';
import {wrap} from '../text/wrap.js';
import {type Canvas, put} from './canvas.js';
import type {Drawn} from './draw-arrow.js';
import {type Lane, type Layout, pitchOf} from './layout.js';

/** Words beside a lane, given by its place. `whole`: better over other lanes than in pieces. */
export type Words = {readonly lane: number; readonly text: string; readonly style: Style; readonly whole?: true};

/** Writes words beside their lanes: in their own cell where they fit, else over the lanes to the right; each on the first lines that are free. */
export function placeWords(
	line: (index: number) => Canvas,
	layout: Layout,
	all: readonly Words[],
	drawn: Drawn | null,
): void {
	const taken: Taken = [];
	if (drawn !== null)
		take(taken, 0, {at: (layout.lanes[drawn.from]?.at ?? 0) + 1, end: layout.lanes[drawn.to]?.at ?? layout.end});
	const left = all.filter((words) => {
		const box = cellBox(layout, words);
		if (box !== null) write(line, layout, taken, words, box, 0);
		return box === null;
	});
	for (const words of left) write(line, layout, taken, words, spillBox(layout, words), drawn === null ? 0 : 1);
}

/** Columns of a line, the end not among them. */
type Box = {readonly at: number; readonly end: number; readonly lines: readonly string[]; readonly toLeft: boolean};

/** What is written already, line by line. */
type Taken = {at: number; end: number}[][];

function take(taken: Taken, index: number, columns: {readonly at: number; readonly end: number}): void {
	while (taken.length <= index) taken.push([]);
	taken[index]?.push({...columns});
}

function write(
	line: (index: number) => Canvas,
	layout: Layout,
	taken: Taken,
	{style}: Words,
	box: Box,
	first: number,
): void {
	const free = (index: number): boolean => (taken[index] ?? []).every(({at, end}) => end < box.at || at > box.end);
	const clear = (index: number): boolean =>
		(index > 0 || box.at > layout.time.at + layout.time.width) && box.lines.every((_, offset) => free(index + offset));
	let top = first;
	while (!clear(top)) top += 1;
	for (const [offset, words] of box.lines.entries()) {
		const at = box.toLeft ? box.end - width(words) : box.at;
		const canvas = line(top + offset);
		for (const column of [at - 1, at + width(words)])
			if (!layout.lanes.some((each) => each.at === column)) put(canvas, column, ' ', 'plain');
		put(canvas, at, words, style);
		take(taken, top + offset, {at: box.at, end: box.end});
	}
}

/** The words' own cell, right of their lane or left of a lane at the edge; null when they would be torn to pieces there. */
function cellBox(layout: Layout, {lane, text, whole}: Words): Box | null {
	const own = layout.lanes[lane];
	if (own === undefined) return null;
	const room = own.room ?? pitchOf(layout) - 3;
	const lines = fitting(text, room);
	if (lines === null || (whole === true && lines.length > 1)) return null;
	return own.room === null
		? {at: own.at - 1 - room, end: own.at - 1, lines, toLeft: true}
		: {at: own.at + 2, end: own.at + 2 + room, lines, toLeft: false};
}

/** The words in lines of a cell, or null when they would be torn to pieces. */
function fitting(text: string, room: number): readonly string[] | null {
	if (width(text) <= room) return [text];
	const longest = Math.max(...text.split(' ').map(width));
	return longest > room || room < 10 ? null : wrap(text, room);
}

/** From beside the lane to the edge, and as much further left as the words need; left of the last lane. */
function spillBox(layout: Layout, {lane, text}: Words): Box {
	const own: Lane | undefined = layout.lanes[lane];
	const leftmost = layout.time.at + 1;
	const toLeft = own !== undefined && lane === layout.lanes.length - 1;
	const end = toLeft ? own.at - 1 : layout.end;
	const needed = Math.min(width(text), end - leftmost);
	const at = Math.max(leftmost, Math.min(toLeft ? end : (own?.at ?? leftmost) + 2, end - needed));
	const lines = wrap(text, end - at);
	return {at, end: toLeft ? end : at + Math.max(...lines.map(width)), lines, toLeft};
}
