import {type Property, properties} from '../sim/event.js';
import {fieldWords} from './field-words.js';
import type {HelpTopic} from './topics.js';

/** A word of the field. Shape: `words` are its other spellings, `also` what other systems and papers call it, in whole words. */
export type Term = HelpTopic & {readonly also: readonly string[]};

/** What a property says when it is violated. Source: world.md, Properties. */
export const meanings: Readonly<Record<Property, string>> = {
	'two-believers': 'Two clients believe at one instant that they hold one lock.',
	'two-grants': 'The lock service has two grants of one lock that have not expired.',
	'token-regress': 'A grant brings a token that is not greater than all tokens before it.',
	'stale-write': 'A store accepts a write of an older grant after it has heard of a newer one.',
	'late-write': 'A store accepts a write of a grant that is no longer the newest, whether or not the store can know.',
	'lost-update':
		'A store accepts a read-modify-write that was not based on the version just before it: the update between is lost.',
	'locked-out': 'A store rejects a write of the client that does hold the lock.',
	'torn-write': 'The keys of one resource come from different grants, and the older one wrote later.',
	'double-effect': 'A job that was applied is applied again.',
};

/** Lines for the sandbox after which the property has been violated. */
const violationsShown: Readonly<Record<Property, readonly string[]>> = {
	'two-believers': ['A acquire account', 'A pause', 'wait until expiry', 'B acquire account'],
	'two-grants': [
		'lock account lease volatile',
		'A acquire account',
		'locks crash',
		'locks restart',
		'B acquire account',
	],
	'token-regress': [
		'lock account lease volatile',
		'A acquire account',
		'locks crash',
		'locks restart',
		'B acquire account',
	],
	'stale-write': [
		'A acquire account',
		'A pause',
		'wait until expiry',
		'B acquire account',
		'B write account balance=80',
		'A resume',
		'A write account balance=90',
	],
	'late-write': [
		'A acquire account',
		'A pause',
		'wait until expiry',
		'B acquire account',
		'A resume',
		'A write account balance=90',
	],
	'lost-update': [
		'A acquire account',
		'A read account',
		'A pause',
		'wait until expiry',
		'B acquire account',
		'B read account',
		'B write account balance-=10',
		'A resume',
		'A write account balance-=10',
	],
	'locked-out': [
		'store safe cas',
		'A acquire account',
		'A read account',
		'A pause',
		'wait until expiry',
		'B acquire account',
		'B read account',
		'A resume',
		'A write account balance=90',
		'B write account balance=80',
	],
	'torn-write': [
		'put account balance=100 note=new',
		'A acquire account',
		'A pause',
		'wait until expiry',
		'B acquire account',
		'B write account balance=80',
		'A resume',
		'A write account note=paid',
	],
	'double-effect': ['A write account balance=90 as job pay-7', 'A write account balance=90 as job pay-7'],
};

/** The properties and the words of the field that help explains, beside the words of the language. Order: as they are met. */
export const terms: readonly Term[] = [
	...properties.map(
		(property): Term => ({
			name: property,
			group: 'Properties',
			usage: `${property} [on STORE]`,
			meaning: meanings[property],
			also: [],
			example: [...violationsShown[property], `expect ${property}`],
		}),
	),
	...glossary(),
];

function glossary(): readonly Term[] {
	return fieldWords.map(({word, words, meaning, also, example}) => ({
		name: word,
		...(words === undefined ? {} : {words}),
		group: 'Words of the field',
		usage: null,
		meaning,
		also: also ?? [],
		example,
	}));
}
