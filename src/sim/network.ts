import {isOver, withLock} from './believe.js';
import {answerStep, conclude, noteReply} from './call.js';
import {at, type ClientStep, clientName, clientSpec, replaced, report, withLocal, withReports} from './client-step.js';
import type {Load} from './event.js';
import {machineOf} from './lock/registry.js';
import type {LockState, Owed} from './lock/state.js';
import {
	contentOf,
	type Message,
	type NodeRequest,
	type Reply,
	type ReplyMessage,
	type ReplyRoute,
	type Request,
	type RequestMessage,
	type Sender,
	type Waiting,
} from './message.js';
import {blockStep} from './program.js';
import type {Report} from './report.js';
import {askNode, closeRound, nodeAnswers, patienceOf} from './round.js';
import {type MessageOptions, plain} from './statement.js';
import {type Asking, type StoreRequest, serveStore} from './store/serve.js';
import {forever, type Instant} from './time.js';
import {holdingNow, isRunning} from './truth.js';
import type {Answer, Grant, LateRound, Local, Round, StoreState, Untold} from './world.js';

/**
 * The step after a request has been sent: answered at once when nothing delays it, else in flight or lost.
 * `soon` is who waits if the answer is due within the plain round trip, and `late` who waits if it is not.
 */
export function send(
	step: ClientStep,
	request: Request,
	options: MessageOptions,
	late: Waiting,
	soon: Waiting = 'call',
): ClientStep {
	const route: ReplyRoute = {
		delayed: options.replyDelayed ?? 0,
		lost: options.replyLost === true,
		...senderOf(step, request),
	};
	const target = targetOf(step, request);
	const delay = (options.delayed ?? 0) + step.spec.latency;
	if (options.lost === true || step.local.cuts.includes(target))
		return unanswered(lose(step, clientName(step), target, request), request, soon, 'silent');
	if (options.held === true)
		return unanswered(depart(step, {kind: 'request', id: 0, due: null, waiting: late, request, route}), request, soon);
	if (delay === 0) return serve(step, request, route, soon, late);
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

/** The step after a message in flight has arrived. `by`: the place of the message in the client's flight. */
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
	return unanswered(report(gone, {kind: 'dropped', id: message.id}), contentOf(message), message.waiting, 'silent');
}

/** The step with a second copy of a message in flight; nobody waits for the copy's answer. */
export function duplicate(step: ClientStep, position: number): ClientStep {
	return depart(step, {...at(step.local.flight, position), waiting: 'nobody'});
}

