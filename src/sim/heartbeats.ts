import {believe, disbelieve, withLock} from './believe.js';
import {at, type ClientStep, replaced} from './client-step.js';
import {machineOf, ttlOf} from './lock/registry.js';
import {forever} from './time.js';

/** The step after every lock service has noticed whether this client's heartbeats arrive; a client that is cut off counts its own time from now. */
export function heartbeat(step: ClientStep): ClientStep {
	const silent = step.local.process !== 'running' || step.local.cuts.includes('locks');
	return step.spec.locks.reduce((next, {service}, lock) => {
		const machine = machineOf(service);
		const heard = machine.hear(
			at(next.shared.locks, lock),
			at(next.local.locks, lock).lastGrantIssued,
			silent,
			next.now,
		);
		const noticed = withLockState(next, lock, heard);
		if (!machine.forgetsClients || next.local.process !== 'running' || next.local.justResumed) return noticed;
		const {deadline} = at(next.local.locks, lock);
		if (silent) return deadline === forever ? believe(noticed, lock, next.now + ttlOf(service)) : noticed;
		return deadline !== null && deadline !== forever && holds(noticed, lock)
			? believe(noticed, lock, forever)
			: noticed;
	}, step);
}

/** The step in which the client has heard from its sessions: a belief whose session is over ends. */
export function hearSessions(step: ClientStep): ClientStep {
	if (step.local.cuts.includes('locks')) return step;
	return step.spec.locks.reduce((next, {service}, lock) => {
		const over =
			machineOf(service).forgetsClients && at(next.local.locks, lock).deadline === forever && !holds(next, lock);
		return over ? disbelieve(next, lock) : next;
	}, step);
}

/** The step in which the services no longer know the process: it comes back as a stranger. */
export function loseSessions(step: ClientStep): ClientStep {
	return step.spec.locks.reduce((next, {service}, lock) => {
		const {lastGrantIssued, former} = at(next.local.locks, lock);
		return machineOf(service).forgetsClients && lastGrantIssued !== null
			? withLock(next, lock, {lastGrantIssued: null, former: [...former, lastGrantIssued]})
			: next;
	}, step);
}

function withLockState(step: ClientStep, lock: number, state: ClientStep['shared']['locks'][number]): ClientStep {
	return {...step, shared: {...step.shared, locks: replaced(step.shared.locks, lock, state)}};
}

function holds({spec, shared, local}: ClientStep, lock: number): boolean {
	const holding = machineOf(at(spec.locks, lock).service).holding(at(shared.locks, lock));
	return holding !== null && holding.grant === at(local.locks, lock).lastGrantReceived;
}
