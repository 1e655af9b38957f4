/** Guesses the bits of a text one by one. It learns from every bit, so it has to be told all of them in order. */
export type Predictor = {
	/** The chance that the next bit is 1. Units: 4096ths, from 1 to 4095. */
	readonly chance: () => number;
	readonly learn: (bit: 0 | 1) => void;
	/** Another one that has learned as much, and goes its own way from here. Only between two bytes. */
	readonly copy: () => Predictor;
};

/**
 * A predictor that has learned nothing yet. It looks at what followed the latest 1, 2, 3, 4 and 6 bytes, the present word and the word before it, and weighs
 * these opinions by how right they have been. Whole numbers only, since a code made on one machine is read on another.
 * Source: context mixing as in lpaq by Matt Mahoney.
 */
export function freshPredictor(): Predictor {
	return predictorWith({
		chances: new Uint16Array(contexts * slots).fill(0x8000),
		counts: new Uint8Array(contexts * slots),
		weights: new Int32Array((contexts + 1) * contexts).fill(initialWeight),
		past: {recent: [0, 0, 0, 0, 0, 0], word: 0, wordBefore: 0},
	});
}

/** What has been learned: per context and slot the chance of a 1 and how often it was seen, what each opinion weighs, and the latest bytes. */
type Memory = {
	readonly chances: Uint16Array;
	readonly counts: Uint8Array;
	readonly weights: Int32Array;
	readonly past: Past;
};

function predictorWith({chances, counts, weights, past}: Memory): Predictor {
	const places = new Int32Array(contexts);
	const opinions = new Int32Array(contexts);
	let hashes = hashesOf(past);
	let partial = 1;
	let set = 0;
	let mixed = 2048;

	const predict = () => {
		let known = 0;
		let sum = 0;
		for (const [index, hash] of hashes.entries()) {
			const place = index * slots + (spread(hash + Math.imul(partial, 0x9e3779b1)) >>> (32 - slotBits));
			const count = counts[place] ?? 0;
			places[index] = place;
			opinions[index] = count === 0 ? 0 : stretch((chances[place] ?? 0) >>> 4);
			if (count > 0) known += 1;
		}
		set = known * contexts;
		for (let index = 0; index < contexts; index++) sum += (opinions[index] ?? 0) * (weights[set + index] ?? 0);
		mixed = squash(Math.floor(sum / 65_536));
	};

	const learn = (bit: 0 | 1) => {
		const error = ((bit << 12) - mixed) * learningRate;
		for (let index = 0; index < contexts; index++) {
			const place = places[index] ?? 0;
			const count = counts[place] ?? 0;
			const chance = chances[place] ?? 0;
			weights[set + index] =
				(weights[set + index] ?? 0) + Math.floor(((opinions[index] ?? 0) * error + 0x2000) / 0x4000);
			chances[place] = chance + Math.trunc(((bit === 1 ? 65_535 : 0) - chance) / (count + 1.5));
			if (count < slowest) counts[place] = count + 1;
		}
		partial = (partial << 1) | bit;
		if (partial >= 256) {
			remember(past, partial & 255);
			hashes = hashesOf(past);
			partial = 1;
		}
		predict();
	};

	predict();
	const copy = () =>
		predictorWith({chances: chances.slice(), counts: counts.slice(), weights: weights.slice(), past: {...past}});
	return {chance: () => mixed, learn, copy};
}

/** The latest bytes, the newest first, and hashes of the present word and the one before it. */
type Past = {recent: readonly number[]; word: number; wordBefore: number};

function remember(past: Past, byte: number): void {
	past.recent = [byte, ...past.recent.slice(0, 5)];
	const isLetter = (byte >= 97 && byte <= 122) || (byte >= 65 && byte <= 90) || byte === 45;
	if (isLetter) past.word = spread(past.word + byte + 1);
	else if (past.word !== 0) {
		past.wordBefore = past.word;
		past.word = 0;
	}
}

function hashesOf({recent, word, wordBefore}: Past): readonly number[] {
	const [last = 0] = recent;
	const orders = [1, 2, 3, 4, 6].map((length) =>
		recent.slice(0, length).reduce((hash, byte) => spread(Math.imul(hash, 257) + byte + 1), length),
	);
	return [0, ...orders, spread(word + Math.imul(last, 0x2545)), spread(spread(word + 3) + wordBefore)];
}

function spread(hash: number): number {
	const mixed = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
	return Math.imul(mixed ^ (mixed >>> 12), 0x297a2d39);
}

/** From ln(p / (1 - p)) to p. Units: 256ths in, 4096ths out, from 1 to 4095. */
function squash(odds: number): number {
	if (odds > 2047) return 4095;
	if (odds < -2047) return 1;
	const at = (odds + 2048) >> 7;
	const rest = odds & 127;
	return Math.max(1, ((squashed[at] ?? 0) * (128 - rest) + (squashed[at + 1] ?? 0) * rest + 64) >> 7);
}

/** From p to ln(p / (1 - p)). Units: 4096ths in, 256ths out. */
function stretch(chance: number): number {
	return stretched[chance] ?? 0;
}

const contexts = 8;
const slotBits = 16;
const slots = 1 << slotBits;
const initialWeight = 20_000;
const learningRate = 10;
/** After so many sights of a context its opinion moves no slower. */
const slowest = 20;

/** Source: lpaq; 4096 / (1 + e^-x) for x from -8 to 8 in steps of 1/2. */
const squashed = [
	...[1, 2, 3, 6, 10, 16, 27, 45, 73, 120, 194, 310, 488, 747, 1101, 1546, 2047],
	...[2549, 2994, 3348, 3607, 3785, 3901, 3975, 4022, 4050, 4068, 4079, 4085, 4089, 4092, 4093, 4094],
];

const stretched: Int16Array = invert();

function invert(): Int16Array {
	const table = new Int16Array(4096);
	let filled = 0;
	for (let odds = -2047; odds <= 2047; odds++) {
		const chance = squash(odds);
		for (; filled <= chance; filled++) table[filled] = odds;
	}
	return table.fill(2047, filled);
}
