import type {LockService} from '../statement.js';
import type {Instant} from '../time.js';
import {deadAt, freshNode, liveKey, shiftNode} from './redis-node.js';
import {answerByRedis, preludeOfRedis} from './redis-requests.js';
import {type Answered, type Asker, type Lapsed, type LockMachine, type LockRequest, steady} from './service.js';
import type {RedisNode, ReplicatedState} from './state.js';

type ReplicatedService = Extract<LockService, {kind: 'replicated'}>;

/**
 * A Redis primary that answers at once and tells its replica later; a failover makes the replica the leader with what it has heard by then.
 * The time to live travels as a moment of the primary's wall clock. Source: domain 1.4, S7, S29; redis t_string.c, PXAT.
 */
export const replicatedMachine: LockMachine<ReplicatedService, ReplicatedState> = {
	...steady,
	initial: () => ({
		kind: 'replicated',
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
	isReady: ({leader, primaryUp}) => leader === 'replica' || primaryUp,
	crash: (_, state, actor) => (actor === 'primary' ? {...state, primaryUp: false, log: []} : state),
	restart: (_, state, actor) => (actor === 'primary' ? {...state, primaryUp: true} : state),
	actors: ['primary', 'replica'],
	stepClock: (state, actor, by) =>
		actor === 'primary' || actor === 'replica'
			? {...state, [actor]: {...state[actor], clock: state[actor].clock + by}}
			: null,
	prelude: preludeOfRedis,
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
export function failOver(state: ReplicatedState, now: Instant): ReplicatedState {
	const heard = replicate(state, now);
	return {...heard, leader: 'replica', log: [], replica: {...heard.replica, key: liveKey(heard.replica, now)}};
}

function answer(
	service: ReplicatedService,
	state: ReplicatedState,
	request: LockRequest,
	asker: Asker,
): Answered<ReplicatedState> {
	const {
		state: {node, grants},
		...rest
	} = answerByRedis(service, leaderOf(state), state.grants, request, asker);
	if (node === leaderOf(state)) return {...rest, state};
	const led: ReplicatedState = {...state, [state.leader]: node, grants};
	const log =
		state.leader === 'primary'
			? [...state.log, {due: asker.now + service.lag, key: node.key, counter: node.counter}]
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
