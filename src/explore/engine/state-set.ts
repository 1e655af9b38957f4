import {at, grown} from './integers.js';

/**
 * The states found so far, each a row of integers, numbered in the order in which they were found.
 * The row after the last is free: whoever looks for a state writes it there first, as the candidate.
 */
export type StateSet = {
	readonly width: number;
	/** It takes no more states than this. */
	readonly most: number;
	rows: Int32Array;
	count: number;
	/** A new state was turned away. */
	full: boolean;
	/**
	 * Open addressing: 0, or a state's number plus 1 with some bits of its hash above it, so that most states that are not the one looked for
	 * are passed over without a look at their rows.
	 */
	slots: Int32Array;
};

/** The bits of a slot that hold a state's number plus 1. */
const numberBits = 2 ** 27 - 1;

/** The most states that a set can number. */
const mostNumbers = numberBits - 1;

/** An empty set with room for some states before it first has to grow. */
export function createStateSet(width: number, room: number, most: number): StateSet {
	const capacity = 2 ** Math.ceil(Math.log2(Math.max(2, Math.min(room, most) + 1)));
	return {
		width,
		most: Math.min(most, mostNumbers),
		rows: new Int32Array(capacity * width),
		count: 0,
		full: false,
		slots: new Int32Array(capacity * 2),
	};
}

/** The number of the state that equals the candidate, which has become the last one if it is new; -1 when it is new and the set is full. */
export function insert(set: StateSet): number {
	const {rows, slots, width, count} = set;
	const candidate = count * width;
	const mask = slots.length - 1;
	const hashed = hashOf(rows, candidate, width);
	let slot = hashed & mask;
	for (let known = at(slots, slot); known !== 0; known = at(slots, slot)) {
		if (mayBe(known, hashed) && same(rows, ((known & numberBits) - 1) * width, candidate, width))
			return (known & numberBits) - 1;
		slot = (slot + 1) & mask;
	}
	if (count === set.most) {
		set.full = true;
		return -1;
	}
	slots[slot] = entry(count, hashed);
	set.count = count + 1;
	if ((count + 2) * 2 > slots.length) grow(set);
	return count;
}

/** The number of the state that equals the candidate, or -1. */
export function find(set: StateSet): number {
	const {rows, slots, width} = set;
	const candidate = set.count * width;
	const mask = slots.length - 1;
	const hashed = hashOf(rows, candidate, width);
	let slot = hashed & mask;
	for (let known = at(slots, slot); known !== 0; known = at(slots, slot)) {
		if (mayBe(known, hashed) && same(rows, ((known & numberBits) - 1) * width, candidate, width))
			return (known & numberBits) - 1;
		slot = (slot + 1) & mask;
	}
	return -1;
}

/** The terms do not wait for each other, so a processor adds up several at a time; the last lines spread what the sum leaves close together. */
function hashOf(rows: Int32Array, start: number, width: number): number {
	let sum = 0;
	for (let i = 0; i < width; i++) sum = (sum + Math.imul(at(rows, start + i), at(factors, i & 15))) | 0;
	sum = Math.imul(sum ^ (sum >>> 16), 0x7feb352d);
	sum = Math.imul(sum ^ (sum >>> 15), 0x846ca68b);
	return sum ^ (sum >>> 16);
}

/** Odd numbers without a pattern: the sum must not be the same for rows that are alike. */
const factors = Int32Array.of(
	0x2c1b3c6d,
	0x297a2d39,
	0x1b873593,
	0x5bd1e995,
	0x3c6ef35f,
	0x19660d0d,
	0x6b43a9b5,
	0x27d4eb2f,
	0x165667b1,
	0x4cf5ad43,
	0x52dce729,
	0x38495ab5,
	0x7feb352d,
	0x2545f491,
	0x6c078965,
	0x41c64e6d,
);

function entry(state: number, hashed: number): number {
	return (state + 1) | (hashed & ~numberBits);
}

function mayBe(known: number, hashed: number): boolean {
	return ((known ^ hashed) & ~numberBits) === 0;
}

function same(rows: Int32Array, one: number, other: number, width: number): boolean {
	for (let i = 0; i < width; i++) if (rows[one + i] !== rows[other + i]) return false;
	return true;
}

function grow(set: StateSet): void {
	set.rows = grown(set.rows);
	set.slots = new Int32Array(set.slots.length * 2);
	const {rows, slots, width} = set;
	const mask = slots.length - 1;
	for (let state = 0; state < set.count; state++) {
		const hashed = hashOf(rows, state * width, width);
		let slot = hashed & mask;
		while (slots[slot] !== 0) slot = (slot + 1) & mask;
		slots[slot] = entry(state, hashed);
	}
}
