import {randomBytes} from 'node:crypto';
import {setTimeout as after} from 'node:timers/promises';
import type {Address} from '../protocol/link.js';
import {
	connectionLoss,
	endSession,
	noNode,
	openZooKeeper,
	type ZooKeeper,
	ZooKeeperError,
} from '../protocol/zookeeper.js';
import type {Heard, LateGrant, LockAnswer, LockClient, LockTruth, Lost} from './lock-client.js';

const place = {ephemeral: true, sequential: true} as const;
const folder = {ephemeral: false, sequential: false} as const;

/** Of a session that is opened before anything was acquired in it. Units: ms. */
const usualTimeout = 10_000;

/** What a client is told of its session, and whether it asks again by itself after a lost connection, as Curator's retry policies do. */
type ZooKeeperOptions = {readonly heard?: Heard; readonly lost?: Lost; readonly repeats?: boolean};

/**
 * A client of the lock recipe: ephemeral sequential nodes, each watches the one before it. Its token is the czxid of its node.
 * Source: ZooKeeper Recipes, Locks; the random part of the name as Curator's protection, which finds a node whose answer was lost.
 */
export function zooKeeperClient(
	lock: string,
	name: string,
	address: () => Address,
	granted: LateGrant,
	{heard = () => {}, lost = () => {}, repeats = true}: ZooKeeperOptions = {},
): LockClient {
	let session: ZooKeeper | null = null;
	let guid = '';
	let mine: string | null = null;
	let held = false;
	/** The node for which it stands in line already, however often it asks. */
	let waits: string | null = null;
	let silent = false;
	let dead = false;

	const open = async (ttl: number): Promise<ZooKeeper> => {
		if (session !== null && !session.expired()) return session;
		mine = null;
		held = false;
		guid = randomBytes(6).toString('hex');
		session = await openZooKeeper(address, ttl, heard, lost);
		session.quiet(silent);
		return session;
	};
	const line = async (zk: ZooKeeper): Promise<readonly string[]> => sorted(await zk.children(lock));
	/** Once more after a lost connection: every operation here can be repeated. */
	const surely = async <T>(ask: () => Promise<T>): Promise<T> => {
		try {
			return await ask();
		} catch (error) {
			const code = error instanceof ZooKeeperError ? error.code : 0;
			if (session === null || (code !== connectionLoss && !session.expired())) throw error;
			await session.reconnect();
			if (!repeats) throw error;
			return ask();
		}
	};
	/** Asks the server also where there is nothing to ask about, as every operation does. */
	const holds = async (): Promise<boolean> => {
		if (session?.expired() === true) return false;
		const [first] = await line(session ?? (await open(usualTimeout)));
		return first !== undefined && first === mine;
	};
	const token = async (zk: ZooKeeper, node: string): Promise<number | null> => {
		const stat = await zk.exists(`${lock}/${node}`);
		return stat === null ? null : Number(stat.czxid);
	};
	/** Stands in line until its turn comes or its place is gone. */
	const wait = async (zk: ZooKeeper, node: string): Promise<void> => {
		if (waits === node) return;
		waits = node;
		while (!dead && mine === node && !zk.expired()) {
			try {
				const all = await line(zk);
				const at = all.indexOf(node);
				if (at === -1) return;
				if (at === 0) {
					const number = await token(zk, node);
					if (mine !== node) return;
					held = true;
					return granted({kind: 'granted', token: number});
				}
				await changeOf(zk, `${lock}/${all[at - 1]}`);
			} catch {
				await Promise.race([zk.back(), after(1000, undefined, {ref: false})]);
				await after(10, undefined, {ref: false});
			}
		}
	};
	const acquire = async (ttl: number): Promise<LockAnswer> => {
		const zk = await open(ttl);
		if (mine === null) {
			const lost = (await line(zk)).find((node) => node.startsWith(`${name}-${guid}-`));
			const path = lost ?? (await zk.create(`${lock}/${name}-${guid}-`, name, place));
			mine = path.split('/').at(-1) ?? null;
		}
		const node = mine ?? '';
		const all = await line(zk);
		if (all[0] === node) {
			held = true;
			return {kind: 'granted', token: await token(zk, node)};
		}
		const at = all.indexOf(node);
		void wait(zk, node);
		return {kind: 'queued', behind: ownerOf(all[at - 1])};
	};
	const release = async (): Promise<LockAnswer> => {
		const had = (await holds()) || held;
		if (session === null || session.expired() || mine === null) return {kind: 'release-denied'};
		try {
			await session.remove(`${lock}/${mine}`);
		} catch (error) {
			if (!(error instanceof ZooKeeperError) || error.code !== noNode) throw error;
			mine = null;
			held = false;
			return {kind: 'release-denied'};
		}
		mine = null;
		held = false;
		return {kind: had ? 'released' : 'left'};
	};
	return {
		acquire: (ttl) => surely(() => acquire(ttl)),
		renew: async () => ({kind: (await surely(holds)) ? 'renewed' : 'renew-denied'}),
		release: () => surely(release),
		ask: async () => ({kind: 'asked', ok: await surely(holds)}),
		connect: async () => {
			if (session !== null) await session.exists(lock);
		},
		quiet: (is) => {
			silent = is;
			session?.quiet(is);
		},
		die: () => {
			dead = true;
			session?.die();
		},
	};
}

/** Makes the folder of a lock, and the folders above it. */
export async function prepareZooKeeperLock(lock: string, address: () => Address): Promise<void> {
	const zk = await openZooKeeper(address, 10_000);
	const names = lock.split('/').slice(1);
	for (const [index] of names.entries()) {
		const path = `/${names.slice(0, index + 1).join('/')}`;
		if ((await zk.exists(path)) === null) await zk.create(path, '', folder);
	}
	await zk.end();
}

/** What the server says of the line: whose node is first. */
export function zooKeeperTruth(lock: string, address: () => Address): LockTruth {
	let session: Promise<ZooKeeper> | null = null;
	const open = async (): Promise<ZooKeeper> => {
		const now = session === null ? null : await session;
		if (now !== null && !now.expired()) return now;
		const opening = openZooKeeper(address, 20_000);
		session = opening;
		opening.catch(() => {
			if (session === opening) session = null;
		});
		return opening;
	};
	return {
		holder: async () => ownerOf(sorted(await (await open()).children(lock))[0]),
		revoke: async () => {
			const zk = await open();
			const [first] = sorted(await zk.children(lock));
			const stat = first === undefined ? null : await zk.exists(`${lock}/${first}`);
			if (stat !== null) await endSession(address, stat.session);
		},
		clear: async () => {
			const zk = await open();
			// Somebody whose last request was on its way may have come in between.
			for (let there = true; there; there = (await zk.exists(lock)) !== null) {
				for (const node of await zk.children(lock).catch(() => [])) await zk.remove(`${lock}/${node}`).catch(() => {});
				await zk.remove(lock).catch(() => {});
			}
		},
		close: () => {
			session?.then(
				(zk) => zk.end(),
				() => {},
			);
		},
	};
}

/** By the number at the end of the name, which the server gives. */
function sorted(nodes: readonly string[]): readonly string[] {
	return [...nodes].sort((one, other) => (one.slice(-10) < other.slice(-10) ? -1 : 1));
}

function ownerOf(node: string | undefined): string | null {
	return node?.split('-').slice(0, -2).join('-') ?? null;
}

/** Ends when the node changes or is gone already. */
async function changeOf(zk: ZooKeeper, path: string): Promise<void> {
	await new Promise<void>((done, fail) => {
		zk.exists(path, done).then((stat) => {
			if (stat === null) done();
		}, fail);
	});
}
