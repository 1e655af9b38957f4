import type {ChildProcess} from 'node:child_process';
import {execFileSync} from 'node:child_process';
import {randomBytes} from 'node:crypto';
import {once} from 'node:events';
import {readFileSync} from 'node:fs';
import {messageOf, mono, until} from '../clock.js';
import {ownerOf} from '../lock/redis.js';
import {type Address, onLoopback} from '../protocol/link.js';
import {tableName} from '../protocol/postgres.js';
import type {RoomPlace} from '../room/room.js';
import {openRoute, type Route} from '../route.js';
import {etcdServer} from '../server/etcd.js';
import {ownPostgres, postgresServer} from '../server/postgres.js';
import {redisServer} from '../server/redis.js';
import {newServer, type Recipe, type Server, type System} from '../server/server.js';
import {zooKeeperServer} from '../server/zookeeper.js';
import {preparePostgresStore} from '../store/postgres.js';
import {prepareRedisStore} from '../store/redis.js';
import {openSweeper, type Sweeper} from '../sweeper.js';
import type {ClientCast, ForeignClient, LiveLock, LockCast, StoreCast, StoreSystem} from './cast.js';
import type {FromClient, ToClient} from './client.js';
import {clientMark} from './client-mark.js';
import {type LivePlan, serversOf} from './plan.js';
import {lockTruthOf, prepareLock, reach} from './real-lock.js';
import {removeWritten} from './remove-written.js';

/** What the command line says about a live run. Units: `ttl` in real ms. */
export type StageOptions = {
	readonly ttl: number;
	/** Servers of somebody else's, or null where they are started here. */
	readonly on: readonly Address[] | null;
	/** Other people's code in place of our own clients of the lock. */
	readonly foreign: ForeignClient | null;
	/** Where the stores are, if somebody cares. */
	readonly stores: StoreSystem | null;
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
	/** How many times slower than a quiet one this machine is now, from 1 on: by how long its clients took to begin. */
	readonly slowness: number;
	/** From now on a grant lasts that long. Units: real ms. */
	readonly setTtl: (ttl: number) => void;
	/** Ends everything that was started and removes everything that was written. */
	readonly close: () => Promise<void>;
};

/** What is started for a story, found before anything is. `stores`: null where there are none, and where they stand on somebody else's server. */
type Recipes = {
	readonly lock: readonly Recipe[];
	readonly stores: Recipe | null;
};

