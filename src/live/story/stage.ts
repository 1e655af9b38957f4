import type {ChildProcess} from 'node:child_process';
import {execFileSync} from 'node:child_process';
import {randomBytes} from 'node:crypto';
import {once} from 'node:events';
import {readFileSync} from 'node:fs';
import {messageOf, mono, until} from '../clock.js';
import type {LockTruth} from '../lock/lock-client.js';
import {ownerOf} from '../lock/redis.js';
import {type Address, onLoopback} from '../protocol/link.js';
import {tableName} from '../protocol/postgres.js';
import type {OwnRoom} from '../room/room.js';
import {openRoute, type Route} from '../route.js';
import {etcdServer} from '../server/etcd.js';
import {ownPostgres, postgresServer} from '../server/postgres.js';
import {redisServer} from '../server/redis.js';
import {newServer, type Recipe, type Server, type System} from '../server/server.js';
import {zooKeeperServer} from '../server/zookeeper.js';
import {preparePostgresStore} from '../store/postgres.js';
import {prepareRedisStore} from '../store/redis.js';
import {type RowTruth, rowTruth} from '../store/rows.js';
import {openSweeper, type Sweeper} from '../sweeper.js';
import type {ClientCast, ForeignClient, LiveLock, LockCast, StoreCast, StoreSystem} from './cast.js';
import type {FromClient, ToClient} from './client.js';
import {clientMark} from './client-mark.js';
import {type LivePlan, serversOf} from './plan.js';
import {lockTruthOf, prepareLock, reach} from './real-lock.js';
import {removeWritten} from './remove-written.js';

/** What the command line says about a live run. Units: `ttl` in real ms; `scale` is virtual time in real time. */
export type StageOptions = {
	readonly ttl: number;
	readonly scale: number;
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
	/** Ends what is being started, and all that belongs to it. */
	readonly stop: AbortSignal;
};

