import {setTimeout as after} from 'node:timers/promises';
import {mono} from '../clock.js';
import {bytesOf, type EtcdKey, etcdAt, textOf} from '../protocol/etcd.js';
import type {Address} from '../protocol/link.js';
import type {Heard, LateGrant, LockClient, LockTruth, Lost} from './lock-client.js';

/** A place in the line: the key, the revision that made it, and the lease that keeps it. */
type Place = {readonly key: string; readonly revision: string; readonly lease: string};

/**
 * A client of etcd's lock: a session with a lease that is kept alive, one key for each session, and the order of their creation.
 * `waiterCheck` false: after its turn has come it does not look whether its own key is still there, as before 3.5.
 * Source: etcd client/v3/concurrency, session.go and mutex.go; issue 11456.
 */
export function etcdClient(
	lock: string,
	name: string,
	address: () => Address,
	granted: LateGrant,
	waiterCheck = true,
	heard: Heard = () => {},
	lost: Lost = () => {},
): LockClient {
	const server = etcdAt(address);
	const prefix = `${lock}/`;
	let lease: string | null = null;
	let place: Place | null = null;
	let held = false;
	let silent = false;
	let dead = false;
	let stopWaiting = new AbortController();

	const alive = async (id: string): Promise<boolean> =>
		Number((await server.call('lease/keepalive', {ID: id}))['TTL'] ?? 0) > 0;
	const forget = (): void => {
		stopWaiting.abort();
		stopWaiting = new AbortController();
		place = null;
		held = false;
	};
	const beat = async (id: string, ttl: number): Promise<void> => {
		while (!dead && lease === id) {
			await after(ttl / 3, undefined, {ref: false});
			if (silent || dead || lease !== id) continue;
			const sent = mono();
			const is = await alive(id).catch(() => null);
			if (lease !== id) continue;
			if (is === true) heard(sent);
			if (is === false) {
				lease = null;
				lost();
			}
		}
	};
	const session = async (ttl: number): Promise<string> => {
		if (lease !== null && (await alive(lease))) return lease;
		forget();
		const {ID: id} = await server.call('lease/grant', {TTL: Math.round(ttl / 1000)});
		lease = String(id);
		void beat(lease, ttl);
		return lease;
	};
	const wait = async ({key, revision}: Place, given: AbortSignal): Promise<boolean> => {
		const before = {
			...lineOf(prefix),
			max_create_revision: String(BigInt(revision) - 1n),
			sort_order: 'DESCEND',
			limit: 1,
		};
		while (!given.aborted) {
			try {
				const [ahead] = await server.range(before);
				if (ahead === undefined) return !waiterCheck || (await server.range({key: bytesOf(key)})).length > 0;
				await server.deletionOf(ahead.key, String(BigInt(revision) + 1n), given);
			} catch {
				// A lost connection: the client looks again.
				await after(25, undefined, {ref: false});
			}
		}
		return false;
	};
	const holds = async (): Promise<boolean> => {
		const mine = place;
		const [first] = await server.range({...lineOf(prefix), limit: 1});
		return (
			mine !== null && first !== undefined && textOf(first.key) === mine.key && first.create_revision === mine.revision
		);
	};
	return {
		acquire: async (ttl) => {
			const id = await session(ttl);
			const key = `${prefix}${BigInt(id).toString(16)}`;
			const [there, first] = await putOrGet(server, {key, lease: id, value: name, prefix});
			const mine: Place = {key, revision: there.create_revision, lease: id};
			place = mine;
			if (first === undefined || first.create_revision === mine.revision) {
				held = true;
				return {kind: 'granted', token: Number(mine.revision)};
			}
			forget();
			place = mine;
			const {signal} = stopWaiting;
			void wait(mine, signal).then((has) => {
				if (!has || dead || place !== mine) return;
				held = true;
				granted({kind: 'granted', token: Number(mine.revision)});
			});
			return {kind: 'queued', behind: textOf(first.value)};
		},
		renew: async () => ({kind: (await holds()) && lease !== null && (await alive(lease)) ? 'renewed' : 'renew-denied'}),
		release: async () => {
			const mine = place;
			const had = (await holds()) || held;
			if (mine === null) return {kind: 'release-denied'};
			const deleted = await server.call('kv/deleterange', {key: bytesOf(mine.key)});
			forget();
			if (deleted['deleted'] === undefined) return {kind: 'release-denied'};
			return {kind: had ? 'released' : 'left'};
		},
		ask: async () => ({kind: 'asked', ok: await holds()}),
		connect: async () => {
			await server.range({...lineOf(prefix), limit: 1});
		},
		quiet: (is) => {
			silent = is;
		},
		die: () => {
			dead = true;
			stopWaiting.abort();
		},
	};
}

/** What the server says of the line: who is first in it. */
export function etcdTruth(lock: string, address: () => Address): LockTruth {
	const server = etcdAt(address);
	const prefix = `${lock}/`;
	return {
		holder: async () => {
			const [first] = await server.range({...lineOf(prefix), limit: 1});
			return first === undefined ? null : textOf(first.value);
		},
		revoke: async () => {
			const [first] = await server.range({...lineOf(prefix), limit: 1});
			if (first !== undefined) await server.call('lease/revoke', {ID: first.lease});
		},
		clear: async () => {
			const left = await server.range({key: bytesOf(prefix), range_end: bytesOf(`${lock}0`)});
			// A lease takes its keys along. One without a key ends by itself when its client is gone.
			for (const {lease} of left) await server.call('lease/revoke', {ID: lease}).catch(() => {});
			await server.call('kv/deleterange', {key: bytesOf(prefix), range_end: bytesOf(`${lock}0`)});
		},
		close: () => {},
	};
}

/** All keys of the line, in the order of their creation. `0` follows `/`. */
function lineOf(prefix: string): object {
	const end = `${prefix.slice(0, -1)}0`;
	return {key: bytesOf(prefix), range_end: bytesOf(end), sort_order: 'ASCEND', sort_target: 'CREATE'};
}

/** The session's own key, made now or there already, and the first of the line. */
async function putOrGet(
	{call}: ReturnType<typeof etcdAt>,
	{key, lease, value, prefix}: {key: string; lease: string; value: string; prefix: string},
): Promise<readonly [EtcdKey, EtcdKey | undefined]> {
	const bytes = bytesOf(key);
	const first = {request_range: {...lineOf(prefix), limit: 1}};
	const own = {request_range: {key: bytes}};
	const {responses} = await call('kv/txn', {
		compare: [{key: bytes, target: 'CREATE', result: 'EQUAL', create_revision: '0'}],
		success: [{request_put: {key: bytes, value: bytesOf(value), lease}}, own, first],
		failure: [own, first],
	});
	const ranges = (
		(responses ?? []) as readonly {readonly response_range?: {readonly kvs?: readonly EtcdKey[]}}[]
	).flatMap(({response_range: range}) => (range === undefined ? [] : [range.kvs ?? []]));
	const mine = ranges[0]?.[0];
	if (mine === undefined) throw new Error('etcd does not show the key that it made.');
	return [mine, ranges[1]?.[0]];
}
