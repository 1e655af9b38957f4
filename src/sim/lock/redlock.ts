import type {NodeRequest} from '../message.js';
import type {RedlockService} from '../statement.js';
import type {Duration, Instant} from '../time.js';
import {afterCrash, deadAt, extendKey, freshNode, liveKey, setKey, shiftNode} from './redis-node.js';
import {type LockMachine, steady} from './service.js';
import type {RedisNode, RedlockNode, RedlockState} from './state.js';

/**
 * A lock over independent Redis servers: held by whoever has set its random value on more than half of them in time.
 * The servers know nothing of each other; the client counts. Source: Redis documentation, distributed locks; domain 1.5.
 */
export const redlockMachine: LockMachine<RedlockService, RedlockState> = {
	...steady,
	initial: ({nodes}) => ({
		kind: 'redlock',
		nodes: Array.from({length: nodes}, (): RedlockNode => ({...freshNode, up: true, outUntil: null})),
		values: 0,
		grants: 0,
		counted: [],
	}),
	answer: () => {
		throw new Error('a redlock is asked for node by node');
	},
	holding: (state) => {
		const value = majority(state);
		if (value === null) return null;
		const grant = state.counted.find((each) => each.value === value)?.grant ?? 0;
		return {owner: value, grant, token: null, expiresAt: null};
	},
	newestToken: () => null,
	due: ({nodes}) => nodes.reduce<Instant | null>((first, node) => earlier(first, deadAt(node)), null),
	expire: (_, state, _lock, now) => ({state: swept(state, now), reports: []}),
	crash: ({fsync}, state, actor, now) =>
		withNode(state, actor, (node) => ({...node, ...afterCrash(node, fsync, now), up: false})),
	restart: ({restartDelay}, state, actor, now) =>
		withNode(state, actor, (node) => ({...node, up: true, outUntil: restartDelay === 0 ? null : now + restartDelay})),
	actors: ['n1', 'n2', 'n3', 'n4', 'n5', 'n6', 'n7', 'n8', 'n9'],
	stepClock: (state, actor, by) =>
		indexOf(state, actor) === -1 ? null : withNode(state, actor, (node) => ({...node, clock: node.clock + by})),
	shift: (state, by) => ({
		...state,
		nodes: state.nodes.map((node) => ({
			...node,
			...shiftNode(node, by),
			outUntil: node.outUntil === null ? null : node.outUntil - by,
		})),
	}),
};

/** More than half of the fixed number of nodes. */
export function quorum({nodes}: RedlockService): number {
	return Math.floor(nodes / 2) + 1;
}

/** What is deducted from the ttl for clock drift. Units: ms. Source: node-redlock, `round(driftFactor * ttl) + 2`. */
export function driftOf({drift}: RedlockService, ttl: Duration): Duration {
	return Math.round(drift * ttl) + 2;
}

/** The state after one node's part of an operation, and whether the node did it. */
export function answerNode(
	state: RedlockState,
	request: NodeRequest,
	now: Instant,
): {readonly state: RedlockState; readonly ok: boolean} {
	const node = state.nodes[request.node];
	if (node === undefined) throw new Error(`a redlock of ${state.nodes.length} nodes has no node ${request.node + 1}`);
	const {ok, node: next} = done(node, request, now);
	return {
		ok,
		state: ok
			? {...state, nodes: state.nodes.map((each, index) => (index === request.node ? {...each, ...next} : each))}
			: state,
	};
}

/** Whether a node answers at a moment. */
export function nodeAnswers(state: RedlockState, node: number, now: Instant): boolean {
	const {up, outUntil} = state.nodes[node] ?? {up: false, outUntil: null};
	return up && (outUntil === null || now >= outUntil);
}

/** The position of a node by its name, or -1. */
export function indexOf({nodes}: RedlockState, actor: string): number {
	const index = /^n[1-9]$/.test(actor) ? Number(actor.slice(1)) - 1 : -1;
	return index < nodes.length ? index : -1;
}

function done(
	node: RedlockNode,
	{does, value, ttl}: NodeRequest,
	now: Instant,
): {readonly ok: boolean; readonly node: RedisNode} {
	const key = liveKey(node, now);
	const mine = key !== null && key.grant === value;
	switch (does) {
		case 'set':
			return key === null && value !== null
				? {ok: true, node: setKey(node, value, ttl, now, false).node}
				: {ok: false, node};
		case 'extend':
			return mine ? {ok: true, node: extendKey(node, key, ttl, now)} : {ok: false, node};
		case 'delete':
			return mine ? {ok: true, node: {...node, key: null}} : {ok: false, node};
		case 'get':
			return {ok: mine, node};
	}
}

/** The value that more than half of all nodes store now, or null. */
function majority({nodes}: RedlockState): number | null {
	const stored = nodes.flatMap(({key}) => (key === null ? [] : [key.grant]));
	return stored.find((value) => stored.filter((each) => each === value).length > nodes.length / 2) ?? null;
}

function swept(state: RedlockState, now: Instant): RedlockState {
	if (state.nodes.every((node) => node.key === null || liveKey(node, now) !== null)) return state;
	return {...state, nodes: state.nodes.map((node) => ({...node, key: liveKey(node, now)}))};
}

function withNode(state: RedlockState, actor: string, change: (node: RedlockNode) => RedlockNode): RedlockState {
	const index = indexOf(state, actor);
	return index === -1
		? state
		: {...state, nodes: state.nodes.map((node, position) => (position === index ? change(node) : node))};
}

function earlier(one: Instant | null, other: Instant | null): Instant | null {
	return one === null ? other : other === null ? one : Math.min(one, other);
}
