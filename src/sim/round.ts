import {believe, disbelieve, withLock} from './believe.js';
import {at, type ClientStep, clientName, replaced, report} from './client-step.js';
import {driftOf, quorum} from './lock/redlock.js';
import type {RedlockState} from './lock/state.js';
import type {NodeRequest, Request} from './message.js';
import type {RedlockService} from './statement.js';
import type {Duration} from './time.js';
import type {Answer, Round} from './world.js';

/** The operations that are a round over all nodes. */
export type RoundVerb = 'acquire' | 'renew' | 'release' | 'ask';

/** The redlock that a lock is, with its state; or null when it is a lock of another kind. */
export function redlockOf(
	{spec, shared}: Pick<ClientStep, 'spec' | 'shared'>,
	lock: number,
): {readonly service: RedlockService; readonly state: RedlockState} | null {
	const {service} = at(spec.locks, lock);
	const state = at(shared.locks, lock);
	return service.kind === 'redlock' && state.kind === 'redlock' ? {service, state} : null;
}

/** The step in which a client opens a round over all nodes: an acquire draws a new random value. */
export function openRound(
	step: ClientStep,
	lock: number,
	verb: RoundVerb,
	ttl: Duration,
): {readonly step: ClientStep; readonly round: Round; readonly requests: readonly Request[]} {
	const redlock = redlockOf(step, lock);
	if (redlock === null) throw new Error(`lock ${lock} is no redlock`);
	const {state} = redlock;
	const {value: known, lastGrantIssued} = at(step.local.locks, lock);
	const fresh = verb === 'acquire';
	const value = fresh ? state.values + 1 : known;
	const drawn: ClientStep = fresh
		? withLock(withState(step, lock, {...state, values: state.values + 1}), lock, {lastGrantIssued: value})
		: step;
	const round: Round = {
		lock,
		value,
		before: lastGrantIssued,
		ttl,
		startedAt: step.now,
		startedWall: step.now + step.local.wallOffset,
		verb,
		votes: 0,
		late: 0,
		silent: 0,
		due: null,
	};
	const requests = state.nodes.map(
		(_, node): NodeRequest => ({kind: 'node', lock, node, does: deedOf(verb), value, ttl}),
	);
	return {step: drawn, round, requests};
}

/** The step after a client has counted the votes of its round, what the operation came to, and the requests that clean up after a failure. */
export function closeRound(
	step: ClientStep,
	round: Round,
): {readonly step: ClientStep; readonly outcome: Answer['outcome']; readonly cleanup: readonly Request[]} {
	const redlock = redlockOf(step, round.lock);
	if (redlock === null) throw new Error(`lock ${round.lock} is no redlock`);
	const {service, state} = redlock;
	const client = clientName(step);
	const {name: lock} = at(step.spec.locks, round.lock);
	const elapsed = step.now + step.local.wallOffset - round.startedWall;
	const validity = round.ttl - elapsed - driftOf(service, round.ttl);
	const won = round.votes >= quorum(service);
	const inTime = !service.elapsedCheck || validity > 0;
	const ends = round.startedAt + round.ttl - driftOf(service, round.ttl);
	switch (round.verb) {
		case 'acquire': {
			if (!won || !inTime) {
				const known = withLock(step, round.lock, {lastGrantIssued: round.before});
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
				return {step: denied, outcome: 'denied', cleanup};
			}
			const grant = state.grants + 1;
			const counted = withState(step, round.lock, {
				...state,
				grants: grant,
				counted: [...state.counted, {value: round.value ?? 0, grant}],
			});
			const known = withLock(counted, round.lock, {value: round.value, lastGrantReceived: grant, token: null});
			const granted = report(known, {kind: 'granted', client, lock, token: null, expiresAt: ends}, {grant});
			return {step: believe(granted, round.lock, step.now + validity), outcome: 'granted', cleanup: []};
		}
		case 'renew': {
			if (won && inTime) {
				const extended = report(
					step,
					{kind: 'renewed', client, lock, token: null, expiresAt: ends},
					{grant: at(step.local.locks, round.lock).lastGrantReceived},
				);
				return {step: believe(extended, round.lock, step.now + validity), outcome: 'granted', cleanup: []};
			}
			const denied = report(step, {kind: 'renew-denied', client, lock, reason: won ? 'too-late' : 'no-quorum'});
			return {step: disbelieve(denied, round.lock), outcome: 'denied', cleanup: []};
		}
		case 'release': {
			const auditOnly = {grant: at(step.local.locks, round.lock).lastGrantReceived};
			const freed = withState(step, round.lock, {
				...state,
				counted: state.counted.filter(({value}) => value !== round.value),
			});
			if (won)
				return {
					step: report(freed, {kind: 'released', client, lock, token: null}, auditOnly),
					outcome: 'granted',
					cleanup: [],
				};
			return {
				step: report(freed, {kind: 'release-denied', client, lock, reason: 'not-holder'}, auditOnly),
				outcome: 'denied',
				cleanup: [],
			};
		}
		case 'ask': {
			const asked = report(step, {kind: 'asked', client, lock, ok: won});
			return {step: won ? asked : disbelieve(asked, round.lock), outcome: won ? 'granted' : 'denied', cleanup: []};
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

function withState(step: ClientStep, lock: number, state: RedlockState): ClientStep {
	return {...step, shared: {...step.shared, locks: replaced(step.shared.locks, lock, state)}};
}
