import {serveAt} from './at-store.js';
import {answerStep, conclude, goesOnUnanswered, noteReply} from './call.js';
import {at, type ClientStep, clientName, clientSpec, replaced, report, withLocal} from './client-step.js';
import {depart, isDead, lose, senderOf, targetOf, withNumber} from './flight.js';
import {machineOf} from './lock/registry.js';
import type {Later} from './lock/service.js';
import type {Ticket} from './lock/state.js';
import {
	contentOf,
	isTaken,
	type NodeRequest,
	type Reply,
	type ReplyMessage,
	type ReplyRoute,
	type Request,
	type RequestMessage,
	type Sender,
	type StoreRequest,
	type TransactionRequest,
	type Waiting,
} from './message.js';
import {closeRound, deedOf, patienceOf} from './round.js';
import {isUp, serve, serveAtLock, standsStill} from './serve.js';
import {type MessageOptions, plain} from './statement.js';
import type {Instant} from './time.js';
import {attend, endIdle, hasTransactions, type LateAnswer, proceed} from './transaction.js';
import {holdingNow} from './truth.js';
import type {Answer, Grant, LateRound, Round} from './world.js';

/**
 * The step after a request has been sent: answered at once when nothing delays it, else in flight or lost.
 * `byItself`: the client sends it beside what its program does.
 * `soon` is who waits if the answer is due within the plain round trip, and `late` who waits if it is not.
 */
export function send(
	step: ClientStep,
	request: Request,
	options: MessageOptions,
	late: Waiting,
	soon: Waiting = 'call',
	byItself = false,
): ClientStep {
	const route: ReplyRoute = {
		delayed: options.replyDelayed ?? 0,
		lost: options.replyLost === true,
		...senderOf(step, request),
		...(byItself ? {byItself} : {}),
	};
	const target = targetOf(step, request);
	const delay = (options.delayed ?? 0) + step.spec.latency;
	if (options.lost === true || step.local.cuts.includes(target))
		return unanswered(lose(step, clientName(step), target, request, byItself), request, soon, 'silent');
	if (options.held === true)
		return unanswered(depart(step, {kind: 'request', id: 0, due: null, waiting: late, request, route}), request, soon);
	if (delay === 0) return come(step, request, route, soon, late);
	const prompt = options.delayed === undefined && route.delayed === 0 && !route.lost;
	const sent = depart(step, {
		kind: 'request',
		id: 0,
		due: step.now + delay,
		waiting: prompt ? soon : late,
		request,
		route,
	});
	return prompt ? sent : unanswered(sent, request, soon);
}

/** The step after a message in flight has arrived. `position`: the place of the message in the client's flight. */
export function arrive(step: ClientStep, position: number): ClientStep {
	const message = at(step.local.flight, position);
	const landed = withLocal(step, {flight: step.local.flight.filter((_, index) => index !== position)});
	switch (message.kind) {
		case 'request':
			return arriveRequest(landed, message);
		case 'reply':
			return arriveReply(landed, message);
	}
}

/** The step after a message in flight has been lost. */
export function drop(step: ClientStep, position: number): ClientStep {
	const message = at(step.local.flight, position);
	const gone = withLocal(step, {flight: step.local.flight.filter((_, index) => index !== position)});
	const told = isTaken(message) ? gone : report(gone, {kind: 'dropped', id: message.id});
	return unanswered(told, contentOf(message), message.waiting, 'silent');
}

/** The step with a second copy of a message in flight; nobody waits for the copy's answer. */
export function duplicate(step: ClientStep, position: number): ClientStep {
	return depart(step, {...at(step.local.flight, position), waiting: 'nobody'});
}

