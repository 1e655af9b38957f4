import {at} from './client-step.js';
import {machineOf} from './lock/registry.js';
import type {Holding, Ticket} from './lock/state.js';
import type {Instant} from './time.js';
import type {ClientLock, Shared, Spec} from './world.js';

/**
 * Who holds a lock at a moment by the service's truth, or null; what a client that asks is told, and what everybody else here goes by.
 * Where a moment is stored the clock decides, also while the service has no power; where sessions keep the lock, time stands still then.
 */
export function holdingNow(spec: Spec, {locks}: Shared, lock: number, now: Instant): Holding | null {
	const {service, name} = at(spec.locks, lock);
	const machine = machineOf(service);
	const state = at(locks, lock);
	return machine.holding(machine.keepsSessions ? state : machine.expire(service.options, state, name, now).state);
}

/** Whether the service of a lock has power: without it nothing happens there. */
export function isPowered(spec: Spec, {locks, locksUp}: Shared, lock: number): boolean {
	return locksUp && machineOf(at(spec.locks, lock).service).isPowered(at(locks, lock));
}

/** The next moment at which something ends at a lock by itself, or null. Where sessions keep the lock, time stands still without power. */
export function dueAt(spec: Spec, shared: Shared, lock: number, now: Instant): Instant | null {
	const machine = machineOf(at(spec.locks, lock).service);
	const due = machine.due(at(shared.locks, lock));
	if (due === null || isPowered(spec, shared, lock)) return due;
	return machine.keepsSessions || due <= now ? null : due;
}

/** Whether a place in line, a random value or a grant is one of this client's, also after the process that had it has died. */
export function isOwner(known: ClientLock | undefined, ticket: Ticket): boolean {
	if (known === undefined) return false;
	return known.lastGrantIssued === ticket || known.former.some((each) => each.lastGrantIssued === ticket);
}
