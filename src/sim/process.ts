import {endBeliefs} from './believe.js';
import {type ClientStep, clientName, clientSpec, report, withLocal} from './client-step.js';
import {hearSessions, heartbeat, loseSessions} from './heartbeats.js';
import {settleRound, take} from './network.js';
import {forget, withProgram} from './program.js';
import type {Duration, Instant} from './time.js';

/** The step in which the process stops, as in a GC pause. */
export function pause(step: ClientStep, until: Instant | null): ClientStep {
	return heartbeat(
		report(withLocal(step, {process: 'paused', resumeAt: until}), {kind: 'paused', client: clientName(step)}),
	);
}

/** The step in which the process goes on; timers and messages let the interrupted step go first. */
export function resume(step: ClientStep): ClientStep {
	return heartbeat(
		report(withLocal(step, {process: 'running', resumeAt: null, justResumed: true}), {
			kind: 'resumed',
			client: clientName(step),
		}),
	);
}

/** The step after the interrupted step: due timers run, then the messages that arrived meanwhile, in order. */
export function catchUp(step: ClientStep): ClientStep {
	if (!step.local.justResumed) return step;
	const {inbox} = step.local;
	const awake = settleRound(hearSessions(endBeliefs(withLocal(step, {justResumed: false, inbox: []}))));
	return inbox.reduce((next, {reply, waiting}) => take(next, reply, waiting), awake);
}

/** The step in which the process is dead: what it knew is gone, what it has sent travels on. */
export function crash(step: ClientStep): ClientStep {
	const name = clientName(step);
	const dead = report(
		withLocal(step, {process: 'crashed', resumeAt: null, justResumed: false, inbox: [], call: null, lateRounds: []}),
		{
			kind: 'crashed',
			actor: name,
			client: name,
		},
	);
	const orphaned = withLocal(dead, {
		flight: dead.local.flight.map((message) => ({...message, waiting: 'nobody', orphan: true})),
	});
	return withProgram(loseSessions(heartbeat(forget(orphaned))), {at: 0, awaiting: null, nextAt: null});
}

/** The step in which a crashed process starts again, its program from the beginning. */
export function restart(step: ClientStep): ClientStep {
	const name = clientName(step);
	const alive = withProgram(withLocal(step, {process: 'running'}), {
		ended: null,
		nextAt: clientSpec(step).startsAt === null ? null : step.now,
	});
	return report(alive, {kind: 'restarted', actor: name, client: name});
}

/** The step in which the client's wall clock has stepped. */
export function stepClock(step: ClientStep, by: Duration): ClientStep {
	return report(withLocal(step, {wallOffset: step.local.wallOffset + by}), {
		kind: 'clock-stepped',
		actor: clientName(step),
		by,
	});
}
