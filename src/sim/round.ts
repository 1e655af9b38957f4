import {believe, disbelieve, withLock} from './believe.js';
import {asHolder} from './call.js';
import {at, type ClientStep, clientName, replaced, report, withShared} from './client-step.js';
import {monotonic, wallTime} from './clock.js';
import {isOneOwner, machineOf} from './lock/registry.js';
import type {Rounds} from './lock/service.js';
import type {LockState} from './lock/state.js';
import type {NodeRequest, Request} from './message.js';
import type {OptionValues} from './option.js';
import {bounded, type Duration, forever, plus} from './time.js';
import {holdingNow} from './truth.js';
import type {Answer, Round} from './world.js';

/** The operations that are a round over all nodes. */
export type RoundVerb = 'acquire' | 'renew' | 'release' | 'ask';

/** How a client keeps a lock at several nodes, with the lock's options and state. */
type Kept = {readonly rounds: Rounds; readonly options: OptionValues; readonly state: LockState};

/** Whether a lock is one that its client asks of every node by itself. */
export function goesInRounds({spec}: Pick<ClientStep, 'spec'>, lock: number): boolean {
	return machineOf(at(spec.locks, lock).service).rounds !== null;
}

/** How long the client of a round waits for silent nodes, all of them together. Units: ms. */
export function patienceOf({spec}: Pick<ClientStep, 'spec'>, lock: number): Duration {
	const {service} = at(spec.locks, lock);
	return machineOf(service).patience(service.options);
}

function isReentrant({spec}: ClientStep, lock: number): boolean {
	const {service} = at(spec.locks, lock);
	return machineOf(service).isReentrant(service.options);
}

function keptBy({spec, shared}: Pick<ClientStep, 'spec' | 'shared'>, lock: number): Kept {
	const {service} = at(spec.locks, lock);
	const {rounds} = machineOf(service);
	if (rounds === null) throw new Error(`a lock of kind ${service.kind} is asked for in one request`);
	return {rounds, options: service.options, state: at(shared.locks, lock)};
}

/** The step in which a client opens a round over all nodes: an acquire draws a new random value. */
export function openRound(
	step: ClientStep,
	lock: number,
	verb: RoundVerb,
	ttl: Duration,
): {readonly step: ClientStep; readonly round: Round; readonly requests: readonly Request[]} {
	const {rounds, options, state} = keptBy(step, lock);
	const {value: known, lastGrantIssued, lastGrantReceived, sent, holds} = at(step.local.locks, lock);
	const fresh = verb === 'acquire';
	// Who may hold it more than once takes it again with the value that it has. A stable owner has one value for all its processes; only to renew and to give back it has to have got it in this one.
	const own = isOneOwner(at(step.spec.locks, lock).service) ? lastGrantIssued : fresh && holds > 0 ? known : null;
	const holding = fresh && own !== null ? holdingNow(step.spec, step.shared, lock, step.now) : null;
	// Votes that nobody has counted have made no grant, so there is none to be had again.
	const isAgain = holding !== null && holding.owner === own && holding.grant > 0;
	const draw =
		own !== null && (fresh || verb === 'ask')
			? {state, value: own}
			: fresh
				? rounds.draw(state)
				: {state, value: known};
	const {value} = draw;
	const given = known === null ? null : lastGrantReceived;
	const drawn: ClientStep = fresh ? withLock(withState(step, lock, draw.state), lock, {lastGrantIssued: value}) : step;
	const round: Round = {
		lock,
		value,
		before: lastGrantIssued,
		held: verb === 'release' ? given : isAgain ? holding.grant : null,
		operation: sent,
		ttl,
		startedAt: step.now,
		startedWall: wallTime(step.local, step.now),
		verb,
		votes: 0,
		late: 0,
		silent: 0,
		due: null,
	};
	const does = deedOf(verb);
	const requests = Array.from(
		{length: rounds.nodes(options)},
		(_, node): NodeRequest => ({
			kind: 'node',
			lock,
			node,
			does,
			value,
			ttl,
			grant: verb === 'release' ? round.held : null,
		}),
	);
	return {step: drawn, round, requests};
}

