import {at} from './integers.js';
import {createLayout, type Layout} from './layout.js';
import {type Memo, memoBytes, memoPerSort, recall, remember} from './memo.js';
import type {Model, Outlast} from './model.js';
import {createPassing} from './passing.js';
import type {StateSet} from './state-set.js';

/** Who made a move: the position of its local part in the row, or one of the two below. */
export type Mover = number;

/** The surroundings made the move. */
export const surroundings: Mover = 0;

/** Time passed. */
export const passing: Mover = -1;

/** Told of a move: its mover, which of the mover's outcomes it is, and the number of the mover's part afterwards. The state after it is the set's candidate. */
type Visit = (mover: Mover, outcome: number, local: number) => void;

/** A model whose parts are numbers and whose moves are remembered. */
export type Moves<Shared, Local> = Pick<
	Layout<Shared, Local>,
	'shareds' | 'locals' | 'width' | 'groupAt' | 'partsAt' | 'propose'
> & {
	/** Visits every move that can be made in a state. */
	readonly expand: (set: StateSet, state: number, visit: Visit) => void;
	/** About how much memory all this takes. */
	readonly bytes: () => number;
};

/** The moves of a model. `symmetric`: rows that differ by an exchange within a sort are one row. `learn` is called with each new shared part. */
export function createMoves<Shared, Local>(
	model: Model<Shared, Local>,
	symmetric: boolean,
	learn: (shared: Shared) => void,
): Moves<Shared, Local> {
	const {clock, deliverOwed, outlast} = model;
	const dues = clock?.kind === 'whole' ? clock.apart : clock;
	const sharedDue: number[] = [];
	/** Per shared part, whether it holds something for other actors. */
	const owes: boolean[] = [];
	const localDue: number[] = [];
	/** Per actor's part, whether a move of the actor is under way. */
	const underWay: boolean[] = [];
	const layout = createLayout(model, symmetric, {
		shared: (shared) => {
			sharedDue.push(dues?.sharedDue(shared) ?? Number.POSITIVE_INFINITY);
			owes.push(deliverOwed?.isDue(shared) ?? false);
			learn(shared);
		},
		local: (local) => {
			localDue.push(dues?.localDue(local) ?? Number.POSITIVE_INFINITY);
			underWay.push(outlast?.isUnderWay(local) ?? false);
		},
	});
	const {shareds, locals, width, sortAt, groupAt, partsAt, propose, isRepeated, sink, settle} = layout;
	const steps = memoPerSort(sortAt);
	const reaches = memoPerSort(sortAt);
	/** Per shared part, those that the surroundings turn it into. */
	const turns: (readonly number[] | undefined)[] = [];
	const time = clock === null ? null : createPassing(clock, layout, {shared: sharedDue, local: localDue});

	return {shareds, locals, width, groupAt, partsAt, propose, expand, bytes};

	function expand(set: StateSet, state: number, visit: Visit): void {
		const row = state * width;
		const shared = at(set.rows, row);
		for (let position = 1; position < width; position++) {
			// Exchanging two equal parts changes nothing, so the second has no moves of its own.
			if (!symmetric || !isRepeated(set.rows, row, position)) stepAt(set, row, shared, position, visit);
		}
		turn(set, row, shared, visit);
		if (time === null) return;
		const passed = time.pass(set, row);
		if (passed >= 0) visit(passing, 0, passed);
	}

	function stepAt(set: StateSet, row: number, shared: number, position: number, visit: Visit): void {
		const local = at(set.rows, row + position);
		const sort = sortAt[position] as number;
		const memo = steps[sort] as Memo;
		let entry = recall(memo, shared, local);
		if (entry < 0) entry = remember(memo, shared, local, computeStep(sort, shared, local));
		const last = at(memo.entries, entry + 3);
		const first = at(memo.entries, entry + 2);
		if (last >= 0) visitStep(set, row, position, 0, first, last, visit);
		for (let outcome = 0; outcome < -1 - last; outcome++) {
			visitStep(
				set,
				row,
				position,
				outcome,
				at(memo.pool, first + 2 * outcome),
				at(memo.pool, first + 2 * outcome + 1),
				visit,
			);
		}
	}

	function computeStep(sort: number, shared: number, local: number): number[] {
		const sharedPart = shareds.parts[shared] as Shared;
		const localPart = locals.parts[local] as Local;
		const outcomes: number[] = [];
		for (const next of model.step(sort, localPart, sharedPart))
			outcomes.push(
				next.shared === sharedPart ? shared : shareds.id(next.shared),
				next.local === localPart ? local : locals.id(next.local),
			);
		return outcomes;
	}

	function visitStep(
		set: StateSet,
		row: number,
		position: number,
		outcome: number,
		shared: number,
		local: number,
		visit: Visit,
	): void {
		const candidate = copy(set, row, shared);
		set.rows[candidate + position] = local;
		if (symmetric) settle(set.rows, candidate, position);
		if (owes[shared] === true) reachOthers(set.rows, candidate);
		const begins = underWay[local] === true && underWay[at(set.rows, row + position)] !== true;
		visit(position, outcome, begins && outlast !== null ? outlasted(outlast, set, row, candidate, local) : local);
	}

	/** Writes the candidate anew as it is once a move that has begun is over. Returns: the mover's part then, as far as it can be told from others like it. */
	function outlasted(
		{end}: Outlast<Shared, Local>,
		set: StateSet,
		row: number,
		candidate: number,
		local: number,
	): number {
		const {shared, parts} = partsAt(set, candidate);
		const mover = parts.indexOf(locals.parts[local] as Local);
		const after = end(shared, parts, mover, shareds.parts[at(set.rows, row)] as Shared);
		propose(set, after.shared, after.locals);
		return locals.id((after.locals[mover] ?? locals.parts[local]) as Local);
	}

	function turn(set: StateSet, row: number, shared: number, visit: Visit): void {
		const outcomes = turns[shared] ?? computeTurn(shared);
		for (let outcome = 0; outcome < outcomes.length; outcome++) {
			const candidate = copy(set, row, outcomes[outcome] as number);
			if (owes[outcomes[outcome] as number] === true) reachOthers(set.rows, candidate);
			visit(surroundings, outcome, 0);
		}
	}

	function computeTurn(shared: number): readonly number[] {
		const outcomes = model.surroundings(shareds.parts[shared] as Shared).map(shareds.id);
		turns[shared] = outcomes;
		return outcomes;
	}

	function reachOthers(rows: Int32Array, candidate: number): void {
		let shared = at(rows, candidate);
		for (let position = 1; position < width; position++) {
			const sort = sortAt[position] as number;
			const memo = reaches[sort] as Memo;
			const entry = reach(memo, sort, shared, at(rows, candidate + position));
			shared = at(memo.entries, entry + 2);
			rows[candidate + position] = at(memo.entries, entry + 3);
			sink(rows, candidate, position);
		}
		rows[candidate] = deliverOwed === null ? shared : shareds.id(deliverOwed.end(shareds.parts[shared] as Shared));
		if (owes[at(rows, candidate)] === true) reachOthers(rows, candidate);
	}

	function reach(memo: Memo, sort: number, shared: number, local: number): number {
		const known = recall(memo, shared, local);
		if (known >= 0 || deliverOwed === null) return known;
		const next = deliverOwed.reach(sort, locals.parts[local] as Local, shareds.parts[shared] as Shared);
		return remember(memo, shared, local, [shareds.id(next.shared), locals.id(next.local)]);
	}

	/** Writes a row again as the candidate, with another shared part. */
	function copy(set: StateSet, row: number, shared: number): number {
		const {rows} = set;
		const candidate = set.count * width;
		rows[candidate] = shared;
		for (let position = 1; position < width; position++) rows[candidate + position] = at(rows, row + position);
		return candidate;
	}

	function bytes(): number {
		const remembered = [...steps, ...reaches].reduce((sum, memo) => sum + memoBytes(memo), 0);
		return shareds.bytes() + locals.bytes() + remembered + (time?.bytes() ?? 0);
	}
}
