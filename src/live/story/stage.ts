import type {ChildProcess} from 'node:child_process';
import {execFileSync} from 'node:child_process';
import {randomBytes} from 'node:crypto';
import {once} from 'node:events';
import {readFileSync} from 'node:fs';
import {messageOf, until} from '../clock.js';
import {type Address, onLoopback} from '../protocol/link.js';
import {openRoute, type Route} from '../route.js';
import {etcdServer} from '../server/etcd.js';
import {ownPostgres, postgresServer} from '../server/postgres.js';
import {redisServer} from '../server/redis.js';
import {newServer, type Recipe, type Server} from '../server/server.js';
import {zooKeeperServer} from '../server/zookeeper.js';
import {preparePostgresStore} from '../store/postgres.js';
import {prepareRedisStore} from '../store/redis.js';
import {openSweeper, type Sweeper} from '../sweeper.js';
import type {ClientCast, LiveLock, LockCast, StoreCast} from './cast.js';
import type {FromClient, ToClient} from './client.js';
import {clientMark} from './client-mark.js';
import type {LivePlan} from './plan.js';
import {lockTruthOf, prepareLock} from './real-lock.js';

/** What the command line says about a live run. Units: `ttl` in real ms. */
export type StageOptions = {
	readonly ttl: number;
	/** A server of somebody else's, or null for one that is started here. */
	readonly on: Address | null;
	/** The command that makes a process a client. */
	readonly clientCommand: readonly string[];
	/** Says what is being started. */
	readonly progress: (text: string) => void;
};

/** The processes and servers of a live run. */
export type Stage = {
	/** All that is written on somebody else's server begins with this. */
	readonly prefix: string;
	readonly servers: readonly Server[];
	readonly truth: ReturnType<typeof lockTruthOf>;
	readonly person: (client: string) => Person;
	/** Ends everything that was started and removes everything that was written. */
	readonly close: () => Promise<void>;
};

/** One client's process, and the network around it. */
export type Person = {
	readonly send: (message: ToClient) => void;
	readonly signal: (name: 'SIGSTOP' | 'SIGCONT' | 'SIGKILL') => void;
	/** Ends when the process stands still. */
	readonly stopped: () => Promise<void>;
	readonly gone: () => Promise<void>;
	/** A new process in place of one that is gone. */
	readonly begin: () => Promise<void>;
	/** Its ways to the lock's servers, in their order, and to each store. */
	readonly toLock: readonly Route[];
	readonly toStore: ReadonlyMap<string, Route>;
};

/** Thrown where a server that is needed is not here. The message is for the user. */
export class NoServer extends Error {}

/** What a live run writes on a server begins with this and a number of its own. */
export function newPrefix(): string {
	return `fence-live-${randomBytes(4).toString('hex')}`;
}

/** Starts servers and clients. Fails: with NoServer; then nothing is left. */
export async function openStage(
	plan: LivePlan,
	prefix: string,
	{ttl, on, clientCommand, progress}: StageOptions,
	heard: (client: string, message: FromClient) => void,
): Promise<Stage> {
	const sweeper = await openSweeper();
	const routes: Route[] = [];
	try {
		progress(`starting ${plan.lock.kind}`);
		const postgres = await postgresServer();
		const servers = on === null ? await startServers(plan.lock, postgres, sweeper) : [];
		const addresses = on === null ? servers.map((server) => addressOf(plan.lock.kind, server.port())) : [on];
		const lock: LockCast = {
			kind: plan.lock.kind,
			name: plan.lock.name,
			key: `${prefix}-${plan.lock.name}`,
			ttl,
			token: plan.lock.options['token'] === 'sequence' ? 'sequence' : 'row',
			waiterCheck: plan.lock.options['waiterCheck'] !== false,
			drift: typeof plan.lock.options['drift'] === 'number' ? plan.lock.options['drift'] : 0.01,
			addresses,
		};
		await prepareLock(lock, on === null);
		const stores = await startStores(plan, prefix, postgres, sweeper, progress);
		for (const server of servers) server.sync();
		progress('starting clients');
		const people = new Map<string, Person>();
		await Promise.all(
			plan.clients.map(async (client) => {
				const toLock = await Promise.all(addresses.map((_, way) => openRoute(() => at(servers, lock, way))));
				const toStore = new Map(
					await Promise.all(stores.map(async (store) => [store.name, await openRoute(() => store.address)] as const)),
				);
				routes.push(...toLock, ...toStore.values());
				const cast: ClientCast = {
					client,
					lock: {...lock, addresses: lock.addresses.map((address, way) => ({...address, ...near(toLock[way])}))},
					stores: stores.map((store) => ({...store, address: {...store.address, ...near(toStore.get(store.name))}})),
				};
				const person = newPerson(sweeper, clientCommand, cast, toLock, toStore, (message) => heard(client, message));
				people.set(client, person);
				await person.begin();
			}),
		);
		const truth = lockTruthOf(lock);
		// On a server that outlives this run, a process of its own removes what was written, also where this one is killed.
		if (on !== null) await openCleaner(sweeper, clientCommand, {client: '', lock, stores: []});
		return {
			prefix,
			servers,
			truth,
			person: (client) => {
				const person = people.get(client);
				if (person === undefined) throw new Error(`nobody is called ${client}`);
				return person;
			},
			close: async () => {
				if (on !== null) await truth.clear().catch(() => {});
				truth.close();
				for (const route of routes) route.close();
				await sweeper.close();
			},
		};
	} catch (error) {
		for (const route of routes) route.close();
		await sweeper.close();
		if (error instanceof NoServer) throw error;
		throw new NoServer(`The live run cannot begin: ${messageOf(error).split('\n')[0]}`);
	}
}

