import {lockOf} from './address.js';
import {believe, disbelieve, isOver, withLock} from './believe.js';
import {at, type ClientStep, clientName, replaced, report, withLocal, withReports} from './client-step.js';
import {monotonic} from './clock.js';
import {sessionDeadline} from './heartbeats.js';
import {machineOf, ttlOf} from './lock/registry.js';
import {isSameVersion} from './lock/watched.js';
import type {Reply, Request, Waiting} from './message.js';
import {blockStep, completeStep, failStep, withProgram} from './program.js';
import type {Operation} from './statement.js';
import {forever} from './time.js';
import {withSession} from './transaction.js';
import type {Answer, Call, Remembered} from './world.js';

/** What became of a request: its answer, or none within the plain round trip. */
type Fate =
	| Reply
	| {readonly kind: 'unanswered'; readonly store: string | null}
	| {readonly kind: 'silent'; readonly store: string | null};

/** The step after the client has taken note of an answer, or of its absence; the call or the program's step that waited for it may come out by this. */
export function noteReply(step: ClientStep, fate: Fate, waiting: Waiting, operation = 0): ClientStep {
	const learned =
		fate.kind === 'unanswered' || fate.kind === 'silent'
			? step
			: learn(noteRecord(answered(step, fate, operation), fate), fate, operation);
	switch (waiting) {
		case 'call':
			return step.local.call?.round == null ? answerCall(learned, answerOf(learned, fate)) : countVote(learned, fate);
		case 'step':
			return fate.kind === 'unanswered' || fate.kind === 'silent'
				? learned
				: answerStep(learned, answerOf(learned, fate));
		case 'nobody':
			return learned;
	}
}

/** The step in which the client waits no longer for what it is answered now. */
function answered(step: ClientStep, reply: Reply, operation: number): ClientStep {
	if (reply.kind !== 'granted' && reply.kind !== 'denied') return step;
	const {sent, givesUpAt, errand} = at(step.local.locks, reply.lock);
	// Who looks again by itself is ready to wait although it was denied.
	if (reply.kind === 'denied' && errand !== null) return step;
	return givesUpAt === null || operation !== sent ? step : withLock(step, reply.lock, {givesUpAt: null});
}

/** Who watches a record sees what it is now; one that it knows already has stood unchanged since it first saw it so. */
function noteRecord(step: ClientStep, reply: Reply): ClientStep {
	if (!('record' in reply) || reply.record === undefined) return step;
	const {lock, record} = reply;
	const {watched} = at(step.local.locks, lock);
	const isKnown = watched !== null && isSameVersion(watched, record);
	if (isKnown || (watched !== null && record.changed < watched.changed)) return step;
	return withLock(step, lock, {watched: {...record, since: monotonic(step.local, step.now)}});
}

function learn(step: ClientStep, reply: Reply, operation: number): ClientStep {
	switch (reply.kind) {
		case 'granted':
			return learnGrant(step, reply, operation);
		case 'renewed':
			return isPast(step, reply.lock, operation) ? step : learnRenewal(step, reply, operation);
		case 'renew-denied':
			return isPast(step, reply.lock, operation) || !heedsDenial(step, reply.lock)
				? step
				: disbelieve(step, reply.lock);
		case 'asked':
			if (isPast(step, reply.lock, operation)) return step;
			if (!reply.ok) return disbelieve(step, reply.lock);
			return withLock(step, reply.lock, {past: operation, ...(reply.grant === null ? {} : {value: reply.grant})});
		case 'released': {
			const {over} = at(step.local.locks, reply.lock);
			return reply.grant !== null && reply.grant > (over ?? 0) ? withLock(step, reply.lock, {over: reply.grant}) : step;
		}
		case 'read':
			return remember(
				step,
				reply.store,
				reply.resource,
				() => ({version: reply.version, values: reply.values}),
				reply.version,
			);
		case 'accepted':
			return learnWrite(step, reply);
		case 'staged':
			return learnWrite(step, reply);
		case 'begun':
		case 'committed':
		case 'rolled-back':
		case 'no-transaction':
			return learnTransaction(step, reply);
		case 'rejected':
			if (reply.reason === 'deadlock') return withoutMemory(step, reply.store);
			return reply.what === 'write' && reply.reason === 'stale-token' ? learnStaleness(step, reply) : step;
		case 'denied':
			return reply.own === undefined ? step : withLock(step, reply.lock, {value: reply.own});
		case 'repeated':
		case 'release-denied':
		case 'prepared':
		case 'node-answered':
		case 'advanced':
			return step;
	}
}

/** Whether an answer to this operation is about what has been released, lost, replaced or answered anew since. */
function isPast({local}: ClientStep, lock: number, operation: number): boolean {
	return operation <= at(local.locks, lock).past;
}

