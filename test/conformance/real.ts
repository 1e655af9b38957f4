import {randomUUID} from 'node:crypto';
import {setTimeout as after} from 'node:timers/promises';
import {answerWithin, messageOf, mono, until} from '../../src/live/clock.js';
import {etcdClient, etcdTruth} from '../../src/live/lock/etcd.js';
import type {LateGrant, LockAnswer, LockClient, LockTruth} from '../../src/live/lock/lock-client.js';
import {postgresClient, postgresTruth, preparePostgresLock, sequenceOf} from '../../src/live/lock/postgres.js';
import {prepareCounter, redisClient, redisTruth} from '../../src/live/lock/redis.js';
import {redlockClient, redlockTruth} from '../../src/live/lock/redlock.js';
import {prepareZooKeeperLock, zooKeeperClient, zooKeeperTruth} from '../../src/live/lock/zookeeper.js';
import {bytesOf, etcdAt} from '../../src/live/protocol/etcd.js';
import {type Address, onLoopback, relink} from '../../src/live/protocol/link.js';
import {openPostgres} from '../../src/live/protocol/postgres.js';
import {openRedis} from '../../src/live/protocol/resp.js';
import {makesOrRemovesNode} from '../../src/live/protocol/zookeeper.js';
import {openRoute, type Route} from '../../src/live/route.js';
import {ownPostgres} from '../../src/live/server/postgres.js';
import type {Server} from '../../src/live/server/server.js';
import {zooKeeperMode} from '../../src/live/server/zookeeper.js';
import {type AdvisoryClient, advisoryClient, advisoryTruth, connectionTo, type Pool} from './advisory.js';
import {outcomes, type Seen, wroteElsewhere} from './outcome.js';
import {type Case, clientsOf, duration, holderName, observable, othersWrite, startsServer, waitOf} from './script.js';
import {slowness} from './slowness.js';
import type {Run} from './tries.js';

/** What stands behind a script: the servers, how a client of theirs is made, and where the truth is looked up. */
type Stage = {
	readonly servers: readonly Server[];
	/** The server that a client finds at each of its ways. */
	readonly target: (way: number) => () => Address;
	readonly ways: number;
	readonly client: (name: string, ports: readonly number[], granted: LateGrant) => LockClient;
	readonly truth: LockTruth;
	/** Statements that only this kind has. */
	readonly does: Readonly<Record<string, () => Promise<void>>>;
	/** Whether a request is the one that an operation is about, where an operation sends several. */
	readonly carries?: (verb: string) => (request: Buffer) => boolean;
	/** Others, who have nothing to do with the lock, write to the same server once. */
	readonly elsewhere: () => Promise<void>;
	/** An operator deletes the record with its numbers; null where that is no more than taking the lock away. */
	readonly forget: (() => Promise<void>) | null;
	/** Sessions keep the lock: a grant has no time of its own. */
	readonly keepsSessions: boolean;
	/** A connection keeps the lock, and outlives a cut in which it is silent. */
	readonly keepsConnections: boolean;
	/** What happens by itself while time passes and no server stands still. */
	readonly passes: () => Promise<void>;
	readonly close: () => void;
};

/** A client that has not been answered for so long, on a quiet machine, is told that the outcome is unknown. Units: real ms. */
const usualPatience = 4000;
/** While the server stands still nobody is answered; it need not be waited for. */
const impatience = 250;
/** How long the servers may take to come to what is expected of them. Far less than any ttl. */
const settling = 900;

