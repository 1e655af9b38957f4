import {at, type ClientStep, clientName, replaced, report, withLocal} from './client-step.js';
import {momentOf} from './clock.js';
import {forever} from './time.js';
import type {ClientLock} from './world.js';

/** The step in which the client believes in a lock until its monotonic clock reads `until`; unchanged when that is what it believes. */
export function believe(step: ClientStep, lock: number, until: number): ClientStep {
	if (at(step.local.locks, lock).deadline === until) return step;
	const believed = withLock(step, lock, {deadline: until});
	const {token, lastGrantReceived} = at(step.local.locks, lock);
	return report(
		believed,
		{
			kind: 'believed',
			client: clientName(step),
			lock: at(step.spec.locks, lock).name,
			until: until === forever ? null : momentOf(step.local, until, step.now),
		},
		{grant: lastGrantReceived, token},
	);
}

/** The step in which the client no longer believes in a lock, and in which no answer to what it has sent so far brings that belief back. */
export function disbelieve(step: ClientStep, lock: number): ClientStep {
	const {deadline, sent, past} = at(step.local.locks, lock);
	const parted = past === sent ? step : withLock(step, lock, {past: sent});
	if (deadline === null) return parted;
	const sobered = withLock(parted, lock, {deadline: null, holds: 0, errand: null, keep: null});
	return report(sobered, {kind: 'disbelieved', client: clientName(step), lock: at(step.spec.locks, lock).name});
}

/** The step in which every belief that is past its deadline has ended. */
export function endBeliefs(step: ClientStep): ClientStep {
	return step.local.locks.reduce(
		(next, {deadline}, lock) => (deadline !== null && isOver(step, deadline) ? disbelieve(next, lock) : next),
		step,
	);
}

/** Whether the client's monotonic clock has come to a reading. */
export function isOver({local, now}: Pick<ClientStep, 'local' | 'now'>, reading: number): boolean {
	return momentOf(local, reading, now) <= now;
}

/** The step with a change to what the client knows of one lock. */
export function withLock(step: ClientStep, lock: number, change: Partial<ClientLock>): ClientStep {
	const known = Object.assign(copyOfLock(at(step.local.locks, lock)), change);
	return withLocal(step, {locks: replaced(step.local.locks, lock, known)});
}

/** Written out for the same reason as the copy of a client's part. */
function copyOfLock(known: ClientLock): ClientLock {
	return {
		token: known.token,
		value: known.value,
		deadline: known.deadline,
		lastGrantReceived: known.lastGrantReceived,
		lastGrantIssued: known.lastGrantIssued,
		former: known.former,
		holds: known.holds,
		sent: known.sent,
		past: known.past,
		over: known.over,
		ttl: known.ttl,
		errand: known.errand,
		keep: known.keep,
		watched: known.watched,
		givesUpAt: known.givesUpAt,
	};
}
