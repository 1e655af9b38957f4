import {holdingsIn, machineOf} from './lock/registry.js';
import type {LockKind} from './lock/service.js';
import type {Holding, LockState, Owed, Ticket} from './lock/state.js';
import type {Instant} from './time.js';
import type {ClientLock, LockSpec, Shared, Spec} from './world.js';

/**
 * Who holds a lock at a moment by the service's truth, or null; what a client that asks is told, and what everybody else here goes by.
 * Where a moment is stored the clock decides, also while the service has no power; where sessions keep the lock, time stands still then.
 * Of a service that stands still it is what its state says.
 */
export function holdingNow(spec: Spec, shared: Shared, lock: number, now: Instant): Holding | null {
	const {machine} = lockHere(spec, shared, lock);
	return machine.holding(stateNow(spec, shared, lock, now));
}

/** All that hold a lock at a moment by the service's truth, oldest first: more than one where clients share a connection. */
export function holdingsNow(spec: Spec, shared: Shared, lock: number, now: Instant): readonly Holding[] {
	const {machine} = lockHere(spec, shared, lock);
	return holdingsIn(machine, stateNow(spec, shared, lock, now));
}

/** What the clock leaves of a lock's state where moments decide, and the state itself where sessions keep the lock, or the service stands still. */
function stateNow(spec: Spec, shared: Shared, lock: number, now: Instant): LockState {
	const {name, service, machine, state} = lockHere(spec, shared, lock);
	const isAsStored = machine.keepsSessions || shared.stall !== null;
	return isAsStored ? state : machine.expire(service.options, state, name, now).state;
}

/** Whether the service of a lock runs: without power, or while it stands still, nothing happens there. */
export function isRunning(spec: Spec, shared: Shared, lock: number): boolean {
	return shared.stall === null && hasPower(lockHere(spec, shared, lock), shared);
}

/** The next moment at which something happens at a lock by itself, or null. Where sessions keep the lock, time stands still without power; nothing happens at a service that stands still. */
export function dueAt(spec: Spec, shared: Shared, lock: number, now: Instant): Instant | null {
	const {machine, state} = lockHere(spec, shared, lock);
	return whileItRuns(spec, shared, lock, now, sooner(machine.due(state), machine.dueBesides(state)));
}

/** The next moment at which a lease ends at a lock by itself, or null where none does. */
export function leaseEndAt(spec: Spec, shared: Shared, lock: number, now: Instant): Instant | null {
	const {machine, state} = lockHere(spec, shared, lock);
	return whileItRuns(spec, shared, lock, now, machine.due(state));
}

function whileItRuns(spec: Spec, shared: Shared, lock: number, now: Instant, due: Instant | null): Instant | null {
	if (shared.stall !== null) return null;
	const here = lockHere(spec, shared, lock);
	if (due === null || hasPower(here, shared)) return due;
	return here.machine.keepsSessions || due <= now ? null : due;
}

function sooner(one: Instant | null, other: Instant | null): Instant | null {
	return one === null || other === null ? (one ?? other) : Math.min(one, other);
}

/** The answers that a lock's service owes to those who waited, and its state without them. */
export function owedAt(
	spec: Spec,
	shared: Shared,
	lock: number,
	most = Number.POSITIVE_INFINITY,
): {readonly state: LockState; readonly owed: readonly Owed[]} {
	const {machine, state} = lockHere(spec, shared, lock);
	return machine.queue?.owed(state, most) ?? {state, owed: []};
}

/** One lock of a world: what was declared, its rules, and what its service keeps of it now. */
export type LockHere = LockSpec & {readonly machine: LockKind; readonly state: LockState};

/** A lock by its position. Fails: throws where there is none. */
export function lockHere(spec: Spec, shared: Shared, lock: number): LockHere {
	const declared = spec.locks[lock];
	const state = shared.locks[lock];
	if (declared === undefined || state === undefined) throw new Error(`there is no lock ${lock} in this world`);
	return {name: declared.name, service: declared.service, machine: machineOf(declared.service), state};
}

function hasPower({machine, state}: LockHere, {locksUp}: Shared): boolean {
	return (locksUp || !machine.hasCentre) && machine.isPowered(state);
}

/** Whether each part of the lock service that stands and falls alone has power: what has a centre as one part, and each server that knows nothing of others. */
export function powerOfParts({locks}: Spec, shared: Shared, now: Instant): readonly boolean[] {
	const alone = locks.map(({service}, lock) => {
		const machine = machineOf(service);
		const state = shared.locks[lock];
		return machine.hasCentre || state === undefined ? [] : machine.servers(state, now).map(({up}) => up);
	});
	const hasCentre = locks.length === 0 || locks.some(({service}) => machineOf(service).hasCentre);
	return [...(hasCentre ? [shared.locksUp] : []), ...alone.flat()];
}

/** Whether a place in line, a random value or a grant is one of this client's, also after the process that had it has died. */
export function isOwner(known: ClientLock | undefined, ticket: Ticket): boolean {
	if (known === undefined) return false;
	return known.lastGrantIssued === ticket || known.former.some((each) => each.lastGrantIssued === ticket);
}
