/** A moment of virtual time. Units: whole ms since the world's t=0. */
export type Instant = number;

/** A length of virtual time. Units: whole ms. */
export type Duration = number;

/** The longest wait one statement may ask for: 10 years of 365 days. Units: ms. */
export const longestWait: Duration = 10 * 365 * 24 * 3_600_000;

/** A deadline that nothing but an event brings. */
export const forever: Instant = Number.MAX_SAFE_INTEGER;

/** A moment or a length of time, or null where nothing but an event ends it. */
export function bounded(moment: Instant): Instant | null {
	return moment === forever ? null : moment;
}

/** A moment, or a length of time, that is so much longer; for ever where either has no end. */
export function plus(moment: Instant, by: Duration): Instant {
	return moment === forever || by === forever ? forever : moment + by;
}