/** Runs a script on real servers. `expected` only says what to wait for; what is seen is what the servers say. */
export async function onReal(
	script: Case,
	servers: readonly Server[],
	key: string,
	expected: readonly Seen[],
	slower: number,
	moveClock: (server: Server, by: number) => void,
): Promise<Run> {
	const patience = usualPatience * Math.min(10, slower * (await slowness()));
	const stage = await stageOf(script, servers, key, patience / 2);
	const names = clientsOf(script.steps);
	const late: {client: string; token: number | null}[] = [];
	const routes = new Map<string, readonly Route[]>();
	const people = new Map<string, LockClient>();
	const arrive = (name: string): void => {
		const ports = (routes.get(name) ?? []).map(({port}) => port);
		people.set(
			name,
			stage.client(name, ports, ({token}) => late.push({client: name, token})),
		);
	};
	for (const name of names) {
		const ways = Array.from({length: stage.ways}, (_, way) =>
			openRoute(stage.target(way), {keeps: stage.keepsConnections}),
		);
		routes.set(name, await Promise.all(ways));
		arrive(name);
	}
	for (const server of servers) server.sync();
	const seeing = observable(script.steps);
	const seen: Seen[] = [];
	const timer = lateness(script.scale);
	let still = false;
	/** Clients whose bytes wait, or go nowhere. */
	const unreached = new Set<string>();
	const cutOff = new Set<string>();
	/** What was sent to servers that stood still, and by which process. */
	const meanwhile: {readonly name: string; readonly client: LockClient; readonly answer: Promise<unknown>}[] = [];
	/**
	 * Servers go on one after another, and a client of a redlock takes back a majority that came too late: for a moment it is seen to hold the lock.
	 * So everybody who can be answered has to be, by every server, before anybody looks at who holds it.
	 */
	const served = async (): Promise<void> => {
		const waiting = meanwhile.splice(0).filter(({name, client}) => people.get(name) === client && !unreached.has(name));
		await answerWithin(patience, Promise.all(waiting.map(({answer}) => answer)));
	};
	/** Another server leads: whoever was connected to the old one is there no longer. */
	const moved = async (): Promise<void> => {
		for (const [name, ways] of routes) {
			for (const route of ways) route.hangUp();
			if (!unreached.has(name))
				await until(
					`${name} is connected`,
					() =>
						people
							.get(name)
							?.connect()
							.then(() => true) ?? true,
				);
		}
	};
	const act = async (name: string, step: string): Promise<LockAnswer | null> => {
		const [, verb = '', ...rest] = step.split(' ');
		const client = people.get(name);
		if (client === undefined) throw new Error(`nobody is called ${name}`);
		const ttl = (rest[0] === 'ttl' ? duration(rest[1] ?? '') : ttlOf(script.lock)) * script.scale;
		const fate = /(reply )?(?:lost|delayed (\S+))$/.exec(step);
		if (fate !== null) {
			await client.connect();
			const what = fate[1] === undefined ? 'request' : 'reply';
			for (const route of routes.get(name) ?? [])
				if (fate[2] === undefined) route.lose(what, stage.carries?.(verb));
				else route.delay(what, duration(fate[2]) * script.scale, stage.carries?.(verb));
		}
		const deadline = stage.keepsSessions ? Number.POSITIVE_INFINITY : mono() + ttl;
		const asked = operation(client, verb, ttl);
		let given = false;
		const answer = asked.then(
			(told) => {
				// Its client was told long ago that nobody knows; the answer comes all the same, and brings belief before the deadline.
				if (given && told.kind === 'granted' && people.get(name) === client && mono() < deadline)
					late.push({client: name, token: told.token});
				return told;
			},
			() => null,
		);
		if (still) meanwhile.push({name, client, answer});
		const waits = fate?.[2] !== undefined ? 0 : still ? impatience : patience;
		const told = await Promise.race([answer, after(waits, null, {ref: false})]);
		given = true;
		return told;
	};
	const doStep = async (step: string): Promise<Pick<Seen, 'own' | 'token'>> => {
		const [actor = '', verb = '', ...rest] = step.split(' ');
		const nothing = {own: null, token: null};
		const special = stage.does[step];
		if (step === 'others write') {
			for (let times = 0; times < othersWrite; times++) await stage.elsewhere();
			return {own: wroteElsewhere, token: null};
		}
		if (special !== undefined) {
			await special();
			if (step === 'failover') await moved();
		} else if (/^locks (revoke|delete) /.test(step))
			await (verb === 'delete' && stage.forget !== null ? stage.forget() : stage.truth.revoke());
		else if (actor === 'wait') {
			await after(waitOf(step) * script.scale);
			if (!still) await stage.passes();
			for (const server of servers) server.sync();
		} else if (actor === 'cut' || actor === 'heal') {
			for (const target of rest) routes.get(verb)?.[wayOf(target)]?.[actor]();
			for (const those of [unreached, cutOff]) those[actor === 'cut' ? 'add' : 'delete'](verb);
		} else if (names.includes(actor)) {
			switch (verb) {
				case 'pause':
				case 'resume':
					for (const route of routes.get(actor) ?? []) route[verb === 'pause' ? 'freeze' : 'thaw']();
					people.get(actor)?.quiet(verb === 'pause');
					unreached[verb === 'pause' ? 'add' : 'delete'](actor);
					break;
				case 'crash':
					people.get(actor)?.die();
					unreached.add(actor);
					for (const route of routes.get(actor) ?? []) {
						route.thaw();
						// Where nothing gets through, the server does not hear that the connection is closed.
						if (!(stage.keepsConnections && cutOff.has(actor))) route.hangUp();
					}
					break;
				case 'shares':
					break;
				case 'restart':
					arrive(actor);
					unreached.delete(actor);
					break;
				default: {
					const told = await act(actor, step);
					if (told === null) return {own: 'unknown', token: null};
					return {
						own: told.kind === 'asked' ? `asked ${told.ok}` : told.kind,
						token: told.kind === 'granted' ? told.token : null,
					};
				}
			}
		} else {
			const those = actor === 'locks' ? servers : servers.slice(wayOf(actor), wayOf(actor) + 1);
			if (those.length === 0) throw new Error(`no server for: ${step}`);
			if (verb === 'clock') for (const server of those) moveClock(server, stepOf(rest[0] ?? '') * script.scale);
			else await Promise.all(those.map((server) => happen(server, verb, step)));
			if (verb === 'pause' || verb === 'resume') still = verb === 'pause';
			if (verb === 'resume') await served();
		}
		return nothing;
	};
	try {
		for (const [index, step] of script.steps.entries()) {
			const began = mono();
			const own = await doStep(step);
			const wanted = expected[index];
			const holder = async () => (seeing[index] === true ? await stage.truth.holder() : undefined);
			const settled = async () => (await holder()) === wanted?.holder && late.length >= (wanted?.late.length ?? 0);
			await until('the servers agree', settled, {limit: settling * slower, every: 15}).catch(() => {});
			// A server that does not answer its own truth is a difference, not an end of the run.
			const now = await holder().catch((error: unknown) => `? (${messageOf(error)})`);
			timer.took(step, mono() - began);
			seen.push({...own, late: late.splice(0).sort((one, other) => (one.client < other.client ? -1 : 1)), holder: now});
		}
	} finally {
		for (const person of people.values()) person.die();
		for (const route of [...routes.values()].flat()) route.close();
		stage.close();
		stage.truth.close();
	}
	return {outcomes: outcomes(seen), late: timer.late()};
}

