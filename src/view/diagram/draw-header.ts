import {head} from '../text/fit.js';
import {type Row, row} from '../text/row.js';
import {visible} from '../text/visible.js';
import {width} from '../text/width.js';
import {wrap} from '../text/wrap.js';
import {blank, put, rowOf} from './canvas.js';
import {type Lane, type Layout, pitchOf} from './layout.js';

/** The line that names the lanes; below it the whole names of those that had to shrink. */
export function drawHeader(layout: Layout): readonly Row[] {
	const canvas = blank(layout.width);
	put(canvas, layout.number.at + layout.number.width - 2, ' #', 'dim');
	put(canvas, layout.time.at + layout.time.width - 2, 'ms', 'dim');
	const shrunk: string[] = [];
	const taken = new Set<string>();
	for (const [index, lane] of layout.lanes.entries()) {
		const name = visible(lane.name);
		const short = shrink(name, roomFor(layout, index), taken);
		taken.add(short);
		if (short !== name) shrunk.push(`${short} = ${name}`);
		put(canvas, atEdge(lane) ? lane.at + 1 - width(short) : lane.at, short, 'bold');
	}
	if (layout.why !== null) put(canvas, layout.why.at, 'why', 'dim');
	return [
		rowOf(canvas),
		...(shrunk.length === 0 ? [] : wrap(shrunk.join(', '), layout.width).map((text) => row(text, 'dim'))),
	];
}

/** The name of a lane at the edge stands to its left, and so the lane before has to share its room. */
function roomFor(layout: Layout, index: number): number {
	const lane = layout.lanes[index];
	const next = layout.lanes[index + 1];
	const pitch = pitchOf(layout);
	if (lane === undefined) return 0;
	const edge = Math.max(1, Math.floor(pitch / 2));
	if (atEdge(lane)) return layout.lanes.length === 1 ? lane.at : edge;
	if (next !== undefined && atEdge(next)) return Math.max(1, pitch - Math.min(edge, width(visible(next.name))));
	return lane.room === null ? pitch - 1 : next === undefined ? lane.room + 2 : pitch - 1;
}

function atEdge({room}: Lane): boolean {
	return room === null;
}

/** The name in the room there is, and unlike every other name on the line. */
function shrink(name: string, room: number, taken: ReadonlySet<string>): string {
	if (width(name) <= room && !taken.has(name)) return name;
	const plain = `${head(name, room - 1)}~`;
	if (room > 1 && !taken.has(plain)) return plain;
	for (let number = 1; ; number += 1) {
		const digits = String(number);
		const numbered = `${head(name, Math.max(0, room - digits.length))}${digits}`;
		if (!taken.has(numbered)) return numbered;
	}
}
