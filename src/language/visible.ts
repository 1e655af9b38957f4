/**
 * The text with every control character, terminal escape, direction mark, invisible character and lone surrogate written out (`\x1b`, `\u202e`), so that showing it obeys nothing.
 * The pattern stands where it is used: one with classes of characters takes a part of a millisecond to make, and most texts do without.
 */
export function visible(text: string): string {
	if (/^[ -~]*$/.test(text)) return text;
	return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, (found) => {
		const code = found.codePointAt(0) ?? 0;
		return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
	});
}

/** The text made visible, cut to at most `most` characters with `…` at the end when it is longer. */
export function clipped(text: string, most = 40): string {
	const characters = [...text.slice(0, most * 2 + 2)];
	return characters.length <= most && text.length <= most * 2 + 2
		? visible(text)
		: `${visible(characters.slice(0, most - 1).join(''))}…`;
}
