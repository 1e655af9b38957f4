import {etcdMember, etcdServer} from '../../src/live/server/etcd.js';
import {postgresServer} from '../../src/live/server/postgres.js';
import {type RedisLog, redisServer} from '../../src/live/server/redis.js';
import {freePort, newServer, type Ports, type Recipe, type Server} from '../../src/live/server/server.js';
import {zooKeeperMember, zooKeeperServer} from '../../src/live/server/zookeeper.js';
import {openSweeper, type Sweeper} from '../../src/live/sweeper.js';
import {serversFor} from './real.js';
import {type Case, observable, type SystemName} from './script.js';

/** Servers of one system, started when they are needed and used again where a script leaves them as it found them. */
export type Pool = {
	/** Runs with the servers that a script needs, and a name that nobody else uses on them. */
	readonly with: <T>(script: Case, run: (servers: readonly Server[], key: string) => Promise<T>) => Promise<T>;
	readonly close: () => Promise<void>;
};

/** A pool, or null where this machine has no such server. */
export async function openPool(system: SystemName): Promise<Pool | null> {
	if ((await recipeFor(system, 'no')) === null) return null;
	const sweeper = await openSweeper();
	const free = new Map<string, Server[]>();
	const recipes = new Map<RedisLog, Promise<Recipe | null>>();
	const started = async (log: RedisLog): Promise<Server> => {
		const known = recipes.get(log) ?? recipeFor(system, log);
		recipes.set(log, known);
		const recipe = await known;
		if (recipe === null) throw new Error(`${system} is gone`);
		const server = newServer(recipe, sweeper);
		await server.start();
		return server;
	};
	let used = 0;
	const turns = places(atOnce[system]);
	return {
		with: async (script, run) => {
			const done = await turns();
			const log = logOf(script);
			const idle = free.get(log) ?? [];
			free.set(log, idle);
			const servers: Server[] = [];
			used += 1;
			const key = `account-${used}`;
			try {
				if (script.members !== undefined) servers.push(...(await clusterOf(system, script.members, sweeper)));
				while (servers.length < serversFor(script)) servers.push(idle.pop() ?? (await started(log)));
				return await run(servers, key);
			} finally {
				// A Redis is new in 50 ms; what a script did to its log or its role would be found by the next.
				const spent = isRedis(system) || script.members !== undefined || observable(script.steps).at(-1) === false;
				if (spent) await Promise.all(servers.map((server) => server.kill()));
				else idle.push(...servers);
				done();
			}
		},
		close: sweeper.close,
	};
}

/** Of ZooKeeper. Units: ms; sessions are 2 ticks at least. */
const tick = 100;

/** How many scripts run at the same time, each with servers of its own. A Java machine takes a core while it starts. */
const atOnce: Readonly<Record<SystemName, number>> = {
	redis: 4,
	replicated: 4,
	redlock: 4,
	etcd: 5,
	zookeeper: 3,
	postgres: 6,
};

/** Gives out a number of places, first come, first served. What it gives is called to give the place back. */
function places(count: number): () => Promise<() => void> {
	let free = count;
	const waiting: (() => void)[] = [];
	const back = (): void => {
		const next = waiting.shift();
		if (next === undefined) free += 1;
		else next();
	};
	return async () => {
		if (free > 0) free -= 1;
		else await new Promise<void>((turn) => waiting.push(turn));
		return back;
	};
}

/** Servers of etcd or ZooKeeper that know each other, started. */
async function clusterOf(system: SystemName, count: number, sweeper: Sweeper): Promise<readonly Server[]> {
	const ports: (readonly [...Ports, number])[] = [];
	while (ports.length < count) ports.push([await freePort(), await freePort(), await freePort()]);
	const members = ports.map(([, peer], index) => [`m${index + 1}`, peer] as const);
	const peers = ports.map(([, follows, votes], index) => ({id: index + 1, follows, votes}));
	const servers = ports.map(([client, peer], index) => {
		const recipe = system === 'etcd' ? etcdMember(`m${index + 1}`, members) : zooKeeperMember(tick, index + 1, peers);
		if (recipe === null) throw new Error(`${system} is gone`);
		return newServer(recipe, sweeper, [client, peer]);
	});
	await Promise.all(servers.map((server) => server.start()));
	return servers;
}

async function recipeFor(system: SystemName, log: RedisLog): Promise<Recipe | null> {
	switch (system) {
		case 'redis':
		case 'replicated':
		case 'redlock':
			return redisServer(log);
		case 'etcd':
			return etcdServer();
		case 'zookeeper':
			return zooKeeperServer(tick);
		case 'postgres':
			return postgresServer();
	}
}

function isRedis(system: SystemName): boolean {
	return ['redis', 'replicated', 'redlock'].includes(system);
}

function logOf({system, lock}: Case): RedisLog {
	const said = /fsync (always|everysec|no)/.exec(lock)?.[1];
	return said === 'always' || said === 'everysec' || said === 'no' ? said : system === 'replicated' ? 'always' : 'no';
}
