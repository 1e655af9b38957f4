import {count, duration, type Option, type ValuesOf} from '../option.js';
import type {Report} from '../report.js';
import type {Duration, Instant} from '../time.js';
import type {Grant} from '../world.js';
import {counterInRedis, deadline, type Fsync, fsync, identity, redisRelease, ttl} from './common-options.js';
import {
	afterCrash,
	afterKill,
	deadAt,
	deleteKey,
	freshNode,
	holdingOf,
	liveKey,
	type RedisData,
	type RedisNode,
	settledNode,
	shiftKey,
	shiftNode,
	written,
} from './redis-node.js';
import {answerByRedis, preludeOfRedis} from './redis-requests.js';
import {type Answered, type Asker, type Lapsed, type LockKind, type LockRequest, steady} from './service.js';
import type {LockServer, LockState} from './state.js';

const options = {
	ttl,
	release: redisRelease,
	lag: duration('replication-lag', 50, {
		hint: 'how far the replica is behind',
		sample: '50ms',
		page: {
			meaning:
				'How much later the replica hears of a change. A primary that crashes within this time takes the change with it.',
			example: [
				'lock account replicated replication-lag 100ms',
				'A acquire account',
				'wait 50ms',
				'primary crash',
				'failover',
				'B acquire account',
			],
		},
	}),
	/** Source: domain-2 7, Redisson's check of its replicas. */
	replicas: count('replicas', 1, {
		hint: 'how many replicas follow the primary',
		sample: '2',
		what: 'a number of replicas',
		least: 1,
		most: 5,
		page: {
			meaning:
				'How many replicas follow the primary, 1 to 5; one unless set. Where there are several they are r1 to r5.',
			example: [
				'lock account replicated replicas 2',
				'A acquire account',
				'r1 crash',
				'wait 50ms',
				'primary crash',
				'failover r2',
				'expect A holds account',
			],
		},
	}),
	wait: count('wait', 0, {
		hint: 'how many replicas have to have a grant',
		sample: '1',
		what: 'a number of replicas',
		least: 0,
		most: 5,
		limits: [
			{
				beyond: 'above',
				limit: {times: 1, of: 'replicas'},
				does: 'refused',
				says: 'A grant cannot wait for more replicas than there are. Give a smaller number, or more replicas.',
			},
		],
		page: {
			meaning:
				'How many replicas have to have a grant before its client is told of it, as with WAIT. Where too few answer in time, the client is denied the lock. The key stays where it was set.',
			example: [
				'lock account replicated replicas 2 wait 1',
				'A acquire account',
				'primary crash',
				'failover r1',
				'expect A holds account',
			],
		},
	}),
	nodeTimeout: duration('node-timeout', 1000, {
		hint: 'how long it waits for replicas',
		sample: '50ms',
	}),
	counter: counterInRedis,
	/** Its data stay in an outage unless this says otherwise. */
	fsync: {...fsync, usual: 'always'} satisfies Option<Fsync>,
	identity,
	deadline,
};

type ReplicatedOptions = ValuesOf<typeof options>;

type ReplicatedState = LockState & {
	/** The primary first, then its replicas. */
	readonly servers: readonly Server[];
	/** The position of the one that the clients talk to. */
	readonly leader: number;
	/** What is on its way to those that follow, oldest first. */
	readonly log: readonly (RedisData & {readonly due: Instant})[];
	/** How many keys were set whose client was not granted the lock, because too few replicas had them. */
	readonly vain: number;
};

type Server = {readonly node: RedisNode; readonly up: boolean};

/**
 * A Redis primary that answers at once and tells its replicas later; a failover makes a replica the leader with what it has heard by then.
 * The time to live travels as a moment of the primary's wall clock. With `wait` a grant is told once so many replicas have it; that takes no time here.
 * Source: domain 1.4, S7, S29; redis t_string.c, PXAT; Redis documentation, WAIT.
 */
