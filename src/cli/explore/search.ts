import {type Finding, type Limits, startExploration} from '../../explore/explore.js';
import type {Fact} from '../../sim/fact.js';
import type {World} from '../../sim/world.js';

/** What exploring a fact finds out within limits. `prompt`: nobody is slow but by a fault. Units: seconds of real time, or undefined for no such limit. */
export async function search(
	world: World,
	fact: Fact,
	limits: Limits,
	seconds: number | undefined,
	prompt = false,
): Promise<Finding> {
	const exploration = startExploration(world, fact, limits, prompt);
	const start = performance.now();
	for (;;) {
		const finding = exploration.advance(slice);
		if (finding !== null) return finding;
		if (seconds !== undefined && performance.now() - start > seconds * 1000) return exploration.giveUp();
		// Signals and the closing of a pipe are heard in between.
		await new Promise<void>((resume) => setImmediate(resume));
	}
}

/** States looked at between two looks at the clock. */
const slice = 500;
