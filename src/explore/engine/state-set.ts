import {at, grown, hash} from './integers.js';

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
	/** Open addressing: a state's number plus 1, or 0. */
	slots: Int32Array;
};

/** An empty set with room for some states before it first has to grow. */
export function createStateSet(width: number, room: number, most: number): StateSet {
	const capacity = 2 ** Math.ceil(Math.log2(Math.max(2, Math.min(room, most) + 1)));
	return {width, most, rows: new Int32Array(capacity * width), count: 0, full: false, slots: new Int32Array(capacity * 2)};
}

/** True when the candidate is new and has become the last state; false when it was known, or when the set is full. */
export function insert(set: StateSet): boolean {
	const {rows, slots, width, count} = set;
	const candidate = count * width;
	const mask = slots.length - 1;
	let slot = hash(rows, candidate, width) & mask;
	for (let known = at(slots, slot); known !== 0; known = at(slots, slot)) {
		if (same(rows, (known - 1) * width, candidate, width)) return false;
		slot = (slot + 1) & mask;
	}
	if (count === set.most) {
		set.full = true;
		return false;
	}
	slots[slot] = count + 1;
	set.count = count + 1;
	if ((count + 2) * 2 > slots.length) grow(set);
	return true;
}

/** The number of the state that equals the candidate, or -1. */
export function find(set: StateSet): number {
	const {rows, slots, width} = set;
	const candidate = set.count * width;
	const mask = slots.length - 1;
	let slot = hash(rows, candidate, width) & mask;
	for (let known = at(slots, slot); known !== 0; known = at(slots, slot)) {
		if (same(rows, (known - 1) * width, candidate, width)) return known - 1;
		slot = (slot + 1) & mask;
	}
	return -1;
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
		let slot = hash(rows, state * width, width) & mask;
		while (slots[slot] !== 0) slot = (slot + 1) & mask;
		slots[slot] = state + 1;
	}
}
