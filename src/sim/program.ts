import {disbelieve} from './believe.js';
import {clientName, clientSpec, report, type Scene, withLocal} from './scene.js';
import type {Operation} from './statement.js';
import type {ClientLock, ProgramState} from './world.js';

/** The next step of the client's program, or null when there is none or it has ended. */
export function nextOperation(scene: Pick<Scene, 'spec' | 'client' | 'local'>): Operation | null {
	const {at: position, ended} = scene.local.program;
	return ended === null ? (scene.spec.clients[scene.client]?.program?.[position] ?? null) : null;
}

/** The scene after the program's present step has come out well: the next step is up, or the program is done. */
export function completeStep(scene: Scene): Scene {
	const position = scene.local.program.at + 1;
	const length = clientSpec(scene).program?.length ?? 0;
	const moved = withProgram(scene, {at: position, awaiting: null});
	return position >= length ? end(moved, 'ok') : awaken(moved);
}

/** The scene after the program's present step has failed: it ends, or with `retries` the client forgets and starts over. */
export function failStep(scene: Scene, because?: string): Scene {
	if (!clientSpec(scene).retries || because !== undefined)
		return end(withProgram(scene, {awaiting: null}), 'failed', because);
	return awaken(withProgram(forget(scene), {at: 0, awaiting: null}));
}

/** The scene after a denied acquire: the program stays at that step. */
export function blockStep(scene: Scene): Scene {
	return awaken(withProgram(scene, {awaiting: null}));
}

/** The scene in which the process has forgotten what it got and read. */
export function forget(scene: Scene): Scene {
	const sobered = scene.local.locks.reduce((next, _, lock) => disbelieve(next, lock), scene);
	const locks = sobered.local.locks.map((each): ClientLock => ({...each, token: null, value: null}));
	const memory = sobered.local.memory.map((store) => store.map(() => null));
	return withLocal(sobered, {locks, memory});
}

/** The scene with a change to the program's state. */
export function withProgram(scene: Scene, change: Partial<ProgramState>): Scene {
	return withLocal(scene, {program: {...scene.local.program, ...change}});
}

/** A step that fell due while the client waited for an answer falls due now. */
function awaken(scene: Scene): Scene {
	const selfRunning = clientSpec(scene).startsAt !== null;
	return selfRunning && scene.local.program.nextAt === null ? withProgram(scene, {nextAt: scene.now}) : scene;
}

function end(scene: Scene, ended: 'ok' | 'failed', because?: string): Scene {
	const stopped = withProgram(scene, {ended, nextAt: null});
	return report(stopped, {
		kind: 'done',
		client: clientName(scene),
		ok: ended === 'ok',
		...(because === undefined ? {} : {because}),
	});
}
