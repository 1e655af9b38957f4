import {freshPredictor, type Predictor} from './predictor.js';
import {primer} from './primer.js';

/** The bytes in few bytes, the fewer the more they read like a script. The same bytes give the same on every machine and in every version of Node, which no zlib promises. */
export function squeeze(bytes: Uint8Array): Uint8Array {
	const predictor = taught();
	const out: number[] = [];
	let low = 0;
	let high = 0xffff_ffff;
	for (const byte of bytes) {
		for (let place = 7; place >= 0; place--) {
			const bit = ((byte >>> place) & 1) === 1 ? 1 : 0;
			const middle = between(low, high, predictor.chance());
			if (bit === 1) high = middle;
			else low = middle + 1;
			predictor.learn(bit);
			while (leading(low) === leading(high)) {
				out.push(leading(high));
				low = shifted(low);
				high = shifted(high) + 255;
			}
		}
	}
	return Uint8Array.from(withoutZeros([...out, ...shortest(low, high)]));
}

/** What was squeezed, when it was `length` bytes long. Other bytes give something, too: whether it is what was meant is for the caller to check. */
export function unsqueeze(squeezed: Uint8Array, length: number): Uint8Array {
	const predictor = taught();
	const bytes = new Uint8Array(length);
	let low = 0;
	let high = 0xffff_ffff;
	let next = 4;
	let value = [0, 1, 2, 3].reduce((sum, index) => sum * 256 + (squeezed[index] ?? 0), 0);
	for (let index = 0; index < length; index++) {
		let byte = 0;
		for (let place = 0; place < 8; place++) {
			const middle = between(low, high, predictor.chance());
			const bit = value <= middle ? 1 : 0;
			if (bit === 1) high = middle;
			else low = middle + 1;
			predictor.learn(bit);
			byte = (byte << 1) | bit;
			while (leading(low) === leading(high)) {
				low = shifted(low);
				high = shifted(high) + 255;
				value = shifted(value) + (squeezed[next] ?? 0);
				next += 1;
			}
		}
		bytes[index] = byte;
	}
	return bytes;
}

/** A predictor that has read the primer; it reads it once. */
function taught(): Predictor {
	reader ??= teach(freshPredictor());
	return reader.copy();
}

let reader: Predictor | null = null;

function teach(predictor: Predictor): Predictor {
	for (const byte of new TextEncoder().encode(primer))
		for (let place = 7; place >= 0; place--) predictor.learn(((byte >>> place) & 1) === 1 ? 1 : 0);
	return predictor;
}

/** The end of the lower part of a range that is split by a chance. */
function between(low: number, high: number, chance: number): number {
	return low + Math.floor((high - low) / 4096) * chance + Math.floor((((high - low) % 4096) * chance) / 4096);
}

function leading(value: number): number {
	return Math.floor(value / 0x100_0000);
}

function shifted(value: number): number {
	return (value % 0x100_0000) * 256;
}

/** The fewest bytes that, followed by zeros, lie in the range. */
function shortest(low: number, high: number): readonly number[] {
	for (const step of [0x100_0000, 0x1_0000, 0x100, 1]) {
		const value = Math.ceil(low / step) * step;
		if (value <= high) return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256);
	}
	return [];
}

/** Past the end there are zeros anyway. */
function withoutZeros(bytes: readonly number[]): readonly number[] {
	return bytes.slice(0, bytes.findLastIndex((byte) => byte !== 0) + 1);
}