/** How much of what a script leaves free has been used up: 3 virtual seconds before each end for all that takes no time in it, and 4 for a restart. */
export function lateness(scale: number): {
	readonly took: (step: string, time: number) => void;
	readonly late: () => number;
} {
	const second = 1000 * scale;
	let [over, restarts] = [0, 0];
	return {
		took: (step, time) => {
			if (startsServer(step)) restarts = Math.max(restarts, time);
			else over += time - waitOf(step) * scale;
		},
		late: () => Math.max(over / (3 * second), restarts / (4 * second)),
	};
}

async function happen(server: Server, verb: string, step: string): Promise<void> {
	if (verb === 'crash') await server.losePower();
	else if (verb === 'kill') await server.kill();
	else if (verb === 'restart') await server.start();
	else if (verb === 'pause') server.pause();
	else if (verb === 'resume') server.resume();
	else throw new Error(`cannot be done on real servers: ${step}`);
}

/** How far a clock steps. Units: virtual ms. */
function stepOf(text: string): number {
	return duration(text.slice(1)) * (text.startsWith('-') ? -1 : 1);
}

async function redisCommand(server: Server | undefined, ...words: readonly string[]): Promise<void> {
	const redis = await openRedis(onLoopback(server?.port() ?? 0));
	await redis.call(...words);
	redis.close();
}

/** How many servers a script needs. */
export function serversFor({system, lock, members}: Pick<Case, 'system' | 'lock' | 'members'>): number {
	if (members !== undefined) return members;
	if (system === 'replicated') return 2;
	return system === 'redlock' ? Number(/nodes (\d)/.exec(lock)?.[1] ?? 5) : 1;
}

function operation(client: LockClient, verb: string, ttl: number): Promise<LockAnswer> {
	switch (verb) {
		case 'acquire':
			return client.acquire(ttl);
		case 'renew':
			return client.renew(ttl);
		case 'release':
			return client.release();
		case 'ask':
			return client.ask();
		default:
			throw new Error(`not an operation: ${verb}`);
	}
}

function ttlOf(lock: string): number {
	return duration(/(?:ttl|session-timeout) (\S+)/.exec(lock)?.[1] ?? '10s');
}

/** The server that a name stands for: the first, the replica, or a node. */
function wayOf(actor: string): number {
	if (actor === 'replica') return 1;
	return /^n\d$/.test(actor) ? Number(actor.slice(1)) - 1 : 0;
}

