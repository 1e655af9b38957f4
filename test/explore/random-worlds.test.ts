import * as fc from 'fast-check';
import {expect, test} from 'vitest';
import {explore} from '../../src/explore/explore.js';
import {namesOf} from '../../src/language/names.js';
import {parseFact} from '../../src/language/parse.js';
import {evaluate} from '../../src/sim/fact-value.js';
import {facts, randomWorld} from './random-world.js';
import {scripted} from './scripted.js';
import {nextStop, type Stop} from './walk.js';

// Always the same worlds, unless FENCE_SEED says otherwise.
const {FENCE_SEED, FENCE_PATH = ''} = process.env;
const seed = Number(FENCE_SEED ?? 20261129);
const replay = (path: string) =>
	`FENCE_SEED=${seed} FENCE_PATH=${path} npx vitest run --project parts test/explore/random-worlds.test.ts`;

test('in random worlds every story replays, and what no schedule makes true no random walk does', () => {
	console.info(`Random worlds of seed ${seed}. The same ones again: ${replay(FENCE_PATH)}`);
	fc.assert(
		fc.property(
			randomWorld,
			fc.constantFrom(...facts),
			fc.array(fc.nat(), {minLength: 60, maxLength: 60}),
			(script, text, turns) => {
				const {world} = scripted(script);
				const parsed = parseFact(text, namesOf(world));
				if (!parsed.ok) throw new Error(parsed.error.message);
				// That its story replays is looked at by the exploration itself, which throws otherwise.
				if (explore(world, parsed.fact, {maxStates: 1500, maxBytes: 2 ** 28}).kind !== 'none') return;
				let stop: Stop = {world, left: world.spec.faults};
				for (const [index, turn] of turns.entries()) {
					stop = nextStop(index % 15 === 0 ? {world, left: world.spec.faults} : stop, turn);
					expect(evaluate(stop.world, parsed.fact)).toBe(false);
				}
			},
		),
		{
			numRuns: 150,
			seed,
			path: FENCE_PATH,
			reporter: ({failed, counterexample, counterexamplePath, errorInstance}) => {
				if (!failed) return;
				const [script, fact] = counterexample ?? [];
				const why = errorInstance instanceof Error ? errorInstance.message : String(errorInstance);
				throw new Error(
					`${why}\n\nin this world, asked for ${fact}:\n\n${script}\n\n${replay(counterexamplePath ?? '')}`,
				);
			},
		},
	);
});
