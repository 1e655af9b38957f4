/** The SHA-256 of some bytes: 32 bytes. Written out here, since everything below the command line runs without Node. Source: FIPS 180-4. */
export function sha256(bytes: Uint8Array): Uint8Array {
	const message = padded(bytes);
	const state = Uint32Array.from(initial);
	const words = new Uint32Array(64);
	for (let block = 0; block < message.byteLength; block += 64) {
		schedule(words, message, block);
		compress(state, words);
	}
	const digest = new DataView(new ArrayBuffer(32));
	for (const [index, word] of state.entries()) digest.setUint32(4 * index, word);
	return new Uint8Array(digest.buffer);
}

/** The bytes, a single 1 bit, zeros up to a whole number of blocks, and the length in bits. */
function padded(bytes: Uint8Array): DataView {
	const view = new DataView(new ArrayBuffer(64 * Math.ceil((bytes.length + 9) / 64)));
	new Uint8Array(view.buffer).set(bytes);
	view.setUint8(bytes.length, 0x80);
	view.setBigUint64(view.byteLength - 8, BigInt(bytes.length) * 8n);
	return view;
}

function schedule(words: Uint32Array, message: DataView, block: number): void {
	for (let index = 0; index < 16; index++) words[index] = message.getUint32(block + 4 * index);
	for (let index = 16; index < 64; index++) {
		const early = words[index - 15] ?? 0;
		const late = words[index - 2] ?? 0;
		const first = turn(early, 7) ^ turn(early, 18) ^ (early >>> 3);
		const second = turn(late, 17) ^ turn(late, 19) ^ (late >>> 10);
		words[index] = (words[index - 16] ?? 0) + first + (words[index - 7] ?? 0) + second;
	}
}

function compress(state: Uint32Array, words: Uint32Array): void {
	let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
	for (const [index, word] of words.entries()) {
		const chosen = (e & f) ^ (~e & g);
		const first = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + chosen + (constants[index] ?? 0) + word) | 0;
		const majority = (a & b) ^ (a & c) ^ (b & c);
		const second = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + majority) | 0;
		[h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
	}
	for (const [index, word] of [a, b, c, d, e, f, g, h].entries()) state[index] = (state[index] ?? 0) + word;
}

function turn(word: number, by: number): number {
	return (word >>> by) | (word << (32 - by));
}

const initial = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];

const constants = [
	...[0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5],
	...[0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174],
	...[0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da],
	...[0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967],
	...[0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85],
	...[0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070],
	...[0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3],
	...[0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2],
];
