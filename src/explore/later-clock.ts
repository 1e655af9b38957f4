import type {Duration, Instant} from '../sim/time.js';
import type {Setting} from './parts.js';

/** The clock after some time, as far as the question looks at it: it stops just past the last moment that is asked about. */
export function laterClock({footprint}: Setting, now: Instant, time: Duration): Instant {
	return footprint.time === null ? 0 : Math.min(now + time, footprint.time + 1);
}

/** How long it is to the next moment at which what is asked about the clock comes out otherwise; null where there is none left. */
export function timeToAsked({footprint}: Setting, now: Instant): Duration | null {
	const next = footprint.moments.find((moment) => moment > now);
	return next === undefined ? null : next - now;
}
