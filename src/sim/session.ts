import {believe, disbelieve, withLock} from './believe.js';
import {machineOf} from './lock/registry.js';
import {at, replaced, type Scene} from './scene.js';
import {forever} from './time.js';

/** The scene after every lock service has noticed whether this client's heartbeats arrive; a client that is cut off counts its own time from now. */
export function heartbeat(scene: Scene): Scene {
	const silent = scene.local.process !== 'running' || scene.local.cuts.includes('locks');
	return scene.spec.locks.reduce((next, {service}, lock) => {
		const machine = machineOf(service);
		const heard = machine.hear(at(next.shared.locks, lock), at(next.local.locks, lock).given, silent, next.now);
		const noticed = withLockState(next, lock, heard);
		if (!machine.forgetsClients || next.local.process !== 'running' || next.local.standsBack) return noticed;
		const {deadline} = at(next.local.locks, lock);
		if (silent) return deadline === forever ? believe(noticed, lock, next.now + service.ttl) : noticed;
		return deadline !== null && deadline !== forever && holds(noticed, lock)
			? believe(noticed, lock, forever)
			: noticed;
	}, scene);
}

/** The scene in which the client has heard from its sessions: a belief whose session is over ends. */
export function hearSessions(scene: Scene): Scene {
	if (scene.local.cuts.includes('locks')) return scene;
	return scene.spec.locks.reduce((next, {service}, lock) => {
		const over =
			machineOf(service).forgetsClients && at(next.local.locks, lock).deadline === forever && !holds(next, lock);
		return over ? disbelieve(next, lock) : next;
	}, scene);
}

/** The scene in which the services no longer know the process: it comes back as a stranger. */
export function loseSessions(scene: Scene): Scene {
	return scene.spec.locks.reduce((next, {service}, lock) => {
		const {given, former} = at(next.local.locks, lock);
		return machineOf(service).forgetsClients && given !== null
			? withLock(next, lock, {given: null, former: [...former, given]})
			: next;
	}, scene);
}

function withLockState(scene: Scene, lock: number, state: Scene['shared']['locks'][number]): Scene {
	return {...scene, shared: {...scene.shared, locks: replaced(scene.shared.locks, lock, state)}};
}

function holds({spec, shared, local}: Scene, lock: number): boolean {
	const holding = machineOf(at(spec.locks, lock).service).holding(at(shared.locks, lock));
	return holding !== null && holding.grant === at(local.locks, lock).got;
}
