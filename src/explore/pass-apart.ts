import {at, type ClientStep} from '../sim/client-step.js';
import {machineOf} from '../sim/lock/registry.js';
import {nextDeadlineOf, passAlone} from '../sim/pass.js';
import {forever} from '../sim/time.js';
import type {Shared} from '../sim/world.js';
import {areToldLater} from './deliver-owed.js';
import type {Apart} from './engine/model.js';
import {distinctNumbers} from './numbering.js';
import type {LocalPart, Setting, SharedPart} from './parts.js';
import {localAfter, passBy, timeToNext} from './pass-whole.js';

/**
 * What time does to parts that have nothing to do with each other meanwhile, by the rules of `passTo`. Null where a lock draws random values, which it forgets once no client
 * knows them, or goes by the clock of whoever asks.
 */
export function passApart(setting: Setting): Apart<SharedPart, LocalPart> | null {
	const {spec, standIns, numbering, footprint} = setting;
	const areMixed = spec.locks.some(({service}) => {
		const machine = machineOf(service);
		return machine.rounds !== null || machine.goesByClientClocks(service.options);
	});
	if (areMixed) return null;
	const nobody: Setting = {...setting, spec: {...spec, clients: []}, order: []};
	const sharedDue = (part: SharedPart) => timeToNext(nobody, part, []);
	// What falls due at a service is told to clients at once.
	const isTold = areToldLater(setting);
	return {
		sharedDue,
		localDue: (local) => {
			const deadline = local.justResumed ? 1 : nextDeadlineOf({spec, now: 0}, 0, local);
			return deadline === forever ? null : deadline;
		},
		passShared: (part, time) => (isTold && sharedDue(part) === time ? null : passBy(nobody, part, [], time).shared),
		passLocal: (sort, local, time) => {
			const {locals, next} = distinctNumbers(numbering, [local], 0);
			const step = {
				spec,
				client: at(standIns, sort),
				now: 0,
				local: at(locals, 0),
				heard: footprint.subjects,
				reports: [],
			};
			const passed = withoutLooking((shared) => passAlone({...step, shared}, time));
			return passed === null || passed.reports.length > 0 ? null : localAfter(setting, passed.local, next, time);
		},
	};
}

/** A step made without a look at what the clients share, which it leaves as it is; null where it cannot be. */
function withoutLooking(make: (unseen: Shared) => ClientStep): ClientStep | null {
	try {
		return make(unseen);
	} catch (error) {
		if (error instanceof Looked) return null;
		throw error;
	}
}

class Looked extends Error {}

function look(): never {
	throw new Looked();
}

/** What clients share, for somebody who must not look at it. */
const unseen: Shared = {
	get locks() {
		return look();
	},
	get stores() {
		return look();
	},
	get locksUp() {
		return look();
	},
	get stall() {
		return look();
	},
	get nextMessage() {
		return look();
	},
};
