import {mono} from '../clock.js';
import {type Address, relink} from '../protocol/link.js';
import {openRedis, type Resp} from '../protocol/resp.js';
import type {LockClient, LockTruth} from './lock-client.js';
import {freshValue, ownerOf, scripts} from './redis.js';

/**
 * A client of Redlock over independent Redis servers. A server that is silent counts against it; `patience` bounds the wait for the silent ones.
 * Source: redis.io/docs/latest/develop/clients/patterns/distributed-locks, steps 1 to 5; drift as in node-redlock. Units: ms.
 */
export function redlockClient(
	key: string,
	name: string,
	nodes: readonly (() => Address)[],
	patience: number,
	drift = 0.01,
): LockClient {
	const servers = nodes.map((address) => relink(() => openRedis(address())));
	let dead = false;
	const all = async (...words: readonly (string | number)[]): Promise<readonly Resp[]> => {
		if (dead) throw new Error('its process is gone');
		return Promise.all(servers.map(({use}) => answerWithin(patience, async () => (await use()).call(...words))));
	};
	const script = (text: string, ...args: readonly (string | number)[]) => all('EVAL', text, 1, key, ...args);
	const most = (answers: readonly Resp[], yes: Resp): boolean =>
		answers.filter((answer) => answer === yes).length > servers.length / 2;
	let value = `${name}:none`;
	return {
		acquire: async (ttl) => {
			const began = mono();
			const fresh = freshValue(name);
			const votes = await all('SET', key, fresh, 'NX', 'PX', ttl);
			if (most(votes, 'OK') && mono() - began < ttl - Math.round(ttl * drift) - 2) {
				value = fresh;
				return {kind: 'granted', token: null};
			}
			await script(scripts.release, fresh);
			return {kind: 'denied', heldBy: null};
		},
		renew: async (ttl) => ({kind: most(await script(scripts.renew, value, ttl), 1) ? 'renewed' : 'renew-denied'}),
		release: async () => ({kind: most(await script(scripts.release, value), 1) ? 'released' : 'release-denied'}),
		ask: async () => ({kind: 'asked', ok: most(await all('GET', key), value)}),
		connect: async () => {
			await all('PING');
		},
		quiet: () => {},
		die: () => {
			dead = true;
			for (const {close} of servers) close();
		},
	};
}

/** Who has stored its value on a majority of all servers; one that is down does not count. */
export function redlockTruth(
	key: string,
	nodes: readonly (() => Address)[],
	owner: (value: unknown) => string | null = ownerOf,
): LockTruth {
	const servers = nodes.map((address) => relink(() => openRedis(address())));
	const clear = async () => {
		await Promise.all(servers.map(({use}) => answerWithin(2000, async () => (await use()).call('DEL', key))));
	};
	return {
		holder: async () => {
			const stored = await Promise.all(
				servers.map(({use}) => answerWithin(2000, async () => (await use()).call('GET', key))),
			);
			const most = stored.find(
				(value) => value !== null && stored.filter((each) => each === value).length > stored.length / 2,
			);
			return owner(most);
		},
		revoke: clear,
		clear,
		close: () => {
			for (const {close} of servers) close();
		},
	};
}

/** The answer, or null when it fails or is not there in time. */
async function answerWithin(limit: number, ask: () => Promise<Resp>): Promise<Resp> {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<null>((done) => {
		timer = setTimeout(() => done(null), limit);
	});
	try {
		return await Promise.race([ask().catch(() => null), late]);
	} finally {
		clearTimeout(timer);
	}
}
