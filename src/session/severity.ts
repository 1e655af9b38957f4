import {type Property, properties} from '../sim/event.js';

const harmful: readonly Property[] = [
	'stale-write',
	'lost-update',
	'torn-write',
	'double-effect',
	'locked-out',
	'token-regress',
	'two-grants',
];

/** Every property. Order: what harms most first. */
export const bySeverity: readonly Property[] = [
	...harmful,
	...properties.filter((property) => !harmful.includes(property)),
];
