import {setTimeout as after} from 'node:timers/promises';
import {messageOf} from '../clock.js';
import {etcdClient, etcdTruth} from '../lock/etcd.js';
import type {Heard, LateGrant, LockClient, LockTruth, Lost} from '../lock/lock-client.js';
import {nodeRedlockClient} from '../lock/node-redlock.js';
import {postgresClient, postgresTruth, preparePostgresLock} from '../lock/postgres.js';
import {firstToken, ownerOf, prepareCounter, redisClient, redisTruth} from '../lock/redis.js';
import {redisPyClient} from '../lock/redis-py.js';
import {redlockClient, redlockTruth} from '../lock/redlock.js';
import {prepareZooKeeperLock, zooKeeperClient, zooKeeperTruth} from '../lock/zookeeper.js';
import {bytesOf, etcdAt} from '../protocol/etcd.js';
import {type Address, onLoopback} from '../protocol/link.js';
import {openPostgres, tableName} from '../protocol/postgres.js';
import {openRedis} from '../protocol/resp.js';
import {openZooKeeper} from '../protocol/zookeeper.js';
import type {ForeignClient, LiveLock, LockCast} from './cast.js';

/** What the client of a lock tells beside its answers. `owns`: a value that a client which is other people's code has stored. */
type LockNews = {
	readonly granted: LateGrant;
	readonly heard: Heard;
	readonly lost: Lost;
	readonly owns: (value: string) => void;
};

/** A client of the story's lock. */
export function lockClientOf(
	lock: LockCast,
	client: string,
	foreign: ForeignClient | null,
	{granted, heard, lost, owns}: LockNews,
): LockClient {
	const address = () => addressOf(lock);
	switch (foreign?.kind) {
		case 'redlock':
			return nodeRedlockClient(lock.key, lock.addresses, foreign, lock.drift, owns);
		case 'redis-py':
			return redisPyClient(lock.key, client, address(), foreign.python);
		case undefined:
	}
	switch (lock.kind) {
		case 'redis':
			return redisClient(lock.key, client, address, lock.counts);
		case 'redlock':
			return redlockClient(
				lock.key,
				client,
				lock.addresses.map((each) => () => each),
				nodePatience,
				lock.drift,
			);
		case 'etcd':
			return etcdClient(lock.key, client, address, granted, lock.waiterCheck, heard, lost);
		case 'zookeeper':
			return zooKeeperClient(`/${lock.key}`, client, address, granted, {heard, lost});
		case 'postgres':
			return postgresClient(tableOf(lock), lock.name, client, lock.token, address);
	}
}

/** What the story's servers say of its lock. `owner`: whose a stored value is, where it does not say so itself. */
export function lockTruthOf(lock: LockCast, owner: (value: unknown) => string | null = ownerOf): LockTruth {
	const address = () => addressOf(lock);
	switch (lock.kind) {
		case 'redis':
			return redisTruth(lock.key, address);
		case 'redlock':
			return redlockTruth(
				lock.key,
				lock.addresses.map((each) => () => each),
				owner,
			);
		case 'etcd':
			return etcdTruth(lock.key, address);
		case 'zookeeper':
			return zooKeeperTruth(`/${lock.key}`, address);
		case 'postgres':
			return postgresTruth(tableOf(lock), lock.name, address);
	}
}

/** Ends when these servers have let us in. Fails: where one does not, does not answer for long, or keeps sessions for longer than a grant is to last. Units: `ttl` in ms. */
export async function reach(kind: LiveLock, addresses: readonly Address[], ttl = 10_000): Promise<void> {
	for (const address of addresses) {
		const shown = `${address.host}:${address.port}`;
		const late = after(reachable, undefined, {ref: false}).then(() => {
			const perhaps = `perhaps it is no ${systemNames[kind]}${address.encryptedFor === undefined ? '' : ', or takes no encrypted connections'}`;
			throw new Error(`${shown} has not answered for ${reachable / 1000} s; ${perhaps}`);
		});
		await Promise.race([knock(kind, address, ttl), late]).catch((error: unknown) => {
			throw new Error(whyNotReached(kind, error));
		});
	}
}

