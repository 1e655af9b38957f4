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
