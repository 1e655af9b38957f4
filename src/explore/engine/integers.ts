/** The integer at an index within the array. */
export function at(integers: Int32Array, index: number): number {
	// The compiler cannot know that the index is within the array, and a check would cost a tenth of the search's time.
	return integers[index] as number;
}

/** A copy with twice the room. */
export function grown(integers: Int32Array): Int32Array {
	const larger = new Int32Array(integers.length * 2);
	larger.set(integers);
	return larger;
}

/** The hash of a run of integers. Every bit of the result depends on every integer. */
export function hash(integers: Int32Array, start: number, length: number): number {
	let h = length;
	for (let i = start; i < start + length; i++) {
		h = Math.imul(h ^ at(integers, i), 0x2c1b3c6d);
		h ^= h >>> 15;
	}
	h = Math.imul(h, 0x7feb352d);
	return h ^ (h >>> 15);
}