async function stageOf(script: Case, servers: readonly Server[], key: string, patience: number): Promise<Stage> {
	const at = (way: number) => () => onLoopback(servers[way]?.port() ?? 0);
	const plain = {
		servers,
		ways: 1,
		target: at,
		does: {},
		forget: null,
		keepsSessions: false,
		keepsConnections: false,
		passes: async () => {},
		elsewhere: () => redisCommand(servers[0], 'INCR', `${key}-elsewhere`),
		close: () => {},
	};
	const address = (port: number | undefined): Address => onLoopback(port ?? 0);
	switch (script.system) {
		case 'transactional':
			throw new Error('rows have no lock service');
		case 'redis': {
			await prepareCounter(key, at(0)());
			const truth = redisTruth(key, at(0));
			return {
				...plain,
				client: (name, [port]) => redisClient(key, name, () => address(port)),
				truth,
				forget: truth.clear,
			};
		}
		case 'replicated':
			return replicated(servers, key);
		case 'redlock': {
			const nodes = servers.map((_, way) => at(way));
			return {
				...plain,
				ways: servers.length,
				client: (name, ports) =>
					redlockClient(
						key,
						name,
						ports.map((port) => () => address(port)),
						patience,
					),
				truth: redlockTruth(key, nodes),
			};
		}
		case 'etcd':
			return {
				...plain,
				keepsSessions: true,
				does: servers.length > 1 ? {'locks failover': () => moveLeader(servers)} : {},
				carries: (verb) => {
					const path = verb === 'acquire' ? 'txn' : verb === 'release' ? 'deleterange' : 'range';
					return (request) => request.toString('latin1').startsWith(`POST /v3/kv/${path}`);
				},
				elsewhere: async () => {
					await etcdAt(at(0)).call('kv/put', {key: bytesOf(`${key}-elsewhere`), value: bytesOf('1')});
				},
				client: (name, [port], granted) =>
					etcdClient(key, name, () => address(port), granted, !/waiter-check off/.test(script.lock)),
				truth: etcdTruth(key, at(0)),
			};
		case 'zookeeper': {
			const dead = new Set<Server>();
			const alive = () => onLoopback(servers.find((server) => !dead.has(server))?.port() ?? 0);
			await prepareZooKeeperLock(`/${key}`, alive);
			return {
				...plain,
				keepsSessions: true,
				target: () => alive,
				does: servers.length > 1 ? {'locks failover': () => killLeader(servers, dead)} : {},
				carries: () => makesOrRemovesNode,
				elsewhere: () => prepareZooKeeperLock(`/${key}-elsewhere-${randomUUID()}`, alive),
				// Where a message is lost, the script says what its client does then.
				client: (name, [port], granted) =>
					zooKeeperClient(`/${key}`, name, () => address(port), granted, {
						repeats: script.steps.every((step) => !step.endsWith(' lost')),
					}),
				truth: zooKeeperTruth(`/${key}`, alive),
			};
		}
		case 'advisory': {
			const server = () => ownPostgres(servers[0]?.port() ?? 0);
			const looks = relink(() => openPostgres(server()));
			const pools = new Map<string, Pool>();
			const poolOf = (client: string): Pool | null => {
				const name = holderName(script.steps, client);
				if (name === client) return null;
				const pool = pools.get(name) ?? {...connectionTo(name, server), waits: 0};
				pools.set(name, pool);
				return pool;
			};
			const made: AdvisoryClient[] = [];
			return {
				...plain,
				keepsSessions: true,
				keepsConnections: true,
				client: (name, [port], granted) => {
					const client = advisoryClient(key, name, () => ownPostgres(port ?? 0), poolOf(name), looks, granted);
					made.push(client);
					return client;
				},
				passes: async () => {
					for (const {passes} of made) passes();
				},
				truth: advisoryTruth(key, looks),
				close: () => {
					for (const pool of pools.values()) pool.close();
				},
			};
		}
		case 'postgres': {
			const own = (port: number | undefined) => () => ownPostgres(port ?? 0);
			const source = /token sequence/.test(script.lock) ? 'sequence' : 'row';
			const next =
				source === 'sequence'
					? `SELECT nextval('${sequenceOf('locks', key)}')`
					: `UPDATE locks SET token = token + 1 WHERE name = '${key}'`;
			await preparePostgresLock('locks', key, ownPostgres(servers[0]?.port() ?? 0));
			return {
				...plain,
				elsewhere: async () => {
					const server = await openPostgres(ownPostgres(servers[0]?.port() ?? 0));
					await server.query(`BEGIN; ${next}; ROLLBACK`);
					server.close();
				},
				client: (name, [port]) => postgresClient('locks', key, name, source, own(port)),
				truth: postgresTruth('locks', key, () => ownPostgres(servers[0]?.port() ?? 0)),
			};
		}
	}
}

