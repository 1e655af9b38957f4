import * as fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {rememberingRunner} from '../../../src/code/client-table.js';
import {type CodeWorld, codeWorld} from '../../../src/code/code-world.js';
import {codeLimits} from '../../../src/code/explore-code.js';
import {explore} from '../../../src/explore/explore.js';
import {namesOf} from '../../../src/language/names.js';
import {parseScript} from '../../../src/language/parse.js';
import {print} from '../../../src/language/print.js';
import type {Fact} from '../../../src/sim/fact.js';
import {evaluate} from '../../../src/sim/fact-value.js';
import {play} from '../../../src/sim/play.js';
import type {World} from '../../../src/sim/world.js';
import {worldText} from '../../code/clients.js';
import {facts, type StraightCase, straightCase} from '../../code/straight-programs.js';
import {aRealm} from './a-realm.js';
import {searched} from './searched.js';

// All 500: FENCE_PROGRAMS=0-499 npx vitest run --project parts test/cli/code/random-programs.test.ts
const {FENCE_SEED: seed = '20261128', FENCE_PROGRAMS: range = '0-19'} = process.env;
const [from = 0, to = from] = range.split('-').map(Number);
const cases = fc.sample(straightCase, {seed: Number(seed), numRuns: 500}).slice(from, to + 1);
const limits = {...codeLimits, maxStates: 10_000};
const tally = {found: 0, none: 0, 'gave-up': 0};

describe(`Random straight programs ${range} of seed ${seed}`, () => {
	it.each(cases.map((each, index) => ({...each, number: from + index})))(
		'come to the same as code and in the language: $number, $clients clients, $store, $steps',
		(given) => {
			const runner = rememberingRunner(aRealm(given.code));
			for (const text of facts) {
				const {world, setup, fact} = worldFor(given, text);
				const {found, moves, script} = searched(runner, world, fact, limits);
				const truth = explore(programmed(world, given), fact, limits);
				tally[truth.kind]++;
				// One of the two may come to a limit before the other.
				if (found.kind === 'gave-up' || truth.kind === 'gave-up') continue;
				expect({text, kind: found.kind, moves}).toEqual({text, kind: truth.kind, moves: truth.moves});
				// What is printed does the same without the code, as text too.
				const printed = parseScript([...setup, ...script].map(print).join('\n'));
				expect(printed.errors).toEqual([]);
				const played = play(printed.statements.map(({statement}) => statement));
				expect(played.refused).toBeNull();
				expect(evaluate(played.world, fact)).toBe(found.kind === 'found');
			}
		},
	);

	it('are found to be possible and impossible, and hardly any is too large', () => {
		console.info(`Programs ${range} of seed ${seed}: ${JSON.stringify(tally)}`);
		expect(tally.found).toBeGreaterThan(cases.length / 4);
		expect(tally.none).toBeGreaterThan(cases.length / 4);
		expect(tally['gave-up']).toBeLessThan(cases.length / 4);
	});
});

function worldFor(given: StraightCase, text: string): CodeWorld & {readonly fact: Fact} {
	const made = codeWorld(worldText({...given, store: `safe ${given.store}`, claim: `claim possible ${text}`}));
	const [claim] = made.ok ? made.made.claims : [];
	if (!made.ok || claim === undefined) throw new Error(JSON.stringify(made));
	return {...made.made, fact: claim.fact};
}

function programmed(world: World, {steps}: StraightCase): World {
	const names = world.spec.clients.map(({name}) => name);
	const script = parseScript(names.map((name) => `${name} runs ${steps}`).join('\n'), namesOf(world));
	const played = play(
		script.statements.map(({statement}) => statement),
		world,
	);
	if (script.errors.length > 0 || played.refused !== null)
		throw new Error(`The programs are wrong: ${JSON.stringify([script.errors, played.refused])}`);
	return played.world;
}