/** The step after the client has read an answer: it takes note of it, or goes on with the second of two round trips. */
export function take(step: ClientStep, answer: Reply, waiting: Waiting, {operation, heeded}: Sender): ClientStep {
	if (heeded === 'no more' && answer.kind === 'granted') return step;
	const reply = lookedAgain(step, answer);
	if (reply.kind === 'node-answered' && waiting !== 'call') return countLate(step, reply, reply.ok);
	if (reply.kind !== 'prepared' || reply.next === null || waiting !== 'call')
		return settleRound(noteReply(step, reply, waiting, operation));
	const late: Waiting = step.local.call?.step === true && reply.next.kind === 'acquire' ? 'step' : 'nobody';
	return send(step, reply.next, reply.options, late);
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

/** The step after a lock service has made up its mind about a client that waited. While it cannot be told, the service owes it the answer. */
export function announce(step: ClientStep, lock: number, {ticket, grant, token, ttl, waiting}: Owed): ClientStep {
	const {name} = at(step.spec.locks, lock);
	const granted: ClientStep =
		grant === null
			? step
			: report(step, {kind: 'granted', client: clientName(step), lock: name, token, expiresAt: null}, {grant});
	const untold: Untold = {lock, ticket, grant, token, ttl, waiting};
	const isReached = !step.local.cuts.includes('locks');
	return isReached ? tell(granted, untold) : withLocal(granted, {owed: [...step.local.owed, untold]});
}

/** The step after the lock services have told a client that they reach again what they owe to it: a grant if its session still lives or nobody looks, else that its place is lost. */
export function tellOwed(step: ClientStep): ClientStep {
	const {owed, cuts} = step.local;
	if (owed.length === 0 || cuts.includes('locks') || !step.shared.locksUp || step.shared.stall !== null) return step;
	return owed.reduce(
		(next, untold) => tell(next, isStillGiven(next, untold) ? untold : {...untold, grant: null}),
		withLocal(step, {owed: []}),
	);
}

/** Whether one who waited, and is told only now, takes the grant: its session still has it, or it does not look. Source: etcd #11456. */
function isStillGiven({spec, shared, now}: ClientStep, {lock, grant}: Untold): boolean {
	const {service} = at(spec.locks, lock);
	return !machineOf(service).looksFirst(service.options) || holdingNow(spec, shared, lock, now)?.grant === grant;
}

function tell(step: ClientStep, {lock, ticket, grant, token, ttl, waiting}: Untold): ClientStep {
	const {lastGrantIssued, former, sent} = at(step.local.locks, lock);
	// The process that stood in line may have died; its place stays until its session ends.
	const life =
		lastGrantIssued === ticket
			? step.local.life
			: (former.find((each) => each.lastGrantIssued === ticket)?.life ?? step.local.life - 1);
	const route: ReplyRoute = {delayed: 0, lost: false, life, operation: sent};
	const reply: Reply =
		grant === null
			? {kind: 'denied', lock, reason: 'not-holder'}
			: {kind: 'granted', lock, token, grant, deadline: forever, ttl, again: false};
	return respond(step, reply, route, waiting, waiting);
}

/**
 * The step in which the client waits no longer: out of a line it goes, if it reaches the service; an answer that is not in makes the outcome unknown.
 * A step of its program counts as denied.
 */
export function giveUps(step: ClientStep): ClientStep {
	return step.local.locks.reduce(
		(next, {givesUpAt}, lock) => (givesUpAt !== null && isOver(next, givesUpAt) ? giveUp(next, lock) : next),
		step,
	);
}

function giveUp(step: ClientStep, lock: number): ClientStep {
	const {spec, shared} = step;
	const {name, service} = at(spec.locks, lock);
	const machine = machineOf(service);
	const {lastGrantIssued, token, value, sent} = at(step.local.locks, lock);
	const impatient = withLock(step, lock, {givesUpAt: null});
	const state = at(shared.locks, lock);
	const stands = lastGrantIssued !== null && machine.line(state).includes(lastGrantIssued);
	const isReached = isRunning(spec, shared, lock) && !step.local.cuts.includes('locks');
	const held = holdingNow(spec, shared, lock, step.now)?.owner === lastGrantIssued;
	if (!stands || held || !isReached) return withoutAnswer(impatient, lock);
	const left = machine.answer(
		service.options,
		state,
		{kind: 'release', lock, token, value},
		{
			client: clientName(step),
			lock: name,
			index: lock,
			lastGrantIssued,
			now: step.now,
			late: 'nobody',
		},
	);
	const gone = withLock(withLockReports(impatient, lock, left.state, left.reports), lock, {
		lastGrantIssued: left.lastGrantIssued,
		past: sent,
	});
	const denied = report(gone, {kind: 'denied', client: clientName(step), lock: name, reason: 'gave-up'});
	return withoutAnswer(denied, lock);
}

/** The step in which nobody waits any more for the answer to an acquire; its outcome is unknown where it was not yet. */
function withoutAnswer(step: ClientStep, lock: number): ClientStep {
	const {call, program, flight} = step.local;
	const isOfLock = (content: Request | Reply): boolean => 'lock' in content && content.lock === lock;
	const unheeded = withLocal(step, {
		flight: flight.map((message) => (isOfLock(contentOf(message)) ? {...message, waiting: 'nobody'} : message)),
	});
	const present = clientSpec(step).program?.[program.at];
	const isStep = present?.kind === 'acquire' && at(step.spec.locks, lock).name === present.lock;
	const isCalled =
		call?.round == null
			? flight.some((message) => message.waiting === 'call' && isOfLock(contentOf(message)))
			: call.round.lock === lock;
	if (call !== null && isCalled) {
		const {round} = call;
		// Only silent nodes are left, and the client gives them up in a time of its own.
		if (round !== null && call.left + round.late === 0) return step;
		const late: readonly LateRound[] =
			round === null ? [] : [{round: {...round, due: null, late: 0}, left: call.left + round.late, step: false}];
		const free = withLocal(unheeded, {call: null, lateRounds: [...step.local.lateRounds, ...late]});
		const told = conclude(free, {what: call.what, step: false, answers: [{store: null, outcome: 'unknown'}]});
		return call.step ? blockStep(told) : told;
	}
	return isStep && program.awaiting !== null ? blockStep(unheeded) : unheeded;
}

/** The ends of a message, and what it is. */
export function endsOf(
	step: Pick<ClientStep, 'spec' | 'client'>,
	message: Message,
): {readonly from: string; readonly to: string; readonly what: string} {
	const client = at(step.spec.clients, step.client).name;
	switch (message.kind) {
		case 'request':
			return {from: client, to: targetOf(step, message.request), what: message.request.kind};
		case 'reply':
			return {from: targetOf(step, message.reply), to: client, what: message.reply.kind};
	}
}

/** Who sends a request: this process, with its newest operation on that lock. */
function senderOf({local}: ClientStep, request: Request): Sender {
	const {life} = local;
	if (!('lock' in request)) return {life, operation: 0};
	const {sent: operation, givesUpAt} = at(local.locks, request.lock);
	const asks = request.kind === 'prepare' ? request.next.kind : request.kind;
	return asks === 'acquire' && givesUpAt !== null ? {life, operation, heeded: 'while newest'} : {life, operation};
}

/** The step in which a newer operation on a lock is sent: what comes late of one that the client waited for only so long is not taken note of any more. */
export function withoutHeed(step: ClientStep, lock: number): ClientStep {
	const {flight, inbox} = step.local;
	const isOver = (content: Request | Reply, {heeded}: Sender) =>
		heeded === 'while newest' && 'lock' in content && content.lock === lock;
	const some =
		flight.some((message) => isOver(contentOf(message), senderIn(message))) ||
		inbox.some(({reply, sender}) => isOver(reply, sender));
	if (!some) return step;
	const heeded = 'no more' as const;
	return withLocal(step, {
		flight: flight.map((message) => {
			if (!isOver(contentOf(message), senderIn(message))) return message;
			return message.kind === 'request'
				? {...message, route: {...message.route, heeded}}
				: {...message, sender: {...message.sender, heeded}};
		}),
		inbox: inbox.map((each) => (isOver(each.reply, each.sender) ? {...each, sender: {...each.sender, heeded}} : each)),
	});
}

/** Which process of its client sent a message, or gets it. */
export function senderIn(message: Message): Sender {
	return message.kind === 'request' ? message.route : message.sender;
}

/** Whether the process that sent a request is dead. */
export function isDead({process, life}: Pick<Local, 'process' | 'life'>, sender: Sender): boolean {
	return process === 'crashed' || life !== sender.life;
}

function targetOf({spec}: Pick<ClientStep, 'spec'>, subject: Request | Reply): string {
	if ('node' in subject) return `n${subject.node + 1}`;
	return 'store' in subject ? at(spec.stores, subject.store).name : 'locks';
}

function depart(step: ClientStep, message: Message): ClientStep {
	const id = step.shared.nextMessage;
	const numbered: ClientStep = {...step, shared: {...step.shared, nextMessage: id + 1}};
	const flying = withLocal(numbered, {flight: [...step.local.flight, {...message, id}]});
	const load = contentOf(message);
	return report(flying, {kind: 'sent', id, ...endsOf(step, message), ...loadOf(load)});
}

function lose(step: ClientStep, from: string, to: string, load: Request | Reply): ClientStep {
	const id = step.shared.nextMessage;
	const numbered: ClientStep = {...step, shared: {...step.shared, nextMessage: id + 1}};
	const sent = report(numbered, {kind: 'sent', id, from, to, what: load.kind, ...loadOf(load)});
	return report(sent, {kind: 'dropped', id});
}

/** What a message carries, for whoever looks at it on its way. */
function loadOf(load: Request | Reply): Load {
	return {
		...('token' in load && load.token !== null ? {token: load.token} : {}),
		...('key' in load ? {key: load.key, value: load.value} : {}),
		...('does' in load ? {does: load.does} : {}),
	};
}

function arriveRequest(step: ClientStep, message: RequestMessage): ClientStep {
	const {request, route, waiting} = message;
	if (!isUp(step, request))
		return unanswered(report(step, {kind: 'dropped', id: message.id}), request, waiting, 'silent');
	if (standsStill(step, request)) {
		const waits: RequestMessage = {...message, due: null, queued: true, waiting: waiterOf(step, request, waiting)};
		return unanswered(withLocal(step, {flight: [...step.local.flight, waits]}), request, waiting);
	}
	const delivered = report(step, {kind: 'delivered', id: message.id});
	if (request.kind !== 'write') return serve(delivered, request, route, waiting, waiting);
	const {store, reply, reports} = serveStore(step.spec, step.shared, request, asking(step, request, route), true);
	if (reply !== null)
		return respond(settled(delivered, request, store, reply, reports, route), reply, route, waiting, waiting);
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

function serve(step: ClientStep, request: Request, route: ReplyRoute, waiting: Waiting, late: Waiting): ClientStep {
	if (!isUp(step, request))
		return unanswered(lose(step, clientName(step), targetOf(step, request), request), request, waiting, 'silent');
	if (standsStill(step, request))
		return unanswered(
			depart(step, {kind: 'request', id: 0, due: null, queued: true, waiting: late, request, route}),
			request,
			waiting,
		);
	if ('store' in request) {
		const {store, reply, reports} = serveStore(step.spec, step.shared, request, asking(step, request, route), false);
		const next = settled(step, request, store, reply, reports, route);
		return reply === null ? next : respond(next, reply, route, waiting, late);
	}
	if (request.kind === 'node') return serveNode(step, request, route, waiting, late);
	const {service, name} = at(step.spec.locks, request.lock);
	const {options} = service;
	const machine = machineOf(service);
	const lastGrantIssued = issuedTo(step, request.lock, route);
	const lapsed = machine.expire(options, at(step.shared.locks, request.lock), name, step.now);
	const swept = withLockReports(step, request.lock, lapsed.state, lapsed.reports);
	if (request.kind === 'ask') {
		const holding = machine.holding(lapsed.state);
		const ok = holding !== null && holding.owner === lastGrantIssued;
		const asked = report(swept, {kind: 'asked', client: clientName(step), lock: name, ok});
		const grant = ok && machine.readsItsName ? holding.grant : null;
		return respond(asked, {kind: 'asked', lock: request.lock, ok, grant}, route, waiting, late);
	}
	const answered = machine.answer(options, lapsed.state, request, {
		client: clientName(step),
		lock: name,
		index: request.lock,
		lastGrantIssued,
		now: step.now,
		late: latecomer(step, waiting),
	});
	const isSilent = isDead(step.local, route) || step.local.silence !== null;
	const known = withLockReports(
		withIssued(swept, request.lock, route, answered.lastGrantIssued),
		request.lock,
		// A request that was under way when its client fell silent is the last that the service hears of it.
		isSilent ? machine.hear(answered.state, answered.lastGrantIssued, true, step.now) : answered.state,
		answered.reports,
	);
	return answered.reply === null
		? unanswered(known, request, waiting)
		: respond(known, answered.reply, route, waiting, late);
}

/** The grant that a service last made to the process that sent a request. */
function issuedTo({local}: ClientStep, lock: number, {life}: Sender): Grant | null {
	const {lastGrantIssued, former} = at(local.locks, lock);
	if (life === local.life) return lastGrantIssued;
	return former.find((each) => each.life === life)?.lastGrantIssued ?? null;
}

function withIssued(step: ClientStep, lock: number, {life}: Sender, lastGrantIssued: Grant | null): ClientStep {
	if (life === step.local.life) return withLock(step, lock, {lastGrantIssued});
	const others = at(step.local.locks, lock).former.filter((each) => each.life !== life);
	return withLock(step, lock, {
		former: lastGrantIssued === null ? others : [...others, {life, lastGrantIssued}],
	});
}

/** The step with the next state of a lock, and what the service reports of it. */
function withLockReports(step: ClientStep, lock: number, state: LockState, reports: readonly Report[]): ClientStep {
	const locks = replaced(step.shared.locks, lock, state);
	return withReports({...step, shared: {...step.shared, locks}}, reports);
}

/** Who waits for an answer that the service gives later: the program's step if it asked, else nobody in particular. */
function latecomer({local}: ClientStep, waiting: Waiting): Waiting {
	return waiting === 'call' ? (local.call?.step === true ? 'step' : 'nobody') : waiting;
}

/** Who waits for an answer that is not in within the plain round trip. */
function waiterOf({local}: ClientStep, request: Request, waiting: Waiting): Waiting {
	if (waiting !== 'call') return waiting;
	const goesOn = request.kind === 'node' || request.kind === 'release';
	return local.call?.step === true && !goesOn ? 'step' : 'nobody';
}

/** Who asks a store, and whether the newest write there is its own. */
function asking(step: ClientStep, {store, resource}: StoreRequest, {life}: Sender): Asking {
	const version = step.shared.stores[store]?.resources[resource]?.version;
	const wrote = step.local.wrote.find(
		(each) => each.life === life && each.store === store && each.resource === resource,
	);
	return {client: clientName(step), now: step.now, wroteNewest: wrote !== undefined && wrote.version === version};
}

function settled(
	step: ClientStep,
	{store: index, resource}: StoreRequest,
	store: StoreState,
	reply: Reply | null,
	reports: readonly Report[],
	{life}: Sender,
): ClientStep {
	const stores = replaced(step.shared.stores, index, store);
	const next = withReports({...step, shared: {...step.shared, stores}}, reports);
	if (reply?.kind !== 'accepted') return next;
	const others = step.local.wrote.filter(
		(each) => each.life !== life || each.store !== index || each.resource !== resource,
	);
	return withLocal(next, {wrote: [...others, {life, store: index, resource, version: reply.version}]});
}

function respond(step: ClientStep, reply: Reply, route: ReplyRoute, waiting: Waiting, late: Waiting): ClientStep {
	const target = targetOf(step, reply);
	if (route.lost || step.local.cuts.includes(target))
		return unanswered(lose(step, target, clientName(step), reply), reply, waiting, 'silent');
	const {life, operation, heeded} = route;
	const sender: Sender = heeded === undefined ? {life, operation} : {life, operation, heeded};
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

function serveNode(
	step: ClientStep,
	request: NodeRequest,
	route: ReplyRoute,
	waiting: Waiting,
	late: Waiting,
): ClientStep {
	const {step: next, ok} = askNode(step, request);
	const {lock, node, does, value, ttl} = request;
	const sets = ok && (does === 'set' || does === 'extend');
	const voted = report(next, {
		kind: 'voted',
		client: clientName(step),
		lock: at(step.spec.locks, lock).name,
		node: `n${node + 1}`,
		does,
		ok,
		...(sets ? {ttl} : {}),
	});
	return respond(voted, {kind: 'node-answered', lock, node, does, value, ok}, route, waiting, late);
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
		const late: LateRound = {round: {...round, late: 0}, left: round.late, step: call.step};
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
	subject: {readonly lock: number; readonly value: Grant | null},
	vote: boolean,
): ClientStep {
	const {lateRounds} = step.local;
	const index = lateRounds.findIndex(({round}) => round.lock === subject.lock && round.value === subject.value);
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

/** Whether a request has come to a lock service that stands still: it is looked at when that goes on. */
function standsStill({shared}: ClientStep, request: Request): boolean {
	return shared.stall !== null && !('store' in request);
}

function isUp(step: ClientStep, request: Request): boolean {
	if ('store' in request) return at(step.shared.stores, request.store).up;
	if (request.kind === 'node') return nodeAnswers(step, request);
	const {service} = at(step.spec.locks, request.lock);
	return step.shared.locksUp && machineOf(service).isReady(at(step.shared.locks, request.lock), step.now);
}
