import type {Event, Values} from '../../sim/event.js';
import {type Cast, lockService} from './cast.js';
import {afterInLine, type Line} from './line-lane.js';
import {
	afterVote,
	freshNodes,
	isRedlock,
	type NodeLane,
	withNodeClock,
	withNodeCrashed,
	withNodeRestarted,
} from './node-lane.js';
import {afterAtReplica, freshReplicas, type ReplicaLane} from './replica-lane.js';

/** What the lanes show at one moment, as far as the history tells. Order: `clients` and `stores` as in the cast. */
export type LaneState = {
	readonly clients: readonly ClientLane[];
	/** Grants that are neither over nor given back, the oldest first. */
	readonly leases: readonly Lease[];
	readonly locksUp: boolean;
	readonly stores: readonly StoreLane[];
	/** The nodes of redlocks, in order. */
	readonly nodes: readonly NodeLane[];
	/** Who stands in line for a lock, the holder first; of locks with a line only. */
	readonly lines: readonly Line[];
	/** The two servers of replicated locks. */
	readonly replicas: readonly ReplicaLane[];
};

export type ClientLane = {
	readonly process: 'running' | 'paused' | 'crashed';
	/** It could go on and is given no step; `sobered`: and its belief has ended meanwhile. */
	readonly still: 'no' | 'yes' | 'sobered';
	readonly beliefs: readonly Belief[];
	/** Tokens the lock service has given it, per lock, the newest last. */
	readonly tokens: readonly {readonly lock: string; readonly token: number | null}[];
};

export type Belief = {readonly lock: string; readonly token: number | null; readonly until: number | null};

/** `expiresAt`: null for a lease without end. `known`: the lock service knows of it; a service that forgot or was misled has grants that it knows nothing about. */
export type Lease = {
	readonly lock: string;
	readonly client: string;
	readonly token: number | null;
	readonly expiresAt: number | null;
	readonly known: boolean;
};

export type StoreLane = {readonly up: boolean; readonly resources: readonly ResourceLane[]};

export type ResourceLane = {readonly name: string; readonly highest: number | null; readonly values: Values};

/** The lanes before anything has happened. */
export function firstState(cast: Cast): LaneState {
	return {
		clients: cast.clients.map(() => ({process: 'running', still: 'no', beliefs: [], tokens: []})),
		leases: [],
		locksUp: true,
		stores: cast.stores.map(() => ({up: true, resources: []})),
		nodes: freshNodes(cast),
		lines: [],
		replicas: freshReplicas(cast),
	};
}

/** The lanes after an event. An actor that the cast does not know changes nothing. */
export function follow(cast: Cast, state: LaneState, event: Event): LaneState {
	const next = changed(cast, state, event);
	const lines = afterInLine(next.lines, event);
	const replicas = afterAtReplica(next.replicas, event);
	if (lines === next.lines && replicas === next.replicas) return next;
	return {
		...next,
		lines,
		replicas,
		leases: event.kind === 'failed-over' ? next.leases.map((lease) => afterFailover(lease, replicas)) : next.leases,
	};
}

/** A replica that has not heard of a grant knows nothing of it; the grant runs on. */
function afterFailover(lease: Lease, replicas: readonly ReplicaLane[]): Lease {
	const lane = replicas.find(({lock}) => lock === lease.lock);
	return lane === undefined || lane.replica === lease.client ? lease : {...lease, known: false};
}

