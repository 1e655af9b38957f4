import {serveAt} from './at-store.js';
import {withLock} from './believe.js';
import {at, type ClientStep, clientName, clientSpec, replaced, report, withReports, withShared} from './client-step.js';
import {isDead} from './flight.js';
import {noticeLinks} from './links.js';
import {holdingsIn, isOneOwner, machineOf} from './lock/registry.js';
import type {Answered, Asker, Later} from './lock/service.js';
import type {LockState, Ticket} from './lock/state.js';
import type {
	NodeRequest,
	Reply,
	ReplyRoute,
	Request,
	Sender,
	StoreRequest,
	TransactionRequest,
	Waiting,
} from './message.js';
import type {Report} from './report.js';
import {askNode, nodeAnswers} from './round.js';
import {bounded} from './time.js';
import {holdingNow} from './truth.js';
import type {ClientLock, Former, Grant} from './world.js';

/** A step in which a service has done what it was asked; `reply`: what it says, null where it says nothing yet; `later`: when it decides what. */
type Served = {readonly step: ClientStep; readonly reply: Reply | null; readonly later?: Later};

/** What the service that a request is for does with it, when it has power and goes on. */
export function serve(
	step: ClientStep,
	request: Exclude<Request, TransactionRequest>,
	route: ReplyRoute,
	waiting: Waiting,
): Served {
	if ('store' in request) return serveAt(step, request, route);
	return request.kind === 'node' ? serveAtNode(step, request) : serveAtLock(step, request, route, waiting);
}

type LockRequest = Exclude<Request, StoreRequest | NodeRequest>;

/** `ticket`: by which a lock service knows a request that it takes up again; null where it is new to it. */
export function serveAtLock(
	step: ClientStep,
	request: LockRequest,
	route: ReplyRoute,
	waiting: Waiting,
	ticket: Ticket | null = null,
): Served {
	const {service, name} = at(step.spec.locks, request.lock);
	const {options} = service;
	const machine = machineOf(service);
	const lastGrantIssued = issuedTo(step, request.lock, route);
	const lapsed = machine.expire(options, at(step.shared.locks, request.lock), name, step.now);
	const swept = withLockReports(step, request.lock, lapsed.state, lapsed.reports);
	if (request.kind === 'ask') {
		const {pool} = clientSpec(step);
		const held = holdingsIn(machine, lapsed.state);
		// A server asks which connection it is, and knows nothing of who shares it.
		const ok = held.some((each) => each.owner === lastGrantIssued || (pool !== null && each.pool === pool));
		const asked = report(swept, {kind: 'asked', client: clientName(step), lock: name, ok});
		const grant = ok && machine.readsItsName ? (machine.holding(lapsed.state)?.grant ?? null) : null;
		return {step: asked, reply: {kind: 'asked', lock: request.lock, ok, grant}};
	}
	const asker: Asker = {
		client: clientName(step),
		lock: name,
		index: request.lock,
		lastGrantIssued,
		pool: clientSpec(step).pool,
		now: step.now,
		late: latecomer(step, waiting),
	};
	const answered =
		ticket === null
			? machine.answer(options, lapsed.state, request, asker)
			: machine.decide(options, lapsed.state, request, asker, ticket);
	// To a service that takes all processes of one name for one owner, one that lives speaks for those that have died.
	const isForgotten = isDead(step.local, route) && !isOneOwner(service);
	const isSilent = isForgotten || step.local.silence !== null;
	const known = withLockReports(
		withIssued(swept, request, route, answered),
		request.lock,
		// A request that was under way when its client fell silent is the last that the service hears of it.
		isSilent ? machine.hear(answered.state, answered.lastGrantIssued, true, step.now) : answered.state,
		route.byItself === true ? answered.reports.flatMap(ofErrand) : answered.reports,
	);
	return {step: noticeLinks(known), reply: answered.reply, ...(answered.later && {later: answered.later})};
}

