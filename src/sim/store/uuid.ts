import type {StoreRule} from './rule.js';

/** Treats tokens as names without order: a new one retires the old, and only a retired one is rejected. Source: domain S12. */
export const uuid: StoreRule = {
	name: 'uuid',
	meaning:
		'Accepts a token it does not know as the new one and retires the one before it. Random values have no order, so a late stranger looks like the next holder.',
	example: [
		'store safe uuid',
		'A acquire account',
		'A write account balance=90 to safe',
		'A write account balance=80 to safe token 7',
		'expect last accepted',
	],
	options: {},
	looks: {tokens: true, order: false, anything: true},
	wantsToken: true,
	ratchets: false,
	passes: 'it accepts any token that was never retired, and cannot tell a newer one from an older one',
	rejects: 'every token that was retired',
	refuse: (_, {token, seen: {retired}}) => (token !== null && retired.includes(token) ? 'retired-token' : null),
	record: (token, {highest, retired}) => {
		if (highest === null || highest === token) return {highest: token, retired};
		const isNewest = retired.length === 0 || (retired.at(-1) ?? 0) < highest;
		return {highest: token, retired: isNewest ? [...retired, highest] : [...retired, highest].sort((a, b) => a - b)};
	},
};
