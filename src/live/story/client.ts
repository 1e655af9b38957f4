import {existsSync} from 'node:fs';
import type {Happening} from '../../sim/event.js';
import type {Operation} from '../../sim/statement.js';
import {answerWithin, mono, until} from '../clock.js';
import type {LockAnswer, LockClient} from '../lock/lock-client.js';
import type {OwnRoom} from '../room/room.js';
import type {ClientCast} from './cast.js';
import {clientStores, type StoreSide} from './client-stores.js';
import {lockClientOf} from './real-lock.js';
import {removeWritten} from './remove-written.js';

/** What the parent says to a client's process. `stopFirst`: it stops itself right before the operation, so that a pause lies exactly there. */
export type ToClient =
	| {readonly kind: 'cast'; readonly cast: ClientCast}
	/** It is no client: it removes what the story wrote once its parent and `folder` are gone, and with that folder all clients. */
	| {readonly kind: 'sweep'; readonly cast: ClientCast; readonly folder: string; readonly room: OwnRoom | null}
	| {
			readonly kind: 'do';
			readonly id: number;
			readonly operation: Operation;
			readonly ttl: number;
			/** How long the client is ready to wait, or null. Units: real ms. */
			readonly within: number | null;
			readonly stopFirst: boolean;
	  }
	/** All times are so many times as long as the cast says. */
	| {readonly kind: 'slower'; readonly by: number};

/** What a client's process says. `at`: by the machine's one clock. */
export type FromClient =
	| {readonly kind: 'ready'}
	| {readonly kind: 'event'; readonly at: number; readonly happening: Happening}
	/** A write of this client waits in a transaction of its own, and is done when its turn comes, whether or not the client still lives: then this has happened, but for its version. */
	| {readonly kind: 'waits'; readonly transaction: string; readonly happening: Extract<Happening, {kind: 'accepted'}>}
	/** From now on this value on a server says that this client holds the lock. */
	| {readonly kind: 'owns'; readonly value: string}
	/** The server has heard of this client's session. `at`: when the client sent it. */
	| {readonly kind: 'heard'; readonly at: number}
	| {readonly kind: 'done'; readonly id: number};

type LockOperation = 'acquire' | 'renew' | 'release' | 'ask';

/** Is one client of a live story until its parent is gone, and then ends the process. */
export function beClient(): Promise<never> {
	const say = (message: FromClient): void => {
		process.send?.(message);
	};
	process.on('message', (message) => void hear(message as ToClient));
	let client: ReturnType<typeof newClient> | null = null;
	let sweep: Extract<ToClient, {kind: 'sweep'}> | null = null;
	// The channel ends with the parent, however that ended: nobody is left to hear what this client does.
	process.on('disconnect', () => {
		void (sweep === null ? Promise.resolve() : sweepUp(sweep)).then(() => process.exit(0));
	});
	async function hear(message: ToClient): Promise<void> {
		switch (message.kind) {
			case 'sweep':
				sweep = message;
				return say({kind: 'ready'});
			case 'cast':
				client = newClient(
					message.cast,
					(happening) => say({kind: 'event', at: mono(), happening}),
					(value) => say({kind: 'owns', value}),
					(at) => say({kind: 'heard', at}),
					(transaction, happening) => say({kind: 'waits', transaction, happening}),
				);
				await client.connect();
				return say({kind: 'ready'});
			case 'do':
				if (message.stopFirst) process.kill(process.pid, 'SIGSTOP');
				await client?.act(message.operation, message.ttl, message.within);
				return say({kind: 'done', id: message.id});
			case 'slower':
				return client?.slowDown(message.by);
		}
	}
	return new Promise(() => {});
}

/** Removes what is left on a server, and tries again for as long as it may only be away for a moment. */
async function sweepUp({cast, folder, room}: Extract<ToClient, {kind: 'sweep'}>): Promise<void> {
	await until('all clients are gone', () => !existsSync(folder), {every: 50}).catch(() => {});
	await until(
		'what was written is gone',
		async () => {
			await removeWritten(cast, room);
			return true;
		},
		{limit: 60_000, every: 500},
	).catch(() => {});
}

