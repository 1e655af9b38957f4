import {at, grown} from './integers.js';

/** Per state that has been searched, the states after it, in one list: state by state, in the order in which they were searched. It changes as it is added to. */
export type Successors = {
	/** One move of the state that is searched now leads to this one. */
	readonly add: (to: number) => void;
	/** The state has no more moves. */
	readonly end: () => void;
	/** Where the moves of a state begin in the list; they end where those of the next begin. */
	readonly startOf: (state: number) => number;
	/** The state at a place of the list. */
	readonly at: (place: number) => number;
	readonly bytes: () => number;
};

/** A list with no states in it. */
export function createSuccessors(): Successors {
	let starts: Int32Array = new Int32Array(1024);
	let list: Int32Array = new Int32Array(4096);
	let states = 0;
	let count = 0;
	return {
		add(to) {
			if (count === list.length) list = grown(list);
			list[count++] = to;
		},
		end() {
			states++;
			if (states === starts.length) starts = grown(starts);
			starts[states] = count;
		},
		startOf: (state) => at(starts, state),
		at: (place) => at(list, place),
		bytes: () => starts.byteLength + list.byteLength,
	};
}
