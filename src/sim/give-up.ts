import {isOver, withLock} from './believe.js';
import {conclude} from './call.js';
import {at, type ClientStep, clientName, clientSpec, report, withLocal} from './client-step.js';
import {machineOf} from './lock/registry.js';
import {contentOf, type Reply, type Request} from './message.js';
import {blockStep} from './program.js';
import {withLockReports} from './serve.js';
import {holdingsNow, isRunning} from './truth.js';
import type {LateRound} from './world.js';

/**
 * The step in which the client waits no longer: out of a line it goes, if it reaches the service; an answer that is not in makes the outcome unknown.
 * A step of its program counts as denied.
 */
export function giveUps(step: ClientStep): ClientStep {
	return step.local.locks.reduce(
		(next, {givesUpAt}, lock) => (givesUpAt !== null && isOver(next, givesUpAt) ? giveUp(next, lock) : next),
		step,
	);
}

function giveUp(step: ClientStep, lock: number): ClientStep {
	const {spec, shared} = step;
	const {name, service} = at(spec.locks, lock);
	const machine = machineOf(service);
	const {lastGrantIssued, token, value, sent, errand, deadline} = at(step.local.locks, lock);
	const isCandidate = errand !== null && deadline === null;
	const impatient = withLock(step, lock, {givesUpAt: null, ...(isCandidate ? {errand: null} : {})});
	if (isCandidate && step.local.call === null && step.local.program.awaiting === null)
		return report(impatient, {kind: 'denied', client: clientName(step), lock: name, reason: 'gave-up'});
	const state = at(shared.locks, lock);
	const stands = lastGrantIssued !== null && machine.queue?.line(state).includes(lastGrantIssued) === true;
	const isReached = isRunning(spec, shared, lock) && !step.local.cuts.includes('locks');
	const held = holdingsNow(spec, shared, lock, step.now).some(({owner}) => owner === lastGrantIssued);
	if (!stands || held || !isReached) return withoutAnswer(impatient, lock);
	const left = machine.answer(
		service.options,
		state,
		{kind: 'release', lock, token, value, seen: null},
		{
			client: clientName(step),
			lock: name,
			index: lock,
			lastGrantIssued,
			pool: clientSpec(step).pool,
			now: step.now,
			late: 'nobody',
		},
	);
	const gone = withLock(withLockReports(impatient, lock, left.state, left.reports), lock, {
		lastGrantIssued: left.lastGrantIssued,
		past: sent,
	});
	const denied = report(gone, {kind: 'denied', client: clientName(step), lock: name, reason: 'gave-up'});
	return withoutAnswer(denied, lock);
}

/** The step in which nobody waits any more for the answer to an acquire; its outcome is unknown where it was not yet. */
function withoutAnswer(step: ClientStep, lock: number): ClientStep {
	const {call, program, flight} = step.local;
	const isOfLock = (content: Request | Reply): boolean => 'lock' in content && content.lock === lock;
	const unheeded = withLocal(step, {
		flight: flight.map((message) => (isOfLock(contentOf(message)) ? {...message, waiting: 'nobody'} : message)),
	});
	const present = clientSpec(step).program?.[program.at];
	const isStep = present?.kind === 'acquire' && at(step.spec.locks, lock).name === present.lock;
	const isCalled =
		call?.round == null
			? flight.some((message) => message.waiting === 'call' && isOfLock(contentOf(message)))
			: call.round.lock === lock;
	if (call !== null && isCalled) {
		const {round} = call;
		// Only silent nodes are left, and the client gives them up in a time of its own.
		if (round !== null && call.left + round.late === 0) return step;
		const late: readonly LateRound[] =
			round === null ? [] : [{round: {...round, due: null, late: 0}, left: call.left + round.late, step: false}];
		const free = withLocal(unheeded, {call: null, lateRounds: [...step.local.lateRounds, ...late]});
		const told = conclude(free, {what: call.what, step: false, answers: [{store: null, outcome: 'unknown'}]});
		return call.step ? blockStep(told) : told;
	}
	return isStep && program.awaiting !== null ? blockStep(unheeded) : unheeded;
}
