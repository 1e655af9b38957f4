import {endBeliefs} from './believe.js';
import {at, type ClientStep, clientName, clientSpec, report, withLocal} from './client-step.js';
import {changedClocks} from './clock.js';
import {senderIn} from './flight.js';
import {giveUps} from './give-up.js';
import {hearSessions, heartbeat} from './heartbeats.js';
import {isOneOwner, machineOf} from './lock/registry.js';
import {settleRound, take} from './network.js';
import {forget, withProgram} from './program.js';
import type {Duration, Instant} from './time.js';
import {hangUp} from './transaction.js';
import {resumeWork, stopWork} from './work.js';
import type {ClientLock} from './world.js';

/** The step in which the process stops, as in a GC pause. */
export function pause(step: ClientStep, until: Instant | null): ClientStep {
	return heartbeat(
		report(withLocal(stopWork(step), {process: 'paused', resumeAt: until}), {kind: 'paused', client: clientName(step)}),
	);
}

/** The step in which the machine of the client falls asleep: a pause in which its monotonic clock stands still. */
export function suspend(step: ClientStep, until: Instant | null): ClientStep {
	const asleep = withLocal(stopWork(step), {
		process: 'paused',
		resumeAt: until,
		...changedClocks(step.local, {asleep: true}, step.now),
	});
	return heartbeat(report(asleep, {kind: 'suspended', client: clientName(step)}));
}

/** The step in which the process goes on; timers and messages let the interrupted step go first. */
export function resume(step: ClientStep): ClientStep {
	return heartbeat(
		report(withLocal(resumeWork(awake(step)), {process: 'running', resumeAt: null, justResumed: true}), {
			kind: 'resumed',
			client: clientName(step),
		}),
	);
}

/** The step after the interrupted step: due timers run, then the messages that arrived meanwhile, in order. */
export function catchUp(step: ClientStep): ClientStep {
	if (!step.local.justResumed) return step;
	const {inbox} = step.local;
	const awake = settleRound(giveUps(endBeliefs(hearSessions(withLocal(step, {justResumed: false, inbox: []})))));
	return inbox.reduce((next, {reply, waiting, sender}) => take(next, reply, waiting, sender), awake);
}

/** The step in which the process is dead: what it knew is gone, what it has sent travels on. */
export function crash(step: ClientStep): ClientStep {
	const name = clientName(step);
	const dead = report(
		withLocal(step, {
			process: 'crashed',
			resumeAt: null,
			justResumed: false,
			inbox: [],
			owed: [],
			work: null,
			call: null,
			lateRounds: [],
		}),
		{
			kind: 'crashed',
			actor: name,
			client: name,
		},
	);
	const orphaned = withLocal(dead, {
		flight: dead.local.flight.map((message) => ({...message, waiting: 'nobody'})),
	});
	return withProgram(hangUp(heartbeat(forget(orphaned)), 'crashed'), {at: 0, awaiting: null, nextAt: null});
}

/** The step in which a new process of the client starts, its program from the beginning. To the services it is somebody else. */
export function restart(step: ClientStep): ClientStep {
	const name = clientName(step);
	const reborn = withLocal(estranged(awake(step)), {process: 'running', life: step.local.life + 1});
	const alive = withProgram(heartbeat(reborn), {
		ended: null,
		nextAt: clientSpec(step).startsAt === null ? null : step.now,
	});
	return report(alive, {kind: 'restarted', actor: name, client: name});
}

/** The step in which the services know the client's process as one of the past. */
function estranged(step: ClientStep): ClientStep {
	const {life, flight, wrote, sessions} = step.local;
	const locks = step.local.locks.map((known, lock): ClientLock => {
		const {service} = at(step.spec.locks, lock);
		const {lastGrantIssued, former} = known;
		if (isOneOwner(service)) {
			// Of one that stood in line its name stands there still; nobody of that name waits, until the new one asks.
			const line = machineOf(service).queue?.line(at(step.shared.locks, lock)) ?? [];
			const waits = lastGrantIssued !== null && line.indexOf(lastGrantIssued) > 0;
			return waits && former.length === 0 ? {...known, former: [{life, lastGrantIssued}]} : known;
		}
		return {
			...known,
			lastGrantIssued: null,
			former: lastGrantIssued === null ? former : [...former, {life, lastGrantIssued}],
		};
	});
	const standing = sessions.flatMap((session) => session?.standing ?? []);
	const sending = [...flight.map((message) => senderIn(message).life), ...standing.map(({route}) => route.life)];
	return withLocal(step, {locks, wrote: wrote.filter((each) => sending.includes(each.life))});
}

function awake(step: ClientStep): ClientStep {
	return step.local.clock.asleep ? withLocal(step, changedClocks(step.local, {asleep: false}, step.now)) : step;
}

/** The step in which both of the client's clocks run at another rate. */
export function setRate(step: ClientStep, rate: number): ClientStep {
	const paced = withLocal(step, changedClocks(step.local, {rate}, step.now));
	return report(paced, {kind: 'clock-stepped', actor: clientName(step), by: 0, rate});
}

/** The step in which the client's wall clock has stepped. */
export function stepClock(step: ClientStep, by: Duration): ClientStep {
	return report(withLocal(step, {wallOffset: step.local.wallOffset + by}), {
		kind: 'clock-stepped',
		actor: clientName(step),
		by,
	});
}