function near(route: Route | undefined): {readonly host: string; readonly port: number} {
	return onLoopback(route?.port ?? 0);
}

function at(servers: readonly Server[], {kind, addresses}: LockCast, way: number): Address {
	const server = servers[way];
	return server === undefined ? (addresses[way] ?? onLoopback(0)) : addressOf(kind, server.port());
}

function addressOf(kind: LiveLock, port: number): Address {
	return kind === 'postgres' ? ownPostgres(port) : onLoopback(port);
}

async function startServers(
	{kind, options}: LivePlan['lock'],
	postgres: Recipe | null,
	sweeper: Sweeper,
): Promise<readonly Server[]> {
	const log = options['fsync'] === 'always' ? 'always' : options['fsync'] === 'no' ? 'no' : 'everysec';
	switch (kind) {
		case 'redis':
			return [await started(redisServer(log), 'redis-server', sweeper)];
		case 'redlock': {
			const count = typeof options['nodes'] === 'number' ? options['nodes'] : 5;
			return Promise.all(Array.from({length: count}, () => started(redisServer(log), 'redis-server', sweeper)));
		}
		case 'etcd':
			return [await started(etcdServer(), 'etcd', sweeper)];
		case 'zookeeper':
			return [await started(zooKeeperServer(100), 'a ZooKeeper with its java', sweeper)];
		case 'postgres':
			return [await started(postgres, 'postgres', sweeper)];
	}
}

async function startStores(
	{stores, data}: LivePlan,
	prefix: string,
	postgres: Recipe | null,
	sweeper: Sweeper,
	progress: (text: string) => void,
): Promise<readonly StoreCast[]> {
	if (stores.length === 0) return [];
	progress(`starting ${postgres === null ? 'redis' : 'postgres'} for the stores`);
	const system = postgres === null ? 'redis' : 'postgres';
	const server = await started(postgres ?? redisServer('always'), 'postgres or redis-server', sweeper);
	const address = system === 'postgres' ? ownPostgres(server.port()) : onLoopback(server.port());
	const casts = stores.map(({name, rule}): StoreCast => {
		const table = `${prefix}_${name}`.replaceAll(/[^a-z0-9]/gi, '_').toLowerCase();
		return {name, rule, system, table, address};
	});
	for (const {table} of casts)
		await (system === 'postgres' ? preparePostgresStore : prepareRedisStore)(table, data, address);
	return casts;
}

async function started(recipe: Recipe | null, program: string, sweeper: Sweeper): Promise<Server> {
	if (recipe === null)
		throw new NoServer(`This needs ${program}, which is not on this machine. See: fence-tutor help live`);
	const server = newServer(recipe, sweeper);
	await server.start();
	return server;
}

function newPerson(
	sweeper: Sweeper,
	command: readonly string[],
	cast: ClientCast,
	toLock: readonly Route[],
	toStore: ReadonlyMap<string, Route>,
	heard: (message: FromClient) => void,
): Person {
	let child: ChildProcess | null = null;
	return {
		toLock,
		toStore,
		send: (message) => child?.send(message),
		signal: (name) => child?.kill(name),
		stopped: async () => {
			await until(`${cast.client} stands still`, () => isStopped(child?.pid ?? 0), {limit: 5000, every: 1});
		},
		gone: async () => {
			if (child !== null && child.exitCode === null && child.signalCode === null) await once(child, 'exit');
		},
		begin: async () => {
			child = await launch(sweeper, command, {kind: 'cast', cast}, heard);
		},
	};
}

async function openCleaner(sweeper: Sweeper, command: readonly string[], cast: ClientCast): Promise<void> {
	await launch(sweeper, command, {kind: 'sweep', cast}, () => {});
}

/** A client's process that is ready. */
async function launch(
	sweeper: Sweeper,
	command: readonly string[],
	first: ToClient,
	heard: (message: FromClient) => void,
): Promise<ChildProcess> {
	const child = sweeper.spawn(command, {
		ending: first.kind === 'sweep' ? 'leave' : 'kill',
		cwd: '/',
		env: {...process.env, [clientMark]: 'yes'},
		ipc: true,
	});
	const ready = new Promise<void>((done, fail) => {
		child.on('message', (message) => {
			const said = message as FromClient;
			if (said.kind === 'ready') done();
			else heard(said);
		});
		child.once('exit', () => fail(new Error('a client ended before it began')));
	});
	child.send(first);
	await ready;
	return child;
}

/** Whether a process stands still: by /proc where there is one, else by ps. */
function isStopped(pid: number): boolean {
	try {
		return /^\d+ \(.*\) T/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
	} catch {
		return execFileSync('ps', ['-o', 'state=', '-p', String(pid)], {encoding: 'utf8'}).startsWith('T');
	}
}
