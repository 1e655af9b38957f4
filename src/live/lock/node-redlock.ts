import {createRequire} from 'node:module';
import type {Address} from '../protocol/link.js';
import type {LockClient} from './lock-client.js';

/** What is used of a lock of node-redlock, in versions 4 and 5 alike. */
type Lock = {readonly value: string};

type Redlock = {
	readonly acquire: (resources: readonly string[], ttl: number) => Promise<Lock>;
	readonly extend: (lock: Lock, ttl: number) => Promise<Lock>;
	readonly release: (lock: Lock) => Promise<unknown>;
	readonly on: (event: string, listener: () => void) => void;
};

type Ioredis = {
	readonly ping: () => Promise<unknown>;
	readonly disconnect: () => void;
	readonly on: (event: string, listener: () => void) => void;
};

/**
 * A client that is node-redlock with ioredis, as they are installed at these paths. `owns` is told the value of each lock, which says whose it is.
 * It tries once, so that a story sees each answer. Source: github.com/mike-marcacci/node-redlock, README of 4.2 and of 5.0 beta.
 */
export function nodeRedlockClient(
	key: string,
	addresses: readonly Address[],
	paths: {readonly redlock: string; readonly ioredis: string},
	drift: number,
	owns: (value: string) => void,
): LockClient {
	const opened = open(addresses, paths, drift);
	let lock: Lock | null = null;
	const act = async (what: (redlock: Redlock, lock: Lock) => Promise<unknown>): Promise<boolean> => {
		const mine = lock;
		if (mine === null) return false;
		const {redlock} = await opened;
		return what(redlock, mine).then(
			() => true,
			() => false,
		);
	};
	return {
		acquire: async (ttl) => {
			const {redlock} = await opened;
			const got = await redlock.acquire([key], ttl).catch(() => null);
			if (got === null) return {kind: 'denied', heldBy: null};
			lock = got;
			owns(got.value);
			return {kind: 'granted', token: null};
		},
		renew: async (ttl) => {
			const done = await act(async (redlock, mine) => {
				lock = await redlock.extend(mine, ttl);
			});
			return {kind: done ? 'renewed' : 'renew-denied'};
		},
		release: async () => ({
			kind: (await act((redlock, mine) => redlock.release(mine))) ? 'released' : 'release-denied',
		}),
		// It has no call that asks; a script that wants one is refused before.
		ask: async () => ({kind: 'asked', ok: false}),
		connect: async () => {
			await Promise.all((await opened).clients.map((client) => client.ping()));
		},
		quiet: () => {},
		die: () => {
			void opened.then(({clients}) => {
				for (const client of clients) client.disconnect();
			});
		},
	};
}

async function open(
	addresses: readonly Address[],
	paths: {readonly redlock: string; readonly ioredis: string},
	drift: number,
): Promise<{readonly redlock: Redlock; readonly clients: readonly Ioredis[]}> {
	const Redis = constructorAt(paths.ioredis, 'Redis') as new (options: object) => Ioredis;
	const Redlock = constructorAt(paths.redlock, 'default') as new (
		clients: readonly Ioredis[],
		settings: object,
	) => Redlock;
	const clients = addresses.map(({host, port, user, password, database}) => {
		const client = new Redis({
			host,
			port,
			...(user === undefined ? {} : {username: user}),
			...(password === undefined ? {} : {password}),
			...(database === undefined ? {} : {db: Number(database)}),
			// A server that is down is asked again soon, and a request to it fails at once.
			retryStrategy: () => 50,
			maxRetriesPerRequest: 1,
			commandTimeout: 2000,
		});
		client.on('error', () => {});
		return client;
	});
	const redlock = new Redlock(clients, {retryCount: 0, driftFactor: drift});
	for (const event of ['error', 'clientError']) redlock.on(event, () => {});
	return {redlock, clients};
}

/** What a package exports under a name or as its default, whether it is written as CommonJS or not. */
function constructorAt(path: string, name: string): unknown {
	// Every Node that this program runs on requires modules of both kinds; a bundle in CommonJS has no import of a path.
	let found: unknown = createRequire(path)(path);
	for (const each of [name, 'default', 'default'])
		if (typeof found === 'object' && found !== null && each in found) found = (found as Record<string, unknown>)[each];
	if (typeof found !== 'function') throw new Error(`${path} exports no class that is known here`);
	return found;
}
