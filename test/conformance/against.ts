import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {cases} from './cases.js';
import {asMeant} from './differences.js';
import {canMoveClocks, movesClock} from './moved-clock.js';
import {outcomes} from './outcome.js';
import {openPool, type Pool} from './pool.js';
import {randomCases, seed} from './random.js';
import {onReal} from './real.js';
import {onRealRows} from './real-rows.js';
import {type Recorded, record, recordingOf} from './recorded.js';
import {type Case, type SystemName, waitOf} from './script.js';
import {simulate} from './simulate.js';
import {severalTries, type Verdict} from './tries.js';

/** RECORD=true keeps what the servers say; otherwise it is compared with what was kept. ONLY=PATTERN takes the scripts whose names match. */
const recording = process.env['RECORD'] === 'true';

/** Runs every script of a system on real servers and compares it, answer by answer, with the simulator and with what was recorded. */
export async function runAgainst(system: SystemName): Promise<void> {
	const pool = await openPool(system);
	const kept = recordingOf(system);
	const anew = recording || process.env['FENCE_SEED'] !== undefined;
	const random = anew ? randomCases(system) : kept.scripts.filter(({name}) => name.includes(': random '));
	const all: readonly Case[] = [...cases[system], ...random];
	// Without a compiler no clock can be moved: a word says so, and under CI=true those scripts fail.
	const isPlayed = ({steps}: Case) => canMoveClocks || process.env['CI'] === 'true' || !movesClock(steps);
	if (!all.every(isPlayed)) console.log(`${system}: scripts that move a clock are left out; gcc is not installed here`);
	// The longest first, so that none is left over at the end.
	const scripts = all
		.filter(isPlayed)
		.filter(({name}) => new RegExp(process.env['ONLY'] ?? '').test(name))
		.sort((one, other) => waitsOf(other) - waitsOf(one));
	const isLeftOut = ({name}: Case) =>
		all.some((each) => each.name === name) && scripts.every((each) => each.name !== name);
	const seen: Recorded[] = [];
	const noise: string[] = [];

	describe.skipIf(pool === null && process.env['CI'] !== 'true')(
		`Real ${system}${pool === null ? ' (not installed here)' : ''}, random scripts from seed ${anew ? seed : kept.seed}`,
		() => {
			beforeAll(() => expect(pool, `${system} is not installed`).not.toBeNull());
			afterAll(async () => {
				if (recording) record(system, {seed, scripts: [...seen, ...kept.scripts.filter(isLeftOut)]});
				await pool?.close();
				if (pool !== null) console.log(soundOf(system, scripts.length, noise));
			}, 120_000);

			it.concurrent.for(scripts)('$name', {timeout: 600_000}, async (script, {expect: expected}) => {
				const {meant, real, noise: heard} = await compare(script, pool as Pool);
				if (heard.length > 0) noise.push(`${script.name}: ${heard.join('; ')}`);
				seen.push({...script, outcomes: real});
				expected(told(script, real)).toEqual(told(script, meant));
				const before = kept.scripts.find(({name}) => name === script.name);
				if (!anew) expected(told(script, real), 'what was recorded').toEqual(told(script, before?.outcomes ?? []));
			});
		},
	);
}

/** Runs a script on both sides. `meant` is what the simulator says, with what is known to be said otherwise by real servers. */
async function compare(script: Case, pool: Pool): Promise<Verdict & {readonly meant: readonly string[]}> {
	const hoped = simulate(script);
	if (typeof hoped === 'string') throw new Error(`The simulator does not accept ${script.name}: ${hoped}`);
	const {system} = script;
	const meant = asMeant(script, outcomes(hoped));
	const verdict = await severalTries(script, meant, (each, slower) =>
		pool.with(each, slower > 1, (servers, key) => {
			const [server] = servers;
			return system === 'transactional' && server !== undefined
				? onRealRows(each, server, key, hoped, slower)
				: onReal(each, servers, key, hoped, slower, pool.moveClock);
		}),
	);
	return {...verdict, meant};
}

/** What there was of noise, so that it is seen: a machine that makes much of it hides what it should show. */
function soundOf(system: SystemName, count: number, noise: readonly string[]): string {
	const again =
		noise.length === 0 ? 'none was run again' : `${noise.length} run again, and what differed did not come again:`;
	return [`${system}: ${count} scripts, ${again}`, ...noise.map((each) => `  ${each}`)].join('\n');
}

/** How long a script waits in all. Units: real ms. */
function waitsOf({steps, scale}: Case): number {
	return steps.reduce((sum, step) => sum + waitOf(step) * scale, 0);
}

/** Each step with what came of it. */
export function told({steps}: Case, outcomes: readonly string[]): readonly string[] {
	return steps.map((step, index) => `${index + 1}. ${step}: ${outcomes[index] ?? 'not recorded'}`);
}
