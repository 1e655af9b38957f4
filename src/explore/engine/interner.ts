import {createEncoder} from './encoder.js';
import {at, grown, hash} from './integers.js';

/** Gives every different part a number, and a number's part back. Numbers count from 0. */
export type Interner<Part> = {
	/** Order: by number. */
	readonly parts: readonly Part[];
	/** The part's number: that of an earlier part when the two are equal in every detail. */
	readonly id: (part: Part) => number;
	/** About how much memory it takes. */
	readonly bytes: () => number;
};

/** An interner without parts. `learn` is called with each new part, in order of their numbers. */
export function createInterner<Part>(learn: (part: Part) => void): Interner<Part> {
	const encoder = createEncoder();
	const parts: Part[] = [];
	/** A move hands on what it has not changed, and then the same object comes again: it needs no look inside. */
	const numbers = new Map<Part, number>();
	let texts: Int32Array = new Int32Array(1 << 10);
	/** Where each part's text starts in `texts`; the last entry is where the next one will. */
	let starts: Int32Array = new Int32Array(1 << 7);
	/** Open addressing: a part's number plus 1, or 0. */
	let slots = new Int32Array(1 << 8);

	return {parts, id, bytes: () => 4 * (texts.byteLength + starts.byteLength + slots.byteLength)};

	function id(part: Part): number {
		const number = numbers.get(part);
		if (number !== undefined) return number;
		const length = encoder.encode(part);
		const mask = slots.length - 1;
		let slot = hash(encoder.buffer, 0, length) & mask;
		for (let known = at(slots, slot); known !== 0; known = at(slots, slot)) {
			if (isText(known - 1, length)) return known - 1;
			slot = (slot + 1) & mask;
		}
		slots[slot] = parts.length + 1;
		return add(part, length);
	}

	function isText(known: number, length: number): boolean {
		const start = at(starts, known);
		if (at(starts, known + 1) - start !== length) return false;
		for (let i = 0; i < length; i++) if (texts[start + i] !== encoder.buffer[i]) return false;
		return true;
	}

	function add(part: Part, length: number): number {
		const number = parts.length;
		const start = at(starts, number);
		while (start + length > texts.length) texts = grown(texts);
		texts.set(encoder.buffer.subarray(0, length), start);
		if (number + 2 > starts.length) starts = grown(starts);
		starts[number + 1] = start + length;
		parts.push(part);
		numbers.set(part, number);
		if (parts.length * 2 > slots.length) rehash();
		learn(part);
		return number;
	}

	function rehash(): void {
		slots = new Int32Array(slots.length * 2);
		const mask = slots.length - 1;
		for (let known = 0; known < parts.length; known++) {
			const start = at(starts, known);
			let slot = hash(texts, start, at(starts, known + 1) - start) & mask;
			while (slots[slot] !== 0) slot = (slot + 1) & mask;
			slots[slot] = known + 1;
		}
	}
}
