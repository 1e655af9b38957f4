import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mono} from '../../src/live/clock.js';

/** How long a process takes to begin and to end where nothing else runs. Units: ms, of two shared cores. */
const usual = 4;

/** How many times slower than a quiet machine this one is just now: at least 1. Measured by the slowest of five processes. */
export async function slowness(): Promise<number> {
	const times: number[] = [];
	while (times.length < 5) {
		const began = mono();
		await once(spawn('sh', ['-c', ':'], {stdio: 'ignore'}), 'exit');
		times.push(mono() - began);
	}
	return Math.max(1, Math.max(...times) / usual);
}
