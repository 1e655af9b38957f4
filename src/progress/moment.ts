import type {Moment} from './record.js';

/** Whether something is a moment outside the simulated world, as JavaScript writes one in UTC. */
export function isMoment(data: unknown): data is Moment {
	return (
		typeof data === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(data) && !Number.isNaN(Date.parse(data))
	);
}

/** How long it is from one moment to another. Units: real seconds, less than 0 where the other came before. */
export function secondsBetween(from: Moment, to: Moment): number {
	return (Date.parse(to) - Date.parse(from)) / 1000;
}