function learnGrant(
	step: ClientStep,
	{lock, token, grant, deadline, ttl, again}: Extract<Reply, {kind: 'granted'}>,
	operation: number,
): ClientStep {
	const {lastGrantReceived, over, past, holds, deadline: believed} = at(step.local.locks, lock);
	const {service} = at(step.spec.locks, lock);
	const isReentrant = machineOf(service).isReentrant(service.options);
	const isNew = grant > (lastGrantReceived ?? 0);
	if (isNew ? grant <= (over ?? 0) : grant !== lastGrantReceived || operation <= past) return step;
	const knowing = withLock(step, lock, {
		token,
		value: grant,
		lastGrantReceived: grant,
		ttl,
		past: Math.max(past, operation),
		holds: isReentrant ? (isNew ? 1 : holds + 1) : 0,
	});
	if (!isNew && again && believed !== null && !isReentrant) return knowing;
	const until = deadlineOf(knowing, lock, deadline, ttl);
	if (isOver(step, until)) return isNew ? disbelieve(knowing, lock) : knowing;
	return believe(asHolder(knowing, lock), lock, until);
}

/** Who holds a lock renews it by itself, where clients do that, or where this one keeps it. */
export function asHolder(step: ClientStep, lock: number): ClientStep {
	const {service} = at(step.spec.locks, lock);
	const {errand, keep} = at(step.local.locks, lock);
	const periods = machineOf(service).errands(service.options);
	if (periods === null && keep === null) return step;
	const period = periods === null ? keep : periods.renew;
	const next = period === null ? null : monotonic(step.local, step.now) + period;
	return withLock(step, lock, {errand: next === null ? null : {at: next, ttl: errand?.ttl ?? ttlOf(service)}});
}

function heedsDenial({spec}: ClientStep, lock: number): boolean {
	const {service} = at(spec.locks, lock);
	return machineOf(service).heedsDenial(service.options);
}

/** Until when a client believes that is told this deadline: for ever where it never looks at its clock, and as long as its session where one bounds the grant. */
function deadlineOf(step: ClientStep, lock: number, deadline: number, ttl: number): number {
	if (isSession(step, lock)) return sessionDeadline(step, lock, ttl);
	const {service} = at(step.spec.locks, lock);
	return machineOf(service).keepsDeadline(service.options) ? deadline : forever;
}

function isSession({spec}: ClientStep, lock: number): boolean {
	return machineOf(at(spec.locks, lock).service).keepsSessions;
}

/** The newest renewal says how long, also where it says less than an older one. */
function learnRenewal(
	step: ClientStep,
	{lock, deadline}: Extract<Reply, {kind: 'renewed'}>,
	operation: number,
): ClientStep {
	const known = at(step.local.locks, lock);
	const heard = withLock(step, lock, {past: operation});
	const bySession = isSession(step, lock) && step.local.silence !== null;
	if (bySession && known.deadline !== null) return heard;
	const until = deadlineOf(step, lock, deadline, known.ttl ?? 0);
	if (isOver(step, until)) return disbelieve(heard, lock);
	return believe(known.errand === null ? asHolder(heard, lock) : heard, lock, until);
}

/** Who has read knows what it wrote; the base moves on with a write that nothing came before. Without a base nothing is kept. */
function learnWrite(
	step: ClientStep,
	{store, resource, key, value, version, follows}: Extract<Reply, {kind: 'accepted' | 'staged'}>,
): ClientStep {
	if ((step.local.memory[store]?.[resource] ?? null) === null) return step;
	return remember(
		step,
		store,
		resource,
		(old) => ({
			version: follows ? version : (old?.version ?? version),
			values: {...old?.values, [key]: value},
		}),
		version,
	);
}

/** Whether the client is in a transaction now; an answer about an older one says nothing about the newest. What was read in one that came to nothing is nothing. */
function learnTransaction(
	step: ClientStep,
	{kind, store, transaction}: Extract<Reply, {kind: 'begun' | 'committed' | 'rolled-back' | 'no-transaction'}>,
): ClientStep {
	if (transaction === null || transaction !== step.local.sessions[store]?.begun) return step;
	const known = withSession(step, store, {inside: kind === 'begun'});
	return kind === 'rolled-back' || kind === 'no-transaction' ? withoutMemory(known, store) : known;
}

function withoutMemory(step: ClientStep, store: number): ClientStep {
	const {memory} = step.local;
	return withLocal(step, {
		memory: replaced(
			memory,
			store,
			at(memory, store).map(() => null),
		),
	});
}

