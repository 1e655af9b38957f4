import {believe, disbelieve, withLock} from './believe.js';
import {driftOf, quorum} from './lock/redlock.js';
import type {RedlockState} from './lock/state.js';
import type {NodeRequest, Request} from './message.js';
import {at, clientName, replaced, report, type Scene} from './scene.js';
import type {RedlockService} from './statement.js';
import type {Duration} from './time.js';
import type {Answer, Round} from './world.js';

/** The operations that are a round over all nodes. */
export type RoundVerb = 'acquire' | 'renew' | 'release' | 'ask';

/** The redlock that a lock is, with its state; or null when it is a lock of another kind. */
export function redlockOf(
	{spec, shared}: Pick<Scene, 'spec' | 'shared'>,
	lock: number,
): {readonly service: RedlockService; readonly state: RedlockState} | null {
	const {service} = at(spec.locks, lock);
	const state = at(shared.locks, lock);
	return service.kind === 'redlock' && state.kind === 'redlock' ? {service, state} : null;
}

/** The scene in which a client opens a round over all nodes: an acquire draws a new random value. */
export function openRound(
	scene: Scene,
	lock: number,
	verb: RoundVerb,
	ttl: Duration,
): {readonly scene: Scene; readonly round: Round; readonly requests: readonly Request[]} {
	const redlock = redlockOf(scene, lock);
	if (redlock === null) throw new Error(`lock ${lock} is no redlock`);
	const {state} = redlock;
	const {value: known, given} = at(scene.local.locks, lock);
	const fresh = verb === 'acquire';
	const value = fresh ? state.values + 1 : known;
	const drawn: Scene = fresh
		? withLock(withState(scene, lock, {...state, values: state.values + 1}), lock, {given: value})
		: scene;
	const round: Round = {
		lock,
		value,
		before: given,
		ttl,
		startedAt: scene.now,
		startedWall: scene.now + scene.local.wallOffset,
		verb,
		votes: 0,
		late: 0,
		silent: 0,
		due: null,
	};
	const requests = state.nodes.map(
		(_, node): NodeRequest => ({kind: 'node', lock, node, does: deedOf(verb), value, ttl}),
	);
	return {scene: drawn, round, requests};
}

/** The scene after a client has counted the votes of its round, what the operation came to, and the requests that clean up after a failure. */
export function closeRound(
	scene: Scene,
	round: Round,
): {readonly scene: Scene; readonly outcome: Answer['outcome']; readonly cleanup: readonly Request[]} {
	const redlock = redlockOf(scene, round.lock);
	if (redlock === null) throw new Error(`lock ${round.lock} is no redlock`);
	const {service, state} = redlock;
	const client = clientName(scene);
	const {name: lock} = at(scene.spec.locks, round.lock);
	const elapsed = scene.now + scene.local.wallOffset - round.startedWall;
	const validity = round.ttl - elapsed - driftOf(service, round.ttl);
	const won = round.votes >= quorum(service);
	const inTime = !service.elapsedCheck || validity > 0;
	const ends = round.startedAt + round.ttl - driftOf(service, round.ttl);
	switch (round.verb) {
		case 'acquire': {
			if (!won || !inTime) {
				const known = withLock(scene, round.lock, {given: round.before});
				const denied = report(known, {kind: 'denied', client, lock, reason: won ? 'too-late' : 'no-quorum'});
				const cleanup = state.nodes.map(
					(_, node): NodeRequest => ({
						kind: 'node',
						lock: round.lock,
						node,
						does: 'delete',
						value: round.value,
						ttl: 0,
					}),
				);
				return {scene: denied, outcome: 'denied', cleanup};
			}
			const grant = state.grants + 1;
			const counted = withState(scene, round.lock, {
				...state,
				grants: grant,
				counted: [...state.counted, {value: round.value ?? 0, grant}],
			});
			const known = withLock(counted, round.lock, {value: round.value, got: grant, token: null});
			const granted = report(known, {kind: 'granted', client, lock, token: null, expiresAt: ends}, {grant});
			return {scene: believe(granted, round.lock, scene.now + validity), outcome: 'granted', cleanup: []};
		}
		case 'renew': {
			if (won && inTime) {
				const extended = report(
					scene,
					{kind: 'renewed', client, lock, token: null, expiresAt: ends},
					{grant: at(scene.local.locks, round.lock).got},
				);
				return {scene: believe(extended, round.lock, scene.now + validity), outcome: 'granted', cleanup: []};
			}
			const denied = report(scene, {kind: 'renew-denied', client, lock, reason: won ? 'too-late' : 'no-quorum'});
			return {scene: disbelieve(denied, round.lock), outcome: 'denied', cleanup: []};
		}
		case 'release': {
			const ghost = {grant: at(scene.local.locks, round.lock).got};
			const freed = withState(scene, round.lock, {
				...state,
				counted: state.counted.filter(({value}) => value !== round.value),
			});
			if (won)
				return {
					scene: report(freed, {kind: 'released', client, lock, token: null}, ghost),
					outcome: 'granted',
					cleanup: [],
				};
			return {
				scene: report(freed, {kind: 'release-denied', client, lock, reason: 'not-holder'}, ghost),
				outcome: 'denied',
				cleanup: [],
			};
		}
		case 'ask': {
			const asked = report(scene, {kind: 'asked', client, lock, ok: won});
			return {scene: won ? asked : disbelieve(asked, round.lock), outcome: won ? 'granted' : 'denied', cleanup: []};
		}
	}
}

function deedOf(verb: RoundVerb): NodeRequest['does'] {
	switch (verb) {
		case 'acquire':
			return 'set';
		case 'renew':
			return 'extend';
		case 'release':
			return 'delete';
		case 'ask':
			return 'get';
	}
}

function withState(scene: Scene, lock: number, state: RedlockState): Scene {
	return {...scene, shared: {...scene.shared, locks: replaced(scene.shared.locks, lock, state)}};
}