/** The processes and servers of a live run. */
export type Stage = {
	/** All that is written on somebody else's server begins with this. */
	readonly prefix: string;
	readonly servers: readonly Server[];
	/** Null where the story's only locks are rows. */
	readonly truth: LockTruth | null;
	/** What the server says of the transactions at each store that has them. */
	readonly transactions: ReadonlyMap<string, RowTruth>;
	readonly person: (client: string) => Person;
	/** How many times slower than a quiet one this machine is now, from 1 on: by how long its clients took to begin. */
	readonly slowness: number;
	/** From now on all times are so many times as long. */
	readonly slowDown: (by: number) => void;
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
	readonly slowDown: (by: number) => void;
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
	const {ttl, scale, on, clientCommand, foreign, progress, stop} = options;
	const system = systemOf(plan);
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
		// What is behind a cut still is somebody's at the server.
		for (const route of routes) route.close();
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
		await sweeper.close();
	};
	// Who waits for a process that is gone waits no longer. On somebody else's server what was written comes first.
	const giveUp = (): void => {
		if (on === null) void sweeper.close();
	};
	try {
		stop.addEventListener('abort', giveUp, {once: true});
		if (stop.aborted) giveUp();
		if (on !== null) {
			progress(`connecting to ${system}`);
			await reach(system, on, ttl);
		} else if (plan.lock !== null) progress(`starting ${system}`);
		const servers = await Promise.all(recipes.lock.map((recipe) => started(recipe, sweeper)));
		const addresses = on ?? servers.map((server) => addressOf(system, server.port()));
		const lock = plan.lock === null ? null : lockCastOf(plan.lock, prefix, ttl, addresses);
		const stores = await placeStores(plan, prefix, recipes.stores, {on, scale, sweeper, progress});
		if (on !== null) {
			written = {client: '', lock, stores, foreign: null};
			// On a server that outlives this run, a process of its own removes what was written, also where this one is killed.
			cleaner = await openCleaner(sweeper, clientCommand, written);
		}
		if (lock !== null) await prepareLock(lock, on === null);
		await prepareStores(stores, plan.data);
		for (const server of servers) server.sync();
		progress('starting clients');
		const began = mono();
		await Promise.all(
			plan.clients.map(async (client) => {
				const ways = lock === null ? [] : addresses;
				const toLock = await Promise.all(ways.map((_, way) => openRoute(() => at(servers, system, ways, way))));
				const toStore = new Map(
					await Promise.all(
						stores.map(async ({name, address, rule}) => {
							const route = await openRoute(() => address, {keeps: rule === 'transactional'});
							return [name, route] as const;
						}),
					),
				);
				routes.push(...toLock, ...toStore.values());
				const cast: ClientCast = {
					client,
					foreign,
					lock:
						lock === null
							? null
							: {...lock, addresses: lock.addresses.map((address, way) => ({...address, ...near(toLock[way])}))},
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
		const owner = foreign === null ? undefined : (value: unknown) => owners.get(String(value)) ?? ownerOf(value);
		const truth = lock === null ? null : lockTruthOf(lock, owner);
		const transactions = new Map(
			stores.flatMap((store) =>
				store.rule === 'transactional' ? [[store.name, rowTruth(store, () => store.address)] as const] : [],
			),
		);
		return {
			prefix,
			servers,
			truth,
			transactions,
			slowness: Math.min(
				slowest,
				Math.max(
					1,
					Math.round((mono() - began) / (quiet.all + (foreign === null ? quiet.each : quiet.foreign) * people.size)),
				),
			),
			slowDown: (by) => {
				for (const person of people.values()) person.slowDown(by);
			},
			person: (client) => {
				const person = people.get(client);
				if (person === undefined) throw new Error(`nobody is called ${client}`);
				return person;
			},
			close: async () => {
				truth?.close();
				for (const each of transactions.values()) each.close();
				await close();
			},
		};
	} catch (error) {
		await close();
		if (error instanceof NoServer) throw error;
		throw new NoServer(`The live run cannot begin: ${messageOf(error).split('\n')[0]?.replace(/\.?$/, '.')}`);
	} finally {
		stop.removeEventListener('abort', giveUp);
	}
}

/** How long clients take to begin on a quiet machine, with room to spare. Units: real ms. */
const quiet = {all: 500, each: 150, foreign: 500};

/** A story may take no more than so many times its usual time. */
const slowest = 5;

function near(route: Route | undefined): {readonly host: string; readonly port: number} {
	return onLoopback(route?.port ?? 0);
}

/** The system that a story's lock runs on; where rows are its only locks, theirs. */
function systemOf({lock}: LivePlan): LiveLock {
	return lock?.kind ?? 'postgres';
}

function lockCastOf(
	{kind, name, options}: NonNullable<LivePlan['lock']>,
	prefix: string,
	ttl: number,
	addresses: readonly Address[],
): LockCast {
	return {
		kind,
		name,
		key: `${prefix}-${name}`,
		ttl,
		token: options['token'] === 'sequence' ? 'sequence' : 'row',
		counts: options['counter'] === true,
		waiterCheck: options['waiterCheck'] !== false,
		drift: typeof options['drift'] === 'number' ? options['drift'] : 0.01,
		addresses,
	};
}

function at(servers: readonly Server[], kind: LiveLock, addresses: readonly Address[], way: number): Address {
	const server = servers[way];
	return server === undefined ? (addresses[way] ?? onLoopback(0)) : addressOf(kind, server.port());
}

function addressOf(kind: LiveLock, port: number): Address {
	return kind === 'postgres' ? ownPostgres(port) : onLoopback(port);
}

/** What has to be started. Fails: with NoServer, before anything is. */
async function recipesFor(plan: LivePlan, {on, stores: wanted}: StageOptions): Promise<Recipes> {
	const {lock, stores} = plan;
	const kind = systemOf(plan);
	const fsync = lock?.options['fsync'];
	const log = fsync === 'always' || fsync === 'no' ? fsync : 'everysec';
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
	const storesOf = async (): Promise<Recipe | null> => {
		// Who names a server for a story of rows alone means that the rows are there.
		if (stores.length === 0 || (lock === null && on !== null)) return null;
		const isOnPostgres = stores.some(({rule}) => rule === 'transactional') && (on === null || kind !== 'postgres');
		const isElsewhere = on !== null && kind !== 'etcd' && kind !== 'redlock';
		return await storeRecipe(isOnPostgres ? 'postgres' : wanted, !isElsewhere);
	};
	return {
		lock: on === null && lock !== null ? await Promise.all(Array.from({length: serversOf(plan)}, own)) : [],
		stores: await storesOf(),
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
export const howToGet: Readonly<Record<System, string>> = {
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
	plan: LivePlan,
	prefix: string,
	recipe: Recipe | null,
	{on, scale, sweeper, progress}: Pick<StageOptions, 'on' | 'scale' | 'progress'> & {readonly sweeper: Sweeper},
): Promise<readonly StoreCast[]> {
	const {stores, data} = plan;
	if (stores.length === 0) return [];
	const system: StoreSystem = (recipe?.system ?? systemOf(plan)) === 'postgres' ? 'postgres' : 'redis';
	const address = async (): Promise<Address> => {
		if (recipe === null) return on?.[0] ?? onLoopback(0);
		progress(`starting ${system} for the stores`);
		const {port} = await started(recipe, sweeper);
		return system === 'postgres' ? ownPostgres(port()) : onLoopback(port());
	};
	const place = await address();
	const resources = data.map(([resource]) => resource);
	return stores.map(({name, rule, idle}, index): StoreCast => {
		// The number first: names of tables are cut at 63 bytes.
		const table = tableName(`${prefix}_${index + 1}_${name}`);
		const mark = `${prefix}-${index + 1}`;
		const realIdle = idle === null ? null : Math.round(idle / scale);
		return {name, rule, mark, idle: realIdle, system, table, resources, address: place, elsewhere: recipe === null};
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
	let slower: ToClient | null = null;
	return {
		slowDown: (by) => {
			slower = {kind: 'slower', by};
			child?.send(slower);
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
			child = await launch(sweeper, command, {kind: 'cast', cast}, heard);
			if (slower !== null) child.send(slower);
		},
	};
}

/** A process that outlives this one, and then removes what was written. */
export function openCleaner(
	sweeper: Sweeper,
	command: readonly string[],
	cast: ClientCast,
	room: OwnRoom | null = null,
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
