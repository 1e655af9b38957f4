import {lastingViolation} from '../../narrate/lasting.js';
import type {Row} from '../text/row.js';
import {visible} from '../text/visible.js';
import {wrap} from '../text/wrap.js';
import {barOf, bars} from './bars.js';
import {blank, type Canvas, put, rowOf} from './canvas.js';
import type {Cast} from './cast.js';
import type {Draft} from './draft.js';
import {type Drawn, drawArrow} from './draw-arrow.js';
import type {Layout} from './layout.js';
import {placeWords, type Words} from './place-words.js';

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
	placeWords(line, layout, wordsOf(draft, layout, cast, drawn), drawn);
	explain(line, draft, layout);
	return page.map(rowOf);
}

/** Whether the state, or what just happened, violates a property. */
export function violates({violations, world}: Draft, {reading}: Cast): boolean {
	return violations.length > 0 || lastingViolation(world, reading) !== null;
}

function freshLine(draft: Draft, layout: Layout, cast: Cast): Canvas {
	const canvas = blank(layout.width);
	if (violates(draft, cast)) put(canvas, 0, '!', 'violation');
	for (const {actor, at} of layout.lanes) {
		const bar = barOf(draft.world, actor, draft.still);
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
	const client =
		draft.arrow === null
			? ''
			: draft.arrow.kind !== 'arrives' || cast.clientAt.has(draft.arrow.from)
				? draft.arrow.from
				: (draft.arrow.to[0]?.actor ?? '');
	const label: readonly Words[] = drawn?.left
		? [{lane: Math.max(0, laneAt(layout, client)), text: drawn.left, style: 'plain', whole: true}]
		: [];
	const here = draft.notes
		.filter(({actor}) => laneAt(layout, actor) !== -1)
		.map(({actor, text, style}): Words => ({lane: laneAt(layout, actor), text, style}));
	const others = draft.notes
		.filter(({actor}) => laneAt(layout, actor) === -1)
		.map(
			({actor, text, style, elsewhere}): Words => ({lane: last, text: elsewhere ?? `${visible(actor)} ${text}`, style}),
		);
	return [...label, ...here, ...others].filter(({text}) => text !== '');
}

function laneAt({lanes}: Layout, actor: string): number {
	return lanes.findIndex((lane) => lane.actor === actor);
}

function explain(line: (index: number) => Canvas, draft: Draft, {why}: Layout): void {
	if (why === null) return;
	const violations = draft.violations.map(({property, because}) => ({
		text: `! ${property}: ${visible(because)}`,
		style: 'violation' as const,
	}));
	const reasons = draft.why.map((text) => ({text, style: 'dim' as const}));
	let at = 0;
	for (const {text, style} of [...violations, ...reasons]) {
		for (const words of wrap(text, why.width)) {
			put(line(at), why.at, words, style);
			at += 1;
		}
	}
}
