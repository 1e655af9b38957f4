import {believe, disbelieve, isOver} from './believe.js';
import {at, type ClientStep, withLocal, withShared} from './client-step.js';
import {monotonic} from './clock.js';
import {noticeLinks} from './links.js';
import {machineOf, ttlOf} from './lock/registry.js';
import {forever, plus} from './time.js';
import {noticeLink} from './transaction.js';
import {holdingNow} from './truth.js';

/**
 * The step after the lock services have noticed whether this client's heartbeats arrive, and the client whether they are answered.
 * A cut, an outage and a stopped process, of either of them, are the same silence to both.
 */
export function heartbeat(step: ClientStep): ClientStep {
	const noticing = noticeLinks(step);
	return noticing.spec.locks.some(({service}) => machineOf(service).keepsSessions) ? beat(noticing) : noticing;
}

function beat(step: ClientStep): ClientStep {
	const {process, cuts} = step.local;
	const answered =
		process === 'running' && !cuts.includes('locks') && step.shared.locksUp && step.shared.stall === null;
	const silence = answered ? null : (step.local.silence ?? {since: step.now, reading: monotonic(step.local, step.now)});
	const noticed = step.shared.locksUp ? hear(step, !answered) : step;
	const aware = silence === step.local.silence ? noticed : withLocal(noticed, {silence});
	return process !== 'running' || step.local.justResumed ? aware : answered ? trust(aware) : countDown(aware);
}

/** The step in which the link between the client and an endpoint is cut, or healed. */
export function setLink(step: ClientStep, endpoint: string, isCut: boolean): ClientStep {
	const rest = step.local.cuts.filter((each) => each !== endpoint);
	const linked = withLocal(step, {cuts: isCut ? [...rest, endpoint].sort() : rest});
	return hearSessions(heartbeat(noticeLink(linked, endpoint, isCut)));
}

/** The step in which the client has heard from its sessions: a belief whose session is over ends; in silence the client counts its own time. */
export function hearSessions(step: ClientStep): ClientStep {
	if (step.local.process !== 'running' || step.local.justResumed) return step;
	if (step.local.silence !== null) return countDown(step);
	return step.spec.locks.reduce((next, {service}, lock) => {
		const over = machineOf(service).keepsSessions && at(next.local.locks, lock).deadline !== null && !holds(next, lock);
		return over ? disbelieve(next, lock) : next;
	}, step);
}

/** What the client's monotonic clock reads when a belief that only a session bounds ends, if the client goes on hearing nothing; for ever while it is heard. */
export function sessionDeadline(step: ClientStep, lock: number, ttl: number): number {
	const {silence, clock} = step.local;
	const {service} = at(step.spec.locks, lock);
	if (silence === null || !machineOf(service).keepsDeadline(service.options)) return forever;
	const {since, reading} = silence;
	const heardAt = machineOf(service).heardAt(at(step.shared.locks, lock), since);
	return plus(reading - clock.rate * (since - heardAt), ttl);
}

function hear(step: ClientStep, silent: boolean): ClientStep {
	const locks = step.spec.locks.map(({service}, lock) =>
		machineOf(service).hear(at(step.shared.locks, lock), at(step.local.locks, lock).lastGrantIssued, silent, step.now),
	);
	return withShared(step, {locks});
}

/** Heartbeats are answered: a belief whose session lives has no end. */
function trust(step: ClientStep): ClientStep {
	return step.spec.locks.reduce((next, {service}, lock) => {
		const {deadline} = at(next.local.locks, lock);
		const lives = deadline !== null && deadline !== forever && machineOf(service).keepsSessions && holds(next, lock);
		return lives ? believe(next, lock, forever) : next;
	}, step);
}

function countDown(step: ClientStep): ClientStep {
	return step.spec.locks.reduce((next, {service}, lock) => {
		const {deadline, ttl} = at(next.local.locks, lock);
		if (!machineOf(service).keepsSessions || deadline !== forever) return next;
		const until = sessionDeadline(next, lock, ttl ?? ttlOf(service));
		return isOver(next, until) ? disbelieve(next, lock) : believe(next, lock, until);
	}, step);
}

function holds({spec, shared, local, now}: ClientStep, lock: number): boolean {
	const holding = holdingNow(spec, shared, lock, now);
	const {lastGrantIssued, lastGrantReceived} = at(local.locks, lock);
	return holding !== null && holding.owner === lastGrantIssued && holding.grant === lastGrantReceived;
}
