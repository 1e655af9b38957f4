import {setTimeout as after} from 'node:timers/promises';
import {answerWithin, mono} from '../clock.js';
import type {LockTruth} from '../lock/lock-client.js';
import type {RowTruth} from '../store/rows.js';
import type {WaitingWrite} from './live-run.js';

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
	truth: LockTruth,
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

/** Asks the stores again and again whose transactions are open, and tells which of those that are known, by client and number, is open no more. `isEnding`: its client has asked for its end and may be about to say so. */
export function watchTransactions(
	truths: ReadonlyMap<string, RowTruth>,
	known: (store: string) => ReadonlyMap<string, number>,
	isEnding: (client: string, store: string) => boolean,
	ended: (client: string, store: string) => void,
): {readonly stop: () => void} {
	let going = true;
	const every = 10;
	const watch = async (store: string, truth: RowTruth): Promise<void> => {
		while (going) {
			const before = known(store);
			const now = before.size === 0 ? undefined : await answerWithin(500, truth.inTransaction());
			const over = [...before].filter(([client]) => now?.has(client) === false);
			// Its own word may be on its way to us.
			if (over.length > 0) await after(25, undefined, {ref: false});
			for (const [client, number] of over)
				if (going && known(store).get(client) === number && !isEnding(client, store)) ended(client, store);
			await after(every, undefined, {ref: false});
		}
	};
	for (const [store, truth] of truths) void watch(store, truth);
	return {
		stop: () => {
			going = false;
		},
	};
}

/** Asks the stores again and again for the writes of `waiting`, by their transactions, whose clients are dead: nobody else hears how they come out. `done`: one is over; null where it wrote nothing. */
export function watchOrphans(
	truths: ReadonlyMap<string, RowTruth>,
	waiting: () => ReadonlyMap<string, WaitingWrite>,
	done: (transaction: string, version: number | null) => void,
): {readonly stop: () => void} {
	let going = true;
	const every = 10;
	void (async () => {
		while (going) {
			for (const [transaction, {store, resource}] of waiting()) {
				const truth = truths.get(store);
				if (truth === undefined) continue;
				const version = await answerWithin(500, truth.outcome(transaction, resource));
				if (going && version !== undefined) done(transaction, version);
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
