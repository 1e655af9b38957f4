/**
 * The text of the bytes so far, and the bytes of a character that has not arrived whole.
 * Any cut of the input gives the same text; bytes that are not UTF-8 become U+FFFD.
 */
export const decodeUtf8 = (
	pending: readonly number[],
	chunk: Uint8Array,
): {readonly text: string; readonly pending: readonly number[]} => {
	const bytes = pending.length === 0 ? chunk : Uint8Array.of(...pending, ...chunk);
	const whole = bytes.length - unfinished(bytes);
	return {text: decoder.decode(bytes.subarray(0, whole)), pending: [...bytes.subarray(whole)]};
};

/** How many bytes at the end begin a character without ending it. A cut before a lead byte is always safe. */
const unfinished = (bytes: Uint8Array): number => {
	for (let back = 1; back <= 3 && back <= bytes.length; back++) {
		const byte = bytes[bytes.length - back] ?? 0;
		if (!isContinuation(byte)) return lengthOf(byte) > back ? back : 0;
	}
	return 0;
};

const isContinuation = (byte: number): boolean => (byte & 0b1100_0000) === 0b1000_0000;

const lengthOf = (lead: number): number => {
	if (lead >= 0xf0 && lead <= 0xf4) return 4;
	if (lead >= 0xe0) return lead <= 0xef ? 3 : 1;
	return lead >= 0xc2 ? 2 : 1;
};

// ignoreBOM: a decoder that dropped a leading U+FEFF would make the result depend on where the input is cut.
const decoder = new TextDecoder('utf-8', {ignoreBOM: true});
