import type {Row, Style} from '../text/row.js';
import {visible} from '../text/visible.js';
import {width} from '../text/width.js';
import {wrap} from '../text/wrap.js';
import {barOf, bars} from './bars.js';
import {blank, type Canvas, put, rowOf} from './canvas.js';
import type {Cast} from './cast.js';
import type {Draft} from './draft.js';
import {type Drawn, drawArrow} from './draw-arrow.js';
import {type Lane, type Layout, pitchOf} from './layout.js';

/** Words on their way to a line: whose lane they stand beside, and how they look. */
type Words = {readonly lane: number; readonly text: string; readonly style: Style};

/** A draft as lines. `mark`: it is the cursor's row. */
export function drawDraft(draft: Draft, layout: Layout, cast: Cast, mark: boolean): readonly Row[] {
	const page: Canvas[] = [];
	const line = (index: number): Canvas => {
		while (page.length <= index) page.push(freshLine(draft, layout, cast));
		return page[index] ?? blank(layout.width);
	};
	const first = line(0);
	drawGutter(first, draft, layout, mark);
	const drawn = draft.arrow === null ? null : drawArrow(first, draft, draft.arrow, layout, cast);
	const words = wordsOf(draft, layout, cast, drawn);
	const beside = placeNotes(line, layout, words, drawn);
	const alone = drawn === null && beside.length === words.length;
	for (const [index, each] of beside.entries()) spill(line, layout, each, alone && index === 0 ? 0 : page.length);
	explain(line, draft, layout);
	return page.map(rowOf);
}

/** Whether the state, or what just happened, violates a property. */
export function violates(draft: Draft): boolean {
	return draft.violations.length > 0 || draft.standing !== null;
}

function freshLine(draft: Draft, layout: Layout, cast: Cast): Canvas {
	const canvas = blank(layout.width);
	if (violates(draft)) put(canvas, 0, '!', 'violation');
	for (const {actor, at} of layout.lanes) {
		const bar = barOf(cast, draft.state, actor);
		const shown = draft.gap && bar === bars.idle ? bars.down : bar;
		put(canvas, at, shown.bar, shown.style);
	}
	return canvas;
}

function drawGutter(canvas: Canvas, draft: Draft, {number, time, lanes}: Layout, mark: boolean): void {
	if (mark) put(canvas, Math.max(time.at + time.width, (lanes[0]?.at ?? 2) - 2), '▸', 'cursor');
	if (draft.gap) put(canvas, time.at + time.width - 4, '⋮', 'dim');
	if (draft.number === null) return;
	put(canvas, number.at, String(draft.number).padStart(number.width), mark ? 'cursor' : 'dim');
	put(canvas, time.at, String(draft.at).padStart(time.width), 'plain');
}

/** The words of the arrow that found no room, then the notes; an actor without a lane speaks after the last one. */
function wordsOf(draft: Draft, layout: Layout, cast: Cast, drawn: Drawn | null): readonly Words[] {
	const last = layout.lanes.length - 1;
	const client = draft.arrow === null ? '' : cast.clientAt.has(draft.arrow.from) ? draft.arrow.from : (draft.arrow.to[0]?.actor ?? '');
	const label: readonly Words[] = drawn?.left ? [{lane: Math.max(0, laneAt(layout, client)), text: drawn.left, style: 'plain'}] : [];
	const here = draft.notes.filter(({actor}) => laneAt(layout, actor) !== -1).map(({actor, text, style}): Words => ({lane: laneAt(layout, actor), text, style}));
	const others = draft.notes
		.filter(({actor}) => laneAt(layout, actor) === -1)
		.map(({actor, text, style, elsewhere}): Words => ({lane: last, text: elsewhere ?? `${visible(actor)} ${text}`, style}));
	return [...label, ...here, ...others].filter(({text}) => text !== '');
}

function laneAt({lanes}: Layout, actor: string): number {
	return lanes.findIndex((lane) => lane.actor === actor);
}

/** Writes what fits into its own cell; what does not is returned. */
function placeNotes(line: (index: number) => Canvas, layout: Layout, all: readonly Words[], drawn: Drawn | null): readonly Words[] {
	const taken = new Map<number, number>();
	return all.filter((words) => {
		const lane = layout.lanes[words.lane];
		if (lane === undefined) return true;
		const cell = lane.room === null ? words.lane - 1 : words.lane;
		const room = lane.room ?? pitchOf(layout) - 3;
		const lines = fitting(words.text, room);
		if (lines === null) return true;
		let at = taken.get(cell) ?? (drawn !== null && cell >= drawn.from && cell < drawn.to ? 1 : 0);
		for (const text of lines) {
			put(line(at), lane.room === null ? lane.at - 1 - width(text) : lane.at + 2, text, words.style);
			at += 1;
		}
		taken.set(cell, at);
		return false;
	});
}

/** The words in lines of a cell, or null when they would be torn to pieces. */
function fitting(text: string, room: number): readonly string[] | null {
	if (width(text) <= room) return [text];
	const longest = Math.max(...text.split(' ').map(width));
	return longest > room || room < 10 ? null : wrap(text, room);
}

/** Writes words on lines of their own, over the lanes to their right. */
function spill(line: (index: number) => Canvas, layout: Layout, {lane, text, style}: Words, from: number): void {
	const {at, end} = spillRoom(layout, layout.lanes[lane], width(text));
	for (const [index, words] of wrap(text, end - at).entries()) {
		const canvas = line(from + index);
		const after = at + width(words);
		for (const column of [at - 1, after]) if (column < end && !layout.lanes.some((each) => each.at === column)) put(canvas, column, ' ', 'plain');
		put(canvas, at, words, style);
	}
}

/** From beside the lane to the edge, and as much further left as the words need. */
function spillRoom(layout: Layout, lane: Lane | undefined, needed: number): {readonly at: number; readonly end: number} {
	const leftmost = layout.time.at + 1;
	const own = lane?.at ?? leftmost;
	const end = lane?.room === null ? own - 1 : layout.end;
	return {at: Math.max(leftmost, Math.min(own + 2, end - Math.min(needed, end - leftmost))), end};
}

function explain(line: (index: number) => Canvas, draft: Draft, {why}: Layout): void {
	if (why === null) return;
	const violations = draft.violations.map(({property, because}) => ({text: `! ${property}: ${visible(because)}`, style: 'violation' as const}));
	const reasons = draft.why.map((text) => ({text, style: 'dim' as const}));
	let at = 0;
	for (const {text, style} of [...violations, ...reasons]) {
		for (const words of wrap(text, why.width)) {
			put(line(at), why.at, words, style);
			at += 1;
		}
	}
}
