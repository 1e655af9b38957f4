import {type Property, properties} from '../sim/event.js';

/** What a word of the field means, in a sentence or two. */
export type Term = {readonly names: readonly [string, ...string[]]; readonly meaning: string};

/** What a property says when it is violated. Source: world.md, Properties. */
export const meanings: Readonly<Record<Property, string>> = {
	'two-believers': 'Two clients believe at one instant that they hold one lock.',
	'two-grants': 'The lock service has two grants of one lock that have not expired.',
	'token-regress': 'A grant brings a token that is not greater than that of every earlier grant.',
	'stale-write': 'A store accepts a write of an older grant after it has heard of a newer one.',
	'late-write': 'A store accepts a write of a grant that is no longer the newest, whether or not the store can know.',
	'lost-update': 'A store accepts a read-modify-write that was not based on the version just before it: the update between is lost.',
	'locked-out': 'A store rejects a write of the client that does hold the lock.',
	'torn-write': 'The keys of one resource come from different grants, and the older one wrote later.',
	'double-effect': 'A job that was applied is applied again.',
};

/** The words of the field that /help explains, beside the statements of the language. Order: as they are met. */
export const terms: readonly Term[] = [
	{
		names: ['belief'],
		meaning: 'What a client takes to be true about its lock, by its own clock. It can outlast the truth: that is what these lessons are about.',
	},
	{names: ['expiry', 'expire'], meaning: 'The end of a lease at its time, by the clock of the lock service. Nobody tells the holder.'},
	{
		names: ['token', 'fencing'],
		meaning:
			'A number that comes with a grant and is greater than every earlier one. A store that remembers the highest it has processed can tell a late write by it.',
	},
	{
		names: ['fence'],
		meaning:
			'The rule of a store that rejects a token lower than the highest it has processed. It orders what reaches the store; it does not keep two clients apart.',
	},
	{names: ['zombie'], meaning: 'A client that goes on after its lease has ended, because nobody told it.'},
	...properties.map((property): Term => ({names: [property], meaning: meanings[property]})),
];
