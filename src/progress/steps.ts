/** Work that can be done in steps. What it returns is the same, whatever happens between two of them. */
export type Steps<Result> = Generator<undefined, Result, undefined>;

/** What the work returns, done in one go. */
export function atOnce<Result>(steps: Steps<Result>): Result {
	let step = steps.next();
	while (step.done !== true) step = steps.next();
	return step.value;
}

/** What the work returns, done a little at a time, so that a key that is typed meanwhile does not wait for its end. */
export async function inTurns<Result>(steps: Steps<Result>): Promise<Result> {
	let step = steps.next();
	let begun = performance.now();
	while (step.done !== true) {
		if (performance.now() - begun > turn) {
			await new Promise((done) => setImmediate(done));
			begun = performance.now();
		}
		step = steps.next();
	}
	return step.value;
}

/** How long the work goes on before others have their turn. Units: ms. */
const turn = 10;