/** The step after the client has read an answer: it takes note of it, or goes on with the second of two round trips. */
export function take(step: ClientStep, answer: Reply, waiting: Waiting, sender: Sender): ClientStep {
	const {operation, heeded, byItself} = sender;
	if (heeded === 'no more' && answer.kind === 'granted') return step;
	const reply = lookedAgain(step, answer);
	if (reply.kind === 'node-answered' && waiting !== 'call') return countLate(step, reply, reply.ok);
	if (reply.kind !== 'prepared' || reply.next === null || waiting !== 'call')
		return settleRound(
			noteReply(step, reply, byItself && reply.kind === 'granted' ? awaiter(step, reply.lock) : waiting, operation),
		);
	const late: Waiting = step.local.call?.step === true && reply.next.kind === 'acquire' ? 'step' : 'nobody';
	return send(step, reply.next, reply.options, late);
}

/** Who is served by a grant that the client has got by itself: the step of its program that asked for this lock, if it still waits. */
function awaiter(step: ClientStep, lock: number): Waiting {
	const {program, call} = step.local;
	const present = clientSpec(step).program?.[program.at];
	const asks = present?.kind === 'acquire' && present.lock === at(step.spec.locks, lock).name;
	return call === null && program.awaiting !== null && asks ? 'step' : 'nobody';
}

/** The answer as it is when the client reads it: a grant whose session has died on the way is none to a client that looks first. Source: etcd concurrency/mutex.go, Lock; ZooKeeper recipes. */
function lookedAgain({spec, shared, local, now}: ClientStep, reply: Reply): Reply {
	if (reply.kind !== 'granted') return reply;
	const {lock, grant} = reply;
	const {service} = at(spec.locks, lock);
	const machine = machineOf(service);
	if (!machine.keepsSessions || !machine.looksFirst(service.options)) return reply;
	const holding = holdingNow(spec, shared, lock, now);
	const isMine = holding?.grant === grant && holding.owner === at(local.locks, lock).lastGrantIssued;
	return isMine ? reply : {kind: 'denied', lock, reason: 'not-holder'};
}

function arriveRequest(step: ClientStep, message: RequestMessage): ClientStep {
	const {request, route, waiting} = message;
	if (!isUp(step, request))
		return unanswered(
			isTaken(message) ? step : report(step, {kind: 'dropped', id: message.id}),
			request,
			waiting,
			'silent',
		);
	if (standsStill(step, request)) {
		const waits: RequestMessage = {...message, due: null, queued: true, waiting: waiterOf(step, request, waiting)};
		return unanswered(withLocal(step, {flight: [...step.local.flight, waits]}), request, waiting);
	}
	if (message.ticket !== undefined) return decide(step, message, message.ticket);
	const delivered = report(step, {kind: 'delivered', id: message.id});
	if (request.kind !== 'write' || hasTransactions(at(step.spec.stores, request.store)))
		return come(delivered, request, route, waiting, waiting);
	const {step: served, reply} = serveAt(delivered, request, route, {twoSteps: true});
	if (reply !== null) return respond(served, reply, route, waiting, waiting);
	// Checked and not yet applied: the write goes on as the second of two steps.
	const due: Instant | null = message.due === null ? null : step.now + step.spec.latency;
	return withLocal(delivered, {
		flight: [...delivered.local.flight, {...message, due, request: {...request, checked: true}}],
	});
}

function arriveReply(step: ClientStep, message: ReplyMessage): ClientStep {
	if (isDead(step.local, message.sender)) return report(step, {kind: 'dropped', id: message.id});
	const delivered = report(step, {kind: 'delivered', id: message.id});
	return receive(delivered, message.reply, message.waiting, message.sender);
}

/** The step in which a lock service takes up a request again that it has taken before: it answers it now, or later still; one that it has forgotten is never answered. */
function decide(step: ClientStep, message: RequestMessage, ticket: Ticket): ClientStep {
	const {request, route, waiting} = message;
	if (!('lock' in request) || request.kind === 'node')
		throw new Error(`no lock service takes up again a ${request.kind}`);
	const {step: served, reply, later} = serveAtLock(step, request, route, waiting, ticket);
	if (later !== undefined) return withLocal(served, {flight: [...served.local.flight, {...message, due: later.at}]});
	return reply === null
		? unanswered(served, request, waiting, 'silent')
		: respond(served, reply, route, waiting, waiterOf(served, request, waiting));
}

