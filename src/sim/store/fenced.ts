import {raised, type StoreRule} from './rule.js';

/** Rejects a token lower than the highest processed; an equal one is its holder's next write. Source: Burrows 2006 §2.1, "lower than the current value". */
export const fenced: StoreRule = {
	name: 'fenced',
	meaning:
		'Rejects a write whose token is lower than the highest it has processed; an equal one passes, since one holder writes more than once.',
	example: [
		'A acquire account',
		'A write account balance=90 to safe',
		'A write account balance=80 to safe token 32',
		'expect A rejected on safe',
	],
	options: {},
	looks: {tokens: true, order: true, anything: true},
	wantsToken: true,
	ratchets: true,
	passes: 'a token that is not lower than the highest it has processed passes',
	rejects: 'any token lower than',
	refuse: (_, {token, seen: {highest}, isLower}) =>
		highest !== null && token !== null && isLower(token, highest) ? 'stale-token' : null,
	record: raised,
};
