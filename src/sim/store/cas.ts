import {mismatch, type StoreRule, tokenBlind} from './rule.js';

/** Accepts a write that is based on the current version; looks at no token. */
export const cas: StoreRule = {
	...tokenBlind,
	name: 'cas',
	meaning:
		'Compares versions and not tokens: a write passes if it is based on the version that is current in the store.',
	example: [
		'store safe cas',
		'A read account',
		'B read account',
		'A write account balance=90 to safe',
		'B write account balance=80 to safe',
		'expect last rejected',
	],
	looks: {tokens: false, order: false, anything: true},
	wantsCurrentVersion: true,
	passes: 'the write was based on the current version. Whose lock it is plays no part',
	rejects: 'a write that is based on another version than it has now',
	refuse: (_, attempt) => mismatch(attempt),
};
