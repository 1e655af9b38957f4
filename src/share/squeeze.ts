import {deflateSync, inflateSync} from 'fflate';
import {primer} from './primer.js';

/** The bytes in few bytes, the fewer the more they read like a script. The same bytes give the same wherever this program runs, which no zlib of a platform promises. */
export function squeeze(bytes: Uint8Array): Uint8Array {
	return deflateSync(bytes, {level: 9, dictionary});
}

/** What was squeezed, when it was `length` bytes long; null for what nobody squeezed. Whether it is what was meant is for the caller to check. */
export function unsqueeze(squeezed: Uint8Array, length: number): Uint8Array | null {
	try {
		// The buffer bounds what a few bytes can come to; one byte more shows that they come to more than was said.
		const bytes = inflateSync(squeezed, {out: new Uint8Array(length + 1), dictionary});
		return bytes.length === length ? bytes : null;
	} catch {
		return null;
	}
}

const dictionary = new TextEncoder().encode(primer);
