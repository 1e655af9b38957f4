import type {HelpTopic} from './topics.js';

/** Every option word of an operation, and the one that locks and operations share. Kinds of lock and rules of a store tell of their own. */
export const optionTopics: readonly HelpTopic[] = [
	{
		name: 'ttl',
		group: 'Options of a lock',
		usage:
			'lock NAME SERVICE ttl DURATION|none · CLIENT acquire [LOCK] ttl DURATION · CLIENT renew [LOCK] ttl DURATION',
		meaning:
			'How long a lease lasts unless it is renewed; 10s if nothing is said. Under none no time ends it. After an acquire or a renew it is the wish of that request alone.',
		example: ['lock account lease ttl 5s', 'A acquire account ttl 2s', 'wait 2s', 'B acquire account'],
	},
	{
		name: 'to',
		group: 'Options of an operation',
		usage: 'CLIENT read|write|advance ... to STORE',
		meaning: 'Sends it to one store only, and not to all of them.',
		example: ['A acquire account', 'A write account balance=90 to safe'],
	},
	{
		name: 'token N',
		words: ['token', 'no token', 'no'],
		group: 'Options of an operation',
		usage: 'CLIENT write|advance ... token N · no token',
		meaning: 'Sends this token, or none, in place of the one that came with the last grant.',
		example: [
			'A write account balance=90 to safe token 40',
			'A write account balance=80 to safe no token',
			'expect last rejected',
		],
	},
	{
		name: 'if version',
		words: ['if', 'version'],
		group: 'Options of an operation',
		usage: 'CLIENT write ... if version N',
		meaning:
			'A conditional write: based on version N, whatever the client remembers. A store that compares versions rejects it when another is current.',
		example: [
			'store safe cas',
			'A write account balance=90 to safe if version 0',
			'A write account balance=80 to safe if version 0',
			'expect last rejected',
		],
	},
	{
		name: 'as job',
		words: ['as', 'job'],
		group: 'Options of an operation',
		usage: 'CLIENT write ... as job NAME',
		meaning: 'Gives the write the name of a job whose effect must happen once, such as a letter or a payment.',
		example: [
			'A write account balance=90 to raw as job pay-7',
			'A write account balance=90 to raw as job pay-7',
			'expect double-effect on raw',
		],
	},
];
