import {at} from './integers.js';
import type {Layout} from './layout.js';
import {createMemo, type Memo, memoBytes, memoPerSort, recall, remember} from './memo.js';
import type {Apart, Clock, PartsClock, WholeClock} from './model.js';
import type {StateSet} from './state-set.js';

/** The passing of time in a model, remembered part by part. */
type Passing = {
	/** Writes as the candidate what a state comes to when time has passed up to the next moment at which anything happens by itself. Returns: how much that is, or -1 where nothing will. */
	readonly pass: (set: StateSet, row: number) => number;
	readonly bytes: () => number;
};

/** How long it takes until something happens in each part by itself, by its number. Infinity: for ever. */
type Dues = {readonly shared: readonly number[]; readonly local: readonly number[]};

/** How the passing of one length of time came out before. */
type Passed = {readonly shared: Memo; readonly locals: readonly Memo[]};

/** An actor's part when time has passed. `number`: -1 until a state has it, for parts are numbered in the order in which states have them. */
type PassedAlone<Local> = {readonly local: Local; number: number};

const never = Number.POSITIVE_INFINITY;

/** The passing of time by a clock. */
export function createPassing<Shared, Local>(
	clock: Clock<Shared, Local>,
	{shareds, locals, width, sortAt, partsAt, propose, sink}: Layout<Shared, Local>,
	dues: Dues,
): Passing {
	const passedBy = new Map<number, Passed>();
	const passedAlone: PassedAlone<Local>[] = [];
	/** Per position, the part there in the passing of time that is looked at. */
	const passedAt: PassedAlone<Local>[] = [];
	return {
		pass: clock.kind === 'parts' ? (set, row) => passParts(clock, set, row) : (set, row) => passWhole(clock, set, row),
		bytes: () =>
			[...passedBy.values()]
				.flatMap((passed) => [passed.shared, ...passed.locals])
				.reduce((sum, memo) => sum + memoBytes(memo), 0),
	};

	function passWhole({pass, apart}: WholeClock<Shared, Local>, set: StateSet, row: number): number {
		if (apart !== null) {
			const time = timeToNext(set.rows, row);
			if (time === never) return -1;
			// What is overdue can be put off by what comes first.
			if (time > 0 && passApart(apart, set, row, time)) return time;
		}
		const {shared, parts} = partsAt(set, row);
		const passed = pass(shared, parts);
		if (passed === null) return -1;
		propose(set, passed.shared, passed.locals);
		return passed.time;
	}

	function passParts(clock: PartsClock<Shared, Local>, set: StateSet, row: number): number {
		const {rows} = set;
		const time = timeToNext(rows, row);
		if (time === never) return -1;
		const before = passedIn(time);
		const candidate = set.count * width;
		let shared = passShared(clock, before.shared, at(rows, row), time);
		for (let position = 1; position < width; position++) {
			const sort = sortAt[position] as number;
			const memo = before.locals[sort] as Memo;
			const entry = passLocal(clock, memo, shared, at(rows, row + position), sort, time);
			if (!clock.alone) shared = at(memo.entries, entry + 2);
			rows[candidate + position] = at(memo.entries, entry + 3);
			sink(rows, candidate, position);
		}
		rows[candidate] = shared;
		return time;
	}

	/** Writes the candidate as it is when that much time has passed; false where its parts have to do with each other meanwhile. */
	function passApart(apart: Apart<Shared, Local>, set: StateSet, row: number, time: number): boolean {
		const {rows} = set;
		const before = passedIn(time);
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
			sink(rows, candidate, position);
		}
		return true;
	}

	function passAlone(
		apart: Apart<Shared, Local>,
		before: Passed,
		sort: number,
		local: number,
		time: number,
	): PassedAlone<Local> | null {
		const memo = before.locals[sort] as Memo;
		const known = recall(memo, 0, local);
		if (known >= 0) return passedAlone[at(memo.entries, known + 2)] ?? null;
		const passed = apart.passLocal(sort, locals.parts[local] as Local, time);
		if (passed !== null) passedAlone.push({local: passed, number: -1});
		remember(memo, 0, local, [passed === null ? -1 : passedAlone.length - 1, 0]);
		return passed === null ? null : (passedAlone.at(-1) ?? null);
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
		clock: PartsClock<Shared, Local>,
		memo: Memo,
		shared: number,
		local: number,
		sort: number,
		time: number,
	): number {
		const key = clock.alone ? 0 : shared;
		const known = recall(memo, key, local);
		if (known >= 0) return known;
		const next = clock.passLocal(sort, locals.parts[local] as Local, shareds.parts[shared] as Shared, time);
		return remember(memo, key, local, [clock.alone ? 0 : shareds.id(next.shared), locals.id(next.local)]);
	}

	function timeToNext(rows: Int32Array, row: number): number {
		let time = dues.shared[at(rows, row)] as number;
		for (let position = 1; position < width; position++)
			time = Math.min(time, dues.local[at(rows, row + position)] as number);
		return time;
	}

	function passedIn(time: number): Passed {
		const known = passedBy.get(time);
		if (known !== undefined) return known;
		const passed: Passed = {shared: createMemo(), locals: memoPerSort(sortAt)};
		passedBy.set(time, passed);
		return passed;
	}
}