/** Why a server does not let us in, in words where we have some, else in the server's or the system's own. */
function whyNotReached(kind: LiveLock, error: unknown): string {
	const said = messageOf(error);
	const code = codeIn(error) ?? codeIn(error instanceof Error ? error.cause : null);
	const system = systemNames[kind];
	switch (code) {
		case 'ECONNREFUSED':
			return `no server listens there (${code})`;
		case 'ENOTFOUND':
		case 'EAI_AGAIN':
			return `no machine of that name is found (${code})`;
		case 'EHOSTUNREACH':
		case 'ENETUNREACH':
		case 'ETIMEDOUT':
			return `there is no way to that machine (${code})`;
		case 'ERR_TLS_CERT_ALTNAME_INVALID':
			return `its certificate is for another name: ${said} (${code})`;
		case 'CERT_HAS_EXPIRED':
		case 'CERT_NOT_YET_VALID':
			return `its certificate is not valid today (${code})`;
		case 'SELF_SIGNED_CERT_IN_CHAIN':
		case 'DEPTH_ZERO_SELF_SIGNED_CERT':
		case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
		case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
			return `its certificate is signed by nobody whom this machine trusts (${code}); name the file of your authority in NODE_EXTRA_CA_CERTS`;
		case 'EPROTO':
		case 'ERR_SSL_WRONG_VERSION_NUMBER':
			return `it does not take encrypted connections there (${code})`;
		default:
	}
	// What another server says makes no sense to a client of this one.
	if (said === 'fetch failed' || error instanceof SyntaxError) return `what answers there is no ${system}`;
	if (/NOAUTH|WRONGPASS/.test(said)) return `it asks for another password: ${said}`;
	return said;
}

function codeIn(error: unknown): string | null {
	return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : null;
}

const systemNames: Readonly<Record<LiveLock, string>> = {
	redis: 'Redis',
	redlock: 'Redis',
	etcd: 'etcd',
	zookeeper: 'ZooKeeper',
	postgres: 'PostgreSQL',
};

/** How long a server may take to answer at all. Units: real ms. */
const reachable = 15_000;

async function knock(kind: LiveLock, address: Address, ttl: number): Promise<void> {
	switch (kind) {
		case 'redis':
		case 'redlock': {
			const redis = await openRedis(address);
			await redis.call('PING').finally(redis.close);
			return;
		}
		case 'postgres':
			(await openPostgres(address)).close();
			return;
		case 'etcd':
			await etcdAt(() => address).range({key: bytesOf('fence-live')});
			return;
		case 'zookeeper': {
			const session = await openZooKeeper(() => address, ttl);
			const shortest = session.timeout();
			await session.end();
			if (shortest > ttl)
				throw new Error(
					`it keeps a session for ${shortest} ms at least, and here one lasts ${Math.round(ttl)} ms; type a smaller --scale`,
				);
		}
	}
}

/** Makes what the lock needs on its servers, so that the first token is 33 wherever the system lets us choose. */
export async function prepareLock(lock: LockCast, ours: boolean): Promise<void> {
	switch (lock.kind) {
		case 'redis':
			return prepareCounter(lock.key, addressOf(lock));
		case 'redlock':
			return;
		case 'etcd':
			if (ours) await countRevisionsUp(lock);
			return;
		case 'zookeeper':
			return prepareZooKeeperLock(`/${lock.key}`, () => addressOf(lock));
		case 'postgres':
			return preparePostgresLock(tableOf(lock), lock.name, addressOf(lock));
	}
}

/** The name of the table that holds the row of a lock in PostgreSQL. */
export function tableOf({key}: Pick<LockCast, 'key'>): string {
	return tableName(`${key}_locks`);
}

/** How long a client of a redlock waits for a silent node. Units: real ms. */
const nodePatience = 2000;

/** The token of etcd is the revision of the whole store, which every write raises. */
async function countRevisionsUp(lock: LockCast): Promise<void> {
	const server = etcdAt(() => addressOf(lock));
	const put = async (): Promise<number> => {
		const {header} = await server.call('kv/put', {key: bytesOf(`${lock.key}-count`), value: bytesOf('')});
		return Number((header as {readonly revision?: string} | undefined)?.revision ?? 0);
	};
	for (let revision = await put(); revision < firstToken; revision = await put());
}

/** Where the lock's only server is, or its first. */
export function addressOf({addresses}: LockCast): Address {
	return addresses[0] ?? onLoopback(0);
}