/** The step in which a lock service has taken a request and decides later what it answers. It is in no network, so nothing is told of its number. */
function takeUpLater(
	step: ClientStep,
	request: Request,
	route: ReplyRoute,
	waiting: Waiting,
	{at: due, ticket}: Later,
): ClientStep {
	const {id, step: numbered} = withNumber(step);
	const taken: RequestMessage = {kind: 'request', id, due, ticket, waiting, request, route};
	return withLocal(numbered, {flight: [...step.local.flight, taken]});
}

/** The step after a request has come to its service, which answers, looks at it later, or has no power. */
function come(step: ClientStep, request: Request, route: ReplyRoute, waiting: Waiting, late: Waiting): ClientStep {
	if (!isUp(step, request))
		return unanswered(
			lose(step, clientName(step), targetOf(step, request), request, route.byItself),
			request,
			waiting,
			'silent',
		);
	if (standsStill(step, request))
		return unanswered(
			depart(step, {kind: 'request', id: 0, due: null, queued: true, waiting: late, request, route}),
			request,
			waiting,
		);
	if (isOfTransaction(request) || ('store' in request && hasTransactions(at(step.spec.stores, request.store))))
		return serveInLine(step, request, route, waiting, late);
	const {step: served, reply, later} = serve(step, request, route, waiting);
	if (later !== undefined) return takeUpLater(served, request, route, waiting, later);
	return reply === null ? unanswered(served, request, waiting) : respond(served, reply, route, waiting, late);
}

/** What a store with transactions does with a request: it answers it, or lets it wait in line. */
function serveInLine(
	step: ClientStep,
	request: StoreRequest,
	route: ReplyRoute,
	waiting: Waiting,
	late: Waiting,
): ClientStep {
	const attended = attend(step, request, route, waiterOf(step, request, waiting));
	const told = respondAll(attended.step, attended.answers);
	return attended.reply === null
		? unanswered(told, request, waiting)
		: respond(told, attended.reply, route, waiting, late);
}

/** The step after the turn of a request that waited for a row has come. */
export function takeTurn(step: ClientStep, store: number, ticket: Ticket): ClientStep {
	const {step: proceeded, answers} = proceed(step, store, ticket);
	return respondAll(proceeded, answers);
}

/** The step in which stores have rolled back what they have heard nothing of for too long. */
export function giveUpIdle(step: ClientStep): ClientStep {
	const {step: ended, answers} = endIdle(step);
	return respondAll(ended, answers);
}

function respondAll(step: ClientStep, answers: readonly LateAnswer[]): ClientStep {
	return answers.reduce((next, {reply, route, waiting}) => respond(next, reply, route, waiting, waiting), step);
}

function isOfTransaction(request: Request): request is TransactionRequest {
	return request.kind === 'begin' || request.kind === 'commit' || request.kind === 'rollback';
}

/** Who waits for an answer that is not in within the plain round trip. */
function waiterOf({local}: ClientStep, request: Request, waiting: Waiting): Waiting {
	if (waiting !== 'call') return waiting;
	const goesOn = request.kind === 'node' || goesOnUnanswered(request.kind);
	return local.call?.step === true && !goesOn ? 'step' : 'nobody';
}