/** A refusal is about the token that was refused: it ends the belief that rests on this token and no other. */
function learnStaleness(step: ClientStep, {resource, token}: Extract<Reply, {kind: 'rejected'}>): ClientStep {
	const lock = lockOf(step.spec, resource);
	return lock === null || token === null || at(step.local.locks, lock).token !== token ? step : disbelieve(step, lock);
}

/** An answer that left the store before what is remembered teaches nothing new. */
function remember(
	step: ClientStep,
	store: number,
	resource: number,
	renew: (old: Remembered | null) => Remembered,
	version: number,
): ClientStep {
	const known = at(step.local.memory, store);
	const old = at(known, resource);
	if (old !== null && old.version > version) return step;
	return withLocal(step, {memory: replaced(step.local.memory, store, replaced(known, resource, renew(old)))});
}

function answerOf(step: ClientStep, fate: Fate): Answer {
	const store =
		fate.kind === 'unanswered' || fate.kind === 'silent'
			? fate.store
			: 'store' in fate
				? at(step.spec.stores, fate.store).name
				: null;
	return {store, outcome: outcomeOf(fate)};
}

function outcomeOf(fate: Fate): Answer['outcome'] {
	switch (fate.kind) {
		case 'granted':
		case 'renewed':
		case 'released':
			return 'granted';
		case 'asked':
		case 'node-answered':
			return fate.ok ? 'granted' : 'denied';
		case 'denied':
		case 'renew-denied':
		case 'release-denied':
		// There is nothing to go on with: the key is not the asker's.
		case 'prepared':
			return 'denied';
		case 'read':
		case 'accepted':
		case 'repeated':
		case 'advanced':
		case 'staged':
		case 'begun':
		case 'committed':
		case 'rolled-back':
			return 'accepted';
		case 'no-transaction':
		case 'rejected':
			return 'rejected';
		case 'unanswered':
		case 'silent':
			return 'unknown';
	}
}

function answerCall(step: ClientStep, answer: Answer): ClientStep {
	const {call} = step.local;
	if (call === null) return step;
	const answered: Call = {...call, left: call.left - 1, answers: [...call.answers, answer]};
	return answered.left > 0 ? withLocal(step, {call: answered}) : conclude(withLocal(step, {call: null}), answered);
}

/** One more node has answered, or is known not to. */
function countVote(step: ClientStep, fate: Fate): ClientStep {
	const {call} = step.local;
	if (call === null || call.round === null) return step;
	const {round} = call;
	const left = call.left - 1;
	if (fate.kind === 'silent')
		return withLocal(step, {call: {...call, left, round: {...round, silent: round.silent + 1}}});
	if (fate.kind === 'unanswered')
		return withLocal(step, {call: {...call, left, round: {...round, late: round.late + 1}}});
	const votes = round.votes + (fate.kind === 'node-answered' && fate.ok ? 1 : 0);
	return withLocal(step, {call: {...call, left, round: {...round, votes}}});
}

/** The step after a call has come out: the history knows how, and a program's step is over, blocked, failed or still waits. */
export function conclude(
	step: ClientStep,
	{what, step: isStep, answers}: Pick<Call, 'what' | 'step' | 'answers'>,
): ClientStep {
	const client = clientName(step);
	const unknown = answers.filter(({outcome}) => outcome === 'unknown').length;
	const told = unknown > 0 ? report(step, {kind: 'unknown', client, what}) : step;
	const concluded = withReports(told, [{kind: 'concluded', last: {client, what, answers}}]);
	if (!isStep) return concluded;
	if (answers.some(isNegative))
		return what === 'acquire'
			? blockStep(concluded)
			: what === 'release'
				? completeStep(concluded)
				: failStep(concluded);
	if (unknown === 0 || goesOnUnanswered(what)) return completeStep(concluded);
	return withProgram(concluded, {awaiting: {left: unknown, failed: false}});
}

/** Whether a program goes on after what it asked without an answer. So no later answer is one to that step. */
export function goesOnUnanswered(asked: Operation['kind'] | Request['kind']): boolean {
	return asked === 'write' || asked === 'release';
}

export function answerStep(step: ClientStep, answer: Answer): ClientStep {
	const {awaiting, at: position} = step.local.program;
	if (awaiting === null) return step;
	const left = awaiting.left - 1;
	const failed = awaiting.failed || isNegative(answer);
	if (left > 0) return withProgram(step, {awaiting: {left, failed}});
	if (!failed) return completeStep(step);
	const operation = step.spec.clients[step.client]?.program?.[position];
	return operation?.kind === 'acquire' ? blockStep(step) : failStep(step);
}

function isNegative({outcome}: Answer): boolean {
	return outcome === 'denied' || outcome === 'rejected';
}
