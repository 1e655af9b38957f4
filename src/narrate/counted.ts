import {grouped} from '../language/grouped.js';

/** A number of things in a sentence: `1 step`, `12,345 steps`. */
export function counted(number: number | bigint, noun: string): string {
	return `${grouped(number)} ${noun}${Number(number) === 1 ? '' : 's'}`;
}
