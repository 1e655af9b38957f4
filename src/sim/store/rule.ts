import type {RejectReason} from '../event.js';
import type {OptionTable, OptionValues} from '../option.js';
import type {Looks} from './options.js';

/** What a store has recorded of tokens in one scope. `highest` is the one it compares with; null before any. */
export type Seen = {readonly highest: number | null; readonly retired: readonly number[]};

/** How a store orders two tokens. */
export type IsLower = (one: number, other: number) => boolean;

/** A write or an advance, as a rule sees it. */
type Attempt = {
	readonly what: 'write' | 'advance';
	/** What it carries; null where it carries none. */
	readonly token: number | null;
	/** The version that the write is based on; null for a blind write and for an advance. */
	readonly basedOn: number | null;
	/** The version that the store has now. */
	readonly version: number;
	readonly seen: Seen;
	readonly isLower: IsLower;
};

/**
 * A rule by which a store decides on a write: what it says about itself, and pure functions. A new rule is one file with one of these, and one row in the
 * registry. The functions are methods, so that a rule with options of its own is also a rule of any; the world hands it none but its own.
 */
export type StoreRule<Options extends OptionValues = OptionValues> = {
	/** Its word in the language. */
	readonly name: string;
	/** What help says, and lines that run in the sandbox. */
	readonly meaning: string;
	readonly example: readonly string[];
	/** Options of its own, beside those of every store. Order: as they are printed. */
	readonly options: OptionTable<Options>;
	/** The options of every store stand before its word, since its own go on to the end of the statement. */
	readonly optionsFirst?: true;
	/** What it looks at, and so which options of every store it has a use for. */
	readonly looks: Looks;
	/** A write without a token is rejected before anything else is asked. */
	readonly wantsToken: boolean;
	/** No write passes but one that is based on the version that the store has when it decides. */
	readonly wantsCurrentVersion?: true;
	/** It knows transactions, and locks rows. */
	readonly transactions?: true;
	/** Has a ratchet that `advance` and ratcheting reads can raise. */
	readonly ratchets: boolean;
	/** Why a write passes: the rest of a sentence that begins with the rule. */
	readonly passes: string;
	/** What it rejects: the rest of a sentence that begins `it rejects`; of a token that is too low, up to the word `than`. */
	readonly rejects: string;
	/** Why an attempt is rejected, or null. Order: tokens are looked at before versions. */
	refuse(options: Options, attempt: Attempt): RejectReason | null;
	/** What is seen after a write with this token was accepted. */
	record(token: number, seen: Seen, isLower: IsLower): Seen;
};

/** What a rule has that looks at no token and records none. */
export const tokenBlind = {
	options: {},
	wantsToken: false,
	ratchets: false,
	record: (_token: number, seen: Seen) => seen,
} as const satisfies Partial<StoreRule>;

/** What is seen once a ratchet has processed a token: it stays or rises, never falls. */
export function raised(token: number, seen: Seen, isLower: IsLower): Seen {
	return seen.highest !== null && !isLower(seen.highest, token) ? seen : {...seen, highest: token};
}

/** Why a write is rejected that is not based on the version that the store has now, or null. */
export function mismatch({what, basedOn, version}: Attempt): RejectReason | null {
	return what === 'advance' || basedOn === version ? null : 'version-mismatch';
}
