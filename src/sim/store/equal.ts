import type {Rule} from './rule.js';

/** Keeps the first token it stores and rejects every other. Source: etcd contrib/lock demo, domain S30. */
export const equal: Rule = {
	wantsToken: true,
	wantsVersion: false,
	ratchets: false,
	refuse: (token, {highest}) => (highest !== null && token !== highest ? 'not-equal' : null),
	record: (token, seen) => (seen.highest === null ? {...seen, highest: token} : seen),
};
