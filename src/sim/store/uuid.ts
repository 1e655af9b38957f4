import type {Rule} from './rule.js';

/** Treats tokens as names without order: a new one retires the old, and only a retired one is rejected. Source: domain S12. */
export const uuid: Rule = {
	wantsToken: true,
	wantsVersion: false,
	ratchets: false,
	refuse: (token, {retired}) => (retired.includes(token) ? 'retired-token' : null),
	record: (token, {highest, retired}) => {
		if (highest === null || highest === token) return {highest: token, retired};
		const isNewest = retired.length === 0 || (retired.at(-1) ?? 0) < highest;
		return {highest: token, retired: isNewest ? [...retired, highest] : [...retired, highest].sort((a, b) => a - b)};
	},
};
