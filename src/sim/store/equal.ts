import type {StoreRule} from './rule.js';

/** Keeps the first token it stores and rejects every other. Source: etcd contrib/lock demo, domain S30. */
export const equal: StoreRule = {
	name: 'equal',
	meaning:
		'Keeps the first token it gets and accepts no other, ever. It shows why a comparison for equality is no fence.',
	example: [
		'store safe equal',
		'A acquire account',
		'A write account balance=90 to safe',
		'A write account balance=80 to safe token 40',
		'expect last rejected',
	],
	options: {},
	looks: {tokens: true, order: false, anything: true},
	wantsToken: true,
	ratchets: false,
	passes: 'it keeps the first token it gets and accepts no other',
	rejects: 'every token but the first',
	refuse: (_, {token, seen: {highest}}) => (highest !== null && token !== highest ? 'not-equal' : null),
	record: (token, seen) => (seen.highest === null ? {...seen, highest: token} : seen),
};
