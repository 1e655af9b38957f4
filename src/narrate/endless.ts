import {machineOf} from '../sim/lock/registry.js';
import type {Spec} from '../sim/world.js';

/** How a belief ends that has no deadline. */
export function endlessBelief(spec: Spec, lock: string): string {
	return believesBySession(spec, lock) ? 'while its session lives' : 'until something tells it otherwise';
}

/** How long a grant lasts that has no end. */
export function endlessGrant(spec: Spec, lock: string): string {
	return hasSession(spec, lock) ? 'while its session lives' : 'without an end';
}

/** Whether a client of a lock believes as long as its session lives: it counts how long it hears nothing of it. */
export function believesBySession(spec: Spec, lock: string): boolean {
	const service = serviceOf(spec, lock);
	return hasSession(spec, lock) && service !== undefined && machineOf(service).keepsDeadline(service.options);
}

/** Whether a session keeps the grants of a lock. */
export function hasSession(spec: Spec, lock: string): boolean {
	const service = serviceOf(spec, lock);
	return service !== undefined && machineOf(service).keepsSessions;
}

/** Whether a lock lasts as long as the connection over which it was taken, and so is no lease. */
export function lastsAsItsConnection(spec: Spec, lock: string): boolean {
	const service = serviceOf(spec, lock);
	return service !== undefined && machineOf(service).timeless !== null;
}

function serviceOf({locks}: Spec, lock: string): Spec['locks'][number]['service'] | undefined {
	return locks.find(({name}) => name === lock)?.service;
}
