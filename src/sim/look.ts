import {ownerOf} from './audit.js';
import {machineOf} from './lock/registry.js';
import {endsOf} from './network.js';
import {nextDeadline} from './pass.js';
import {nextOperation} from './program.js';
import {at} from './scene.js';
import type {Operation} from './statement.js';
import {highestOf} from './store/serve.js';
import {forever, type Instant} from './time.js';
import {clientIndex} from './why-not.js';
import type {Local, ResourceState, World} from './world.js';

export {nextDeadline};

/** The lease of a lock as the service knows it, or null. */
export function lease(
	world: World,
	lock: string,
): {readonly holder: string; readonly token: number | null; readonly expiresAt: Instant | null} | null {
	const index = world.spec.locks.findIndex(({name}) => name === lock);
	const holding = machineOf(at(world.spec.locks, index).service).holding(at(world.shared.locks, index));
	if (holding === null) return null;
	const owner = world.locals.findIndex(({locks}) => locks[index]?.given === holding.owner);
	// Servers still store a value whose client has given up on it and is about to delete it.
	if (owner === -1 && holding.grant === 0) return null;
	return {
		holder: world.spec.clients[owner]?.name ?? ownerOf(world.audit, lock, holding.grant),
		token: holding.token,
		expiresAt: holding.expiresAt,
	};
}

/** The client that holds the lock by the lock service's truth now, or null. */
export function holder(world: World, lock: string): string | null {
	return lease(world, lock)?.holder ?? null;
}

/** When the client's belief in the lock ends by its own clock (may be past while it is paused; null: only its session bounds it), or null when it does not believe. */
export function belief(
	world: World,
	client: string,
	lock: string,
): {readonly until: Instant | null; readonly token: number | null} | null {
	const known = localOf(world, client).locks[world.spec.locks.findIndex(({name}) => name === lock)];
	return known === undefined || known.deadline === null
		? null
		: {until: known.deadline === forever ? null : known.deadline, token: known.token};
}

/** The token a client last got for a lock, or null. */
export function tokenOf(world: World, client: string, lock: string): number | null {
	return localOf(world, client).locks[world.spec.locks.findIndex(({name}) => name === lock)]?.token ?? null;
}

/** What a client remembers of a resource in a store, or null before any read. */
export function memory(world: World, client: string, store: string, resource: string): Local['memory'][number][number] {
	return localOf(world, client).memory[storeIndex(world, store)]?.[resourceIndex(world, resource)] ?? null;
}

/** Whether the process is paused. */
export function isPaused(world: World, client: string): boolean {
	return localOf(world, client).process === 'paused';
}

/** Whether the process has crashed. */
export function isCrashed(world: World, client: string): boolean {
	return localOf(world, client).process === 'crashed';
}

/** Whether the client's program has ended. */
export function isDone(world: World, client: string): boolean {
	return localOf(world, client).program.ended !== null;
}

/** The next step of a client's program, or null when there is none. */
export function nextStep(world: World, client: string): Operation | null {
	const index = clientIndex(world, client);
	return nextOperation({spec: world.spec, client: index, local: at(world.locals, index)});
}

/** The highest token a store has processed for a resource, or null. */
export function highest(world: World, store: string, resource: string): number | null {
	const index = storeIndex(world, store);
	return highestOf(at(world.spec.stores, index), at(world.shared.stores, index), resource);
}

/** Values and version of a resource in a store; the version is the number of accepted writes since `put`. */
export function contents(world: World, store: string, resource: string): ResourceState {
	return at(at(world.shared.stores, storeIndex(world, store)).resources, resourceIndex(world, resource));
}

/** Whether the lock service (`locks`) or a store has power. */
export function isUp(world: World, actor: string): boolean {
	return actor === 'locks' ? world.shared.locksUp : at(world.shared.stores, storeIndex(world, actor)).up;
}

/** A message in the network: its number, its ends, what it is, and when it is due (null: held until delivered by hand). */
export type InFlight = {
	readonly id: number;
	readonly from: string;
	readonly to: string;
	readonly what: string;
	readonly due: Instant | null;
};

/** Every message in the network. Order: by number. */
export function inFlight(world: World): readonly InFlight[] {
	const messages = world.locals.flatMap(({flight}, client) =>
		flight.map((message) => ({id: message.id, ...endsOf({spec: world.spec, client}, message), due: message.due})),
	);
	return messages.sort((one, other) => one.id - other.id);
}

function localOf(world: World, client: string): Local {
	return at(world.locals, clientIndex(world, client));
}

function storeIndex(world: World, store: string): number {
	return world.spec.stores.findIndex(({name}) => name === store);
}

function resourceIndex(world: World, resource: string): number {
	return world.spec.resources.findIndex(({name}) => name === resource);
}
