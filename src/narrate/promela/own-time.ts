import type {Plan} from './plan.js';

/** How fast the clocks of a client may run. Shape: by half ms a ms, which is what the model counts in then. */
export const rates = {half: 1, true: 2, double: 4} as const;

/** A number of ms as the model counts the time of a client's own clock: in ms, or in half ms where clocks run at other rates. */
export function inOwnTime({has}: Plan, ms: string | number): string {
	return has.rate ? `${rates.true} * ${ms}` : String(ms);
}

/** How much `step` is by the clock of the client `me`. */
export function ownStep({has}: Plan): string {
	return has.rate ? 'step * rate[me]' : 'step';
}

/** When the clock of a client, known by its name in the model, will have gone so far. */
export function momentOf({has}: Plan, left: string, client: string): string {
	return has.rate ? `(${left} + rate[${client}] - 1) / rate[${client}]` : left;
}