/** The step after a client has counted the votes of its round, what the operation came to, and the requests that clean up after a failure. */
export function closeRound(
	step: ClientStep,
	round: Round,
): {readonly step: ClientStep; readonly outcome: Answer['outcome']; readonly cleanup: readonly Request[]} {
	const {rounds, options, state} = keptBy(step, round.lock);
	const client = clientName(step);
	const {name: lock} = at(step.spec.locks, round.lock);
	const elapsed = wallTime(step.local, step.now) - round.startedWall;
	const allowance = round.ttl === forever ? 0 : rounds.allowance(options, round.ttl);
	const validity = plus(round.ttl, -elapsed - allowance);
	const won = round.votes >= rounds.quorum(options);
	const isNewest = round.operation === at(step.local.locks, round.lock).sent;
	if (round.verb === 'acquire' && isNewest && at(step.local.locks, round.lock).givesUpAt !== null)
		return closeRound(withLock(step, round.lock, {givesUpAt: null}), round);
	const inTime = !rounds.looksAtTime(options) || validity > 0;
	const ends = bounded(plus(round.ttl, round.startedAt - allowance));
	const until = machineOf(at(step.spec.locks, round.lock).service).keepsDeadline(options)
		? plus(validity, monotonic(step.local, step.now))
		: forever;
	switch (round.verb) {
		case 'acquire': {
			if (!won || !inTime) {
				const known = withLock(step, round.lock, {lastGrantIssued: round.before});
				const denied = report(known, {kind: 'denied', client, lock, reason: won ? 'too-late' : 'no-quorum'});
				// What one holds already is not given back because one more hold was not to be had.
				if (round.held !== null && isReentrant(step, round.lock)) return {step: denied, outcome: 'denied', cleanup: []};
				const cleanup = Array.from(
					{length: rounds.nodes(options)},
					(_, node): NodeRequest => ({
						kind: 'node',
						lock: round.lock,
						node,
						does: 'delete',
						value: round.value,
						ttl: 0,
						grant: null,
					}),
				);
				return {step: denied, outcome: 'denied', cleanup};
			}
			const {held} = round;
			const {state: counted, grant} = held === null ? rounds.grant(state, round.value ?? 0) : {state, grant: held};
			const again = isReentrant(step, round.lock);
			const known = withLock(withState(step, round.lock, counted), round.lock, {
				holds: again ? (held === null ? 1 : at(step.local.locks, round.lock).holds + 1) : 0,
				value: round.value,
				lastGrantReceived: grant,
				token: null,
			});
			const bare = {client, lock, token: null, expiresAt: ends} as const;
			const told = report(known, {kind: 'granted', ...bare, ...(held === null ? {} : {again: true})}, {grant});
			const granted = held === null || again ? told : report(told, {kind: 'renewed', ...bare}, {grant});
			const heard = withLock(granted, round.lock, {
				past: Math.max(round.operation, at(granted.local.locks, round.lock).past),
			});
			return {
				step: believe(held === null ? asHolder(heard, round.lock) : heard, round.lock, until),
				outcome: 'granted',
				cleanup: [],
			};
		}
		case 'renew': {
			const byItself = round.byItself === true ? {byItself: true as const} : {};
			if (won && inTime) {
				const extended = report(
					step,
					{kind: 'renewed', client, lock, token: null, expiresAt: ends, ...byItself},
					{grant: at(step.local.locks, round.lock).lastGrantReceived},
				);
				const heard = isPast(step, round) ? extended : withLock(extended, round.lock, {past: round.operation});
				return {
					step: isPast(step, round) ? extended : believe(heard, round.lock, until),
					outcome: 'granted',
					cleanup: [],
				};
			}
			const denied = report(step, {
				kind: 'renew-denied',
				client,
				lock,
				reason: won ? 'too-late' : 'no-quorum',
				...byItself,
			});
			return {
				step: isPast(step, round) ? denied : disbelieve(denied, round.lock),
				outcome: 'denied',
				cleanup: [],
			};
		}
		case 'release': {
			const auditOnly = {grant: round.held};
			const {holds} = at(step.local.locks, round.lock);
			if (won && holds > 0)
				return {
					step: report(step, {kind: 'released', client, lock, token: null, holds}, auditOnly),
					outcome: 'granted',
					cleanup: [],
				};
			const freed = withState(step, round.lock, rounds.giveBack(state, round.value));
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
			const stays = won || isPast(step, round);
			return {step: stays ? asked : disbelieve(asked, round.lock), outcome: won ? 'granted' : 'denied', cleanup: []};
		}
	}
}

/** The step after one node's part of an operation, and whether the node did it. */
export function askNode(step: ClientStep, request: NodeRequest): {readonly step: ClientStep; readonly ok: boolean} {
	const {rounds, options, state} = keptBy(step, request.lock);
	const answered = rounds.answer(options, state, request, step.now);
	return {step: withState(step, request.lock, answered.state), ok: answered.ok};
}

/** Whether a node answers now. */
export function nodeAnswers({spec, shared, now}: ClientStep, {lock, node}: NodeRequest): boolean {
	return machineOf(at(spec.locks, lock).service).servers(at(shared.locks, lock), now)[node]?.answers === true;
}

/** Whether what this round says is about a grant that was released, lost or replaced since, or older than the newest answer. */
function isPast({local}: ClientStep, {lock, operation}: Round): boolean {
	return operation <= at(local.locks, lock).past;
}

/** What a round asks of each node. */
export function deedOf(verb: RoundVerb): NodeRequest['does'] {
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

function withState(step: ClientStep, lock: number, state: LockState): ClientStep {
	return withShared(step, {locks: replaced(step.shared.locks, lock, state)});
}
