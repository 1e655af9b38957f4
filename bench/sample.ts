/** Returns the middle of the numbers. */
export function median(numbers: readonly number[]): number {
	return quantile(numbers, 0.5);
}

/** Returns the number below which this part of the numbers lies. Fails: without any number. */
export function quantile(numbers: readonly number[], part: number): number {
	const sorted = [...numbers].sort((a, b) => a - b);
	const found = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
	if (found === undefined) throw new Error('Expected at least one number, got none.');
	return found;
}

/**
 * Returns how long each of two things took, done by turns, so that a machine that gets slower does so for both.
 * Units: ms. The first turn of each does not count.
 */
export async function byTurns(
	turns: number,
	first: () => Promise<number>,
	second: () => Promise<number>,
): Promise<readonly [number, number]> {
	const firsts: number[] = [];
	const seconds: number[] = [];
	for (let turn = 0; turn <= turns; turn++) {
		const times = [await first(), await second()] as const;
		if (turn === 0) continue;
		firsts.push(times[0]);
		seconds.push(times[1]);
	}
	return [median(firsts), median(seconds)];
}
