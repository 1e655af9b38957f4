import type {RejectReason} from '../event.js';

/** What a store has recorded of tokens in one scope. `highest` is the one it compares with; null before any. */
export type Seen = {readonly highest: number | null; readonly retired: readonly number[]};

/** How a store orders two tokens. */
export type IsLower = (one: number, other: number) => boolean;

/** How a store decides on a token and what it records of it. Pure functions of the token and of what was seen. */
export type Rule = {
	/** A write without a token is rejected. */
	readonly wantsToken: boolean;
	/** A write must be based on the current version. */
	readonly wantsVersion: boolean;
	/** Has a ratchet that `advance` and ratcheting reads can raise. */
	readonly ratchets: boolean;
	/** Why the token is refused, or null. */
	readonly refuse: (token: number, seen: Seen, isLower: IsLower) => RejectReason | null;
	/** What is seen after a write with this token was accepted, or an advance processed. */
	readonly record: (token: number, seen: Seen, isLower: IsLower) => Seen;
};

/** Looks at no token and records none. */
export const tokenBlind = {
	wantsToken: false,
	ratchets: false,
	refuse: () => null,
	record: (_token: number, seen: Seen) => seen,
} as const satisfies Partial<Rule>;

/** What is seen once a ratchet has processed a token: it stays or rises, never falls. */
export function raised(token: number, seen: Seen, isLower: IsLower): Seen {
	return seen.highest !== null && !isLower(seen.highest, token) ? seen : {...seen, highest: token};
}
