import {duration, type ValuesOf} from '../option.js';
import type {Instant} from '../time.js';
import {counterInRedis, redisRelease, ttl} from './common-options.js';
import {deadAt, freshNode, liveKey, type RedisKey, type RedisNode, shiftNode} from './redis-node.js';
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
};

type ReplicatedOptions = ValuesOf<typeof options>;

type ReplicatedState = LockState & {
	readonly primary: RedisNode;
	readonly replica: RedisNode;
	readonly primaryUp: boolean;
	/** Which of the two the clients talk to. */
	readonly leader: 'primary' | 'replica';
	/** What is on its way to the replica, oldest first. */
	readonly log: readonly {readonly due: Instant; readonly key: RedisKey | null; readonly counter: number}[];
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
	initial: () => ({
		primary: freshNode,
		replica: freshNode,
		primaryUp: true,
		leader: 'primary',
		log: [],
		grants: 0,
	}),
	answer,
	holding: (state) => {
		const {key, clock} = leaderOf(state);
		return key && {owner: key.grant, grant: key.grant, token: key.token, expiresAt: key.when - clock};
	},
	newestToken: (state) => leaderOf(state).counter,
	due: (state) => {
		const moments = [deadAt(leaderOf(state)), state.log[0]?.due ?? null].filter((moment) => moment !== null);
		return moments.length === 0 ? null : Math.min(...moments);
	},
	expire: (_, state, lock, now) => expire(replicate(state, now), lock, now),
	prelude: preludeOfRedis,
	servers: (state, now) => (['primary', 'replica'] as const).map((name) => serverOf(state, name, now)),
	isPowered: ({leader, primaryUp}) => leader === 'replica' || primaryUp,
	isReady: ({leader, primaryUp}) => leader === 'replica' || primaryUp,
	crash: (_, state, actor) => (actor === 'primary' ? {...state, primaryUp: false, log: []} : state),
	restart: (_, state, actor) => (actor === 'primary' ? {...state, primaryUp: true} : state),
	stepClock: (state, actor, by) =>
		actor === 'primary' || actor === 'replica'
			? {...state, [actor]: {...state[actor], clock: state[actor].clock + by}}
			: null,
	promote: (state, now) => (state.leader === 'replica' ? null : promote(state, now)),
	shift: (state, by) => ({
		...state,
		primary: shiftNode(state.primary, by),
		replica: shiftNode(state.replica, by),
		log: state.log.map(({due, key, counter}) => ({
			due: due - by,
			key: shiftNode({key, counter, clock: 0}, by).key,
			counter,
		})),
	}),
};

/** The state after a failover: the replica leads, and what has not reached it is lost. */
function promote(state: ReplicatedState, now: Instant): ReplicatedState {
	const heard = replicate(state, now);
	return {...heard, leader: 'replica', log: [], replica: {...heard.replica, key: liveKey(heard.replica, now)}};
}

function serverOf(state: ReplicatedState, name: 'primary' | 'replica', now: Instant): LockServer {
	const up = name === 'replica' || state.primaryUp;
	return {
		name,
		keeps: liveKey(state[name], now)?.grant ?? null,
		up,
		answers: up && state.leader === name,
		leads: state.leader === name,
		isEndpoint: false,
		neverCrashes: name === 'replica' ? 'Only the primary crashes here; a failover makes the replica the leader.' : null,
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
	const led: ReplicatedState = {...state, [state.leader]: node, grants};
	const log =
		state.leader === 'primary'
			? [...state.log, {due: asker.now + options.lag, key: node.key, counter: node.counter}]
			: [];
	return {...rest, state: replicate({...led, log}, asker.now)};
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
		replica: {...state.replica, key: heard.key, counter: heard.counter},
		log: state.log.filter(({due}) => due > now),
	};
}

function expire(state: ReplicatedState, lock: string, now: Instant): Lapsed<ReplicatedState> {
	const leader = leaderOf(state);
	const {key} = leader;
	if (key === null || liveKey(leader, now) !== null) return {state, reports: []};
	return {
		state: {...state, [state.leader]: {...leader, key: null}},
		reports: [{kind: 'expired', lock, grant: key.grant, token: key.token}],
	};
}