export const replicated: LockKind<ReplicatedOptions, ReplicatedState> = {
	...steady,
	name: 'replicated',
	hint: 'primary and replica, asynchronous replication',
	meaning:
		'A Redis primary with a replica that follows it a little later. What has not been copied when the primary crashes is lost.',
	example: [
		'lock account replicated replication-lag 50ms',
		'A acquire account',
		'primary crash',
		'failover',
		'B acquire account',
	],
	options,
	isStable: ({identity}) => identity === 'stable',
	initial: ({replicas}) => ({
		servers: Array.from({length: replicas + 1}, (): Server => ({node: freshNode, up: true})),
		leader: 0,
		log: [],
		vain: 0,
		grants: 0,
	}),
	answer,
	holding: (state) => holdingOf(leaderOf(state)),
	newestToken: (state) => leaderOf(state).counter,
	due: (state) => deadAt(leaderOf(state)),
	dueBesides: ({log}) => log[0]?.due ?? null,
	expire: (_, state, lock, now) => expire(replicate(state, now), lock, now),
	prelude: preludeOfRedis,
	servers: (state, now) => state.servers.map((_, index) => serverOf(state, index, now)),
	isPowered: isLed,
	isReady: isLed,
	crash,
	restart: (options, state, actor, now) => {
		const index = indexOf(state, actor);
		return resynced(options, index === -1 ? state : withServer(state, index, (server) => ({...server, up: true})), now);
	},
	kill: ({fsync}, state, now) => {
		const heard = replicate(state, now);
		return {...withNodes(heard, (node) => afterKill(node, fsync, now)), log: []};
	},
	revoke: (options, state, lock, now) => {
		const key = liveKey(leaderOf(state), now);
		return (
			key && {
				state: changedAtLeader(options, state, deleteKey(leaderOf(state), now), now),
				reports: isVain(key.grant) ? [] : [{kind: 'revoked', lock, grant: key.grant, token: key.token}],
			}
		);
	},
	renumbered: (options, state, now) =>
		options.counter
			? changedAtLeader(options, state, written(leaderOf(state), {key: null, counter: 0}, now), now)
			: state,
	stepClock: (state, actor, by) => {
		const index = indexOf(state, actor);
		return index === -1
			? null
			: withServer(state, index, ({node, up}) => ({node: {...node, clock: node.clock + by}, up}));
	},
	promote: (options, state, now, to) => {
		const follows = (index: number) => index > 0 && index !== state.leader && state.servers[index]?.up === true;
		if (to !== null) {
			const index = indexOf(state, to);
			return index === state.leader ? null : follows(index) ? promote(options, state, index, now) : undefined;
		}
		// A replica without power is none that could lead.
		const first = state.servers.findIndex((_, index) => follows(index));
		if (first === -1) return state.leader > 0 ? null : undefined;
		return promote(options, state, first, now);
	},
	settled: (_, state, prospect) => withNodes(state, (node) => settledNode(node, prospect)),
	shift: (state, by) => ({
		...withNodes(state, (node) => shiftNode(node, by)),
		log: state.log.map(({due, key, counter}) => ({due: due - by, key: shiftKey(key, by), counter})),
	}),
	// Otherwise a client that tries again and again would make new states for ever.
	undrawn: (before, after, known) =>
		after.vain === before.vain || [...known, ...storedOn(after)].includes(-after.vain)
			? after
			: {...after, vain: before.vain},
};

/** Whether a key stands for no grant: too few replicas had it, so its client was denied the lock. */
function isVain(grant: Grant): boolean {
	return grant < 0;
}

function storedOn({servers}: ReplicatedState): readonly Grant[] {
	return servers.flatMap(({node}) => [node.key, node.disk.key].flatMap((key) => (key === null ? [] : [key.grant])));
}

function nameOf({servers}: ReplicatedState, index: number): string {
	if (index === 0) return 'primary';
	return servers.length === 2 ? 'replica' : `r${index}`;
}

/** The position of a server by its name, or -1. */
function indexOf(state: ReplicatedState, actor: string): number {
	return state.servers.findIndex((_, index) => nameOf(state, index) === actor);
}

function withServer(state: ReplicatedState, index: number, change: (server: Server) => Server): ReplicatedState {
	return {...state, servers: state.servers.map((server, each) => (each === index ? change(server) : server))};
}

function withNodes(state: ReplicatedState, change: (node: RedisNode) => RedisNode): ReplicatedState {
	return {...state, servers: state.servers.map(({node, up}) => ({node: change(node), up}))};
}

/** The positions of those that follow the leader and have power. */
function followers({servers, leader}: ReplicatedState): readonly number[] {
	return [...servers.keys()].filter((index) => index !== leader && servers[index]?.up === true);
}

/** The state after a failover: the replica leads, and what has not reached it is lost. The others will have all that it has. */
function promote(options: ReplicatedOptions, state: ReplicatedState, leader: number, now: Instant): ReplicatedState {
	const heard = replicate(state, now);
	const led = withServer({...heard, leader, log: []}, leader, ({node, up}) => ({
		node: {...node, key: liveKey(node, now)},
		up,
	}));
	return led.servers.length === 2 ? led : resynced(options, led, now);
}

/** A loss of power: what was on its way from a leader is lost, and the server is as its disk has it. */
function crash({fsync}: ReplicatedOptions, state: ReplicatedState, actor: string, now: Instant): ReplicatedState {
	const heard = replicate(state, now);
	const left = (node: RedisNode) => afterCrash(node, fsync, now);
	if (actor === 'locks') return {...withNodes(heard, left), log: []};
	const index = indexOf(state, actor);
	if (index === -1) return state;
	const down = withServer(heard, index, ({node}) => ({node: left(node), up: false}));
	return index === state.leader || followers(down).length === 0 ? {...down, log: []} : down;
}