function changed(cast: Cast, state: LaneState, event: Event): LaneState {
	switch (event.kind) {
		case 'granted':
			return granted(cast, state, event);
		case 'renewed':
			return {
				...state,
				leases: state.leases.map((lease) =>
					lease.lock === event.lock && lease.known ? {...lease, expiresAt: event.expiresAt} : lease,
				),
			};
		case 'expired':
			return {
				...state,
				leases: state.leases.filter(
					({lock, client, token}) => lock !== event.lock || client !== event.client || token !== event.token,
				),
			};
		case 'released':
			return {...state, leases: state.leases.flatMap((lease) => afterRelease(lease, event))};
		case 'believed':
			return withClient(cast, state, event.client, (client) => ({
				...client,
				beliefs: [
					...without(client, event.lock),
					{lock: event.lock, token: tokenOf(client, event.lock), until: event.until},
				],
			}));
		case 'disbelieved':
			return withClient(cast, state, event.client, (client) => disbelieving(client, event.lock));
		case 'paused':
			return withClient(cast, state, event.client, (client) => ({...client, process: 'paused'}));
		case 'resumed':
			return withClient(cast, state, event.client, (client) => ({...client, process: 'running'}));
		case 'crashed':
			return crashed(cast, {...state, nodes: withNodeCrashed(cast, state.nodes, event.actor, event.at)}, event.actor);
		case 'restarted':
			return restarted(
				cast,
				{...state, nodes: withNodeRestarted(cast, state.nodes, event.actor, event.at)},
				event.actor,
			);
		case 'accepted':
			return accepted(cast, state, event);
		case 'rejected':
			return event.highest === null
				? state
				: withResource(cast, state, event.store, event.resource, (each) => ({...each, highest: event.highest}));
		case 'advanced':
			return withResource(cast, state, event.store, event.resource, (each) => ({
				...each,
				highest: raised(each.highest, event.token),
			}));
		case 'read':
			return withResource(cast, state, event.store, event.resource, (each) => ({...each, values: event.values}));
		case 'acquire-sent':
		case 'deduplicated':
		case 'denied':
		case 'queued':
		case 'left':
		case 'renew-denied':
		case 'release-denied':
		case 'asked':
		case 'done':
		case 'cut':
		case 'healed':
		case 'sent':
		case 'delivered':
		case 'dropped':
		case 'unknown':
		case 'checked':
		case 'violated':
			return state;
		case 'clock-stepped':
			return {...state, nodes: withNodeClock(state.nodes, event.actor, event.by)};
		case 'voted':
			return {...state, nodes: afterVote(cast, state.nodes, event)};
		case 'failed-over':
			return {...state, locksUp: true};
	}
}

/** The lanes while these clients, and no others, stand still. */
export function standing(cast: Cast, state: LaneState, still: readonly string[]): LaneState {
	const stands = (index: number): boolean => still.includes(cast.clients[index] ?? '');
	if (state.clients.every((client, index) => (client.still !== 'no') === stands(index))) return state;
	return {
		...state,
		clients: state.clients.map((client, index) =>
			stands(index) ? {...client, still: client.still === 'no' ? 'yes' : client.still} : {...client, still: 'no'},
		),
	};
}

/** The lanes as they are at a moment: a grant of a redlock ends by the clock, and no event says so. */
export function elapsed(cast: Cast, state: LaneState, now: number): LaneState {
	if (state.nodes.length === 0 || state.leases.every((lease) => runs(lease, now))) return state;
	return {...state, leases: state.leases.filter((lease) => runs(lease, now) || !isRedlock(cast, lease.lock))};
}

/** The client's lane, or null when the cast does not know it. */
export function clientLane(cast: Cast, state: LaneState, name: string): ClientLane | null {
	return state.clients[cast.clientAt.get(name) ?? -1] ?? null;
}

/** What a store is known to hold of a resource. */
export function resourceLane(cast: Cast, state: LaneState, store: string, resource: string): ResourceLane {
	const known = state.stores[cast.storeAt.get(store) ?? -1]?.resources.find(({name}) => name === resource);
	return known ?? {name: resource, highest: null, values: cast.values.get(resource) ?? {}};
}

/** The clients that believe they hold the lock. Order: as in the cast. */
export function believers(cast: Cast, state: LaneState, lock: string): readonly string[] {
	return cast.clients.filter(
		(_, index) => state.clients[index]?.beliefs.some((belief) => belief.lock === lock) === true,
	);
}

/** The lease as the lock service knows it, or null. */
export function knownLease(state: LaneState, lock: string): Lease | null {
	return state.leases.findLast((lease) => lease.lock === lock && lease.known) ?? null;
}

/** Every grant of the lock that has not run out, whether or not the service still knows of it. */
export function runningLeases(state: LaneState, lock: string, now: number): readonly Lease[] {
	return state.leases.filter((lease) => lease.lock === lock && runs(lease, now));
}

