import {type Duration, type Instant, plus} from '../time.js';

/**
 * What a holder may still do with its grant: how many releases it takes, and before which moment it is not free. `leaving`: it was given back before that.
 * Units: true time.
 */
export type Hold = {readonly holds: number; readonly least: Instant | null; readonly leaving: boolean};

/** A hold as it is at the grant. */
export function firstHold(min: Duration, now: Instant): Hold {
	return {holds: 1, least: min === 0 ? null : plus(now, min), leaving: false};
}

/** What a release by the holder does: one hold less, an end at a moment that is still to come, or the end. */
type Parting =
	| {readonly kind: 'stays'; readonly hold: Hold}
	| {readonly kind: 'leaves'; readonly hold: Hold; readonly until: Instant}
	| {readonly kind: 'goes'};

/** What becomes of a hold when its holder gives it back. */
export function parting({holds, least}: Hold, now: Instant): Parting {
	if (holds > 1) return {kind: 'stays', hold: {holds: holds - 1, least, leaving: false}};
	return least === null || least <= now
		? {kind: 'goes'}
		: {kind: 'leaves', hold: {holds: 0, least: null, leaving: true}, until: least};
}

/** The hold as it is when `by` is taken from every moment in it; a moment that has come is none. */
export function shiftHold(hold: Hold, by: Duration): Hold {
	if (hold.least === null) return hold;
	const least = plus(hold.least, -by);
	return {...hold, least: least <= 0 ? null : least};
}
