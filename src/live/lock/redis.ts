import {randomBytes} from 'node:crypto';
import {type Address, relink} from '../protocol/link.js';
import {openRedis} from '../protocol/resp.js';
import type {LockClient, LockTruth} from './lock-client.js';

/** Counters start here, so that the first tokens are 33 and 34, as in the simulator. */
export const firstToken = 32;

const ifMine = (act: string): string => `if redis.call('GET',KEYS[1])==ARGV[1] then return ${act} else return 0 end`;

const ifFree = (got: string): string =>
	`if redis.call('SET',KEYS[1],ARGV[1],'NX','PX',ARGV[2]) then return ${got} else return redis.call('GET',KEYS[1]) end`;

/** The scripts of a lock on one key. Source: redis.io/docs/latest/develop/clients/patterns/distributed-locks; the counter as in Redisson's RFencedLock. */
export const scripts = {
	acquire: ifFree(`redis.call('INCR',KEYS[1]..':fence')`),
	acquirePlain: ifFree('1'),
	renew: ifMine(`redis.call('PEXPIRE',KEYS[1],ARGV[2])`),
	release: ifMine(`redis.call('DEL',KEYS[1])`),
} as const;

/** A random value that shows whose it is. */
export function freshValue(client: string): string {
	return `${client}:${randomBytes(10).toString('hex')}`;
}

/** The client in a random value, or null. */
export function ownerOf(value: unknown): string | null {
	return typeof value === 'string' ? (value.split(':')[0] ?? null) : null;
}

/** A client of a lock on one Redis server: one key, a random value, and, where `counts`, a counter beside it that gives the token. */
export function redisClient(key: string, name: string, address: () => Address, counts = true): LockClient {
	const server = relink(() => openRedis(address()));
	const script = async (text: string, ...args: readonly (string | number)[]) =>
		(await server.use()).call('EVAL', text, 1, key, ...args);
	let value = `${name}:none`;
	return {
		acquire: async (ttl) => {
			const fresh = freshValue(name);
			const answer = await script(counts ? scripts.acquire : scripts.acquirePlain, fresh, ttl);
			if (typeof answer !== 'number') return {kind: 'denied', heldBy: ownerOf(answer)};
			value = fresh;
			return {kind: 'granted', token: counts ? answer : null};
		},
		renew: async (ttl) => ({kind: (await script(scripts.renew, value, ttl)) === 1 ? 'renewed' : 'renew-denied'}),
		release: async () => ({kind: (await script(scripts.release, value)) === 1 ? 'released' : 'release-denied'}),
		ask: async () => ({kind: 'asked', ok: (await (await server.use()).call('GET', key)) === value}),
		connect: async () => {
			await (await server.use()).call('PING');
		},
		quiet: () => {},
		die: server.close,
	};
}

/** Sets the counter of a lock to where it starts. */
export async function prepareCounter(key: string, address: Address): Promise<void> {
	const redis = await openRedis(address);
	await redis.call('SET', `${key}:fence`, firstToken);
	redis.close();
}

/** What one Redis server says of the lock. */
export function redisTruth(key: string, address: () => Address): LockTruth {
	const server = relink(() => openRedis(address()));
	return {
		holder: async () => ownerOf(await (await server.use()).call('GET', key)),
		revoke: async () => {
			await (await server.use()).call('DEL', key);
		},
		clear: async () => {
			await (await server.use()).call('DEL', key, `${key}:fence`);
		},
		close: server.close,
	};
}
