import {distance} from 'fastest-levenshtein';

/**
 * The candidate that a mistyped word probably means, letter case aside, or null when none is near: it differs in at most a third of its letters, never in all,
 * (two letters that changed places differ in one), or the word is its beginning. Order: of equally near ones the first.
 */
export function nearest(word: string, candidates: readonly string[]): string | null {
	const found = closest(word, candidates);
	const most = Math.min(word.length - 1, Math.max(1, Math.floor(word.length / 3)));
	if (found !== null && found.far <= most) return found.candidate;
	const typed = word.toLowerCase();
	return typed.length < 3 ? null : (candidates.find((candidate) => candidate.toLowerCase().startsWith(typed)) ?? null);
}

/** The candidate that differs least from a word, however much that is; null only without candidates. */
export function nearestOfAll(word: string, candidates: readonly string[]): string | null {
	return nearest(word, candidates) ?? closest(word, candidates)?.candidate ?? null;
}

function closest(
	word: string,
	candidates: readonly string[],
): {readonly candidate: string; readonly far: number} | null {
	const typed = word.slice(0, longest).toLowerCase();
	let found: {candidate: string; far: number} | null = null;
	for (const candidate of candidates.slice(0, looked)) {
		if (found !== null && Math.abs(candidate.length - typed.length) >= found.far) continue;
		const far = difference(typed, candidate.toLowerCase());
		if (found === null || far < found.far) found = {candidate, far};
	}
	return found;
}

/** How many letters differ; two that changed places count once, which is the commonest slip of a hand. */
function difference(one: string, other: string): number {
	const far = distance(one, other);
	return far === 2 && one.length === other.length && sorted(one) === sorted(other) ? 1 : far;
}

function sorted(word: string): string {
	return [...word].sort().join('');
}

/** No word of the language is longer; what follows cannot make it nearer. */
const longest = 48;

/** A reader is helped by one name, not by a search of ten thousand. */
const looked = 500;
