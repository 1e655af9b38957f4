import {type StoreRule, tokenBlind} from './rule.js';

/** Accepts every write. */
export const unfenced: StoreRule = {
	...tokenBlind,
	name: 'unfenced',
	meaning: 'Accepts every write. A token that is sent is kept for the history and never looked at.',
	example: ['A write account balance=90 to raw', 'expect A accepted on raw'],
	looks: {tokens: false, order: false, anything: false},
	passes: 'it accepts every write, whatever token comes with it, and cannot know whose lease is over',
	rejects: 'nothing',
	refuse: () => null,
};
