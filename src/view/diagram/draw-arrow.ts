import {width} from '../text/width.js';
import {type Bar, barOf} from './bars.js';
import {type Canvas, put} from './canvas.js';
import type {Cast} from './cast.js';
import type {Arrow, Draft} from './draft.js';
import type {Lane, Layout} from './layout.js';

/** What an arrow leaves to the lines below it. */
export type Drawn = {
	/** The lanes between which nothing else can stand on this line: from the first to the one before the last. */
	readonly from: number;
	readonly to: number;
	/** Words that found no room on the arrow. */
	readonly left: string | null;
};

/** Draws a draft's arrow on its first line. Lanes that are not there are reached past the last one. */
export function drawArrow(canvas: Canvas, draft: Draft, arrow: Arrow, layout: Layout, cast: Cast): Drawn {
	const from = Math.min(...[arrow.from, ...(arrow.fromAlso ?? [])].map((actor) => position(layout, actor)));
	const all = arrow.to.map(({actor, refused}) => ({lane: position(layout, actor), refused}));
	const shown = all.filter(({lane}) => lane < layout.lanes.length);
	const ends = shown.length > 0 ? shown : all;
	const far = ends.reduce((best, {lane}) => (Math.abs(lane - from) > Math.abs(best - from) ? lane : best), from);
	const step = far < from ? -1 : 1;
	const barAt = (lane: Lane): Bar => barOf(draft.world, lane.actor, draft.still);
	if (arrow.kind !== 'arrives') return drawStub(canvas, arrow, layout, from, step, barAt);
	line(canvas, layout, from, far, step, barAt);
	for (const {lane, refused} of ends)
		put(canvas, column(layout, lane) - step, refused ? '✗' : step === 1 ? '►' : '◄', refused ? 'rejected' : 'plain');
	const near = cast.clientAt.has(arrow.from) ? from : far;
	const other = near === from ? near + step : near - step;
	const cell = Math.min(near, other);
	const left = drawLabel(
		canvas,
		layout,
		cell,
		headsIn(
			cell,
			ends.map(({lane}) => lane),
			step,
		),
		arrow,
	);
	return {from: Math.min(from, far), to: Math.max(from, far), left};
}

/** The place of an actor's lane, or the one past the last. */
function position({lanes}: Layout, actor: string): number {
	const found = lanes.findIndex((lane) => lane.actor === actor);
	return found === -1 ? lanes.length : found;
}

/** The column of a lane; a place past the last lane has one too while there is room. */
function column({lanes, end}: Layout, lane: number): number {
	const at = lanes[lane]?.at;
	return at ?? Math.min(end - 1, (lanes.at(-1)?.at ?? 0) + 3);
}

function line(
	canvas: Canvas,
	layout: Layout,
	from: number,
	far: number,
	step: number,
	barAt: (lane: Lane) => Bar,
): void {
	const [low, high] = [column(layout, Math.min(from, far)), column(layout, Math.max(from, far))];
	const past = from === layout.lanes.length || far === layout.lanes.length;
	const last = layout.lanes.at(-1)?.at ?? 0;
	for (let at = low; at <= high; at += 1) put(canvas, at, past && at > last ? '┄' : '─', 'dim');
	for (const [index, lane] of layout.lanes.entries()) {
		if (lane.at < low || lane.at > high) continue;
		const bar = barAt(lane);
		const mark = index === from ? (step === 1 ? bar.right : bar.left) : index === far ? bar.bar : bar.cross;
		put(canvas, lane.at, mark, bar.style);
	}
}

/** Which ends of a cell are taken by an arrow's head. */
function headsIn(
	cell: number,
	lanes: readonly number[],
	step: number,
): {readonly left: boolean; readonly right: boolean} {
	return step === 1 ? {left: false, right: lanes.includes(cell + 1)} : {left: lanes.includes(cell), right: false};
}

function drawLabel(
	canvas: Canvas,
	layout: Layout,
	cell: number,
	heads: {readonly left: boolean; readonly right: boolean},
	arrow: Arrow,
): string | null {
	const start = column(layout, cell) + 1 + (heads.left ? 1 : 0);
	const room = column(layout, cell + 1) - (heads.right ? 1 : 0) - start;
	const whole = arrow.tag === null ? arrow.label : `${arrow.label} ${arrow.tag}`;
	if (write(canvas, start, room, whole)) return null;
	return arrow.tag !== null && write(canvas, start, room, arrow.tag) ? arrow.label : whole;
}

/** Writes words on a line with some of the line on both sides if that fits; says whether they are there. */
function write(canvas: Canvas, start: number, room: number, words: string): boolean {
	const size = width(words);
	if (room < size + 1) return false;
	put(canvas, start + (room > size + 2 ? 1 : 0), room === size + 1 ? ` ${words}` : ` ${words} `, 'plain');
	return true;
}

function drawStub(
	canvas: Canvas,
	arrow: Arrow,
	layout: Layout,
	from: number,
	step: number,
	barAt: (lane: Lane) => Bar,
): Drawn {
	const whole = `${arrow.label} ${arrow.tag ?? ''}`.trim();
	const cell = step === 1 ? from : from - 1;
	const room = Math.max(0, column(layout, cell + 1) - column(layout, cell) - 1);
	const words = [whole, arrow.tag ?? '', ''].find((each) => width(each) + 4 <= room) ?? '';
	const isRefused = arrow.kind === 'lost' || arrow.to.some(({refused}) => refused);
	const tail = isRefused ? '✗' : arrow.kind === 'leaves' ? '┄' : step === 1 ? '►' : '◄';
	const shaft = arrow.kind === 'background' ? '─' : '┄';
	const texts = words === '' ? [room > 1 ? shaft : '', tail] : [shaft, ` ${words} `, tail];
	const origin = column(layout, from);
	const lane = layout.lanes[from];
	if (lane !== undefined) {
		const bar = barAt(lane);
		put(canvas, lane.at, step === 1 ? bar.right : bar.left, bar.style);
	}
	let at = step === 1 ? origin + 1 : origin - texts.reduce((sum, text) => sum + width(text), 0);
	for (const text of step === 1 ? texts : texts.toReversed()) {
		put(canvas, at, text, text === '✗' ? 'rejected' : text === shaft ? 'dim' : 'plain');
		at += width(text);
	}
	const left = words === whole ? null : words === '' ? whole : arrow.label;
	return {from: cell, to: cell + 1, left};
}
