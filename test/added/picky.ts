import {count} from '../../src/sim/option.js';
import {type StoreRule, tokenBlind} from '../../src/sim/store/rule.js';

const options = {
	nth: count('nth', 2, {
		hint: 'one in how many versions takes no write',
		sample: '3',
		what: 'a number of versions',
		least: 2,
		most: 9,
		page: {
			meaning: 'One in how many versions takes no write; 2 unless set.',
			example: ['store safe picky nth 3', 'A write account balance=90 to safe', 'expect last accepted'],
		},
	}),
};

/** A store rule that nobody has: it takes no write on one in so many versions. Source: none, it stands for one that a reader adds. */
export const picky: StoreRule<{readonly nth: number}> = {
	...tokenBlind,
	name: 'picky',
	meaning: 'Takes no write when it has a version that is one less than a multiple of a number.',
	example: [
		'store safe picky',
		'A write account balance=90 to safe',
		'A write account balance=80 to safe',
		'expect last rejected',
	],
	options,
	looks: {tokens: false, order: false, anything: true},
	passes: 'its version is one that takes a write',
	rejects: 'every write on a version such as this one',
	refuse: ({nth}, {version}) => (version % nth === nth - 1 ? 'rejected-by-rule' : null),
};
