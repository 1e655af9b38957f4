/** A whole number with its thousands apart: `12,345`. */
export function grouped(number: number | bigint): string {
	return number.toLocaleString('en-US');
}

/** A number of things in a sentence: `1 step`, `12,345 steps`. */
export function counted(number: number | bigint, noun: string): string {
	return `${grouped(number)} ${noun}${Number(number) === 1 ? '' : 's'}`;
}
