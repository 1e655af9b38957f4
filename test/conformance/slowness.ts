import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mono} from '../../src/live/clock.js';

/** How long a process takes to begin and to end where nothing else runs. Units: ms, of two shared cores. */
const usual = 4;

/** For how long a measurement is good. Units: ms. */
const lasting = 5000;

let measured: {readonly at: number; readonly slowness: Promise<number>} | null = null;

/** How many times slower than a quiet machine this one is just now: at least 1. Those who ask within a few seconds share one measurement. */
export function slowness(): Promise<number> {
	if (measured === null || mono() - measured.at > lasting) measured = {at: mono(), slowness: measure()};
	return measured.slowness;
}

/** By the slowest of five processes. */
async function measure(): Promise<number> {
	const times: number[] = [];
	while (times.length < 5) {
		const began = mono();
		await once(spawn('sh', ['-c', ':'], {stdio: 'ignore'}), 'exit');
		times.push(mono() - began);
	}
	return Math.max(1, Math.max(...times) / usual);
}
