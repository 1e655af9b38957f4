import {endBeliefs} from '../sim/believe.js';
import {at} from '../sim/client-step.js';
import {machineOf} from '../sim/lock/registry.js';
import type {Report} from '../sim/report.js';
import {goesByAge} from '../sim/store/serve.js';
import {idleTimeoutOf} from '../sim/store/transactional.js';
import {type Duration, forever} from '../sim/time.js';
import {dueAt, isRunning} from '../sim/truth.js';
import type {Local, Shared, World} from '../sim/world.js';
import {applyToParts} from './apply-to-parts.js';
import {judged, rebaseAudit} from './audit-part.js';
import {bareShared} from './bare.js';
import {canonical, prospectOf} from './canonical.js';
import type {Clock, Next, PartsClock} from './engine/model.js';
import {laterClock, timeToAsked} from './later-clock.js';
import type {LocalPart, Setting, SharedPart} from './parts.js';
import {passApart} from './pass-apart.js';
import {passWhole} from './pass-whole.js';
import {rebaseLocal, rebaseShared} from './rebase.js';

/** How time passes in a world that starts with these clients and this lock service. */
export function worldClock(
	setting: Setting,
	{shared: {stall}, locals}: Pick<World, 'shared' | 'locals'>,
): Clock<SharedPart, LocalPart> {
	return stall === null && goesByParts(setting, locals)
		? partsClock(setting)
		: {
				kind: 'whole',
				pass: (shared, parts) => passWhole(setting, shared, parts),
				apart: stall === null ? passApart(setting) : null,
			};
}

/** Only leases, beliefs and moments that are asked about fall due: no message arrives by itself, and nobody catches up after a pause. */
function goesByParts({spec}: Setting, locals: readonly Local[]): boolean {
	const planned = spec.clients.flatMap(({program}) => program ?? []);
	const delays = planned.some(
		(operation) => 'message' in operation && (operation.message.delayed ?? operation.message.replyDelayed ?? 0) > 0,
	);
	const ownTimes =
		spec.faults.suspend + spec.faults.rate > 0 || locals.some(({clock}) => clock.rate !== 1 || clock.asleep);
	const impatient =
		planned.some((operation) => operation.kind === 'acquire' && operation.within !== undefined) ||
		locals.some(({locks}) => locks.some(({givesUpAt}) => givesUpAt !== null));
	const goesOn =
		planned.some(({kind}) => kind === 'works' || kind === 'keeps') ||
		locals.some(({work, locks}) => work !== null || locks.some(({keep}) => keep !== null));
	const pauses = spec.faults.pause > 0 || locals.some(({process, justResumed}) => process === 'paused' || justResumed);
	const pending = locals.some(({flight}) =>
		flight.some((message) => message.due !== null || message.kind === 'reply' || message.route.delayed > 0),
	);
	return (
		spec.latency === 0 &&
		!pauses &&
		!ownTimes &&
		!impatient &&
		!goesOn &&
		!delays &&
		!pending &&
		!spec.stores.some(goesByAge) &&
		!spec.stores.some((store) => idleTimeoutOf(store) < forever) &&
		spec.locks.every(({service}) => {
			const machine = machineOf(service);
			return machine.onlyLapses(service.options) && !machine.goesByClientClocks(service.options);
		})
	);
}

/** Does part by part what `passTo` does to such a world, in the same order: leases end, then beliefs. */
function partsClock(setting: Setting): PartsClock<SharedPart, LocalPart> {
	return {
		kind: 'parts',
		sharedDue: ({shared, now}) =>
			earliest([timeToAsked(setting, now), ...shared.locks.map((_, lock) => dueAt(setting.spec, shared, lock, 0))]),
		localDue: ({process, locks}) => (process === 'running' ? earliest(locks.map(({deadline}) => deadline)) : null),
		passShared: (shared, time) => passShared(setting, shared, time),
		passLocal: (sort, local, shared, time) => passLocal(setting, sort, local, shared, time),
		alone: !setting.footprint.subjects.has('disbelieved'),
	};
}

function earliest(moments: readonly (number | null)[]): number | null {
	const known = moments.filter((moment) => moment !== null).filter((moment) => moment < forever);
	// What a clock that stepped has made overdue falls due now.
	return known.length === 0 ? null : Math.max(0, Math.min(...known));
}

function passShared(setting: Setting, part: SharedPart, time: Duration): SharedPart {
	const {spec, nodesAreAlike} = setting;
	const {shared, reports} = expire(setting, rebaseShared(spec, part.shared, time));
	return {
		...part,
		shared: canonical(spec, bareShared(setting, shared), nodesAreAlike, prospectOf(setting, part)),
		audit: judged(rebaseAudit(part.audit, time), reports, setting.footprint),
		now: laterClock(setting, part.now, time),
	};
}

function expire({spec}: Setting, shared: Shared): {readonly shared: Shared; readonly reports: readonly Report[]} {
	const lapsed = spec.locks.map(({service, name}, lock) =>
		isRunning(spec, shared, lock)
			? machineOf(service).expire(service.options, at(shared.locks, lock), name, 0)
			: {state: at(shared.locks, lock), reports: []},
	);
	return {shared: {...shared, locks: lapsed.map(({state}) => state)}, reports: lapsed.flatMap(({reports}) => reports)};
}

function passLocal(
	setting: Setting,
	sort: number,
	local: LocalPart,
	shared: SharedPart,
	time: Duration,
): Next<SharedPart, LocalPart> {
	const place = {setting, client: at(setting.standIns, sort), local: rebaseLocal(local, time, setting.longest), shared};
	return local.process === 'running' ? applyToParts(place, endBeliefs) : place;
}
