/** The bytes in digits and small letters without i, l, o and u, which are easily taken for another: 8 characters for every 5 bytes. */
export function toBase32(bytes: Uint8Array): string {
	let text = '';
	let bits = 0;
	let held = 0;
	for (const byte of bytes) {
		held = (held << 8) | byte;
		bits += 8;
		while (bits >= 5) {
			bits -= 5;
			text += digits.charAt(held >>> bits);
			held &= (1 << bits) - 1;
		}
	}
	return bits === 0 ? text : text + digits.charAt(held << (5 - bits));
}

/** The bytes that a text stands for, or null where `toBase32` gives no such text for any bytes. */
export function fromBase32(text: string): Uint8Array | null {
	const bytes = new Uint8Array(Math.floor((text.length * 5) / 8));
	let bits = 0;
	let held = 0;
	let length = 0;
	for (const character of text) {
		const digit = digits.indexOf(character);
		if (digit === -1) return null;
		held = (held << 5) | digit;
		bits += 5;
		if (bits < 8) continue;
		bits -= 8;
		bytes[length] = held >>> bits;
		length += 1;
		held &= (1 << bits) - 1;
	}
	return bits < 5 && held === 0 ? bytes : null;
}

/** Source: the alphabet of Crockford's Base 32, in small letters. */
const digits = '0123456789abcdefghjkmnpqrstvwxyz';
