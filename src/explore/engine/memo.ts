import {at, grown} from './integers.js';

/**
 * How moves came out that were computed before: for a pair of part numbers, the pairs of part numbers after it.
 * An entry is four integers: shared and local before; then shared and local after when there is one outcome,
 * else where the outcomes start in `pool` and -1 minus how many there are.
 */
export type Memo = {
	entries: Int32Array;
	used: number;
	pool: Int32Array;
	poolEnd: number;
};

const free = -1;

/** A memo of nothing. */
export function createMemo(): Memo {
	return {entries: new Int32Array(4 << 8).fill(free), used: 0, pool: new Int32Array(1 << 8), poolEnd: 0};
}

/** A memo of nothing for each sort of actor. `sortAt`: the sorts there are. */
export function memoPerSort(sortAt: readonly number[]): readonly Memo[] {
	return Array.from({length: 1 + Math.max(...sortAt)}, createMemo);
}

/** Where the entry of a pair starts, or -1 when there is none. */
export function recall(memo: Memo, shared: number, local: number): number {
	const {entries} = memo;
	const mask = entries.length - 1;
	let entry = place(shared, local) & mask;
	for (let known = at(entries, entry); known !== free; known = at(entries, entry)) {
		if (known === shared && entries[entry + 1] === local) return entry;
		entry = (entry + 4) & mask;
	}
	return -1;
}

/** Where the new entry of a pair starts. Shape: `outcomes` is shared, local, shared, local and so on. */
export function remember(memo: Memo, shared: number, local: number, outcomes: readonly number[]): number {
	memo.used++;
	if (memo.used * 8 > memo.entries.length) grow(memo);
	const [only = 0, onlyLocal = 0] = outcomes;
	if (outcomes.length === 2) return write(memo.entries, shared, local, only, onlyLocal);
	while (memo.poolEnd + outcomes.length > memo.pool.length) memo.pool = grown(memo.pool);
	const start = memo.poolEnd;
	memo.pool.set(outcomes, start);
	memo.poolEnd += outcomes.length;
	return write(memo.entries, shared, local, start, -1 - outcomes.length / 2);
}

/** About how much memory it takes. */
export function memoBytes(memo: Memo): number {
	return memo.entries.byteLength + memo.pool.byteLength;
}

function write(entries: Int32Array, shared: number, local: number, third: number, fourth: number): number {
	const mask = entries.length - 1;
	let entry = place(shared, local) & mask;
	while (entries[entry] !== free) entry = (entry + 4) & mask;
	entries[entry] = shared;
	entries[entry + 1] = local;
	entries[entry + 2] = third;
	entries[entry + 3] = fourth;
	return entry;
}

function grow(memo: Memo): void {
	const old = memo.entries;
	memo.entries = new Int32Array(old.length * 2).fill(free);
	for (let entry = 0; entry < old.length; entry += 4) {
		if (old[entry] !== free)
			write(memo.entries, at(old, entry), at(old, entry + 1), at(old, entry + 2), at(old, entry + 3));
	}
}

/** A multiple of four, because entries are four integers long. */
function place(shared: number, local: number): number {
	let h = Math.imul(shared, 0x2c1b3c6d) ^ Math.imul(local, 0x297a2d39);
	h ^= h >>> 15;
	return (Math.imul(h, 0x7feb352d) ^ (h >>> 13)) << 2;
}