function granted(cast: Cast, state: LaneState, event: Extract<Event, {kind: 'granted'}>): LaneState {
	const {client, lock, token, expiresAt} = event;
	const others = state.leases
		.map((lease) => (lease.lock === lock ? {...lease, known: false} : lease))
		.filter(
			(lease) => runs(lease, event.at) && (lease.lock !== lock || lease.client !== client || lease.token !== token),
		);
	const tokens = withClient(cast, state, client, (each) => ({
		...each,
		tokens: [...each.tokens.filter((known) => known.lock !== lock), {lock, token}],
	}));
	return {...tokens, leases: [...others, {lock, client, token, expiresAt, known: true}]};
}

/** Whoever gives back another's lease takes it from the service's books; the other's grant runs on. */
function afterRelease(lease: Lease, {lock, token, client}: Extract<Event, {kind: 'released'}>): readonly Lease[] {
	if (lease.lock !== lock || lease.token !== token || !lease.known) return [lease];
	return lease.client === client ? [] : [{...lease, known: false}];
}

function crashed(cast: Cast, state: LaneState, actor: string): LaneState {
	if (cast.clientAt.has(actor))
		return withClient(cast, state, actor, () => ({process: 'crashed', still: 'no', beliefs: [], tokens: []}));
	if (cast.storeAt.has(actor))
		return withStore(cast, state, actor, (store) => ({
			up: false,
			resources: store.resources.map((each) => (forgets(cast, actor) ? {...each, highest: null} : each)),
		}));
	return isServer(actor)
		? {
				...state,
				locksUp: false,
				leases: state.leases.map((lease) => ({...lease, known: lease.known && !isVolatile(cast, lease.lock)})),
			}
		: state;
}

function restarted(cast: Cast, state: LaneState, actor: string): LaneState {
	if (cast.clientAt.has(actor)) return withClient(cast, state, actor, (client) => ({...client, process: 'running'}));
	if (cast.storeAt.has(actor)) return withStore(cast, state, actor, (store) => ({...store, up: true}));
	return isServer(actor) ? {...state, locksUp: true} : state;
}

function accepted(cast: Cast, state: LaneState, event: Extract<Event, {kind: 'accepted'}>): LaneState {
	return withResource(cast, state, event.store, event.resource, (each) => ({
		...each,
		highest: event.highest ?? each.highest,
		values: {...each.values, [event.key]: event.value},
	}));
}

/** The lock service answers nobody while this one is down. */
function isServer(actor: string): boolean {
	return actor === lockService || actor === 'primary';
}

function runs({expiresAt}: Lease, now: number): boolean {
	return expiresAt === null || expiresAt > now;
}

function forgets({spec}: Cast, store: string): boolean {
	return spec.stores.some(({name, options}) => name === store && options.forgets);
}

function isVolatile({spec}: Cast, lock: string): boolean {
	return spec.locks.some(({name, service}) => name === lock && service.options['volatile'] === true);
}

function raised(highest: number | null, token: number | null): number | null {
	return highest === null || token === null ? (token ?? highest) : Math.max(highest, token);
}

function disbelieving(client: ClientLane, lock: string): ClientLane {
	const beliefs = without(client, lock);
	return {...client, beliefs, still: client.still === 'yes' && beliefs.length === 0 ? 'sobered' : client.still};
}

function without(client: ClientLane, lock: string): readonly Belief[] {
	return client.beliefs.filter((belief) => belief.lock !== lock);
}

function tokenOf(client: ClientLane, lock: string): number | null {
	return client.tokens.find((known) => known.lock === lock)?.token ?? null;
}

function withClient(cast: Cast, state: LaneState, name: string, change: (client: ClientLane) => ClientLane): LaneState {
	const index = cast.clientAt.get(name);
	return index === undefined
		? state
		: {...state, clients: state.clients.map((client, position) => (position === index ? change(client) : client))};
}

function withStore(cast: Cast, state: LaneState, name: string, change: (store: StoreLane) => StoreLane): LaneState {
	const index = cast.storeAt.get(name);
	return index === undefined
		? state
		: {...state, stores: state.stores.map((store, position) => (position === index ? change(store) : store))};
}

function withResource(
	cast: Cast,
	state: LaneState,
	store: string,
	resource: string,
	change: (lane: ResourceLane) => ResourceLane,
): LaneState {
	const lane = resourceLane(cast, state, store, resource);
	return withStore(cast, state, store, (each) => ({
		...each,
		resources: [...each.resources.filter(({name}) => name !== resource), change(lane)],
	}));
}
