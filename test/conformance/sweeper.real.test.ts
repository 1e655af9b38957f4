import {spawn} from 'node:child_process';
import {chmod, mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {describe, expect, it} from 'vitest';
import {mono, until} from '../../src/live/clock.js';
import {redisServer} from '../../src/live/server/redis.js';
import {leftoversOf} from '../live/run-story.js';

const project = resolve(import.meta.dirname, '../..');
const missing = redisServer('no') === null;

/** The moments at which the run is killed, as parts of the time that it takes to start every server. */
const moments = [0.05, 0.15, 0.3, 0.45, 0.6, 0.75, 0.9];

describe.skipIf(missing && process.env['CI'] !== 'true')(
	`Servers of a run that is killed with -9${missing ? ' (not installed here)' : ''}`,
	() => {
		it('are gone, with all their files, also one that stands still, and whenever it was', {
			timeout: 300_000,
		}, async () => {
			const whole = await killedAt(null);
			for (const part of moments) await killedAt(part * whole);
		});
	},
);

/** Kills a run some time after it has begun, or when all its servers are there, and waits until nothing is left. Returns how long it lived. Units: ms. */
async function killedAt(moment: number | null): Promise<number> {
	const place = await mkdtemp(join(tmpdir(), 'swept-'));
	// PostgreSQL runs as another user where the tests run as root.
	await chmod(place, 0o755);
	const run = spawn(
		process.execPath,
		[join(project, 'src/build/run-typescript.mjs'), join(import.meta.dirname, 'all-servers.ts')],
		{cwd: project, env: {...process.env, TMPDIR: place}, stdio: ['ignore', 'pipe', 'inherit']},
	);
	let said = '';
	run.stdout.on('data', (data) => {
		said += String(data);
	});
	await until('it has begun', () => said.includes('begun'), {limit: 60_000});
	const began = mono();
	const isTime = () => said.includes('started') || (moment !== null && mono() - began > moment);
	await until('the moment has come', isTime, {limit: 60_000, every: 1});
	const lived = mono() - began;
	if (moment === null) expect(leftoversOf(place).length).toBeGreaterThan(3);
	run.kill('SIGKILL');
	await until('nothing is left', () => leftoversOf(place).length === 0, {limit: 20_000, every: 50}).catch(() => {
		throw new Error(`left: ${leftoversOf(place).join('; ')}`);
	});
	await rm(place, {recursive: true});
	return lived;
}
