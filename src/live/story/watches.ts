import {setTimeout as after} from 'node:timers/promises';
import {answerWithin, mono} from '../clock.js';
import type {Stage} from './stage.js';

/** How long this machine keeps its processes waiting. */
export type Lag = {
	readonly begin: () => void;
	/** A wait that only a busy machine explains. Units: real ms. */
	readonly note: (late: number) => void;
	/** The worst since `begin`. Units: real ms. */
	readonly worst: () => number;
	readonly stop: () => void;
};

/** How late this process is woken, and what else is told it of waits that only a busy machine explains. */
export function watchLag(): Lag {
	const every = 10;
	let worst = 0;
	let due = mono() + every;
	const timer = setInterval(() => {
		worst = Math.max(worst, mono() - due);
		due = mono() + every;
	}, every);
	return {
		begin: () => {
			worst = 0;
		},
		note: (late: number) => {
			worst = Math.max(worst, late);
		},
		worst: () => Math.max(worst, mono() - due),
		stop: () => clearInterval(timer),
	};
}

/** Thrown where a server of somebody else's was there and is no more. The message is for the user. */
export class ServerGone extends Error {}

/** A server that does not answer for so long is gone. Units: real ms. */
const goneAfter = 4000;

/** Asks the servers again and again who holds the lock, and tells when the holder's time is over there, or when nobody has answered for long. */
export function watchHolder(
	truth: Stage['truth'],
	holder: () => string | null,
	ended: (at: number) => void,
	silent: () => void,
): {readonly stop: () => void} {
	let going = true;
	const every = 5;
	let answered = mono();
	void (async () => {
		while (going) {
			const known = holder();
			const asked = mono();
			const now = await answerWithin(500, truth.holder());
			if (now !== undefined) answered = mono();
			else if (mono() - answered > goneAfter) silent();
			// An answer about a holder that has changed since it was asked says nothing.
			if (going && known !== null && now !== undefined && now !== known && holder() === known) {
				// Its own release may be on its way to us.
				await after(25, undefined, {ref: false});
				if (holder() === known) ended(asked);
			}
			await after(every, undefined, {ref: false});
		}
	})();
	return {
		stop: () => {
			going = false;
		},
	};
}
