import {isOver, withLock} from './believe.js';
import {at, type ClientStep} from './client-step.js';
import {monotonic} from './clock.js';
import {senderIn} from './flight.js';
import {machineOf} from './lock/registry.js';
import {contentOf} from './message.js';
import {send} from './network.js';
import {acquireRequest, renewRequest} from './operate.js';
import {plain} from './statement.js';

/** The step after the client has done by itself what is due: it renews what it believes in, and looks again at what it was denied. One that was missed in a pause is done once. */
export function runErrands(step: ClientStep): ClientStep {
	return step.local.locks.reduce(
		(next, {errand}, lock) => (errand !== null && isOver(next, errand.at) ? runErrand(next, lock) : next),
		step,
	);
}

function runErrand(step: ClientStep, lock: number): ClientStep {
	const {service} = at(step.spec.locks, lock);
	const {errand, deadline, sent} = at(step.local.locks, lock);
	const periods = machineOf(service).errands(service.options);
	const period = deadline === null ? periods?.look : periods?.renew;
	if (errand === null || period === undefined || period === null) return withLock(step, lock, {errand: null});
	const next = {...errand, at: monotonic(step.local, step.now) + period};
	const later = withLock(step, lock, {errand: next});
	// What is known to reach nobody is not sent, and one that is under way is waited for.
	if (step.local.cuts.includes('locks') || !step.shared.locksUp || isUnderWay(step, lock)) return later;
	const sending = withLock(later, lock, {sent: sent + 1});
	const request =
		deadline === null ? acquireRequest(sending, lock, errand.ttl) : renewRequest(sending, lock, errand.ttl);
	return send(sending, request, plain, 'nobody', 'nobody', true);
}

function isUnderWay({local}: ClientStep, lock: number): boolean {
	return local.flight.some((message) => {
		const content = contentOf(message);
		return senderIn(message).byItself === true && 'lock' in content && content.lock === lock;
	});
}
