import {at, clientName, replaced, report, type Scene, withLocal} from './scene.js';
import {forever, type Instant} from './time.js';
import type {ClientLock} from './world.js';

/** The scene in which the client believes in a lock until a deadline; unchanged when that is what it believes. */
export function believe(scene: Scene, lock: number, until: Instant): Scene {
	if (at(scene.local.locks, lock).deadline === until) return scene;
	const believed = withLock(scene, lock, {deadline: until});
	return report(believed, {
		kind: 'believed',
		client: clientName(scene),
		lock: at(scene.spec.locks, lock).name,
		until: until === forever ? null : until,
	});
}

/** The scene in which the client no longer believes in a lock; unchanged when it did not. */
export function disbelieve(scene: Scene, lock: number): Scene {
	if (at(scene.local.locks, lock).deadline === null) return scene;
	const sobered = withLock(scene, lock, {deadline: null});
	return report(sobered, {kind: 'disbelieved', client: clientName(scene), lock: at(scene.spec.locks, lock).name});
}

/** The scene in which every belief that is past its deadline has ended. */
export function endBeliefs(scene: Scene): Scene {
	return scene.local.locks.reduce(
		(next, {deadline}, lock) => (deadline !== null && deadline <= scene.now ? disbelieve(next, lock) : next),
		scene,
	);
}

/** The scene with a change to what the client knows of one lock. */
export function withLock(scene: Scene, lock: number, change: Partial<ClientLock>): Scene {
	return withLocal(scene, {locks: replaced(scene.local.locks, lock, {...at(scene.local.locks, lock), ...change})});
}