/** One client's process, and the network around it. */
type Person = {
	readonly send: (message: ToClient) => void;
	readonly signal: (name: 'SIGSTOP' | 'SIGCONT' | 'SIGKILL') => void;
	/** Ends when the process stands still. */
	readonly stopped: () => Promise<void>;
	readonly gone: () => Promise<void>;
	readonly setTtl: (ttl: number) => void;
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
	options: StageOptions,
	heard: (client: string, message: FromClient) => void,
): Promise<Stage> {
	const {ttl, on, clientCommand, foreign, progress} = options;
	const recipes = await recipesFor(plan, options);
	const sweeper = await openSweeper();
	const routes: Route[] = [];
	const people = new Map<string, Person>();
	/** By the value that a client has stored. */
	const owners = new Map<string, string>();
	let written: ClientCast | null = null;
	let cleaner: ChildProcess | null = null;
	const close = async (): Promise<void> => {
		// Who still runs could write again what is removed.
		await Promise.all(
			[...people.values()].map((person) => {
				person.signal('SIGKILL');
				return person.gone();
			}),
		);
		if (written !== null) {
			const isGone = await removeWritten(written).then(
				() => true,
				() => false,
			);
			// Where the server cannot be reached now, the cleaner tries on.
			if (isGone) cleaner?.kill('SIGKILL');
			else cleaner?.disconnect();
			cleaner?.unref();
		}
		for (const route of routes) route.close();
		await sweeper.close();
	};
	try {
		progress(on === null ? `starting ${plan.lock.kind}` : `connecting to ${plan.lock.kind}`);
		if (on !== null) await reach(plan.lock.kind, on, ttl);
		const servers = await Promise.all(recipes.lock.map((recipe) => started(recipe, sweeper)));
		const addresses = on ?? servers.map((server) => addressOf(plan.lock.kind, server.port()));
		const lock: LockCast = {
			kind: plan.lock.kind,
			name: plan.lock.name,
			key: `${prefix}-${plan.lock.name}`,
			ttl,
			token: plan.lock.options['token'] === 'sequence' ? 'sequence' : 'row',
			counts: plan.lock.options['counter'] === true,
			waiterCheck: plan.lock.options['waiterCheck'] !== false,
			drift: typeof plan.lock.options['drift'] === 'number' ? plan.lock.options['drift'] : 0.01,
			addresses,
		};
		const stores = await placeStores(plan, prefix, recipes.stores, on, sweeper, progress);
		if (on !== null) {
			written = {client: '', lock, stores, foreign: null};
			// On a server that outlives this run, a process of its own removes what was written, also where this one is killed.
			cleaner = await openCleaner(sweeper, clientCommand, written);
		}
		await prepareLock(lock, on === null);
		await prepareStores(stores, plan.data);
		for (const server of servers) server.sync();
		progress('starting clients');
		const began = mono();
		await Promise.all(
			plan.clients.map(async (client) => {
				const toLock = await Promise.all(addresses.map((_, way) => openRoute(() => at(servers, lock, way))));
				const toStore = new Map(
					await Promise.all(stores.map(async (store) => [store.name, await openRoute(() => store.address)] as const)),
				);
				routes.push(...toLock, ...toStore.values());
				const cast: ClientCast = {
					client,
					foreign,
					lock: {...lock, addresses: lock.addresses.map((address, way) => ({...address, ...near(toLock[way])}))},
					stores: stores.map((store) => ({...store, address: {...store.address, ...near(toStore.get(store.name))}})),
				};
				const person = newPerson(sweeper, clientCommand, cast, toLock, toStore, (message) => {
					if (message.kind === 'owns') owners.set(message.value, client);
					else heard(client, message);
				});
				people.set(client, person);
				await person.begin();
			}),
		);
		const truth = lockTruthOf(
			lock,
			foreign === null ? undefined : (value) => owners.get(String(value)) ?? ownerOf(value),
		);
		return {
			prefix,
			servers,
			truth,
			slowness: Math.min(
				slowest,
				Math.max(
					1,
					Math.round((mono() - began) / (quiet.all + (foreign === null ? quiet.each : quiet.foreign) * people.size)),
				),
			),
			setTtl: (next) => {
				for (const person of people.values()) person.setTtl(next);
			},
			person: (client) => {
				const person = people.get(client);
				if (person === undefined) throw new Error(`nobody is called ${client}`);
				return person;
			},
			close: async () => {
				truth.close();
				await close();
			},
		};
	} catch (error) {
		await close();
		if (error instanceof NoServer) throw error;
		throw new NoServer(`The live run cannot begin: ${messageOf(error).split('\n')[0]?.replace(/\.?$/, '.')}`);
	}
}

/** How long clients take to begin on a quiet machine, with room to spare. Units: real ms. */
const quiet = {all: 500, each: 150, foreign: 500};

/** A story may take no more than so many times its usual time. */
const slowest = 5;

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

/** What has to be started. Fails: with NoServer, before anything is. */
async function recipesFor({lock, stores}: LivePlan, {on, stores: wanted}: StageOptions): Promise<Recipes> {
	const {kind, options} = lock;
	const log = options['fsync'] === 'always' ? 'always' : options['fsync'] === 'no' ? 'no' : 'everysec';
	const own = async (): Promise<Recipe> => {
		switch (kind) {
			case 'redis':
			case 'redlock':
				return needed(redisServer(log), 'redis');
			case 'etcd':
				return needed(etcdServer(), 'etcd');
			case 'zookeeper':
				return needed(zooKeeperServer(100), 'zookeeper');
			case 'postgres':
				return needed(await postgresServer(), 'postgres');
		}
	};
	return {
		lock: on === null ? await Promise.all(Array.from({length: serversOf(lock)}, own)) : [],
		stores:
			stores.length === 0 ? null : await storeRecipe(wanted, on === null || kind === 'etcd' || kind === 'redlock'),
	};
}

