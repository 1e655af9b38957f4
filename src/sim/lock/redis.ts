import type {LockService} from '../statement.js';
import type {Instant} from '../time.js';
import {afterCrash, deadAt, freshNode, liveKey, shiftNode} from './redis-node.js';
import {answerByRedis, preludeOfRedis} from './redis-requests.js';
import {type Lapsed, type LockMachine, steady} from './service.js';
import type {RedisState} from './state.js';

/** One Redis server: a key with a random value and a time to live by its wall clock; no token unless a counter stands beside it. Source: domain 1.3. */
export const redisMachine: LockMachine<Extract<LockService, {kind: 'redis'}>, RedisState> = {
	...steady,
	initial: () => ({kind: 'redis', node: freshNode, grants: 0, outUntil: null}),
	answer: (service, state, request, asker) => {
		const {state: next, ...rest} = answerByRedis(service, state.node, state.grants, request, asker);
		return {...rest, state: {...state, ...next}};
	},
	holding: ({node: {key, clock}}) =>
		key && {owner: key.grant, grant: key.grant, token: key.token, expiresAt: key.when - clock},
	newestToken: ({node: {counter, key}}) => (key?.token === null ? null : counter),
	due: ({node}) => deadAt(node),
	expire: (_, state, lock, now) => expire(state, lock, now),
	isReady: ({outUntil}, now) => outUntil === null || now >= outUntil,
	crash: ({fsync}, state, _, now) => ({...state, node: afterCrash(state.node, fsync, now)}),
	restart: ({restartDelay}, state, _, now) => ({...state, outUntil: restartDelay === 0 ? null : now + restartDelay}),
	stepClock: (state, actor, by) =>
		actor === 'locks' ? {...state, node: {...state.node, clock: state.node.clock + by}} : null,
	prelude: preludeOfRedis,
	shift: (state, by) => ({
		...state,
		node: shiftNode(state.node, by),
		outUntil: state.outUntil === null ? null : state.outUntil - by,
	}),
};

function expire(state: RedisState, lock: string, now: Instant): Lapsed<RedisState> {
	const {key} = state.node;
	if (key === null || liveKey(state.node, now) !== null) return {state, reports: []};
	return {
		state: {...state, node: {...state.node, key: null}},
		reports: [{kind: 'expired', lock, grant: key.grant, token: key.token}],
	};
}
