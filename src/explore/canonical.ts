import {changeEach} from '../sim/change-each.js';
import {at} from '../sim/client-step.js';
import {machineOf} from '../sim/lock/registry.js';
import type {LockState, Prospect} from '../sim/lock/state.js';
import type {Local, LockSpec, Shared, Spec} from '../sim/world.js';
import type {Setting, SharedPart} from './parts.js';

/** Whether the servers of a lock that are twins may change places: nothing but their own states tells them apart. */
export function twinsAlike(spec: Spec, locals: readonly Local[]): boolean {
	const planned = spec.clients.flatMap(({program}) => program ?? []);
	const chosen = planned.some(
		(operation) => 'message' in operation && 'lock' in operation && Object.keys(operation.message).length > 0,
	);
	const twins = spec.locks.flatMap(({service}) => {
		const machine = machineOf(service);
		return machine.twins === null ? [] : [machine.servers(machine.initial(service.options), 0).map(({name}) => name)];
	});
	const underWay = locals.some(
		({flight, inbox, call, lateRounds, cuts}) =>
			flight.length + inbox.length + lateRounds.length > 0 ||
			call !== null ||
			cuts.some((cut) => twins.some((names) => names.includes(cut))),
	);
	// A node's name stands for one node of each such lock.
	return twins.length === 1 && spec.latency === 0 && !chosen && !underWay;
}

/** The shared part as states keep it, where differences that can make none are gone: which of like servers is which, how long ago something was, what stands on a disk where no power can fail, and which numbers were skipped. */
export function canonical(spec: Spec, shared: Shared, alike: boolean, prospect: Prospect): Shared {
	const locks = changeEach(shared.locks, (state, lock) => canonicalLock(at(spec.locks, lock), state, alike, prospect));
	return locks === shared.locks ? shared : {...shared, locks};
}

/** What can still come with the faults that are left. */
export function prospectOf({numbersAsked}: Pick<Setting, 'numbersAsked'>, {left}: Pick<SharedPart, 'left'>): Prospect {
	return {power: left.node > 0, clocks: left.clock > 0, numbersAsked};
}

/**
 * The shared part after a client has moved, in which a random value that it drew and that is nowhere any more was never drawn.
 * Otherwise a client that tries again and again would make new states for ever.
 */
export function withoutVainDraws(
	spec: Spec,
	before: Shared,
	after: Shared,
	{locks: known, flight, inbox, call, lateRounds}: Local,
): Shared {
	if (after.locks === before.locks || flight.length + inbox.length + lateRounds.length > 0 || call !== null)
		return after;
	const locks = changeEach(after.locks, (state, lock) => {
		const {value, lastGrantIssued} = at(known, lock);
		return machineOf(at(spec.locks, lock).service).undrawn(at(before.locks, lock), state, [value, lastGrantIssued]);
	});
	return locks === after.locks ? after : {...after, locks};
}

function canonicalLock({service}: LockSpec, state: LockState, alike: boolean, prospect: Prospect): LockState {
	const machine = machineOf(service);
	const settled = machine.settled(service.options, state, prospect);
	if (!alike || machine.twins === null) return settled;
	const texts = machine.twins.texts(settled, null);
	return machine.twins.reordered(settled, orderOf(texts));
}

/** The positions of the texts in their order. */
function orderOf(texts: readonly string[]): readonly number[] {
	return [...texts.keys()].sort((one, other) =>
		at(texts, one) < at(texts, other) ? -1 : at(texts, one) > at(texts, other) ? 1 : one - other,
	);
}
