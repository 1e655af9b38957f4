import {changeEach} from '../change-each.js';
import {count, duration, onUnlessOff, part, type ValuesOf} from '../option.js';
import type {Instant} from '../time.js';
import type {Grant} from '../world.js';
import {deadline, fsync, identity, reentrant, restartDelay, ttl} from './common-options.js';
import {
	afterCrash,
	afterKill,
	ahead,
	byTrueTime,
	deadAt,
	deleteKey,
	extendKey,
	freshNode,
	liveKey,
	type RedisKey,
	type RedisNode,
	setKey,
	settledNode,
	shiftNode,
	written,
} from './redis-node.js';
import {type LockKind, steady} from './service.js';
import type {LockServer, LockState, NodeDeed, Ticket} from './state.js';

const options = {
	ttl,
	/** How many independent Redis servers; a quorum is more than half of this fixed number. */
	nodes: count('nodes', 5, {
		hint: 'how many independent servers',
		sample: '5',
		what: 'a number of nodes',
		least: 1,
		most: 9,
		isAlwaysSaid: true,
		page: {
			meaning:
				'How many independent servers there are, 1 to 9; 5 unless set. A majority is more than half of this number, also when some of them are down.',
			example: ['lock account redlock nodes 3', 'n1 crash', 'A acquire account'],
		},
	}),
	/** The part of the ttl that is allowed for clock drift; 2 ms more are always allowed. Source: node-redlock. */
	drift: part('drift', 0.01, {
		hint: 'the part of the ttl allowed for clock drift',
		sample: '0.01',
		what: 'a part of the ttl',
		page: {
			meaning:
				'The part of the ttl that a client takes off for clocks that run at different rates; 0.01 unless set. Two more milliseconds always come off.',
			example: ['lock account redlock ttl 10s drift 0.05', 'A acquire account', 'wait 9.5s'],
		},
	}),
	/** False: the client does not look how long the replies took. Source: node-redlock 5.0.0-beta.2, domain S5a. */
	elapsedCheck: onUnlessOff('elapsed-check', {
		off: 'the client does not look how long the replies took',
		on: 'the client looks how long the replies took',
		page: {
			meaning:
				'Off, the client does not look at how long the answers took. It takes a lock that may be over when it counts the votes.',
			example: ['lock account redlock elapsed-check off', 'A acquire account'],
		},
	}),
	fsync,
	restartDelay,
	identity,
	/** How long the client waits for nodes that stay silent, all together. */
	nodeTimeout: duration('node-timeout', 0, {
		hint: 'how long it waits for silent nodes',
		sample: '50ms',
		page: {
			meaning: 'How long a client waits for nodes that do not answer, all of them together; 0 unless set.',
			example: ['lock account redlock node-timeout 50ms', 'n4 crash', 'A acquire account', 'expect time >= 50ms'],
		},
	}),
	reentrant,
	deadline,
};

type RedlockOptions = ValuesOf<typeof options>;

type RedlockState = LockState & {
	readonly nodes: readonly RedlockNode[];
	/** The last of the random values that were drawn, which are 1 to this; a key's `grant` is the value here, not a grant. */
	readonly values: number;
	/** Those of them that count as never drawn, ascending: the next draw gives the first of these. */
	readonly undrawn: readonly Ticket[];
	/** For the audit only: the grant of each value that a client counted a quorum for and that some node may still store. */
	readonly counted: readonly {readonly value: Ticket; readonly grant: Grant}[];
};

type RedlockNode = RedisNode & {readonly up: boolean; readonly outUntil: Instant | null};

/**
 * A lock over independent Redis servers: held by whoever has set its random value on more than half of them in time.
 * The servers know nothing of each other; the client counts. Source: Redis documentation, distributed locks; domain 1.5.
 */
