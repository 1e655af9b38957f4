import type {Assist} from '../../../src/view/prompt/line.js';

/** Nothing to complete and nothing to propose. */
export const unassisted: Assist = {
	complete: (_, cursor) => ({from: cursor, candidates: []}),
	ahead: () => '',
	proposed: null,
};
