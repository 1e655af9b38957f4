import {isOver, withLock} from './believe.js';
import {at, type ClientStep, withLocal} from './client-step.js';
import {monotonic} from './clock.js';
import {senderIn} from './flight.js';
import {machineOf} from './lock/registry.js';
import {contentOf} from './message.js';
import {send} from './network.js';
import {acquireRequest, renewRequest} from './operate.js';
import {goesInRounds, openRound} from './round.js';
import {plain} from './statement.js';
import type {Duration} from './time.js';
import type {LateRound} from './world.js';

/** The step after the client has done by itself what is due: it renews what it believes in, and looks again at what it was denied. One that was missed in a pause is done once. */
export function runErrands(step: ClientStep): ClientStep {
	return step.local.locks.reduce(
		(next, {errand}, lock) => (errand !== null && isOver(next, errand.at) ? runErrand(next, lock) : next),
		step,
	);
}

function runErrand(step: ClientStep, lock: number): ClientStep {
	const {service} = at(step.spec.locks, lock);
	const {errand, deadline, sent, keep} = at(step.local.locks, lock);
	const periods = machineOf(service).errands(service.options);
	const period = periods === null ? keep : deadline === null ? periods.look : periods.renew;
	if (errand === null || period === null) return withLock(step, lock, {errand: null});
	const next = {...errand, at: monotonic(step.local, step.now) + period};
	const later = withLock(step, lock, {errand: next});
	// One that is under way is waited for.
	if (isUnderWay(step, lock)) return later;
	const sending = withLock(later, lock, {sent: sent + 1});
	if (goesInRounds(step, lock)) return renewAtNodes(sending, lock, errand.ttl);
	// A look that reaches nobody is nothing to tell; a renewal that is lost is.
	if (deadline === null && (step.local.cuts.includes('locks') || !step.shared.locksUp)) return later;
	const request =
		deadline === null ? acquireRequest(sending, lock, errand.ttl) : renewRequest(sending, lock, errand.ttl);
	return send(sending, request, plain, 'nobody', 'nobody', true);
}

/** A round over all nodes beside what the client does: its votes are counted as those of a round that nobody waits for any more. */
function renewAtNodes(step: ClientStep, lock: number, ttl: Duration): ClientStep {
	const {step: opened, round, requests} = openRound(step, lock, 'renew', ttl);
	const late: LateRound = {round: {...round, byItself: true}, left: requests.length, step: false};
	const counting = withLocal(opened, {lateRounds: [...opened.local.lateRounds, late]});
	return requests.reduce((next, request) => send(next, request, plain, 'nobody', 'nobody', true), counting);
}

function isUnderWay({local}: ClientStep, lock: number): boolean {
	return local.flight.some((message) => {
		const content = contentOf(message);
		return senderIn(message).byItself === true && 'lock' in content && content.lock === lock;
	});
}
