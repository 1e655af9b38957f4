/** Who is told that long work goes on; null where nobody asked to be. */
let listener: (() => void) | null = null;

/**
 * Tells whoever listens that long work goes on. Called once a round in every loop that can go on for longer than a tenth of a second.
 * The listener may throw to stop the work: everything here is a function of values, so what is stopped was never begun.
 */
export function pulse(): void {
	listener?.();
}

/** What some work returns; as long as it goes on, `listen` is told over and over. It decides nothing, but that the work ends where it throws. */
export function withPulse<Result>(listen: () => void, work: () => Result): Result {
	const before = listener;
	listener = listen;
	try {
		return work();
	} finally {
		listener = before;
	}
}
