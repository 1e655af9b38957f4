import {type Rule, raised} from './rule.js';

/** Rejects a token lower than the highest processed; an equal one is its holder's next write. Source: Burrows 2006 §2.1, "lower than the current value". */
export const fenced: Rule = {
	wantsToken: true,
	wantsVersion: false,
	ratchets: true,
	refuse: (token, {highest}, isLower) => (highest !== null && isLower(token, highest) ? 'stale-token' : null),
	record: raised,
};
