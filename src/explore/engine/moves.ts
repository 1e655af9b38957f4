import {at} from './integers.js';
import type {Interner} from './interner.js';
import {createInterner} from './interner.js';
import type {Memo} from './memo.js';
import {createMemo, memoBytes, recall, remember} from './memo.js';
import type {Apart, Model, Outlast, PartsClock, WholeClock} from './model.js';
import type {StateSet} from './state-set.js';

/** Who made a move: the position of its local part in the row, or one of the two below. */
export type Mover = number;

/** The surroundings made the move. */
export const surroundings: Mover = 0;

/** Time passed. */
export const passing: Mover = -1;

/** Told of a move: its mover, which of the mover's outcomes it is, and the number of the mover's part afterwards. The state after it is the set's candidate. */
type Visit = (mover: Mover, outcome: number, local: number) => void;

/** A model whose parts are numbers and whose moves are remembered. A row is the shared part's number, then those of the local parts. */
export type Moves<Shared, Local> = {
	readonly shareds: Interner<Shared>;
	readonly locals: Interner<Local>;
	readonly width: number;
	/** Per position, the first one whose part may be exchanged with the part here. */
	readonly groupAt: Int32Array;
	/** The parts of the state whose row starts at an index. */
	readonly partsAt: (set: StateSet, row: number) => {readonly shared: Shared; readonly parts: readonly Local[]};
	/** Writes a state's row as the set's candidate. */
	readonly propose: (set: StateSet, shared: Shared, locals: readonly Local[]) => void;
	/** Visits every move that can be made in a state. */
	readonly expand: (set: StateSet, state: number, visit: Visit) => void;
	/** About how much memory all this takes. */
	readonly bytes: () => number;
};

/** How the passing of one length of time came out before. */
type Passing = {readonly shared: Memo; readonly locals: readonly Memo[]};

/** An actor's part when time has passed. `number`: -1 until a state has it, for parts are numbered in the order in which states have them. */
type PassedAlone<Local> = {readonly local: Local; number: number};

const never = Number.POSITIVE_INFINITY;

