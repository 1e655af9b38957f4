import {at} from '../../sim/client-step.js';
import {machineOf} from '../../sim/lock/registry.js';
import {type Code, either, variable} from './code.js';
import type {Plan} from './plan.js';

/** Whether who holds a lock may acquire it again, and gives it back as often. */
export function isReentrant({spec}: Plan, lock: number): boolean {
	const {service} = at(spec.locks, lock);
	return machineOf(service).isReentrant(service.options);
}

/** How often the client `me` holds a lock, as far as it knows. */
export function holdsOf({spec, name}: Plan, lock: number): string {
	return `${name('holds', at(spec.locks, lock).name)}[me]`;
}

/** The variable of that, where it counts. */
export function holdsKnown(plan: Plan, lock: number): readonly string[] {
	if (!isReentrant(plan, lock)) return [];
	return [
		variable(
			'byte',
			plan.name('holds', at(plan.spec.locks, lock).name),
			plan.locals.map((local) => at(local.locks, lock).holds),
			'how often it holds the lock, as far as it knows',
		),
	];
}

/** That the client `me` holds a lock no longer, as far as it knows. */
export function holdsNone(plan: Plan, lock: number): readonly Code[] {
	return isReentrant(plan, lock) ? [`${holdsOf(plan, lock)} = 0`] : [];
}

/** What a client does before it gives a lock back: with its last hold it believes no longer. */
export function givesBack(plan: Plan, lock: number): readonly Code[] {
	const believesNot = `${plan.name('disbelieve', at(plan.spec.locks, lock).name)}()`;
	if (!isReentrant(plan, lock)) return [believesNot];
	const holds = holdsOf(plan, lock);
	return [either(`${holds} > 1`, [`${holds}--`], [`${holds} = 0`, believesNot])];
}