/** One client in this process. `owns` is told the values that a client of other people's has stored, `heard` when a ping was sent that the server has heard, `waits` of a write that will be done without it. */
export function newClient(
	{client, lock: lockCast, stores: storeCasts, foreign}: ClientCast,
	tell: (happening: Happening) => void,
	owns: (value: string) => void,
	heard: (sent: number) => void = () => {},
	waits: StoreSide['waits'] = () => {},
) {
	let usualTtl = lockCast?.ttl ?? 0;
	const lock = lockCast?.name ?? '';
	let token: number | null = null;
	let deadline: number | null = null;
	let timer: NodeJS.Timeout | undefined;

	const disbelieve = (): void => {
		clearTimeout(timer);
		if (deadline === null) return;
		deadline = null;
		tell({kind: 'disbelieved', client, lock});
	};
	/** The time counts from the sending. */
	const believe = (until: number): void => {
		const first = deadline === null;
		clearTimeout(timer);
		if (until <= mono()) {
			disbelieve();
			return;
		}
		deadline = until;
		timer = setTimeout(disbelieve, until - mono());
		if (first) tell({kind: 'believed', client, lock, until: null});
	};
	const endOf = (sent: number, ttl: number): number =>
		sent + ttl - (lockCast?.kind === 'redlock' ? Math.round(ttl * lockCast.drift) + 2 : 0);
	const granted = (number: number | null, until: number): void => {
		token = number;
		tell({kind: 'granted', client, lock, token: number, expiresAt: null});
		believe(until);
	};
	const service: LockClient | null =
		lockCast === null
			? null
			: lockClientOf(lockCast, client, foreign, {
					granted: (late) => granted(late.token, endOf(mono(), usualTtl)),
					// A session that the server has heard of lasts for its time from then.
					heard: (sent) => {
						if (deadline !== null) believe(endOf(sent, usualTtl));
						heard(sent);
					},
					lost: disbelieve,
					owns,
				});
	const stores = clientStores({
		client,
		casts: storeCasts,
		tell,
		waits,
		tokenOf: (resource) => (resource === lock ? token : null),
		stale: (refused) => {
			if (refused === token) disbelieve();
		},
	});

	const answered = (answer: LockAnswer, sent: number, ttl: number): void => {
		switch (answer.kind) {
			case 'granted':
				granted(answer.token, endOf(sent, ttl));
				return;
			case 'denied': {
				const heldBy = answer.heldBy === null ? {} : {heldBy: answer.heldBy};
				tell({
					kind: 'denied',
					client,
					lock,
					reason: lockCast?.kind === 'redlock' ? 'no-quorum' : 'held',
					...heldBy,
				});
				return;
			}
			case 'queued':
				tell({kind: 'queued', client, lock, behind: answer.behind ?? ''});
				return;
			case 'renewed':
				tell({kind: 'renewed', client, lock, token, expiresAt: null});
				believe(endOf(sent, ttl));
				return;
			case 'renew-denied':
				tell({kind: 'renew-denied', client, lock, reason: 'not-holder'});
				disbelieve();
				return;
			case 'left':
				tell({kind: 'left', client, lock});
				return;
			case 'released':
				tell({kind: 'released', client, lock, token});
				disbelieve();
				return;
			case 'release-denied':
				tell({kind: 'release-denied', client, lock, reason: 'not-holder'});
				disbelieve();
				return;
			case 'asked':
				tell({kind: 'asked', client, lock, ok: answer.ok});
				if (!answer.ok) disbelieve();
		}
	};
	/** Counts what was sent to the lock: an answer that comes late is taken note of only where nothing newer was sent. */
	let sentToLock = 0;
	const atLock = async (what: LockOperation, ttl: number, within: number | null): Promise<void> => {
		if (service === null) throw new Error('a story whose only locks are rows has no other');
		const sent = mono();
		sentToLock += 1;
		const mine = sentToLock;
		if (what === 'acquire') tell({kind: 'acquire-sent', client, lock});
		// Who gives a lock back does not wait for the answer to stop using it.
		if (what === 'release') disbelieve();
		const asked = what === 'acquire' ? service.acquire(ttl) : what === 'renew' ? service.renew(ttl) : service[what]();
		const answer = await answerWithin(within, asked);
		if (answer !== undefined) answered(answer, sent, ttl);
		else tell({kind: 'unknown', client, what});
		if (within === null) return;
		if (answer?.kind === 'queued') setTimeout(() => void giveUp(mine), sent + within - mono());
		if (answer === undefined)
			asked.then(
				(late) => {
					if (late.kind === 'granted' && mine === sentToLock && mono() < endOf(sent, ttl)) answered(late, sent, ttl);
				},
				() => {},
			);
	};
	/** Leaves the line, unless its turn has come or something newer was sent. */
	const giveUp = async (mine: number): Promise<void> => {
		if (deadline !== null || mine !== sentToLock) return;
		const answer = await service?.release().catch(() => null);
		if (answer?.kind !== 'left') return;
		tell({kind: 'left', client, lock});
		tell({kind: 'denied', client, lock, reason: 'gave-up'});
	};
	const act = async (operation: Operation, ttl: number, within: number | null = null): Promise<void> => {
		switch (operation.kind) {
			case 'acquire':
			case 'renew':
			case 'release':
			case 'ask':
				return atLock(operation.kind, ttl, within);
			case 'check':
				tell({kind: 'checked', client, lock, ok: deadline !== null && mono() < deadline});
				return;
			case 'keeps':
			case 'works':
				// The plan lets neither through.
				throw new Error(`${operation.kind} is not played live`);
			default:
				return stores.act(operation);
		}
	};
	return {
		act,
		/** All times are so many times as long as the cast says. */
		slowDown: (by: number) => {
			usualTtl = (lockCast?.ttl ?? 0) * by;
			stores.slowDown(by);
		},
		/** Ends its connections. */
		close: () => {
			service?.die();
			stores.close();
		},
		connect: async () => {
			await service?.connect().catch(() => {});
			await stores.connect();
		},
	};
}
