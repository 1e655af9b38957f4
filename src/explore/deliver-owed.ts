import {at, replaced} from '../sim/client-step.js';
import {machineOf} from '../sim/lock/registry.js';
import type {Ticket} from '../sim/lock/state.js';
import {announce} from '../sim/network.js';
import type {Shared} from '../sim/world.js';
import {applyToParts} from './apply-to-parts.js';
import type {DeliverOwed, Next} from './engine/model.js';
import type {LocalPart, Setting, SharedPart} from './parts.js';

/** The answers that lock services owe to clients that have waited in line, or null where no service lets anybody wait. Does part by part what `payOwed` does to a world. */
export function worldDeliverOwed(setting: Setting): DeliverOwed<SharedPart, LocalPart> | null {
	const {spec} = setting;
	if (!spec.locks.some(({service}) => machineOf(service).hasLine)) return null;
	return {
		isDue: ({shared}) => spec.locks.some((_, lock) => owedBy(setting, shared, lock).length > 0),
		reach: (sort, local, shared) =>
			spec.locks.reduce((next, _, lock) => reach(setting, at(setting.standIns, sort), next, lock), {local, shared}),
		end: (part) => ({
			...part,
			shared: spec.locks.reduce((shared, _, lock) => withoutOwed(setting, shared, lock), part.shared),
		}),
	};
}

function owedBy({spec}: Setting, shared: Shared, lock: number) {
	return machineOf(at(spec.locks, lock).service).owed(at(shared.locks, lock)).owed;
}

function withoutOwed({spec}: Setting, shared: Shared, lock: number): Shared {
	const {state} = machineOf(at(spec.locks, lock).service).owed(at(shared.locks, lock));
	return {...shared, locks: replaced(shared.locks, lock, state)};
}

/** What is owed stays in the shared part until all have been reached, because the next client has to see it too. */
function reach(
	setting: Setting,
	client: number,
	{local, shared}: Next<SharedPart, LocalPart>,
	lock: number,
): Next<SharedPart, LocalPart> {
	let next: Next<SharedPart, LocalPart> = {local, shared};
	for (const owed of owedBy(setting, shared.shared, lock))
		if (stoodInLine(local, lock, owed.ticket))
			next = applyToParts({setting, client, ...next}, (step) => announce(step, lock, owed));
	return next;
}

function stoodInLine({locks}: LocalPart, lock: number, ticket: Ticket): boolean {
	const {lastGrantIssued, former} = at(locks, lock);
	return lastGrantIssued === ticket || former.includes(ticket);
}
