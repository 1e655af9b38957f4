import {duration, type Option, type ValuesOf} from '../option.js';
import type {Instant} from '../time.js';
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
	counter: counterInRedis,
	/** Its data stay in an outage unless this says otherwise. */
	fsync: {...fsync, usual: 'always'} satisfies Option<Fsync>,
	identity,
	deadline,
};

type ReplicatedOptions = ValuesOf<typeof options>;

type ReplicatedState = LockState & {
	readonly primary: RedisNode;
	readonly replica: RedisNode;
	readonly primaryUp: boolean;
	readonly replicaUp: boolean;
	/** Which of the two the clients talk to. */
	readonly leader: 'primary' | 'replica';
	/** What is on its way to the replica, oldest first. */
	readonly log: readonly (RedisData & {readonly due: Instant})[];
};

/**
 * A Redis primary that answers at once and tells its replica later; a failover makes the replica the leader with what it has heard by then.
 * The time to live travels as a moment of the primary's wall clock. Source: domain 1.4, S7, S29; redis t_string.c, PXAT.
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
	initial: () => ({
		primary: freshNode,
		replica: freshNode,
		primaryUp: true,
		replicaUp: true,
		leader: 'primary',
		log: [],
		grants: 0,
	}),
	answer,
	holding: (state) => holdingOf(leaderOf(state)),
	newestToken: (state) => leaderOf(state).counter,
	due: (state) => deadAt(leaderOf(state)),
	dueBesides: ({log}) => log[0]?.due ?? null,
	expire: (_, state, lock, now) => expire(replicate(state, now), lock, now),
	prelude: preludeOfRedis,
	servers: (state, now) => (['primary', 'replica'] as const).map((name) => serverOf(state, name, now)),
	isPowered: (state) => isUp(state, state.leader),
	isReady: (state) => isUp(state, state.leader),
	crash,
	restart: (options, state, actor, now) =>
		resynced(options, actor === 'primary' || actor === 'replica' ? withPower(state, actor, true) : state, now),
	kill: ({fsync}, state, now) => {
		const heard = replicate(state, now);
		const left = (node: RedisNode) => afterKill(node, fsync, now);
		return {...heard, log: [], primary: left(heard.primary), replica: left(heard.replica)};
	},
	revoke: (options, state, lock, now) => {
		const key = liveKey(leaderOf(state), now);
		return (
			key && {
				state: changedAtLeader(options, state, deleteKey(leaderOf(state), now), now),
				reports: [{kind: 'revoked', lock, grant: key.grant, token: key.token}],
			}
		);
	},
	renumbered: (options, state, now) =>
		options.counter
			? changedAtLeader(options, state, written(leaderOf(state), {key: null, counter: 0}, now), now)
			: state,
	stepClock: (state, actor, by) =>
		actor === 'primary' || actor === 'replica'
			? {...state, [actor]: {...state[actor], clock: state[actor].clock + by}}
			: null,
	// A replica without power is none that could lead.
	promote: (state, now) => (state.leader === 'replica' ? null : state.replicaUp ? promote(state, now) : undefined),
	settled: (_, state, prospect) => ({
		...state,
		primary: settledNode(state.primary, prospect),
		replica: settledNode(state.replica, prospect),
	}),
	shift: (state, by) => ({
		...state,
		primary: shiftNode(state.primary, by),
		replica: shiftNode(state.replica, by),
		log: state.log.map(({due, key, counter}) => ({due: due - by, key: shiftKey(key, by), counter})),
	}),
};

/** The state after a failover: the replica leads, and what has not reached it is lost. */
function promote(state: ReplicatedState, now: Instant): ReplicatedState {
	const heard = replicate(state, now);
	return {...heard, leader: 'replica', log: [], replica: {...heard.replica, key: liveKey(heard.replica, now)}};
}

/** A loss of power: what was on its way between the two is lost, and the server is as its disk has it. */
function crash({fsync}: ReplicatedOptions, state: ReplicatedState, actor: string, now: Instant): ReplicatedState {
	const heard = replicate(state, now);
	const left = (node: RedisNode) => afterCrash(node, fsync, now);
	if (actor === 'locks') return {...heard, log: [], primary: left(heard.primary), replica: left(heard.replica)};
	if (actor !== 'primary' && actor !== 'replica') return state;
	return withPower({...heard, log: [], [actor]: left(heard[actor])}, actor, false);
}

function withPower(state: ReplicatedState, actor: 'primary' | 'replica', up: boolean): ReplicatedState {
	return actor === 'primary' ? {...state, primaryUp: up} : {...state, replicaUp: up};
}

function isUp({primaryUp, replicaUp}: ReplicatedState, server: 'primary' | 'replica'): boolean {
	return server === 'primary' ? primaryUp : replicaUp;
}

/** Two servers that find each other again: the one that follows will have all that the one that leads has. Source: Redis documentation, replication; field case 10. */
function resynced({lag}: ReplicatedOptions, state: ReplicatedState, now: Instant): ReplicatedState {
	if (!state.primaryUp || !state.replicaUp) return state;
	const {key, counter} = leaderOf(state);
	if (state.leader === 'replica') return {...state, primary: written(state.primary, {key, counter}, now), log: []};
	return replicate({...state, log: [{due: now + lag, key, counter}]}, now);
}

function serverOf(state: ReplicatedState, name: 'primary' | 'replica', now: Instant): LockServer {
	const up = isUp(state, name);
	return {
		name,
		keeps: liveKey(state[name], now)?.grant ?? null,
		up,
		answers: up && state.leader === name,
		leads: state.leader === name,
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
	if (node === leaderOf(state)) return {...rest, state};
	return {...rest, state: changedAtLeader(options, {...state, grants}, node, asker.now)};
}

/** The state after the leader has changed: its replica hears of it later. */
function changedAtLeader(
	{lag}: ReplicatedOptions,
	state: ReplicatedState,
	node: RedisNode,
	now: Instant,
): ReplicatedState {
	const {key, counter} = node;
	const log = state.leader === 'primary' && state.replicaUp ? [...state.log, {due: now + lag, key, counter}] : [];
	return replicate({...state, [state.leader]: node, log}, now);
}

function leaderOf(state: ReplicatedState): RedisNode {
	return state[state.leader];
}

/** What is due by now has reached the replica. */
function replicate(state: ReplicatedState, now: Instant): ReplicatedState {
	const heard = state.log.filter(({due}) => due <= now).at(-1);
	if (heard === undefined) return state;
	return {
		...state,
		replica: written(state.replica, heard, now),
		log: state.log.filter(({due}) => due > now),
	};
}

function expire(state: ReplicatedState, lock: string, now: Instant): Lapsed<ReplicatedState> {
	const leader = leaderOf(state);
	const {key} = leader;
	if (key === null || liveKey(leader, now) !== null) return {state, reports: []};
	return {
		state: {...state, [state.leader]: deleteKey(leader, now)},
		reports: [{kind: 'expired', lock, grant: key.grant, token: key.token}],
	};
}
