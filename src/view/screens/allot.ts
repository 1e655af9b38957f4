/** A part of the screen that needs rows. */
export type Claim = {
	/** Rows it cannot do without. */
	readonly least: number;
	/** Rows it can fill. */
	readonly most: number;
	/** Parts of a lower rank are served first. */
	readonly rank: number;
};

/**
 * How many rows each part gets, never more than there are: first everyone's least, then everyone's most, both by rank.
 * Order: as the claims.
 */
export function allot(claims: readonly Claim[], rows: number): readonly number[] {
	const given = claims.map(() => 0);
	let left = rows;
	const give = (index: number, upTo: number) => {
		const more = Math.min(left, Math.max(0, upTo - (given[index] ?? 0)));
		given[index] = (given[index] ?? 0) + more;
		left -= more;
	};
	const byRank = claims.map((claim, index) => ({claim, index})).sort((a, b) => a.claim.rank - b.claim.rank);
	for (const {claim, index} of byRank) give(index, claim.least);
	for (const {claim, index} of byRank) give(index, claim.most);
	return given;
}
