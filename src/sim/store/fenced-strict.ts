import {fenced} from './fenced.js';
import type {StoreRule} from './rule.js';

/** Rejects a token that is not higher than the highest processed: right for claiming an epoch, wrong for a holder's second write. Source: domain S15. */
export const fencedStrict: StoreRule = {
	...fenced,
	name: 'fenced-strict',
	meaning:
		'Takes each token once: only one that is higher than all before it passes, so a holder cannot write twice under one grant.',
	example: [
		'store safe fenced-strict',
		'A acquire account',
		'A write account balance=90 to safe',
		'A write account balance=80 to safe',
		'expect last rejected',
	],
	passes: 'only a token higher than every one it has processed passes',
	rejects: 'any token that is not higher than',
	refuse: (_, {token, seen: {highest}, isLower}) =>
		highest !== null && token !== null && !isLower(highest, token) ? 'stale-token' : null,
};
