import {distance} from 'fastest-levenshtein';

/**
 * The candidate that differs least from a mistyped word, letter case aside, or null when none is near enough to be what was meant.
 * Order: of equally near ones the first.
 */
export function nearest(word: string, candidates: readonly string[]): string | null {
	return closest(word, candidates, Math.max(1, Math.floor(word.length / 2)));
}

/** The candidate that differs least from a word, however much that is; null only without candidates. */
export function nearestOfAll(word: string, candidates: readonly string[]): string | null {
	return closest(word, candidates, Number.POSITIVE_INFINITY);
}

function closest(word: string, candidates: readonly string[], most: number): string | null {
	const typed = word.slice(0, longest).toLowerCase();
	let found: string | null = null;
	let least = most + 1;
	for (const candidate of candidates.slice(0, looked)) {
		const far = Math.abs(candidate.length - typed.length) >= least ? least : distance(typed, candidate.toLowerCase());
		if (far < least) {
			found = candidate;
			least = far;
		}
	}
	return found ?? (most === Number.POSITIVE_INFINITY ? (candidates[0] ?? null) : null);
}

/** No word of the language is longer; what follows cannot make it nearer. */
const longest = 48;

/** A reader is helped by one name, not by a search of ten thousand. */
const looked = 500;
