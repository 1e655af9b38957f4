import {answerWithin, mono} from '../clock.js';
import {type Address, type Relink, relink} from '../protocol/link.js';
import {openRedis, type Redis, type Resp} from '../protocol/resp.js';
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
	const all = (...words: readonly (string | number)[]) => askAll(servers, patience, ...words);
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
		await askAll(servers, 2000, 'DEL', key);
	};
	return {
		holder: async () => {
			const stored = await askAll(servers, 2000, 'GET', key);
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

/** What each server answers to a command, or null where it fails or is not there in time. Units: `patience` in ms. */
function askAll(
	servers: readonly Relink<Redis>[],
	patience: number,
	...words: readonly (string | number)[]
): Promise<readonly Resp[]> {
	const ask = async ({use}: Relink<Redis>): Promise<Resp> => (await use()).call(...words);
	return Promise.all(servers.map(async (server) => (await answerWithin(patience, ask(server))) ?? null));
}
