import type {ValuesOf} from '../option.js';
import type {Instant} from '../time.js';
import {
	counterInRedis,
	deadline,
	fsync,
	identity,
	min,
	redisRelease,
	reentrant,
	restartDelay,
	ttlWithMin,
} from './common-options.js';
import {
	afterCrash,
	afterKill,
	ahead,
	byTrueTime,
	deadAt,
	deleteKey,
	freshNode,
	holdingOf,
	liveKey,
	type RedisNode,
	settledNode,
	shiftNode,
	written,
} from './redis-node.js';
import {answerByRedis, preludeOfRedis} from './redis-requests.js';
import {type Lapsed, type LockKind, steady} from './service.js';
import type {LockState} from './state.js';

const options = {
	ttl: ttlWithMin,
	release: redisRelease,
	fsync,
	restartDelay,
	counter: counterInRedis,
	identity,
	min,
	reentrant,
	deadline,
};

type RedisState = LockState & {
	readonly node: RedisNode;
	/** It answers nobody before this, after a restart. */
	readonly outUntil: Instant | null;
};

/** One Redis server: a key with a random value and a time to live by its wall clock; no token unless a counter stands beside it. Source: domain 1.3. */
export const redis: LockKind<ValuesOf<typeof options>, RedisState> = {
	...steady,
	name: 'redis',
	hint: 'one node, random value, no token',
	meaning:
		'One Redis node that keeps a random value until it expires by the wall clock of the node. There is no token, unless a counter stands beside the key.',
	example: ['lock account redis ttl 5s', 'A acquire account', 'A write account balance=90'],
	options,
	isStable: ({identity}) => identity === 'stable',
	initial: () => ({node: freshNode, grants: 0, outUntil: null}),
	answer: (options, state, request, asker) => {
		const {state: next, ...rest} = answerByRedis(options, state.node, state.grants, request, asker);
		return {...rest, state: {...state, ...next}};
	},
	holding: ({node}) => holdingOf(node),
	newestToken: ({node: {counter, key}}) => (key?.token === null ? null : counter),
	due: ({node}) => deadAt(node),
	expire: (_, state, lock, now) => expire(state, lock, now),
	isReady: ({outUntil}, now) => outUntil === null || now >= outUntil,
	crash: ({fsync}, state, _, now) => ({...state, node: afterCrash(state.node, fsync, now)}),
	kill: ({fsync}, state, now) => ({...state, node: afterKill(state.node, fsync, now)}),
	revoke: (_, state, lock, now) => {
		const key = liveKey(state.node, now);
		return (
			key && {
				state: {...state, node: deleteKey(state.node, now)},
				reports: [{kind: 'revoked', lock, grant: key.grant, token: key.token}],
			}
		);
	},
	renumbered: ({counter}, state, now) =>
		counter ? {...state, node: written(state.node, {key: null, counter: 0}, now)} : state,
	restart: ({restartDelay}, state, _, now) => ({...state, outUntil: restartDelay === 0 ? null : now + restartDelay}),
	stepClock: (state, actor, by) =>
		actor === 'locks' ? {...state, node: {...state.node, clock: state.node.clock + by}} : null,
	prelude: preludeOfRedis,
	shift: (state, by) => ({
		...state,
		node: shiftNode(state.node, by),
		outUntil: state.outUntil === null ? null : state.outUntil - by,
	}),
	onlyLapses: () => true,
	settled: (_, state, prospect) => ({
		...state,
		node: byTrueTime(settledNode(state.node, prospect)),
		outUntil: ahead(state.outUntil),
	}),
};

function expire(state: RedisState, lock: string, now: Instant): Lapsed<RedisState> {
	const {key} = state.node;
	if (key === null || liveKey(state.node, now) !== null) return {state, reports: []};
	return {
		state: {...state, node: deleteKey(state.node, now)},
		reports: [{kind: key.leaving ? 'freed' : 'expired', lock, grant: key.grant, token: key.token}],
	};
}
