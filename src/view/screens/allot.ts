import type {Row} from '../text/row.js';

/** What a part of the screen would like: at a rank, rows up to a number. Lower ranks are served first. */
export type Wish = readonly [rank: number, rows: number];

/** How many rows each part gets: every wish in the order of its rank, as long as there are rows. Order: as the parts; of equal ranks the first goes first. */
export function allot(parts: readonly (readonly Wish[])[], rows: number): readonly number[] {
	const given = parts.map(() => 0);
	const wishes = parts
		.flatMap((part, index) => part.map(([rank, upTo]) => ({rank, upTo, index})))
		.sort((a, b) => a.rank - b.rank);
	let left = rows;
	for (const {upTo, index} of wishes) {
		const has = given[index] ?? 0;
		const more = Math.min(left, Math.max(0, upTo - has));
		given[index] = has + more;
		left -= more;
	}
	return given;
}

/** A stretch of rows: how many it would like, and what it draws in so many. It may draw fewer, never more; in more rows it draws no fewer. */
export type Part = {
	readonly wishes: readonly Wish[];
	readonly draw: (height: number) => readonly Row[];
};

/**
 * The rows of each part in the share it is allotted. What a part leaves of its share goes to the others, as if it had not wished for it. What nobody can use then, though somebody
 * would like more, is offered to one part after another as one piece, since some draw all they have or next to nothing. Bounded: every round ends the wishes of one part at least.
 */
export function filled(parts: readonly Part[], rows: number): readonly (readonly Row[])[] {
	let wishes = parts.map((part) => part.wishes);
	let heights = allot(wishes, rows);
	let drawn = parts.map((part, index) => drawnIn(part, heights[index] ?? 0));
	const leaves = (index: number) => (drawn[index]?.length ?? 0) < (heights[index] ?? 0);
	while (parts.some((_, index) => leaves(index))) {
		wishes = wishes.map((each, index) => (leaves(index) ? atMost(each, drawn[index]?.length ?? 0) : each));
		const before = heights;
		heights = allot(wishes, rows);
		drawn = parts.map((part, index) =>
			(heights[index] ?? 0) > (before[index] ?? 0) ? drawnIn(part, heights[index] ?? 0) : (drawn[index] ?? []),
		);
	}
	let left = rows - drawn.reduce((sum, each) => sum + each.length, 0);
	for (const index of byLastWish(parts)) {
		const part = parts[index];
		const now = drawn[index] ?? [];
		const most = Math.min(now.length + left, Math.max(0, ...(part?.wishes ?? []).map(([, upTo]) => upTo)));
		if (part === undefined || most <= now.length) continue;
		const more = drawnIn(part, most);
		if (more.length <= now.length) continue;
		drawn = drawn.with(index, more);
		left -= more.length - now.length;
	}
	return drawn;
}

function drawnIn({draw}: Part, height: number): readonly Row[] {
	return draw(height).slice(0, height);
}

function atMost(wishes: readonly Wish[], most: number): readonly Wish[] {
	return wishes.map(([rank, upTo]): Wish => [rank, Math.min(upTo, most)]);
}

/** The numbers of the parts in the order in which their last wishes come. */
function byLastWish(parts: readonly Part[]): readonly number[] {
	const last = (index: number) => Math.max(0, ...(parts[index]?.wishes ?? []).map(([rank]) => rank));
	return parts.map((_, index) => index).toSorted((one, other) => last(one) - last(other));
}
