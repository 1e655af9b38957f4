import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {cases} from './cases.js';
import {openPool, type Pool} from './pool.js';
import {randomCases, seed} from './random.js';
import {compare, onReal} from './real.js';
import {type Recorded, record, recordingOf} from './recorded.js';
import type {Case, SystemName} from './script.js';

/** RECORD=true keeps what the servers say; otherwise it is compared with what was kept. ONLY=PATTERN takes the scripts whose names match. */
const recording = process.env['RECORD'] === 'true';

/** Runs every script of a system on real servers and compares it, answer by answer, with the simulator and with what was recorded. */
export async function runAgainst(system: SystemName): Promise<void> {
	const pool = await openPool(system);
	const kept = recordingOf(system);
	const anew = recording || process.env['FENCE_SEED'] !== undefined;
	const random = anew ? randomCases(system) : kept.scripts.filter(({name}) => name.includes(': random '));
	const all: readonly Case[] = [...cases[system], ...random];
	const scripts = all.filter(({name}) => new RegExp(process.env['ONLY'] ?? '').test(name));
	const isLeftOut = ({name}: Case) =>
		all.some((each) => each.name === name) && scripts.every((each) => each.name !== name);
	const seen: Recorded[] = [];

	describe.skipIf(pool === null && process.env['CI'] !== 'true')(
		`Real ${system}${pool === null ? ' (not installed here)' : ''}, random scripts from seed ${anew ? seed : kept.seed}`,
		() => {
			beforeAll(() => expect(pool, `${system} is not installed`).not.toBeNull());
			afterAll(async () => {
				if (recording) record(system, {seed, scripts: [...seen, ...kept.scripts.filter(isLeftOut)]});
				await pool?.close();
			}, 120_000);

			it.concurrent.for(scripts)('$name', {timeout: 300_000}, async (script, {expect: expected}) => {
				const {meant, real} = await compare(script, (each, hoped, slower) =>
					(pool as Pool).with(each, (servers, key) => onReal(each, servers, key, hoped, slower)),
				);
				seen.push({...script, outcomes: real});
				expected(told(script, real)).toEqual(told(script, meant));
				const before = kept.scripts.find(({name}) => name === script.name);
				if (!anew) expected(told(script, real), 'what was recorded').toEqual(told(script, before?.outcomes ?? []));
			});
		},
	);
}

/** Each step with what came of it. */
export function told({steps}: Case, outcomes: readonly string[]): readonly string[] {
	return steps.map((step, index) => `${index + 1}. ${step}: ${outcomes[index] ?? 'not recorded'}`);
}
