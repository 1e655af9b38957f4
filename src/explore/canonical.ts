import {changeEach} from '../sim/change-each.js';
import {at, sharedWith} from '../sim/client-step.js';
import {machineOf} from '../sim/lock/registry.js';
import type {Rounds} from '../sim/lock/service.js';
import type {LockState, Prospect} from '../sim/lock/state.js';
import {contentsOf} from '../sim/message.js';
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
	// A node's name stands for one node of each such lock. What a fault holds back on its way is for one node and no other.
	return twins.length === 1 && spec.latency === 0 && spec.faults.late === 0 && !chosen && !underWay;
}

/** The shared part as states keep it, where differences that can make none are gone: which of like servers is which, how long ago something was, what stands on a disk where no power can fail, and which numbers were skipped. */
export function canonical(spec: Spec, shared: Shared, alike: boolean, prospect: Prospect): Shared {
	const locks = changeEach(shared.locks, (state, lock) => canonicalLock(at(spec.locks, lock), state, alike, prospect));
	return locks === shared.locks ? shared : sharedWith(shared, {locks});
}

/** What can still come with the faults that are left. */
export function prospectOf({numbersAsked}: Pick<Setting, 'numbersAsked'>, {left}: Pick<SharedPart, 'left'>): Prospect {
	return {power: left.node > 0, clocks: left.clock > 0, numbersAsked};
}

/** What a move changes. Shape: `locals` are those that see it, in any order. */
type Seen = {readonly shared: Shared; readonly locals: readonly Local[]};

/**
 * The shared part after a move, in which a random value that was drawn in vain and is nowhere any more was never drawn: one that a client of `before` knew, or that the
 * move drew. Otherwise clients that try again and again would make new states for ever. Whatever else the clients know that `before` does not have stays drawn.
 */
export function withoutVainDraws(spec: Spec, before: Seen, after: Seen): Shared {
	return undrawing(spec, after.shared, (rounds, state, lock) => {
		const kept = valuesOf(after.locals, lock);
		const vain = [...valuesOf(before.locals, lock)].filter((value) => !kept.has(value));
		const stood = at(before.shared.locks, lock);
		if (state === stood) return vain;
		const wasDrawn = rounds.drawn(stood);
		return [...vain, ...rounds.drawn(state).filter((value) => !kept.has(value) && !wasDrawn.includes(value))];
	});
}

/** The same where every client is seen: whatever none of them knows. */
export function withoutLostDraws(spec: Spec, {shared, locals}: Seen): Shared {
	return undrawing(spec, shared, (rounds, state, lock) => {
		const kept = valuesOf(locals, lock);
		return rounds.drawn(state).filter((value) => !kept.has(value));
	});
}

/** The shared part in which random values were never drawn: at each lock that has such values, those that `vain` gives. */
function undrawing(
	spec: Spec,
	shared: Shared,
	vain: (rounds: Rounds, state: LockState, lock: number) => readonly number[],
): Shared {
	const locks = changeEach(shared.locks, (state, lock) => {
		const {rounds} = machineOf(at(spec.locks, lock).service);
		const values = rounds === null ? [] : vain(rounds, state, lock);
		return rounds === null || values.length === 0 ? state : rounds.undrawn(state, values);
	});
	return locks === shared.locks ? shared : sharedWith(shared, {locks});
}

/** The random values that clients know, or that something on its way to or from them carries. */
function valuesOf(locals: readonly Local[], lock: number): ReadonlySet<number> {
	const values = new Set<number>();
	const add = (value: number | null) => value !== null && values.add(value);
	for (const {locks, flight, inbox, call, lateRounds} of locals) {
		const {value, lastGrantIssued, former} = at(locks, lock);
		add(value);
		add(lastGrantIssued);
		for (const each of former) add(each.lastGrantIssued);
		for (const each of contentsOf({flight, inbox}))
			if ('value' in each && 'node' in each && each.lock === lock) add(each.value);
		for (const round of [...lateRounds.map((late) => late.round), ...(call?.round == null ? [] : [call.round])]) {
			if (round.lock !== lock) continue;
			add(round.value);
			add(round.before);
		}
	}
	return values;
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