/** Hands the leadership of a cluster to another member, and waits until all of them know. Source: etcd api_reference_v3, MoveLeader. */
async function moveLeader(servers: readonly Server[]): Promise<void> {
	const members = servers.map((server) => etcdAt(() => onLoopback(server.port())));
	const status = () => Promise.all(members.map(({call}) => call('maintenance/status', {})));
	const before = await status();
	const ids = before.map(({header}) => String((header as {readonly member_id?: string}).member_id));
	const leads = ids.indexOf(String(before[0]?.['leader']));
	const next = ids[(leads + 1) % ids.length] ?? '';
	await members[leads]?.call('maintenance/transfer-leadership', {targetID: next});
	await until('all follow the new leader', async () => (await status()).every(({leader}) => leader === next));
}

/** Kills the leader of an ensemble, and waits until the others serve under a new one: an outage of a moment, in which no session can end. */
async function killLeader(servers: readonly Server[], dead: Set<Server>): Promise<void> {
	const modes = () =>
		Promise.all(servers.filter((server) => !dead.has(server)).map((server) => zooKeeperMode(server.port())));
	const leader = servers[(await modes()).indexOf('leader')];
	if (leader === undefined) throw new Error('nobody leads');
	dead.add(leader);
	await leader.kill();
	await until('the others have a leader', async () => (await modes()).includes('leader'), {limit: 30_000});
}

/**
 * A primary and its replica. What is replicated waits in the network between them and arrives while a `wait` passes, which is always longer than the lag
 * of the script: so no statement depends on how long the machine took for the one before.
 */
async function replicated(servers: readonly Server[], key: string): Promise<Stage> {
	const [primary, replica] = servers;
	if (primary === undefined || replica === undefined) throw new Error('two servers are needed');
	let leader = primary;
	let follows = false;
	const down = new Set<Server>();
	const follower = () => (leader === primary ? replica : primary);
	const link = await openRoute(() => onLoopback(leader.port()));
	const command = async (server: Server, ...words: readonly string[]) => {
		const redis = await openRedis(onLoopback(server.port()));
		const answer = await redis.call(...words);
		redis.close();
		return String(answer);
	};
	const offset = async (server: Server, name: string) =>
		new RegExp(`${name}:(\\d+)`).exec(await command(server, 'INFO', 'replication'))?.[1] ?? null;
	/** Not the replica's own word for it: the primary streams nothing before the replica's first acknowledgement. */
	const inStep = async (): Promise<void> => {
		link.thaw();
		await until('the replica is in step', async () => {
			const said = await command(leader, 'INFO', 'replication');
			const theirs = await offset(follower(), 'slave_repl_offset');
			return (
				said.includes('state=online') && theirs !== null && theirs === (await offset(leader, 'master_repl_offset'))
			);
		});
		link.freeze();
	};
	/** Whoever does not lead follows, as soon as both have power. */
	const follow = async (): Promise<void> => {
		if (down.size > 0) return;
		link.thaw();
		link.hangUp();
		await command(follower(), 'REPLICAOF', '127.0.0.1', String(link.port));
		await inStep();
		follows = true;
	};
	const dies = async (...all: readonly Server[]): Promise<void> => {
		follows = false;
		for (const server of all) down.add(server);
		link.hangUp();
		await Promise.all(all.map((server) => server.losePower()));
	};
	const returns = async (...all: readonly Server[]): Promise<void> => {
		await Promise.all(all.map((server) => server.start()));
		for (const server of all) down.delete(server);
		await follow();
	};
	await prepareCounter(key, onLoopback(primary.port()));
	await follow();
	const routed = () => onLoopback(leader.port());
	const truths = new Map(servers.map((server) => [server, redisTruth(key, () => onLoopback(server.port()))]));
	const truth = (): LockTruth => truths.get(leader) as LockTruth;
	return {
		servers,
		ways: 1,
		target: () => routed,
		keepsSessions: false,
		keepsConnections: false,
		forget: () => truth().clear(),
		elsewhere: () => redisCommand(leader, 'INCR', `${key}-elsewhere`),
		client: (name, [port]) => redisClient(key, name, () => onLoopback(port ?? 0)),
		truth: {
			holder: () => truth().holder(),
			revoke: () => truth().revoke(),
			clear: () => truth().clear(),
			close: () => {
				for (const each of truths.values()) each.close();
			},
		},
		passes: async () => {
			if (follows) await inStep();
		},
		does: {
			'locks crash': () => dies(primary, replica),
			'locks restart': () => returns(primary, replica),
			'primary crash': () => dies(primary),
			'replica crash': () => dies(replica),
			'primary restart': () => returns(primary),
			'replica restart': () => returns(replica),
			failover: async () => {
				follows = false;
				await command(replica, 'REPLICAOF', 'NO', 'ONE');
				leader = replica;
				link.hangUp();
			},
		},
		close: link.close,
	};
}
