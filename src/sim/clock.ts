import {type Duration, forever, type Instant} from './time.js';

/**
 * How fast a client's two clocks run, and what its monotonic clock read at the last change of that. While its machine sleeps the monotonic clock stands still.
 * Units: `reading` in the client's own ms, which need not be whole.
 */
export type Clock = {
	readonly rate: number;
	readonly since: Instant;
	readonly reading: number;
	readonly asleep: boolean;
};

/** A clock as it is at first: it shows true time. */
export const trueClock: Clock = {rate: 1, since: 0, reading: 0, asleep: false};

/** What a client's clocks depend on. `wallOffset`: wall clock minus true time, at the last change of its rate. */
type Clocks = {readonly clock: Clock; readonly wallOffset: Duration};

/** What a client's monotonic clock reads at a moment. */
export function monotonic({clock}: Pick<Clocks, 'clock'>, now: Instant): number {
	return clock.asleep ? clock.reading : clock.reading + clock.rate * (now - clock.since);
}

/** What a client's wall clock reads at a moment. A machine that sleeps keeps the time of day. */
export function wallTime({clock, wallOffset}: Clocks, now: Instant): number {
	return now + wallOffset + (clock.asleep ? 0 : (clock.rate - 1) * (now - clock.since));
}

/**
 * The first whole ms at which a client's monotonic clock reads so much, or more, if nothing changes; of a machine that sleeps, if it woke now.
 * A reading of `forever` never comes.
 */
export function momentOf({clock}: Pick<Clocks, 'clock'>, reading: number, now: Instant): Instant {
	if (reading === forever) return forever;
	const from = clock.asleep ? now : clock.since;
	// What a sum of fractions is off by must not cost a whole ms.
	return Math.ceil(from + (reading - clock.reading) / clock.rate - 1e-6);
}

/** A client's clocks after a change at a moment: another rate, or its machine falls asleep or wakes. */
export function changedClocks(clocks: Clocks, change: Partial<Pick<Clock, 'rate' | 'asleep'>>, now: Instant): Clocks {
	return {
		wallOffset: wallTime(clocks, now) - now,
		clock: {...clocks.clock, since: now, reading: monotonic(clocks, now), ...change},
	};
}
