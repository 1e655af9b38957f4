import {withLock} from './believe.js';
import {answerStep, conclude, noteReply} from './call.js';
import {answerNode, nodeAnswers} from './lock/redlock.js';
import {machineOf} from './lock/registry.js';
import type {LockState, Owed} from './lock/state.js';
import type {
	Message,
	NodeRequest,
	Reply,
	ReplyMessage,
	ReplyRoute,
	Request,
	RequestMessage,
	Waiting,
} from './message.js';
import type {Report} from './report.js';
import {closeRound, redlockOf} from './round.js';
import {at, clientName, replaced, report, type Scene, withLocal, withReports} from './scene.js';
import {type MessageOptions, plain} from './statement.js';
import {serveStore} from './store/serve.js';
import {forever, type Instant} from './time.js';
import type {Answer, Grant, LateRound, Round} from './world.js';

/**
 * The scene after a request has been sent: answered at once when nothing delays it, else in flight or lost.
 * `soon` is who waits if the answer is due within the plain round trip, and `late` who waits if it is not.
 */
export function send(
	scene: Scene,
	request: Request,
	options: MessageOptions,
	late: Waiting,
	soon: Waiting = 'call',
): Scene {
	const route: ReplyRoute = {delayed: options.replyDelayed ?? 0, lost: options.replyLost === true};
	const target = targetOf(scene, request);
	const delay = (options.delayed ?? 0) + scene.spec.latency;
	if (options.lost === true || scene.local.cuts.includes(target))
		return unanswered(lose(scene, clientName(scene), target, request.kind), request, soon, 'silent');
	if (options.held === true)
		return unanswered(
			depart(scene, {kind: 'request', id: 0, due: null, waiting: late, orphan: false, request, route}),
			request,
			soon,
		);
	if (delay === 0) return serve(scene, request, route, soon, late);
	const prompt = options.delayed === undefined && route.delayed === 0 && !route.lost;
	const sent = depart(scene, {
		kind: 'request',
		id: 0,
		due: scene.now + delay,
		waiting: prompt ? soon : late,
		orphan: false,
		request,
		route,
	});
	return prompt ? sent : unanswered(sent, request, soon);
}

/** The scene after a message in flight has arrived. `by`: the place of the message in the client's flight. */
export function arrive(scene: Scene, position: number): Scene {
	const message = at(scene.local.flight, position);
	const landed = withLocal(scene, {flight: scene.local.flight.filter((_, index) => index !== position)});
	switch (message.kind) {
		case 'request':
			return arriveRequest(landed, message);
		case 'reply':
			return arriveReply(landed, message);
	}
}

/** The scene after a message in flight has been lost. */
export function drop(scene: Scene, position: number): Scene {
	const message = at(scene.local.flight, position);
	const gone = withLocal(scene, {flight: scene.local.flight.filter((_, index) => index !== position)});
	return unanswered(
		report(gone, {kind: 'dropped', id: message.id}),
		message.kind === 'request' ? message.request : message.reply,
		message.waiting,
		'silent',
	);
}

/** The scene with a second copy of a message in flight; nobody waits for the copy's answer. */
export function duplicate(scene: Scene, position: number): Scene {
	return depart(scene, {...at(scene.local.flight, position), waiting: 'nobody'});
}

/** The scene after the client has read an answer: it takes note of it, or goes on with the second of two round trips. */
export function take(scene: Scene, reply: Reply, waiting: Waiting): Scene {
	if (reply.kind === 'node-answered' && waiting !== 'call') return countLate(scene, reply, reply.ok);
	if (reply.kind !== 'prepared' || reply.next === null || waiting !== 'call')
		return settleRound(noteReply(scene, reply, waiting));
	const late: Waiting = scene.local.call?.step === true && reply.next.kind === 'acquire' ? 'step' : 'nobody';
	return send(scene, reply.next, reply.options, late);
}

/** The scene after a lock service has told a client that waited how its waiting ended. */
export function announce(scene: Scene, lock: number, {ticket, grant, token, waiting}: Owed): Scene {
	const {name} = at(scene.spec.locks, lock);
	// The process that stood in line may have died; its place stays until its session ends.
	const orphan = at(scene.local.locks, lock).given !== ticket;
	const route: ReplyRoute = {delayed: 0, lost: false};
	if (grant === null)
		return respond(scene, {kind: 'denied', lock, reason: 'not-holder'}, route, waiting, waiting, orphan);
	const told = report(scene, {kind: 'granted', client: clientName(scene), lock: name, token, expiresAt: null}, {grant});
	return respond(
		told,
		{kind: 'granted', lock, token, grant, deadline: forever, again: false},
		route,
		waiting,
		waiting,
		orphan,
	);
}

