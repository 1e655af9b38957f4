import {at, type ClientStep, clientName, report, withLocal} from './client-step.js';
import {machineOf} from './lock/registry.js';
import type {Owed} from './lock/state.js';
import type {Reply, ReplyRoute} from './message.js';
import {respond} from './network.js';
import {forever} from './time.js';
import {holdingsNow} from './truth.js';
import type {Untold} from './world.js';

/** The step after a lock service has made up its mind about a client that waited. While it cannot be told, the service owes it the answer. */
export function announce(step: ClientStep, lock: number, {ticket, grant, token, ttl, waiting}: Owed): ClientStep {
	const {name} = at(step.spec.locks, lock);
	const granted: ClientStep =
		grant === null
			? step
			: report(step, {kind: 'granted', client: clientName(step), lock: name, token, expiresAt: null}, {grant});
	const untold: Untold = {lock, ticket, grant, token, ttl, waiting};
	const isReached = !step.local.cuts.includes('locks');
	return isReached ? tell(granted, untold) : withLocal(granted, {owed: [...step.local.owed, untold]});
}

/** The step after the lock services have told a client that they reach again what they owe to it: a grant if its session still lives or nobody looks, else that its place is lost. */
export function tellOwed(step: ClientStep): ClientStep {
	const {owed, cuts} = step.local;
	if (owed.length === 0 || cuts.includes('locks') || !step.shared.locksUp || step.shared.stall !== null) return step;
	return owed.reduce(
		(next, untold) => tell(next, isStillGiven(next, untold) ? untold : {...untold, grant: null}),
		withLocal(step, {owed: []}),
	);
}

/** Whether one who waited, and is told only now, takes the grant: its session still has it, or it does not look. Source: etcd #11456. */
function isStillGiven({spec, shared, now}: ClientStep, {lock, grant}: Untold): boolean {
	const {service} = at(spec.locks, lock);
	return (
		!machineOf(service).looksFirst(service.options) ||
		holdingsNow(spec, shared, lock, now).some((holding) => holding.grant === grant)
	);
}

function tell(step: ClientStep, {lock, ticket, grant, token, ttl, waiting}: Untold): ClientStep {
	const {lastGrantIssued, former, sent} = at(step.local.locks, lock);
	// The process that stood in line may have died; its place stays until its session ends.
	const dead = former.find((each) => each.lastGrantIssued === ticket)?.life;
	const life = dead ?? (lastGrantIssued === ticket ? step.local.life : step.local.life - 1);
	const route: ReplyRoute = {delayed: 0, lost: false, life, operation: sent};
	const reply: Reply =
		grant === null
			? {kind: 'denied', lock, reason: 'not-holder'}
			: {kind: 'granted', lock, token, grant, deadline: forever, ttl, again: false};
	return respond(step, reply, route, waiting, waiting);
}