function isLed({servers, leader}: ReplicatedState): boolean {
	return servers[leader]?.up === true;
}

/** Servers that find each other again: those that follow will have all that the one that leads has. Source: Redis documentation, replication; field case 10. */
function resynced({lag}: ReplicatedOptions, state: ReplicatedState, now: Instant): ReplicatedState {
	if (!isLed(state) || followers(state).length === 0) return state;
	const {key, counter} = leaderOf(state);
	if (state.servers.length === 2 && state.leader > 0)
		return {...withServer(state, 0, ({node, up}) => ({node: written(node, {key, counter}, now), up})), log: []};
	const before = state.servers.length === 2 ? [] : state.log;
	return replicate({...state, log: [...before, {due: now + lag, key, counter}]}, now);
}

function serverOf(state: ReplicatedState, index: number, now: Instant): LockServer {
	const {node, up} = serverAt(state, index);
	return {
		name: nameOf(state, index),
		keeps: liveKey(node, now)?.grant ?? null,
		up,
		answers: up && state.leader === index,
		leads: state.leader === index,
		isEndpoint: false,
	};
}

function answer(
	options: ReplicatedOptions,
	state: ReplicatedState,
	request: LockRequest,
	asker: Asker,
): Answered<ReplicatedState> {
	const {
		state: {node, grants},
		...rest
	} = answerByRedis(options, leaderOf(state), state.grants, request, asker);
	if (node === leaderOf(state)) return {...rest, reports: rest.reports.map(withoutVain), state};
	if (options.wait === 0 || request.kind !== 'acquire')
		return {...rest, state: changedAtLeader(options, {...state, grants}, node, asker.now)};
	const having = followers(state).slice(0, options.wait);
	if (having.length === options.wait && options.lag <= options.nodeTimeout) {
		const changed = changedAtLeader(options, {...state, grants}, node, asker.now);
		return {...rest, state: copied(changed, having, asker.now)};
	}
	const vain = state.vain + 1;
	const {key} = node;
	return {
		state: changedAtLeader(options, {...state, vain}, {...node, key: key && {...key, grant: -vain}}, asker.now),
		reply: {kind: 'denied', lock: asker.index, reason: 'no-replicas'},
		reports: [
			{kind: 'denied', client: asker.client, lock: asker.lock, reason: 'no-replicas', holder: null, retryAfter: null},
		],
		lastGrantIssued: -vain,
	};
}

/** A denial by a key that stands for no grant names nobody. */
function withoutVain(report: Report): Report {
	return report.kind === 'denied' && report.holder !== null && isVain(report.holder)
		? {...report, holder: null}
		: report;
}

/** The state in which these have all that the leader has. */
function copied(state: ReplicatedState, indices: readonly number[], now: Instant): ReplicatedState {
	const {key, counter} = leaderOf(state);
	return indices.reduce(
		(next, index) => withServer(next, index, ({node, up}) => ({node: written(node, {key, counter}, now), up})),
		state,
	);
}

/** The state after the leader has changed: those that follow hear of it later. */
function changedAtLeader(
	{lag}: {readonly lag: Duration},
	state: ReplicatedState,
	node: RedisNode,
	now: Instant,
): ReplicatedState {
	const {key, counter} = node;
	const follows = followers(state).length > 0 && (state.leader === 0 || state.servers.length > 2);
	const log = follows ? [...state.log, {due: now + lag, key, counter}] : [];
	return replicate({...withServer(state, state.leader, ({up}) => ({node, up})), log}, now);
}

function serverAt({servers}: ReplicatedState, index: number): Server {
	const server = servers[index];
	if (server === undefined) throw new Error(`there are ${servers.length} servers and none at ${index}`);
	return server;
}

function leaderOf(state: ReplicatedState): RedisNode {
	return serverAt(state, state.leader).node;
}

/** What is due by now has reached those that follow. */
function replicate(state: ReplicatedState, now: Instant): ReplicatedState {
	const heard = state.log.filter(({due}) => due <= now).at(-1);
	if (heard === undefined) return state;
	const told = followers(state).reduce(
		(next, index) => withServer(next, index, ({node, up}) => ({node: written(node, heard, now), up})),
		state,
	);
	return {...told, log: state.log.filter(({due}) => due > now)};
}

function expire(state: ReplicatedState, lock: string, now: Instant): Lapsed<ReplicatedState> {
	const leader = leaderOf(state);
	const {key} = leader;
	if (key === null || liveKey(leader, now) !== null) return {state, reports: []};
	return {
		state: withServer(state, state.leader, ({up}) => ({node: deleteKey(leader, now), up})),
		reports: isVain(key.grant) ? [] : [{kind: 'expired', lock, grant: key.grant, token: key.token}],
	};
}
