import {closeSync, constants, openSync, readSync} from 'node:fs';
import {withPulse} from '../../sim/pulse.js';
import type {Key} from '../../view/prompt/key.js';
import type {Terminal} from '../io.js';
import {busyKeys} from './busy-keys.js';

/** Thrown through work that the user has stopped. Whoever began the work goes on as if it had not been begun. */
export class Stopped extends Error {}

/** What goes on: how many rounds the work has made, whether it can be stopped, and the keys typed since it began. */
export type Going = {readonly rounds: number; readonly canStop: boolean; readonly keys: readonly Key[]};

/** Work that may take long, with a terminal that stays alive: keys are read while it goes on, shown at once, and handed over afterwards. */
type BusyWatch = {
	/** What the work returns. Fails: throws Stopped when Esc or Ctrl-C was typed and the work can be stopped. */
	run<Result>(canStop: boolean, work: () => Result): Result;
	readonly end: () => void;
};

/**
 * A watch over everything that is worked out in one go. `show` is called while that takes long, now and then and at once for a key.
 * The event loop hands no key over meanwhile, so they are read from the terminal itself, without waiting for one. Where that is not possible (Windows), work ends by itself.
 */
export function watchBusy({stdin}: Terminal, show: (going: Going) => void): BusyWatch {
	let terminal: number | null | undefined;
	let isRunning = false;
	const chunk = Buffer.alloc(4096);
	/** What has been typed since the work began; null once the terminal is gone. */
	const read = (): Buffer | null => {
		terminal ??= openTerminal();
		if (terminal === null) return chunk.subarray(0, 0);
		try {
			const length = readSync(terminal, chunk, 0, chunk.length, null);
			return length === 0 ? null : Buffer.from(chunk.subarray(0, length));
		} catch (error) {
			const isQuiet =
				error instanceof Error && 'code' in error && (error.code === 'EAGAIN' || error.code === 'EWOULDBLOCK');
			return isQuiet ? chunk.subarray(0, 0) : null;
		}
	};
	return {
		run(canStop, work) {
			if (isRunning) return work();
			isRunning = true;
			const begun = performance.now();
			let looked = begun;
			let shown = begun;
			let rounds = 0;
			let typed: Buffer = Buffer.alloc(0);
			let typedAt = 0;
			const listen = () => {
				rounds += 1;
				const now = performance.now();
				if (now - begun < calm || now - looked < betweenLooks) return;
				looked = now;
				const more = read();
				if (more === null && canStop) throw new Stopped();
				if (more !== null && more.length > 0) {
					typed = Buffer.concat([typed, more]);
					typedAt = now;
				}
				const {keys, afterStop} = busyKeys(typed, now - typedAt);
				if (canStop && afterStop !== null) {
					typed = afterStop;
					throw new Stopped();
				}
				if (more?.length === 0 && now - shown < betweenFrames) return;
				shown = now;
				show({rounds, canStop, keys});
			};
			try {
				return withPulse(listen, work);
			} finally {
				isRunning = false;
				// Before anything that is typed later.
				if (typed.length > 0) queueMicrotask(() => stdin.emit('data', typed));
			}
		},
		end() {
			if (typeof terminal === 'number') closeSync(terminal);
			terminal = null;
		},
	};
}

/** The terminal on standard input, opened once more so that a look at it never waits; null where that is not possible. */
function openTerminal(): number | null {
	if (process.platform === 'win32') return null;
	for (const path of ['/proc/self/fd/0', '/dev/tty']) {
		try {
			return openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
		} catch {
			// The next one may do.
		}
	}
	return null;
}

/** How long work goes on before anything is shown, between two looks for a key, and between two frames. Units: real ms. */
const calm = 60;
const betweenLooks = 15;
const betweenFrames = 100;
