import {etcdMember, etcdServer} from '../../src/live/server/etcd.js';
import {postgresServer} from '../../src/live/server/postgres.js';
import {type RedisLog, redisServer} from '../../src/live/server/redis.js';
import {freePort, newServer, type Ports, type Recipe, type Server} from '../../src/live/server/server.js';
import {zooKeeperMember, zooKeeperServer} from '../../src/live/server/zookeeper.js';
import {openSweeper, type Sweeper} from '../../src/live/sweeper.js';
import {type MovableClocks, movableClocks, movesClock} from './moved-clock.js';
import {serversFor} from './real.js';
import {type Case, observable, type SystemName} from './script.js';

/** Servers of one system. Scripts that leave servers alone run side by side on the same ones; the others have servers of their own, which are used again where they are left as they were found. */
export type Pool = {
	/** Runs with the servers that a script needs, and a name that nobody else uses on them. `fresh`: on servers that nobody has used. */
	readonly with: <T>(
		script: Case,
		fresh: boolean,
		run: (servers: readonly Server[], key: string) => Promise<T>,
	) => Promise<T>;
	/** Moves the wall clock of a server whose script does so. */
	readonly moveClock: MovableClocks['move'];
	readonly close: () => Promise<void>;
};

/** A pool, or null where this machine has no such server. */
export async function openPool(system: SystemName): Promise<Pool | null> {
	if ((await recipeFor(system, 'no')) === null) return null;
	const sweeper = await openSweeper();
	const free = new Map<RedisLog, Server[]>();
	const common = new Map<string, Promise<readonly Server[]>>();
	const recipes = new Map<RedisLog, Promise<Recipe | null>>();
	const clocks = movableClocks(sweeper);
	const started = async (log: RedisLog, moved = false): Promise<Server> => {
		const known = recipes.get(log) ?? recipeFor(system, log);
		recipes.set(log, known);
		const recipe = await known;
		if (recipe === null) throw new Error(`${system} is gone`);
		const server = moved ? await clocks.newServer(recipe) : newServer(recipe, sweeper);
		await server.start();
		return server;
	};
	const commonTo = (script: Case): Promise<readonly Server[]> => {
		const [log, count] = [logOf(script), serversFor(script)];
		const servers = common.get(`${count} ${log}`) ?? Promise.all(Array.from({length: count}, () => started(log)));
		common.set(`${count} ${log}`, servers);
		return servers;
	};
	const turns = {common: places(atOnce[system].common), own: places(atOnce[system].own)};
	let used = 0;
	const newKey = (): string => {
		used += 1;
		return `account-${used}`;
	};
	const onOwn = async <T>(
		script: Case,
		fresh: boolean,
		run: (servers: readonly Server[], key: string) => Promise<T>,
	) => {
		const moved = movesClock(script.steps);
		const idle = free.get(logOf(script)) ?? [];
		free.set(logOf(script), idle);
		const servers: Server[] = [];
		let clean = false;
		try {
			if (script.members !== undefined) servers.push(...(await clusterOf(system, script.members, sweeper)));
			while (servers.length < serversFor(script))
				servers.push((fresh || moved ? undefined : idle.pop()) ?? (await started(logOf(script), moved)));
			const result = await run(servers, newKey());
			clean = true;
			return result;
		} finally {
			// A Redis is new in 50 ms; what a script did to its log or its role would be found by the next.
			const again =
				clean && !moved && !isRedis(system) && script.members === undefined && observable(script.steps).at(-1) === true;
			if (again) idle.push(...servers);
			else await Promise.all(servers.map((server) => server.kill()));
		}
	};
	return {
		with: async (script, fresh, run) => {
			const isOwn = fresh || needsOwn(script);
			const done = await turns[isOwn ? 'own' : 'common']();
			try {
				return isOwn ? await onOwn(script, fresh, run) : await run(await commonTo(script), newKey());
			} finally {
				done();
			}
		},
		moveClock: clocks.move,
		close: sweeper.close,
	};
}

/** Whether a script does something to its servers, and not only to its own lock on them. */
function needsOwn({system, steps, members}: Case): boolean {
	return (
		system === 'replicated' ||
		members !== undefined ||
		movesClock(steps) ||
		steps.some((step) => /^(locks|n\d) (?!revoke|delete)/.test(step) || step.startsWith('ledger '))
	);
}

/** Of ZooKeeper. Units: ms; sessions are 2 ticks at least. */
const tick = 100;

/** How many scripts run at the same time on common servers, and how many each with servers of its own. A Java machine takes a core while it starts. */
const atOnce: Readonly<Record<SystemName, {readonly common: number; readonly own: number}>> = {
	redis: {common: 8, own: 4},
	replicated: {common: 1, own: 4},
	redlock: {common: 8, own: 3},
	etcd: {common: 8, own: 4},
	zookeeper: {common: 8, own: 2},
	postgres: {common: 8, own: 3},
	advisory: {common: 6, own: 3},
	transactional: {common: 4, own: 3},
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
		case 'advisory':
		case 'transactional':
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
