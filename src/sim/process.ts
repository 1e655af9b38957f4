import {endBeliefs} from './believe.js';
import {settleRound, take} from './network.js';
import {forget, withProgram} from './program.js';
import {clientName, clientSpec, report, type Scene, withLocal} from './scene.js';
import {hearSessions, heartbeat, loseSessions} from './session.js';
import type {Duration, Instant} from './time.js';

/** The scene in which the process stops, as in a GC pause. */
export function pause(scene: Scene, until: Instant | null): Scene {
	return heartbeat(
		report(withLocal(scene, {process: 'paused', resumeAt: until}), {kind: 'paused', client: clientName(scene)}),
	);
}

/** The scene in which the process goes on; timers and messages let the interrupted step go first. */
export function resume(scene: Scene): Scene {
	return heartbeat(
		report(withLocal(scene, {process: 'running', resumeAt: null, standsBack: true}), {
			kind: 'resumed',
			client: clientName(scene),
		}),
	);
}

/** The scene after the interrupted step: due timers run, then the messages that arrived meanwhile, in order. */
export function catchUp(scene: Scene): Scene {
	if (!scene.local.standsBack) return scene;
	const {inbox} = scene.local;
	const awake = settleRound(hearSessions(endBeliefs(withLocal(scene, {standsBack: false, inbox: []}))));
	return inbox.reduce((next, {reply, waiting}) => take(next, reply, waiting), awake);
}

/** The scene in which the process is dead: what it knew is gone, what it has sent travels on. */
export function crash(scene: Scene): Scene {
	const name = clientName(scene);
	const dead = report(
		withLocal(scene, {process: 'crashed', resumeAt: null, standsBack: false, inbox: [], call: null, lateRounds: []}),
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

/** The scene in which a crashed process starts again, its program from the beginning. */
export function restart(scene: Scene): Scene {
	const name = clientName(scene);
	const alive = withProgram(withLocal(scene, {process: 'running'}), {
		ended: null,
		nextAt: clientSpec(scene).startsAt === null ? null : scene.now,
	});
	return report(alive, {kind: 'restarted', actor: name, client: name});
}

/** The scene in which the client's wall clock has stepped. */
export function stepClock(scene: Scene, by: Duration): Scene {
	return report(withLocal(scene, {wallOffset: scene.local.wallOffset + by}), {
		kind: 'clock-stepped',
		actor: clientName(scene),
		by,
	});
}
