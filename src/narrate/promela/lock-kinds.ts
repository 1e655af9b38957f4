import {at} from '../../sim/client-step.js';
import {leaseLock} from './lease.js';
import type {Plan} from './plan.js';
import {redlockLock} from './redlock.js';
import type {SaidLock} from './said-lock.js';

/** The kinds of lock that can be said, by their words. */
export const saidLocks: Readonly<Record<string, SaidLock>> = {lease: leaseLock, redlock: redlockLock};

/** How a lock of a world is said. Fails: throws on a kind that cannot be said, which is refused before. */
export function saidLock({spec}: Plan, lock: number): SaidLock {
	const found = saidLocks[at(spec.locks, lock).service.kind];
	if (found === undefined) throw new Error('a kind of lock that cannot be said is refused before');
	return found;
}

/** The same of every lock of a world, in order. */
export function eachLock<Said>(plan: Plan, say: (said: SaidLock, lock: number) => Said): readonly Said[] {
	return plan.spec.locks.map((_, lock) => say(saidLock(plan, lock), lock));
}

/** The grant that holds a lock, known by its name, by the service's truth; or 0. */
export function holderOf(plan: Plan, name: string): string {
	const lock = lockNamed(plan, name);
	return saidLock(plan, lock).holder(plan, lock);
}

/** That a client, known by its name in the model, holds a lock; null: that nobody does. */
export function isHeld(plan: Plan, name: string, client: string | null): string {
	const lock = lockNamed(plan, name);
	return client === null ? saidLock(plan, lock).isFree(plan, lock) : saidLock(plan, lock).isHeldBy(plan, lock, client);
}

/** The token of a lock that a client last got. */
export function tokenOf(plan: Plan, name: string, client: string): string {
	const lock = lockNamed(plan, name);
	return saidLock(plan, lock).token(plan, lock, client);
}

function lockNamed({spec}: Plan, name: string): number {
	return spec.locks.findIndex((lock) => lock.name === name);
}
