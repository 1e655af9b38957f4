import {at} from './integers.js';
import {createInterner, type Interner} from './interner.js';
import type {Model} from './model.js';
import type {StateSet} from './state-set.js';

/** How a state of a model is written as a row of integers: the shared part's number, then those of the local parts, actors of one sort side by side. */
export type Layout<Shared, Local> = {
	readonly shareds: Interner<Shared>;
	readonly locals: Interner<Local>;
	readonly width: number;
	/** Per position, the sort of the actor whose part is there. */
	readonly sortAt: readonly number[];
	/** Per position, the first one whose part may be exchanged with the part here. */
	readonly groupAt: Int32Array;
	/** The parts of the state whose row starts at an index. */
	readonly partsAt: (set: StateSet, row: number) => {readonly shared: Shared; readonly parts: readonly Local[]};
	/** Writes a state's row as the set's candidate. */
	readonly propose: (set: StateSet, shared: Shared, locals: readonly Local[]) => void;
	/** Whether the part at a position is equal to the one before it, and may be exchanged with it. */
	readonly isRepeated: (rows: Int32Array, row: number, position: number) => boolean;
	/** Moves the part at a position down to its place in its group, which is sorted up to there. */
	readonly sink: (rows: Int32Array, row: number, position: number) => void;
	/** Moves it up or down to its place, in a group that is sorted but for it. */
	readonly settle: (rows: Int32Array, row: number, position: number) => void;
};

/** What is done with each new part, in the order of their numbers. */
type Learn<Shared, Local> = {
	readonly shared: (shared: Shared) => void;
	readonly local: (local: Local) => void;
};

/** The layout of a model's states. `symmetric`: parts of one sort may be exchanged, and each group of them stands in order. */
export function createLayout<Shared, Local>(
	model: Model<Shared, Local>,
	symmetric: boolean,
	learn: Learn<Shared, Local>,
): Layout<Shared, Local> {
	const shareds = createInterner(learn.shared);
	const locals = createInterner(learn.local);
	const width = 1 + model.locals.length;
	const sortAt = [-1, ...model.sorts];
	const groupAt = Int32Array.from(sortAt, (sort, position) => (symmetric ? sortAt.indexOf(sort) : position));
	return {shareds, locals, width, sortAt, groupAt, partsAt, propose, isRepeated, sink, settle};

	function partsAt(set: StateSet, row: number): {readonly shared: Shared; readonly parts: readonly Local[]} {
		const parts = model.locals.map((_, index) => locals.parts[at(set.rows, row + 1 + index)] as Local);
		return {shared: shareds.parts[at(set.rows, row)] as Shared, parts};
	}

	function propose(set: StateSet, shared: Shared, parts: readonly Local[]): void {
		const candidate = set.count * width;
		set.rows[candidate] = shareds.id(shared);
		parts.forEach((part, index) => {
			set.rows[candidate + 1 + index] = locals.id(part);
		});
		for (let position = 1; position < width; position++) sink(set.rows, candidate, position);
	}

	function isRepeated(rows: Int32Array, row: number, position: number): boolean {
		return groupAt[position] !== position && rows[row + position] === rows[row + position - 1];
	}

	function sink(rows: Int32Array, row: number, position: number): void {
		const local = at(rows, row + position);
		let to = position;
		for (; groupAt[to] !== to && at(rows, row + to - 1) > local; to--) rows[row + to] = at(rows, row + to - 1);
		rows[row + to] = local;
	}

	function settle(rows: Int32Array, row: number, position: number): void {
		sink(rows, row, position);
		rise(rows, row, position);
	}

	/** The same upwards. */
	function rise(rows: Int32Array, row: number, position: number): void {
		const local = at(rows, row + position);
		let to = position;
		for (; groupAt[to + 1] === groupAt[position] && at(rows, row + to + 1) < local; to++)
			rows[row + to] = at(rows, row + to + 1);
		rows[row + to] = local;
	}
}