/** The ends of a message, and what it is. */
export function endsOf(
	scene: Pick<Scene, 'spec' | 'client'>,
	message: Message,
): {readonly from: string; readonly to: string; readonly what: string} {
	const client = at(scene.spec.clients, scene.client).name;
	switch (message.kind) {
		case 'request':
			return {from: client, to: targetOf(scene, message.request), what: message.request.kind};
		case 'reply':
			return {from: targetOf(scene, message.reply), to: client, what: message.reply.kind};
	}
}

function targetOf({spec}: Pick<Scene, 'spec'>, subject: Request | Reply): string {
	if ('node' in subject) return `n${subject.node + 1}`;
	return 'store' in subject ? at(spec.stores, subject.store).name : 'locks';
}

function depart(scene: Scene, message: Message): Scene {
	const id = scene.shared.nextMessage;
	const numbered: Scene = {...scene, shared: {...scene.shared, nextMessage: id + 1}};
	const flying = withLocal(numbered, {flight: [...scene.local.flight, {...message, id}]});
	return report(flying, {kind: 'sent', id, ...endsOf(scene, message)});
}

function lose(scene: Scene, from: string, to: string, what: string): Scene {
	const id = scene.shared.nextMessage;
	const numbered: Scene = {...scene, shared: {...scene.shared, nextMessage: id + 1}};
	return report(report(numbered, {kind: 'sent', id, from, to, what}), {kind: 'dropped', id});
}

function arriveRequest(scene: Scene, message: RequestMessage): Scene {
	const {request, route, waiting} = message;
	if (!isUp(scene, request))
		return unanswered(report(scene, {kind: 'dropped', id: message.id}), request, waiting, 'silent');
	const delivered = report(scene, {kind: 'delivered', id: message.id});
	if (request.kind !== 'write') return serve(delivered, request, route, waiting, waiting, message.orphan);
	const {store, reply, reports} = serveStore(scene.spec, scene.shared, request, clientName(scene), true);
	if (reply !== null)
		return respond(settled(delivered, request.store, store, reports), reply, route, waiting, waiting, message.orphan);
	// Checked and not yet applied: the write goes on as the second of two steps.
	const due: Instant | null = message.due === null ? null : scene.now + scene.spec.latency;
	return withLocal(delivered, {
		flight: [...delivered.local.flight, {...message, due, request: {...request, checked: true}}],
	});
}

function arriveReply(scene: Scene, message: ReplyMessage): Scene {
	if (scene.local.process === 'crashed' || message.orphan) return report(scene, {kind: 'dropped', id: message.id});
	const delivered = report(scene, {kind: 'delivered', id: message.id});
	return receive(delivered, message.reply, message.waiting);
}

function serve(
	scene: Scene,
	request: Request,
	route: ReplyRoute,
	waiting: Waiting,
	late: Waiting,
	orphan = false,
): Scene {
	if (!isUp(scene, request))
		return unanswered(
			lose(scene, clientName(scene), targetOf(scene, request), request.kind),
			request,
			waiting,
			'silent',
		);
	if ('store' in request) {
		const {store, reply, reports} = serveStore(scene.spec, scene.shared, request, clientName(scene), false);
		const next = settled(scene, request.store, store, reports);
		return reply === null ? next : respond(next, reply, route, waiting, late, orphan);
	}
	if (request.kind === 'node') return serveNode(scene, request, route, waiting, late, orphan);
	const {service, name} = at(scene.spec.locks, request.lock);
	const machine = machineOf(service);
	const given = at(scene.local.locks, request.lock).given;
	const lapsed = machine.expire(service, at(scene.shared.locks, request.lock), name, scene.now);
	const swept = withLockReports(scene, request.lock, lapsed.state, lapsed.reports);
	const answered = machine.answer(service, lapsed.state, request, {
		client: clientName(scene),
		lock: name,
		index: request.lock,
		given,
		now: scene.now,
		late: latecomer(scene, waiting),
	});
	const known = withLockReports(
		withLock(swept, request.lock, {given: answered.given}),
		request.lock,
		answered.state,
		answered.reports,
	);
	return answered.reply === null
		? unanswered(known, request, waiting)
		: respond(known, answered.reply, route, waiting, late, orphan);
}

/** The scene with the next state of a lock, and what the service reports of it. */
function withLockReports(scene: Scene, lock: number, state: LockState, reports: readonly Report[]): Scene {
	const locks = replaced(scene.shared.locks, lock, state);
	return withReports({...scene, shared: {...scene.shared, locks}}, reports);
}

/** Who waits for an answer that the service gives later: the program's step if it asked, else nobody in particular. */
function latecomer({local}: Scene, waiting: Waiting): Waiting {
	return waiting === 'call' ? (local.call?.step === true ? 'step' : 'nobody') : waiting;
}

function settled(
	scene: Scene,
	index: number,
	store: Scene['shared']['stores'][number],
	reports: readonly Report[],
): Scene {
	const stores = scene.shared.stores.map((each, position) => (position === index ? store : each));
	return withReports({...scene, shared: {...scene.shared, stores}}, reports);
}