/** The moves of a model. `symmetric`: rows that differ by an exchange within a sort are one row. `learn` is called with each new shared part. */
export function createMoves<Shared, Local>(
	model: Model<Shared, Local>,
	symmetric: boolean,
	learn: (shared: Shared) => void,
): Moves<Shared, Local> {
	const clock = model.clock;
	const dues = clock?.kind === 'whole' ? clock.apart : clock;
	const {deliverOwed, outlast} = model;
	const sharedDue: number[] = [];
	/** Per shared part, whether it holds something for other actors. */
	const owes: boolean[] = [];
	const localDue: number[] = [];
	/** Per actor's part, whether a move of the actor is under way. */
	const underWay: boolean[] = [];
	const shareds = createInterner<Shared>((shared) => {
		sharedDue.push(dues?.sharedDue(shared) ?? never);
		owes.push(deliverOwed?.isDue(shared) ?? false);
		learn(shared);
	});
	const locals = createInterner<Local>((local) => {
		localDue.push(dues?.localDue(local) ?? never);
		underWay.push(outlast?.isUnderWay(local) ?? false);
	});

	const width = 1 + model.locals.length;
	const sortAt = [-1, ...model.sorts];
	const groupAt = Int32Array.from(sortAt, (sort, position) => (symmetric ? sortAt.indexOf(sort) : position));
	const steps = memoPerSort();
	const reaches = memoPerSort();
	/** Per shared part, those that the surroundings turn it into. */
	const turns: (readonly number[] | undefined)[] = [];
	const passings = new Map<number, Passing>();
	const passedAlone: PassedAlone<Local>[] = [];
	/** Per position, the part there in the passing of time that is looked at. */
	const passedAt: PassedAlone<Local>[] = [];

	return {shareds, locals, width, groupAt, partsAt, propose, expand, bytes};

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

	function expand(set: StateSet, state: number, visit: Visit): void {
		const row = state * width;
		const shared = at(set.rows, row);
		for (let position = 1; position < width; position++) {
			if (!isRepeated(set.rows, row, position)) stepAt(set, row, shared, position, visit);
		}
		turn(set, row, shared, visit);
		if (clock?.kind === 'parts') passParts(clock, set, row, visit);
		if (clock?.kind === 'whole') passWhole(clock, set, row, visit);
	}

	/** Exchanging two equal parts changes nothing, so the second has no moves of its own. */
	function isRepeated(rows: Int32Array, row: number, position: number): boolean {
		return groupAt[position] !== position && rows[row + position] === rows[row + position - 1];
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
		if (symmetric) {
			sink(set.rows, candidate, position);
			rise(set.rows, candidate, position);
		}
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
			if (symmetric) sink(rows, candidate, position);
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

	function passWhole(
		{pass: passAll, apart}: WholeClock<Shared, Local>,
		set: StateSet,
		row: number,
		visit: Visit,
	): void {
		const time = timeToNext(set.rows, row);
		if (apart !== null && time === never) return;
		// What is overdue can be put off by what comes first.
		if (apart !== null && time > 0 && passApart(apart, set, row, time)) {
			visit(passing, 0, time);
			return;
		}
		const {shared, parts} = partsAt(set, row);
		const passed = passAll(shared, parts);
		if (passed === null) return;
		propose(set, passed.shared, passed.locals);
		visit(passing, 0, passed.time);
	}

	function passParts(parts: PartsClock<Shared, Local>, set: StateSet, row: number, visit: Visit): void {
		const {rows} = set;
		const time = timeToNext(rows, row);
		if (time === never) return;
		const before = passings.get(time) ?? newPassing(time);
		const candidate = set.count * width;
		let shared = passShared(parts, before.shared, at(rows, row), time);
		for (let position = 1; position < width; position++) {
			const sort = sortAt[position] as number;
			const memo = before.locals[sort] as Memo;
			const entry = passLocal(parts, memo, shared, at(rows, row + position), sort, time);
			if (!parts.alone) shared = at(memo.entries, entry + 2);
			rows[candidate + position] = at(memo.entries, entry + 3);
			if (symmetric) sink(rows, candidate, position);
		}
		rows[candidate] = shared;
		visit(passing, 0, time);
	}

	/** Writes the candidate as it is when that much time has passed; false where its parts have to do with each other meanwhile. */
	function passApart(apart: Apart<Shared, Local>, set: StateSet, row: number, time: number): boolean {
		const {rows} = set;
		const before = passings.get(time) ?? newPassing(time);
		const shared = passShared(apart, before.shared, at(rows, row), time);
		if (shared < 0) return false;
		for (let position = 1; position < width; position++) {
			const passed = passAlone(apart, before, sortAt[position] as number, at(rows, row + position), time);
			if (passed === null) return false;
			passedAt[position] = passed;
		}
		const candidate = set.count * width;
		rows[candidate] = shared;
		for (let position = 1; position < width; position++) {
			const passed = passedAt[position] as PassedAlone<Local>;
			if (passed.number < 0) passed.number = locals.id(passed.local);
			rows[candidate + position] = passed.number;
			if (symmetric) sink(rows, candidate, position);
		}
		return true;
	}

	function passAlone(
		{passLocal: pass}: Apart<Shared, Local>,
		before: Passing,
		sort: number,
		local: number,
		time: number,
	): PassedAlone<Local> | null {
		const memo = before.locals[sort] as Memo;
		const known = recall(memo, 0, local);
		if (known >= 0) return passedAlone[at(memo.entries, known + 2)] ?? null;
		const passed = pass(sort, locals.parts[local] as Local, time);
		if (passed !== null) passedAlone.push({local: passed, number: -1});
		remember(memo, 0, local, [passed === null ? -1 : passedAlone.length - 1, 0]);
		return passed === null ? null : (passedAlone.at(-1) ?? null);
	}

	function timeToNext(rows: Int32Array, row: number): number {
		let time = sharedDue[at(rows, row)] as number;
		for (let position = 1; position < width; position++)
			time = Math.min(time, localDue[at(rows, row + position)] as number);
		return time;
	}

	function newPassing(time: number): Passing {
		const passed: Passing = {shared: createMemo(), locals: memoPerSort()};
		passings.set(time, passed);
		return passed;
	}

	/** Returns: -1 where it cannot be told without the actors. */
	function passShared(
		{passShared: pass}: Pick<Apart<Shared, Local>, 'passShared'>,
		memo: Memo,
		shared: number,
		time: number,
	): number {
		const known = recall(memo, shared, 0);
		if (known >= 0) return at(memo.entries, known + 2);
		const passed = pass(shareds.parts[shared] as Shared, time);
		const number = passed === null ? -1 : shareds.id(passed);
		remember(memo, shared, 0, [number, 0]);
		return number;
	}

	function passLocal(
		parts: PartsClock<Shared, Local>,
		memo: Memo,
		shared: number,
		local: number,
		sort: number,
		time: number,
	): number {
		const key = parts.alone ? 0 : shared;
		const known = recall(memo, key, local);
		if (known >= 0) return known;
		const next = parts.passLocal(sort, locals.parts[local] as Local, shareds.parts[shared] as Shared, time);
		return remember(memo, key, local, [parts.alone ? 0 : shareds.id(next.shared), locals.id(next.local)]);
	}

	/** Moves the part at a position down to its place in its group, which is sorted up to there. */
	function sink(rows: Int32Array, row: number, position: number): void {
		const local = at(rows, row + position);
		let to = position;
		for (; groupAt[to] !== to && at(rows, row + to - 1) > local; to--) rows[row + to] = at(rows, row + to - 1);
		rows[row + to] = local;
	}

	/** The same upwards, in a group that is sorted from there. */
	function rise(rows: Int32Array, row: number, position: number): void {
		const local = at(rows, row + position);
		let to = position;
		for (; groupAt[to + 1] === groupAt[position] && at(rows, row + to + 1) < local; to++)
			rows[row + to] = at(rows, row + to + 1);
		rows[row + to] = local;
	}

	function memoPerSort(): Memo[] {
		return Array.from({length: 1 + Math.max(...sortAt)}, createMemo);
	}

	function bytes(): number {
		const memos = [
			...steps,
			...reaches,
			...[...passings.values()].flatMap((passed) => [passed.shared, ...passed.locals]),
		];
		return shareds.bytes() + locals.bytes() + memos.reduce((sum, memo) => sum + memoBytes(memo), 0);
	}
}