/** The server of the stores: what is wanted, or PostgreSQL where there is one, or Redis. Null: there is none here, and the lock's own server can have them. */
async function storeRecipe(wanted: StoreSystem | null, must: boolean): Promise<Recipe | null> {
	if (wanted === 'postgres') return needed(await postgresServer(), 'postgres');
	if (wanted === 'redis') return needed(redisServer('always'), 'redis');
	const found = (await postgresServer()) ?? redisServer('always');
	return found === null && must ? needed(null, 'redis') : found;
}

function needed(recipe: Recipe | null, system: System): Recipe {
	if (recipe === null) throw new NoServer(`This needs ${howToGet[system]}`);
	return recipe;
}

/** What is missing, and how to get it. */
const howToGet: Readonly<Record<System, string>> = {
	redis:
		'redis-server, which is not on this machine. On Debian: apt install redis-server. With Homebrew: brew install redis.',
	etcd: 'etcd, which is not on this machine. On Debian: apt install etcd-server. With Homebrew: brew install etcd.',
	zookeeper:
		'ZooKeeper and java, which are not both on this machine. On Debian: apt install zookeeper. With Homebrew: brew install zookeeper.',
	postgres:
		'PostgreSQL, which is not on this machine, or which only root could start. On Debian: apt install postgresql. With Homebrew: brew install postgresql.',
};

/** Where each store will be. */
async function placeStores(
	{stores, lock, data}: LivePlan,
	prefix: string,
	recipe: Recipe | null,
	on: readonly Address[] | null,
	sweeper: Sweeper,
	progress: (text: string) => void,
): Promise<readonly StoreCast[]> {
	if (stores.length === 0) return [];
	const system: StoreSystem = (recipe?.system ?? lock.kind) === 'postgres' ? 'postgres' : 'redis';
	const address = async (): Promise<Address> => {
		if (recipe === null) return on?.[0] ?? onLoopback(0);
		progress(`starting ${system} for the stores`);
		const {port} = await started(recipe, sweeper);
		return system === 'postgres' ? ownPostgres(port()) : onLoopback(port());
	};
	const place = await address();
	const resources = data.map(([resource]) => resource);
	return stores.map(({name, rule}, index): StoreCast => {
		// The number first: names of tables are cut at 63 bytes.
		const table = tableName(`${prefix}_${index + 1}_${name}`);
		return {name, rule, system, table, resources, address: place, elsewhere: recipe === null};
	});
}

async function prepareStores(stores: readonly StoreCast[], data: LivePlan['data']): Promise<void> {
	for (const {system, table, address} of stores)
		await (system === 'postgres' ? preparePostgresStore : prepareRedisStore)(table, data, address);
}

async function started(recipe: Recipe, sweeper: Sweeper): Promise<Server> {
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
	let {ttl} = cast.lock;
	return {
		setTtl: (next) => {
			ttl = next;
			child?.send({kind: 'ttl', ttl} satisfies ToClient);
		},
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
			child = await launch(sweeper, command, {kind: 'cast', cast: {...cast, lock: {...cast.lock, ttl}}}, heard);
		},
	};
}

/** A process that outlives this one, and then removes what was written. */
export function openCleaner(
	sweeper: Sweeper,
	command: readonly string[],
	cast: ClientCast,
	room: RoomPlace | null = null,
): Promise<ChildProcess> {
	return launch(sweeper, command, {kind: 'sweep', cast, folder: sweeper.folder, room}, () => {});
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