function respond(
	scene: Scene,
	reply: Reply,
	route: ReplyRoute,
	waiting: Waiting,
	late: Waiting,
	orphan: boolean,
): Scene {
	const target = targetOf(scene, reply);
	if (route.lost || scene.local.cuts.includes(target))
		return unanswered(lose(scene, target, clientName(scene), reply.kind), reply, waiting, 'silent');
	const delay = route.delayed + scene.spec.latency;
	if (delay === 0) {
		if (orphan || scene.local.process === 'crashed') return lose(scene, target, clientName(scene), reply.kind);
		return receive(scene, reply, waiting);
	}
	const prompt = route.delayed === 0;
	const due = scene.now + delay;
	const sent = depart(scene, {kind: 'reply', id: 0, due, waiting: prompt ? waiting : late, orphan, reply});
	return prompt ? sent : unanswered(sent, reply, waiting);
}

function receive(scene: Scene, reply: Reply, waiting: Waiting): Scene {
	const {process, standsBack, inbox} = scene.local;
	if (process === 'paused' || (standsBack && waiting !== 'call'))
		return withLocal(scene, {inbox: [...inbox, {reply, waiting}]});
	return take(scene, reply, waiting);
}

function serveNode(
	scene: Scene,
	request: NodeRequest,
	route: ReplyRoute,
	waiting: Waiting,
	late: Waiting,
	orphan: boolean,
): Scene {
	const redlock = redlockOf(scene, request.lock);
	if (redlock === null) throw new Error(`lock ${request.lock} is no redlock`);
	const {state, ok} = answerNode(redlock.state, request, scene.now);
	const next: Scene = {...scene, shared: {...scene.shared, locks: replaced(scene.shared.locks, request.lock, state)}};
	const {lock, node, does, value, ttl} = request;
	const sets = ok && (does === 'set' || does === 'extend');
	const voted = report(next, {
		kind: 'voted',
		client: clientName(scene),
		lock: at(scene.spec.locks, lock).name,
		node: `n${node + 1}`,
		does,
		ok,
		...(sets ? {ttl} : {}),
	});
	return respond(voted, {kind: 'node-answered', lock, node, does, value, ok}, route, waiting, late, orphan);
}

/** `silent`: it is known that no answer will come; else it may come later. */
function unanswered(
	scene: Scene,
	subject: Request | Reply,
	waiting: Waiting,
	kind: 'unanswered' | 'silent' = 'unanswered',
): Scene {
	if ('node' in subject && waiting !== 'call') return kind === 'silent' ? countLate(scene, subject, false) : scene;
	const store = 'store' in subject ? at(scene.spec.stores, subject.store).name : null;
	return settleRound(noteReply(scene, {kind, store}, waiting));
}

/** The scene after a round over nodes has ended, if every node has answered or been given up; the votes are counted, and a lost round is cleaned up behind. */
export function settleRound(scene: Scene): Scene {
	const {call} = scene.local;
	if (call === null || call.round === null || call.left > 0) return scene;
	const {round} = call;
	const redlock = redlockOf(scene, round.lock);
	const due = round.startedAt + (redlock?.service.nodeTimeout ?? 0);
	if (round.silent > 0 && scene.now < due)
		return round.due === due ? scene : withLocal(scene, {call: {...call, round: {...round, due}}});
	const free = withLocal(scene, {call: null});
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
function countLate(scene: Scene, subject: {readonly lock: number; readonly value: Grant | null}, vote: boolean): Scene {
	const {lateRounds} = scene.local;
	const index = lateRounds.findIndex(({round}) => round.lock === subject.lock && round.value === subject.value);
	const found = lateRounds[index];
	if (found === undefined) return scene;
	const round = {...found.round, votes: found.round.votes + (vote ? 1 : 0)};
	if (found.left > 1)
		return withLocal(scene, {lateRounds: replaced(lateRounds, index, {...found, round, left: found.left - 1})});
	const free = withLocal(scene, {lateRounds: lateRounds.filter((_, position) => position !== index)});
	return finish(free, round, (closed, answer) => (found.step ? answerStep(closed, answer) : closed));
}

function finish(scene: Scene, round: Round, conclusion: (scene: Scene, answer: Answer) => Scene): Scene {
	const {scene: closed, outcome, cleanup} = closeRound(scene, round);
	return cleanup.reduce(
		(next, request) => send(next, request, plain, 'nobody', 'nobody'),
		conclusion(closed, {store: null, outcome}),
	);
}

function isUp(scene: Scene, request: Request): boolean {
	if ('store' in request) return at(scene.shared.stores, request.store).up;
	if (request.kind === 'node') return isNodeUp(scene, request);
	const {service} = at(scene.spec.locks, request.lock);
	return scene.shared.locksUp && machineOf(service).isReady(at(scene.shared.locks, request.lock), scene.now);
}

function isNodeUp(scene: Scene, {lock, node}: NodeRequest): boolean {
	const redlock = redlockOf(scene, lock);
	return redlock !== null && nodeAnswers(redlock.state, node, scene.now);
}