/** The step after a service has answered; the answer is read at once when nothing delays it, else in flight or lost. */
export function respond(
	step: ClientStep,
	reply: Reply,
	route: ReplyRoute,
	waiting: Waiting,
	late: Waiting,
): ClientStep {
	const target = targetOf(step, reply);
	if (route.lost || step.local.cuts.includes(target))
		return unanswered(lose(step, target, clientName(step), reply), reply, waiting, 'silent');
	const {delayed: _, lost: __, ...sender} = route;
	const delay = route.delayed + step.spec.latency;
	if (delay === 0) {
		if (isDead(step.local, route)) return lose(step, target, clientName(step), reply);
		return receive(step, reply, waiting, sender);
	}
	const prompt = route.delayed === 0;
	const due = step.now + delay;
	const sent = depart(step, {kind: 'reply', id: 0, due, waiting: prompt ? waiting : late, reply, sender});
	return prompt ? sent : unanswered(sent, reply, waiting);
}

function receive(step: ClientStep, reply: Reply, waiting: Waiting, sender: Sender): ClientStep {
	const {process, justResumed, inbox} = step.local;
	if (process === 'paused' || (justResumed && waiting !== 'call'))
		return withLocal(step, {inbox: [...inbox, {reply, waiting, sender}]});
	return take(step, reply, waiting, sender);
}

/** `silent`: it is known that no answer will come; else it may come later. */
function unanswered(
	step: ClientStep,
	subject: Request | Reply,
	waiting: Waiting,
	kind: 'unanswered' | 'silent' = 'unanswered',
): ClientStep {
	if ('node' in subject && waiting !== 'call') return kind === 'silent' ? countLate(step, subject, false) : step;
	const store = 'store' in subject ? at(step.spec.stores, subject.store).name : null;
	return settleRound(noteReply(step, {kind, store}, waiting));
}

/** The step after a round over nodes has ended, if every node has answered or been given up; the votes are counted, and a lost round is cleaned up behind. */
export function settleRound(step: ClientStep): ClientStep {
	const {call} = step.local;
	if (call === null || call.round === null || call.left > 0) return step;
	const {round} = call;
	const due = round.startedAt + patienceOf(step, round.lock);
	if (round.silent > 0 && step.now < due)
		return round.due === due ? step : withLocal(step, {call: {...call, round: {...round, due}}});
	const free = withLocal(step, {call: null});
	if (round.late > 0) {
		const late: LateRound = {
			round: {...round, late: 0},
			left: round.late,
			step: call.step && !goesOnUnanswered(round.verb),
		};
		return conclude(withLocal(free, {lateRounds: [...free.local.lateRounds, late]}), {
			...call,
			answers: [{store: null, outcome: 'unknown'}],
		});
	}
	return finish(free, round, (closed, answer) =>
		conclude(closed, {what: call.what, step: call.step, answers: [answer]}),
	);
}

/** One more answer to a round whose outcome is `unknown` so far; null: it is known not to come. The last one decides it. */
function countLate(
	step: ClientStep,
	subject: {readonly lock: number; readonly value: Grant | null; readonly does: NodeRequest['does']},
	vote: boolean,
): ClientStep {
	const {lateRounds} = step.local;
	const index = lateRounds.findIndex(
		({round}) => round.lock === subject.lock && round.value === subject.value && deedOf(round.verb) === subject.does,
	);
	const found = lateRounds[index];
	if (found === undefined) return step;
	const round = {...found.round, votes: found.round.votes + (vote ? 1 : 0)};
	if (found.left > 1)
		return withLocal(step, {lateRounds: replaced(lateRounds, index, {...found, round, left: found.left - 1})});
	const free = withLocal(step, {lateRounds: lateRounds.filter((_, position) => position !== index)});
	return finish(free, round, (closed, answer) => (found.step ? answerStep(closed, answer) : closed));
}

function finish(
	step: ClientStep,
	round: Round,
	conclusion: (step: ClientStep, answer: Answer) => ClientStep,
): ClientStep {
	const {step: closed, outcome, cleanup} = closeRound(step, round);
	return cleanup.reduce(
		(next, request) => send(next, request, plain, 'nobody', 'nobody'),
		conclusion(closed, {store: null, outcome}),
	);
}