/** What is told of something that a client does by itself: that it was denied again is not. */
function ofErrand(told: Report): readonly Report[] {
	if (told.kind === 'denied') return [];
	if (told.kind !== 'happened') return [told];
	const {happening} = told;
	const isRenewal = happening.kind === 'renewed' || happening.kind === 'renew-denied';
	return isRenewal ? [{...told, happening: {...happening, byItself: true}}] : [told];
}

function serveAtNode(step: ClientStep, request: NodeRequest): Served {
	const {step: next, ok} = askNode(step, request);
	const {lock, node, does, value, ttl} = request;
	const sets = ok && (does === 'set' || does === 'extend');
	// A grant is given back once no majority keeps it any more, whatever its client hears of that, and when.
	const isOver = request.grant !== null && holdingNow(next.spec, next.shared, lock, next.now)?.owner !== value;
	const voted = report(
		next,
		{
			kind: 'voted',
			client: clientName(step),
			lock: at(step.spec.locks, lock).name,
			node: `n${node + 1}`,
			does,
			ok,
			...(sets ? {ttl: bounded(ttl)} : {}),
		},
		isOver ? {freed: request.grant} : {},
	);
	return {step: voted, reply: {kind: 'node-answered', lock, node, does, value, ok}};
}

/** Whether a request finds a service with power. */
export function isUp(step: ClientStep, request: Request): boolean {
	if ('store' in request) return at(step.shared.stores, request.store).up;
	if (request.kind === 'node') return nodeAnswers(step, request);
	const {service} = at(step.spec.locks, request.lock);
	return step.shared.locksUp && machineOf(service).isReady(at(step.shared.locks, request.lock), step.now);
}

/** Whether a request has come to a lock service that stands still: it is looked at when that goes on. */
export function standsStill({shared}: ClientStep, request: Request): boolean {
	return shared.stall !== null && !('store' in request);
}

/** The grant that a service last made to the process that sent a request, or to its name where that is the owner. */
function issuedTo(step: ClientStep, lock: number, {life}: Sender): Grant | null {
	const {lastGrantIssued, former} = at(step.local.locks, lock);
	if (life === step.local.life || isOneOwner(at(step.spec.locks, lock).service)) return lastGrantIssued;
	return former.find((each) => each.life === life)?.lastGrantIssued ?? null;
}

function withIssued(step: ClientStep, request: LockRequest, route: ReplyRoute, answered: Answered): ClientStep {
	const {life} = route;
	const {lastGrantIssued} = answered;
	const known = at(step.local.locks, request.lock);
	if (isOneOwner(at(step.spec.locks, request.lock).service))
		return withLock(step, request.lock, {lastGrantIssued, former: waiters(step, known, request, route, answered)});
	if (life === step.local.life) return withLock(step, request.lock, {lastGrantIssued});
	const others = known.former.filter((each) => each.life !== life);
	return withLock(step, request.lock, {
		former: lastGrantIssued === null ? others : [...others, {life, lastGrantIssued}],
	});
}

/** Where all processes of a client are one owner: the dead one that stands in line, unless the one that lives has asked too. */
function waiters(
	{local}: ClientStep,
	{former, lastGrantIssued: before}: ClientLock,
	{kind}: LockRequest,
	{life}: ReplyRoute,
	{reply, lastGrantIssued}: Answered,
): readonly Former[] {
	if (lastGrantIssued === null) return [];
	if (kind !== 'acquire') return former;
	if (reply !== null || life === local.life) return [];
	return lastGrantIssued === before ? former : [{life, lastGrantIssued}];
}

/** The step with the next state of a lock, and what the service reports of it. */
export function withLockReports(
	step: ClientStep,
	lock: number,
	state: LockState,
	reports: readonly Report[],
): ClientStep {
	const locks = replaced(step.shared.locks, lock, state);
	return withReports(withShared(step, {locks}), reports);
}

/** Who waits for an answer that the service gives later: the program's step if it asked, else nobody in particular. */
function latecomer({local}: ClientStep, waiting: Waiting): Waiting {
	return waiting === 'call' ? (local.call?.step === true ? 'step' : 'nobody') : waiting;
}