export const redlock: LockKind<RedlockOptions, RedlockState> = {
	...steady,
	name: 'redlock',
	hint: 'a quorum of independent nodes',
	meaning: 'Independent Redis nodes, n1 to n9. Who gets a majority of them in time holds the lock; there is no token.',
	example: ['lock account redlock nodes 5', 'A acquire account', 'n3 crash', 'n3 restart'],
	options,
	initial: ({nodes}) => ({
		nodes: Array.from({length: nodes}, (): RedlockNode => ({...freshNode, up: true, outUntil: null})),
		values: 0,
		undrawn: [],
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
	// The client waits so long for silent nodes, all of them together.
	patience: ({nodeTimeout}) => nodeTimeout,
	newestToken: () => null,
	due: ({nodes}) => nodes.reduce<Instant | null>((first, node) => earlier(first, deadAt(node)), null),
	expire: (_, state, _lock, now) => ({state: swept(state, now), reports: []}),
	rounds: {
		nodes: ({nodes}) => nodes,
		// More than half of the fixed number of nodes.
		quorum: ({nodes}) => Math.floor(nodes / 2) + 1,
		// Source: node-redlock, `round(driftFactor * ttl) + 2`.
		allowance: ({drift}, ttl) => Math.round(drift * ttl) + 2,
		looksAtTime: ({elapsedCheck}) => elapsedCheck,
		draw: (state) => {
			const [value, ...undrawn] = state.undrawn;
			return value === undefined
				? {state: {...state, values: state.values + 1}, value: state.values + 1}
				: {state: {...state, undrawn}, value};
		},
		drawn: ({values, undrawn}) =>
			Array.from({length: values}, (_, index) => index + 1).filter((value) => !undrawn.includes(value)),
		undrawn: (state, values) => {
			const isKept = (value: Ticket) => isStored(state, value) || state.counted.some((each) => each.value === value);
			const vain = values.filter((value) => !isKept(value));
			const undrawn = [...new Set([...state.undrawn, ...vain])].sort((one, other) => one - other);
			if (undrawn.length === state.undrawn.length) return state;
			let last = state.values;
			while (undrawn.at(-1) === last) {
				undrawn.pop();
				last--;
			}
			return {...state, values: last, undrawn};
		},
		grant: (state, value) => {
			const grant = state.grants + 1;
			// A client with one value for all its life may have had another grant with it.
			const others = countedOn(state).filter((each) => each.value !== value);
			return {grant, state: {...state, grants: grant, counted: [...others, {value, grant}]}};
		},
		giveBack: (state, value) => ({...state, counted: state.counted.filter((each) => each.value !== value)}),
		answer: answerNode,
	},
	servers: ({nodes}, now) => nodes.map((node, index) => serverOf(node, index, now)),
	hasCentre: false,
	isStable: ({identity}) => identity === 'stable',
	crash: ({fsync}, state, actor, now) =>
		withNode(state, actor, (node) => (node.up ? {...node, ...afterCrash(node, fsync, now), up: false} : node)),
	kill: ({fsync}, state, now) =>
		withNode(state, 'locks', (node) => (node.up ? {...node, ...afterKill(node, fsync, now), up: false} : node)),
	restart: ({restartDelay}, state, actor, now) =>
		withNode(state, actor, (node) =>
			node.up ? node : {...node, up: true, outUntil: restartDelay === 0 ? null : now + restartDelay},
		),
	revoke: (_, state, lock, now) => {
		const value = majority(state);
		const counted = state.counted.find((each) => each.value === value);
		if (counted === undefined) return null;
		const nodes = state.nodes.map((node) =>
			node.up && node.key?.grant === counted.value ? {...node, ...deleteKey(node, now)} : node,
		);
		return {state: {...state, nodes}, reports: [{kind: 'revoked', lock, grant: counted.grant, token: null}]};
	},
	stepClock: (state, actor, by) =>
		indexOf(state, actor) === -1 ? null : withNode(state, actor, (node) => ({...node, clock: node.clock + by})),
	shift: (state, by) => ({
		...state,
		nodes: changeEach(state.nodes, (node) => {
			const shifted = shiftNode(node, by);
			return shifted.outUntil === null ? shifted : {...shifted, outUntil: shifted.outUntil - by};
		}),
	}),
	// Who waits for silent nodes gives them up at a moment of its own.
	onlyLapses: ({nodeTimeout}) => nodeTimeout === 0,
	settled: (_, state, prospect) => {
		const nodes = changeEach(state.nodes, (node) => {
			const settled = byTrueTime(settledNode(node, prospect));
			const outUntil = ahead(settled.outUntil);
			return outUntil === settled.outUntil ? settled : {...settled, outUntil};
		});
		const counted = countedOn({...state, nodes});
		return nodes === state.nodes && counted === state.counted ? state : {...state, nodes, counted};
	},
	twins: {
		texts: ({nodes}, owner) => nodes.map((node) => (owner === null ? plainText(node) : textOf(node, owner))),
		reordered: (state, order) =>
			order.every((index, position) => index === position)
				? state
				: {...state, nodes: order.flatMap((index) => state.nodes[index] ?? [])},
	},
};

function answerNode(
	{identity, reentrant}: RedlockOptions,
	state: RedlockState,
	deed: NodeDeed,
	now: Instant,
): {readonly state: RedlockState; readonly ok: boolean} {
	const node = state.nodes[deed.node];
	if (node === undefined) throw new Error(`a redlock of ${state.nodes.length} nodes has no node ${deed.node + 1}`);
	const {ok, node: next} = done(node, deed, now, {isStable: identity === 'stable', isReentrant: reentrant});
	return {
		ok,
		state: ok
			? {...state, nodes: state.nodes.map((each, index) => (index === deed.node ? {...each, ...next} : each))}
			: state,
	};
}

function serverOf(node: RedlockNode, index: number, now: Instant): LockServer {
	const {up, outUntil} = node;
	return {
		name: `n${index + 1}`,
		keeps: liveKey(node, now)?.grant ?? null,
		up,
		answers: up && (outUntil === null || now >= outUntil),
		leads: false,
		isEndpoint: true,
	};
}

/** The position of a node by its name, or -1. */
function indexOf({nodes}: RedlockState, actor: string): number {
	const index = /^n[1-9]$/.test(actor) ? Number(actor.slice(1)) - 1 : -1;
	return index < nodes.length ? index : -1;
}

function done(
	node: RedlockNode,
	{does, value, ttl}: NodeDeed,
	now: Instant,
	{isStable, isReentrant}: {readonly isStable: boolean; readonly isReentrant: boolean},
): {readonly ok: boolean; readonly node: RedisNode} {
	const key = liveKey(node, now);
	const mine = key !== null && key.grant === value;
	switch (does) {
		case 'set':
			// One owner's own key is taken again, and its time counts anew.
			if (isReentrant && mine) return {ok: true, node: extendKey(node, {...key, holds: key.holds + 1}, ttl, now)};
			if (isStable && mine) return {ok: true, node: extendKey(node, key, ttl, now)};
			return key === null && value !== null
				? {ok: true, node: setKey(node, value, ttl, now, false).node}
				: {ok: false, node};
		case 'extend':
			return mine ? {ok: true, node: extendKey(node, key, ttl, now)} : {ok: false, node};
		case 'delete':
			if (isReentrant && mine && key.holds > 1)
				return {ok: true, node: written(node, {key: {...key, holds: key.holds - 1}, counter: node.counter}, now)};
			return mine ? {ok: true, node: deleteKey(node, now)} : {ok: false, node};
		case 'get':
			return {ok: mine, node};
	}
}

function textOf({key, disk, ...node}: RedlockNode, owner: (value: Ticket) => number): string {
	const named = (each: RedisKey | null) => each && {...each, grant: owner(each.grant)};
	return JSON.stringify([node, named(key), {...disk, key: named(disk.key)}]);
}

/** A node never changes, and an explorer asks for the text of the same one in thousands of states. */
const plainTexts = new WeakMap<RedlockNode, string>();

function plainText(node: RedlockNode): string {
	const known = plainTexts.get(node);
	if (known !== undefined) return known;
	const text = textOf(node, (value) => value);
	plainTexts.set(node, text);
	return text;
}

/** Whether a node stores a value, or has it on its disk. */
function isStored({nodes}: RedlockState, value: Ticket): boolean {
	return nodes.some(({key, disk}) => key?.grant === value || disk.key?.grant === value);
}

/** The grants whose values are still stored somewhere. */
function countedOn(state: RedlockState): RedlockState['counted'] {
	const {counted} = state;
	const stays = ({value}: RedlockState['counted'][number]) => isStored(state, value);
	return counted.every(stays) ? counted : counted.filter(stays);
}

/** The value that more than half of all nodes store now, or null. */
function majority({nodes}: RedlockState): number | null {
	for (const {key} of nodes) {
		if (key === null) continue;
		let storing = 0;
		for (const other of nodes) if (other.key?.grant === key.grant) storing++;
		if (storing > nodes.length / 2) return key.grant;
	}
	return null;
}

function swept(state: RedlockState, now: Instant): RedlockState {
	if (state.nodes.every((node) => node.key === null || liveKey(node, now) !== null)) return state;
	return {
		...state,
		nodes: state.nodes.map((node) =>
			node.key === null || liveKey(node, now) !== null ? node : {...node, ...deleteKey(node, now)},
		),
	};
}

function withNode(state: RedlockState, actor: string, change: (node: RedlockNode) => RedlockNode): RedlockState {
	// The lock service as a whole is every node of it.
	if (actor === 'locks') return {...state, nodes: state.nodes.map(change)};
	const index = indexOf(state, actor);
	return index === -1
		? state
		: {...state, nodes: state.nodes.map((node, position) => (position === index ? change(node) : node))};
}

function earlier(one: Instant | null, other: Instant | null): Instant | null {
	return one === null ? other : other === null ? one : Math.min(one, other);
}
