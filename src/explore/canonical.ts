import {at} from '../sim/client-step.js';
import type {LockState, RedisNode, RedlockNode, RedlockState} from '../sim/lock/state.js';
import type {Instant} from '../sim/time.js';
import type {Local, Shared, Spec} from '../sim/world.js';

/** Whether the nodes of each redlock may change places: nothing but their own states tells them apart. */
export function nodesAlike(spec: Spec, locals: readonly Local[]): boolean {
	const planned = spec.clients.flatMap(({program}) => program ?? []);
	const chosen = planned.some(
		(operation) => 'message' in operation && 'lock' in operation && Object.keys(operation.message).length > 0,
	);
	const underWay = locals.some(
		({flight, inbox, call, lateRounds, cuts}) =>
			flight.length + inbox.length + lateRounds.length > 0 || call !== null || cuts.some((cut) => /^n\d$/.test(cut)),
	);
	// A node's name stands for one node of each redlock.
	const one = spec.locks.filter(({service}) => service.kind === 'redlock').length === 1;
	return one && spec.latency === 0 && !chosen && !underWay;
}

/** The shared part as states keep it, where differences that can make none are gone: which of like nodes is which, and how long ago something was. */
export function canonical(shared: Shared, alike: boolean): Shared {
	if (shared.locks.every(({kind}) => kind === 'lease')) return shared;
	return {...shared, locks: shared.locks.map((state) => canonicalLock(state, alike))};
}

/** The order of a redlock's nodes in a state: at each place the node's index. */
export function nodeOrder(nodes: readonly RedlockNode[], textOf: (node: RedlockNode) => string): readonly number[] {
	const texts = nodes.map(textOf);
	return [...texts.keys()].sort((one, other) =>
		at(texts, one) < at(texts, other) ? -1 : at(texts, one) > at(texts, other) ? 1 : one - other,
	);
}

/**
 * The shared part after a client has moved, in which a random value that it drew and that is nowhere any more was never drawn.
 * Otherwise a client that tries again and again would make new states for ever.
 */
export function withoutVainDraws(before: Shared, after: Shared, local: Local): Shared {
	if (after.locks.every((state, lock) => state.kind !== 'redlock' || state.values === valuesOf(before.locks[lock])))
		return after;
	return {
		...after,
		locks: after.locks.map((state, lock) =>
			state.kind === 'redlock' ? withoutVainDraw(state, lock, valuesOf(before.locks[lock]), local) : state,
		),
	};
}

/** A disk that is written every second makes no difference between a second and longer. Units: ms. */
const onDisk = -1000;

function canonicalLock(state: LockState, alike: boolean): LockState {
	switch (state.kind) {
		case 'redis':
			return {...state, node: settled(state.node), outUntil: ahead(state.outUntil)};
		case 'redlock': {
			const nodes = state.nodes.map((node) => ({...settled(node), outUntil: ahead(node.outUntil)}));
			return {
				...state,
				nodes: alike ? nodeOrder(nodes, (node) => JSON.stringify(node)).map((index) => at(nodes, index)) : nodes,
			};
		}
		case 'consul':
			return {...state, delayedUntil: ahead(state.delayedUntil)};
		case 'lease':
		case 'replicated':
		case 'postgres':
		case 'queue':
			return state;
	}
}

function settled<Node extends RedisNode>(node: Node): Node {
	return node.key === null || node.key.setAt >= onDisk ? node : {...node, key: {...node.key, setAt: onDisk}};
}

/** A moment until which something is barred; null once it has come. */
function ahead(until: Instant | null): Instant | null {
	return until !== null && until <= 0 ? null : until;
}

function valuesOf(state: LockState | undefined): number {
	return state?.kind === 'redlock' ? state.values : 0;
}

function withoutVainDraw(
	state: RedlockState,
	lock: number,
	before: number,
	{locks, flight, inbox, call, lateRounds}: Local,
): RedlockState {
	const {value, lastGrantIssued} = at(locks, lock);
	const known = [
		value,
		lastGrantIssued,
		...state.nodes.map(({key}) => key?.grant),
		...state.counted.map((each) => each.value),
	];
	const underWay = flight.length + inbox.length + lateRounds.length > 0 || call !== null;
	return underWay || known.includes(state.values) ? state : {...state, values: before};
}
