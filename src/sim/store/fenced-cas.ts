import {fenced} from './fenced.js';
import {mismatch, type StoreRule} from './rule.js';

/** The fence and the version comparison together; the token is looked at first. */
export const fencedCas: StoreRule = {
	...fenced,
	name: 'fenced-cas',
	meaning: 'Asks for both: a token that is not lower than the highest processed, and the current version.',
	example: [
		'store safe fenced-cas',
		'A acquire account',
		'A read account',
		'A write account balance=90 to safe',
		'expect last accepted',
	],
	wantsCurrentVersion: true,
	refuse: (options, attempt) => fenced.refuse(options, attempt) ?? mismatch(attempt),
};
