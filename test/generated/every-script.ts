import * as fc from 'fast-check';
import {type RandomScript, randomScripts, textOf} from './random-scripts.js';

/** Holds so many random scripts to a check, always the same ones. Fails: with the shortest script found that fails, and the line that replays it. */
export function everyScript(count: number, check: (script: RandomScript) => void): void {
	const {FENCE_SEED: seed = '1', FENCE_PATH: path = ''} = process.env;
	fc.assert(fc.property(randomScripts, check), {
		numRuns: count,
		seed: Number(seed),
		path,
		reporter: ({failed, counterexample, counterexamplePath, errorInstance, seed: used, numRuns}) => {
			if (!failed) return;
			const script = counterexample === null ? '' : textOf(counterexample[0]);
			const why = errorInstance instanceof Error ? errorInstance.message : String(errorInstance);
			throw new Error(
				`${why}\n\nafter ${numRuns} scripts, in this one:\n\n${script}\n\nTo replay it: FENCE_SEED=${used} FENCE_PATH=${counterexamplePath} npx vitest run --project parts\n`,
			);
		},
	});
}
