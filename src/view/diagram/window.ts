import type {Draft} from './draft.js';

/** A part of the ladder: so many rows, with a statement in view; the newest rows if `show` is null. */
export type Window = {readonly rows: number; readonly show: number | null};

type Range<Line> = {readonly rows: readonly Line[]; readonly above: boolean; readonly below: boolean};

/** The lines of the drafts that a window shows. A third of it at most comes after the statement that it has to show. */
export function range<Line>(
	drafts: readonly Draft[],
	window: Window | null,
	draw: (index: number) => readonly Line[],
): Range<Line> {
	if (window === null) return {rows: drafts.flatMap((_, index) => draw(index)), above: false, below: false};
	const {rows: most, show} = window;
	const anchor = show === null ? drafts.length - 1 : drafts.findLastIndex(({statement}) => statement <= show);
	const after = forward(drafts.length, anchor + 1, Math.floor(most / 3), draw);
	const before = backward(anchor, most - after.rows.length, draw);
	const more = before.reached ? forward(drafts.length, anchor + 1, most - before.rows.length, draw) : after;
	return {rows: [...before.rows, ...more.rows], above: !before.reached, below: !more.reached};
}

/** Lines from a draft on. `reached`: there are no more. */
function forward<Line>(
	length: number,
	start: number,
	most: number,
	draw: (index: number) => readonly Line[],
): {readonly rows: readonly Line[]; readonly reached: boolean} {
	const rows: Line[] = [];
	let index = Math.max(0, start);
	for (; index < length && rows.length < most; index += 1) rows.push(...draw(index));
	return {rows: rows.slice(0, Math.max(0, most)), reached: index >= length && rows.length <= most};
}

/** Lines up to a draft, the last ones. */
function backward<Line>(
	start: number,
	most: number,
	draw: (index: number) => readonly Line[],
): {readonly rows: readonly Line[]; readonly reached: boolean} {
	const rows: Line[][] = [];
	let count = 0;
	let index = start;
	for (; index >= 0 && count < most; index -= 1) {
		const lines = [...draw(index)];
		rows.unshift(lines);
		count += lines.length;
	}
	const all = rows.flat();
	return {rows: all.slice(Math.max(0, all.length - most)), reached: index < 0 && count <= most};
}
