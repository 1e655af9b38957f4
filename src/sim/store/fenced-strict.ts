import {type Rule, raised} from './rule.js';

/** Rejects a token that is not higher than the highest processed: right for claiming an epoch, wrong for a holder's second write. Source: domain S15. */
export const fencedStrict: Rule = {
	wantsToken: true,
	wantsVersion: false,
	ratchets: true,
	refuse: (token, {highest}, isLower) => (highest !== null && !isLower(highest, token) ? 'stale-token' : null),
	record: raised,
};
