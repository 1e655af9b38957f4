import type {Code} from './code.js';

/** A move: when it is open and what it does, with a remark of what it is. `after`: what else it does, where SPIN may find that too long for one step; a text is a part of the model of several steps. */
export type Move = {
	readonly about: string;
	readonly when: string;
	readonly does: readonly Code[];
	readonly after?: readonly (readonly Code[] | string)[];
};
