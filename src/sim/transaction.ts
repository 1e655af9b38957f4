import {asking, serveAt, withStore} from './at-store.js';
import {at, type ClientStep, clientName, replaced, report, withLocal, withReports} from './client-step.js';
import type {RollbackReason} from './event.js';
import {isDead} from './flight.js';
import type {Ticket} from './lock/state.js';
import type {Reply, ReplyRoute, StoreRequest, TransactionRequest, Waiting} from './message.js';
import {ruleOf} from './store/registry.js';
import {
	closesCircle,
	freeTicket,
	isFree,
	lastBefore,
	withGrant,
	withHolder,
	without,
	withoutWaiter,
	withWaiter,
} from './store/rows.js';
import {type DataRequest, type InTransaction, rejectAtStore} from './store/serve.js';
import {idleTimeoutOf} from './store/transactional.js';
import {forever, type Instant} from './time.js';
import type {Grant, Local, OpenTransaction, Session, Spec, Standing, StoreSpec} from './world.js';

/** What became of a request to a store with transactions: the step after it, its answer, or null while it waits; and answers to others of the client that wait no longer. */
type Attended = {
	readonly step: ClientStep;
	readonly reply: Reply | null;
	readonly answers: readonly LateAnswer[];
};

/** The answer to a request that waited. */
export type LateAnswer = {readonly reply: Reply; readonly route: ReplyRoute; readonly waiting: Waiting};

/** Whether a store knows transactions. */
export function hasTransactions(store: StoreSpec): boolean {
	return ruleOf(store).transactions === true;
}

/** What a client and a store with transactions have with each other, before anything. */
export const freshSession: Session = {inside: false, begun: 0, open: null, standing: []};

/** The number of the transaction that a client is in at a store, as far as it knows; or null. */
export function transactionOf({sessions}: Local, store: number): number | null {
	const session = sessions[store] ?? null;
	return session?.inside === true ? session.begun : null;
}

/** The client whose transaction, or whose request that waits, has this ticket at a store; null when nobody's has. */
export function clientOfRowTicket(locals: readonly Local[], store: number, ticket: Ticket): number | null {
	const client = locals.findIndex(({sessions}) => {
		const session = sessions[store] ?? null;
		return session?.open?.ticket === ticket || session?.standing.some((each) => each.ticket === ticket) === true;
	});
	return client === -1 ? null : client;
}

/** The step after a store with transactions has looked at a request. `waiting`: who waits for the answer if it is not there at once. */
export function attend(step: ClientStep, request: StoreRequest, route: ReplyRoute, waiting: Waiting): Attended {
	if (request.kind === 'begin') return begin(step, request, route);
	if (request.kind === 'advance') return answered(serveAt(step, request, route));
	const session = sessionAt(step, request.store);
	const {open} = session;
	if (request.transaction === null && request.kind === 'read') return answered(serveAt(step, request, route));
	if (request.transaction === null && request.kind === 'write') return writeAlone(step, request, route, waiting);
	if (open === null || request.transaction !== open.number)
		return request.kind === 'rollback' ? rollBackNothing(step, request) : noTransaction(step, request, route);
	if (request.kind === 'rollback') {
		const ended = endTransaction(step, request.store);
		return {...ended, reply: {kind: 'rolled-back', store: request.store, transaction: open.number}};
	}
	// A connection does one thing after the other.
	if (isWaiting(session, open)) return answered({step: stand(step, request, null, route, waiting), reply: null});
	return isAboutRow(request) ? attendInside(step, request, route, waiting) : commit(step, request, open, route);
}

/** The step after the turn of a request that waited has come, and the answers to it and to what waited behind it. */
export function proceed(
	step: ClientStep,
	store: number,
	ticket: Ticket,
): {readonly step: ClientStep; readonly answers: readonly LateAnswer[]} {
	const {standing} = sessionAt(step, store);
	const head = standing.find((each) => each.ticket === ticket);
	if (head === undefined || !isAboutRow(head.request)) throw new Error(`nobody waits at store ${store} with ${ticket}`);
	const {request, route, waiting} = head;
	const {rows} = at(step.shared.stores, store);
	const called = withSession(withStore(step, store, {rows: withoutWaiter(rows, request.resource, ticket)}), store, {
		standing: standing.filter((each) => each !== head),
	});
	if (request.transaction === null) {
		const {step: served, reply} = serveAt(called, request, route);
		return {step: served, answers: reply === null ? [] : [{reply, route, waiting}]};
	}
	const attended = attendInside(withRow(called, store, request.resource), request, route, waiting);
	const first = attended.reply === null ? [] : [{reply: attended.reply, route, waiting}];
	return attendBehind({step: attended.step, answers: [...first, ...attended.answers]}, store, request.transaction);
}

/** The step in which the transaction that a client has open at a store is rolled back, and the answers to what it had waiting there. */
function endTransaction(
	step: ClientStep,
	store: number,
	because: RollbackReason | null = null,
): {readonly step: ClientStep; readonly answers: readonly LateAnswer[]} {
	const session = sessionAt(step, store);
	const {open} = session;
	if (open === null) return {step, answers: []};
	const told = report(closed(step, store, open), {
		kind: 'rolled-back',
		client: clientName(step),
		store: at(step.spec.stores, store).name,
		...(because === null ? {} : {because}),
	});
	let next = told;
	const answers: LateAnswer[] = [];
	for (const {request, route, waiting} of session.standing.filter(isOf(open))) {
		const {step: after, reply} = noTransaction(next, request, route);
		next = after;
		if (reply !== null) answers.push({reply, route, waiting});
	}
	return {step: next, answers};
}

/** The step in which the client's connections are closed. A store that it cannot reach does not notice. */
export function hangUp(step: ClientStep, because: RollbackReason): ClientStep {
	return step.local.sessions.reduce((next, session, store) => {
		if (session === null) return next;
		const isCut = next.local.cuts.includes(at(next.spec.stores, store).name);
		const orphaned = session.standing.map((each): Standing => ({...each, waiting: 'nobody'}));
		const left = withSession(next, store, {inside: false, standing: orphaned});
		if (session.open === null) return left;
		return isCut ? withOpen(left, store, {orphan: true}) : endTransaction(left, store, because).step;
	}, step);
}

/** The step in which a store has lost what it kept of connections, if it has no power: nothing of a transaction outlives that. */
export function losePower(step: ClientStep): ClientStep {
	return step.local.sessions.reduce((next, session, store) => {
		const {up, rows} = at(next.shared.stores, store);
		if (session === null || up) return next;
		const told = session.open === null ? next : endTransaction(next, store, 'store-crashed').step;
		const lost = session.standing.reduce(
			(each, {ticket}) => (ticket === null ? each : without(each, ticket)),
			session.open === null ? rows : at(told.shared.stores, store).rows,
		);
		return withSession(withStore(told, store, {rows: lost}), store, {standing: []});
	}, step);
}

/** The step in which the link between the client and a store was cut, or healed. */
export function noticeLink(step: ClientStep, endpoint: string, isCut: boolean): ClientStep {
	return step.local.sessions.reduce((next, session, store) => {
		const open = session?.open ?? null;
		if (session === null || open === null || at(next.spec.stores, store).name !== endpoint) return next;
		if (!isCut && open.orphan) return endTransaction(next, store, 'crashed').step;
		return isWaiting(session, open)
			? withOpen(next, store, {silentSince: isCut ? listeningSince(next, store) : null})
			: next;
	}, step);
}

/** The step in which every transaction that was silent for too long is rolled back, and the answers to what it had waiting. */
export function endIdle(step: ClientStep): {readonly step: ClientStep; readonly answers: readonly LateAnswer[]} {
	let next: {readonly step: ClientStep; readonly answers: readonly LateAnswer[]} = {step, answers: []};
	for (const store of step.spec.stores.keys()) {
		const moment = idleAt(step.spec, step.local, store);
		if (moment === null || moment > step.now) continue;
		const ended = endTransaction(next.step, store, 'idle');
		next = {step: ended.step, answers: [...next.answers, ...ended.answers]};
	}
	return next;
}

/** When a store rolls back the transaction of a client if nothing more is heard of it, or null. */
export function idleAt(spec: Spec, {sessions}: Local, store: number): Instant | null {
	const since = sessions[store]?.open?.silentSince ?? null;
	return since === null ? null : since + idleTimeoutOf(at(spec.stores, store));
}

function begin(step: ClientStep, {store, transaction}: TransactionRequest, route: ReplyRoute): Attended {
	const session = sessionAt(step, store);
	const {open} = session;
	const number = Math.max(transaction ?? 0, open?.number ?? 0);
	const since = open !== null && isWaiting(session, open) ? open.silentSince : listeningSince(step, store);
	const begun = withSession(step, store, {
		open: {ticket: null, rows: [], writes: [], orphan: false, ...open, number, silentSince: since},
		standing: open === null ? session.standing : session.standing.map((each) => renumbered(each, open, number)),
	});
	const told = report(begun, {
		kind: 'begun',
		client: clientName(step),
		store: at(step.spec.stores, store).name,
		...(open === null ? {} : {again: true}),
	});
	const reply: Reply = {kind: 'begun', store, transaction};
	// Whoever sent it is gone already.
	return isDead(step.local, route)
		? {...endTransaction(told, store, 'crashed'), reply}
		: {step: told, reply, answers: []};
}

function commit(step: ClientStep, {store}: StoreRequest, open: OpenTransaction, route: ReplyRoute): Attended {
	const told = report(closed(step, store, open), {
		kind: 'committed',
		client: clientName(step),
		store: at(step.spec.stores, store).name,
	});
	const applied = open.writes.reduce(
		(next, write) => serveAt(next, write, route, {within: {writes: [], row: grantOf(open, write.resource)}}).step,
		told,
	);
	return answered({step: applied, reply: {kind: 'committed', store, transaction: open.number}});
}

/** A write that is a transaction of its own. */
function writeAlone(
	step: ClientStep,
	request: Extract<DataRequest, {kind: 'write'}>,
	route: ReplyRoute,
	waiting: Waiting,
): Attended {
	const {store, resource} = request;
	const {rows} = at(step.shared.stores, store);
	if (isFree(rows, resource)) return answered(serveAt(step, request, route));
	const ticket = freeTicket(rows);
	return answered({step: line(step, request, ticket, route, waiting), reply: null});
}

/** A read or a write within the transaction that is open. */
function attendInside(
	step: ClientStep,
	request: Exclude<DataRequest, {kind: 'advance'}>,
	route: ReplyRoute,
	waiting: Waiting,
): Attended {
	const {store, resource} = request;
	if (request.kind === 'read' && !request.forUpdate) return answered(heard(read(step, request, route), store));
	const {rows} = at(step.shared.stores, store);
	const {ticket: known, rows: mine} = openAt(step, store);
	const has = mine.some((each) => each.resource === resource);
	if (!has && !isFree(rows, resource)) {
		const ticket = known ?? freeTicket(rows);
		if (closesCircle(rows, ticket, resource)) return deadlock(step, request, route);
		const silentSince = isCutOff(step, store) ? listeningSince(step, store) : null;
		const waits = withOpen(step, store, {ticket, silentSince});
		return answered({step: line(waits, request, ticket, route, waiting), reply: null});
	}
	const locked = has ? step : withRow(step, store, resource);
	if (request.kind === 'write') return answered(heard(stage(locked, request), store));
	return answered(heard(read(granted(locked, store, resource), request, route), store));
}

function deadlock(step: ClientStep, request: DataRequest, route: ReplyRoute): Attended {
	const {reply, reports} = rejectAtStore(step.spec, step.shared, request, asking(step, request, route), 'deadlock');
	return {...endTransaction(withReports(step, reports), request.store, 'deadlock'), reply};
}

function read(step: ClientStep, request: Extract<DataRequest, {kind: 'read'}>, route: ReplyRoute): Answered {
	return serveAt(step, request, route, {within: insideOf(openAt(step, request.store), request.resource)});
}

/** The write stands in its transaction; the row is its own until that is over. */
function stage(step: ClientStep, request: Extract<DataRequest, {kind: 'write'}>): Answered {
	const {store, resource, key, value, token, basedOn} = request;
	const open = openAt(step, store);
	const base = at(at(step.shared.stores, store).resources, resource).version + insideOf(open, resource).writes.length;
	const staged = report(withOpen(step, store, {writes: [...open.writes, request]}), {
		kind: 'staged',
		client: clientName(step),
		store: at(step.spec.stores, store).name,
		resource: at(step.spec.resources, resource).name,
		key,
		value,
		token,
		basedOn,
	});
	const version = base + 1;
	return {step: staged, reply: {kind: 'staged', store, resource, key, value, version, follows: basedOn === base}};
}

function rollBackNothing(step: ClientStep, {store, transaction}: TransactionRequest): Attended {
	const told = report(step, {
		kind: 'rolled-back',
		client: clientName(step),
		store: at(step.spec.stores, store).name,
		because: 'nothing',
	});
	return answered({step: told, reply: {kind: 'rolled-back', store, transaction}});
}

function noTransaction(step: ClientStep, request: StoreRequest, route: ReplyRoute): Attended {
	const {store} = request;
	const transaction = 'transaction' in request ? request.transaction : null;
	const reply: Reply = {kind: 'no-transaction', store, transaction};
	if (isAboutRow(request)) {
		const {reports} = rejectAtStore(step.spec, step.shared, request, asking(step, request, route), 'no-transaction');
		return answered({step: withReports(step, reports), reply});
	}
	const told = report(step, {
		kind: 'rejected',
		client: clientName(step),
		store: at(step.spec.stores, store).name,
		resource: null,
		what: 'commit',
		token: null,
		highest: null,
		reason: 'no-transaction',
	});
	return answered({step: told, reply});
}

type Answered = {readonly step: ClientStep; readonly reply: Reply | null};

function answered({step, reply}: Answered): Attended {
	return {step, reply, answers: []};
}

/** The requests that waited behind one that waits no longer. */
function attendBehind(
	before: {readonly step: ClientStep; readonly answers: readonly LateAnswer[]},
	store: number,
	transaction: number,
): {readonly step: ClientStep; readonly answers: readonly LateAnswer[]} {
	const {standing} = sessionAt(before.step, store);
	const isBehind = ({ticket, request}: Standing) =>
		ticket === null && 'transaction' in request && request.transaction === transaction;
	let step = withSession(before.step, store, {standing: standing.filter((each) => !isBehind(each))});
	const answers = [...before.answers];
	for (const {request, route, waiting} of standing.filter(isBehind)) {
		const attended = attend(step, request, route, waiting);
		step = attended.step;
		if (attended.reply !== null) answers.push({reply: attended.reply, route, waiting});
		answers.push(...attended.answers);
	}
	return {step, answers};
}

/** The step in which a request waits in the line for its row. */
function line(step: ClientStep, request: DataRequest, ticket: Ticket, route: ReplyRoute, waiting: Waiting): ClientStep {
	const {store, resource} = request;
	const {rows} = at(step.shared.stores, store);
	const behind = lastBefore(at(rows, resource));
	const waits = stand(
		withStore(step, store, {rows: withWaiter(rows, resource, ticket)}),
		request,
		ticket,
		route,
		waiting,
	);
	return behind === null
		? waits
		: withReports(waits, [{kind: 'row-queued', client: clientName(step), store, resource, behind}]);
}

function stand(
	step: ClientStep,
	request: StoreRequest,
	ticket: Ticket | null,
	route: ReplyRoute,
	waiting: Waiting,
): ClientStep {
	const {standing} = sessionAt(step, request.store);
	return withSession(step, request.store, {standing: [...standing, {ticket, request, route, waiting}]});
}

/** The step in which the open transaction has a row. One that has no other takes the lowest ticket: how it came to the row is no matter any more. */
function withRow(step: ClientStep, store: number, resource: number): ClientStep {
	const {rows} = at(step.shared.stores, store);
	const open = openAt(step, store);
	const ticket = open.rows.length === 0 || open.ticket === null ? freeTicket(rows) : open.ticket;
	return withOpen(withStore(step, store, {rows: withHolder(rows, resource, ticket)}), store, {
		ticket,
		rows: [...open.rows, {resource, grant: null}],
	});
}

/** The step in which a row that the open transaction has was given to it `for update`. */
function granted(step: ClientStep, store: number, resource: number): ClientStep {
	const open = openAt(step, store);
	if (grantOf(open, resource) !== null) return step;
	const rows = withGrant(at(step.shared.stores, store).rows, resource);
	const grant = at(rows, resource).grants;
	return withOpen(withStore(step, store, {rows}), store, {
		rows: open.rows.map((each) => (each.resource === resource ? {resource, grant} : each)),
	});
}

/** The step in which the store has heard of the transaction just now. */
function heard({step, reply}: Answered, store: number): Answered {
	return {step: withOpen(step, store, {silentSince: listeningSince(step, store)}), reply};
}

function closed(step: ClientStep, store: number, open: OpenTransaction): ClientStep {
	const {rows} = at(step.shared.stores, store);
	const {standing} = sessionAt(step, store);
	return withSession(open.ticket === null ? step : withStore(step, store, {rows: without(rows, open.ticket)}), store, {
		open: null,
		standing: standing.filter((each) => !isOf(open)(each)),
	});
}

function insideOf(open: OpenTransaction, resource: number): InTransaction {
	return {writes: open.writes.filter((each) => each.resource === resource), row: grantOf(open, resource)};
}

function grantOf({rows}: OpenTransaction, resource: number): Grant | null {
	return rows.find((each) => each.resource === resource)?.grant ?? null;
}

function isWaiting({standing}: Session, open: OpenTransaction): boolean {
	return standing.some(isOf(open));
}

function isOf({number}: OpenTransaction): (standing: Standing) => boolean {
	return ({request}) => 'transaction' in request && request.transaction === number;
}

/** What waits in a transaction belongs to it also when its client has begun it once more, and so calls it by another number. */
function renumbered(standing: Standing, open: OpenTransaction, number: number): Standing {
	const {request} = standing;
	return 'transaction' in request && isOf(open)(standing)
		? {...standing, request: {...request, transaction: number}}
		: standing;
}

function isAboutRow(request: StoreRequest): request is Exclude<DataRequest, {kind: 'advance'}> {
	return request.kind === 'read' || request.kind === 'write';
}

function isCutOff({spec, local}: ClientStep, store: number): boolean {
	return local.cuts.includes(at(spec.stores, store).name);
}

/** The moment from which a store counts silence, or null where it does not count it. */
function listeningSince({spec, now}: ClientStep, store: number): Instant | null {
	return idleTimeoutOf(at(spec.stores, store)) === forever ? null : now;
}

function sessionAt({local}: ClientStep, store: number): Session {
	const session = local.sessions[store] ?? null;
	if (session === null) throw new Error(`store ${store} knows no transactions`);
	return session;
}

function openAt(step: ClientStep, store: number): OpenTransaction {
	const {open} = sessionAt(step, store);
	if (open === null) throw new Error(`no transaction is open at store ${store}`);
	return open;
}

/** The step with a change to what the client has with a store. */
export function withSession(step: ClientStep, store: number, change: Partial<Session>): ClientStep {
	const session = {...sessionAt(step, store), ...change};
	return withLocal(step, {sessions: replaced<Session | null>(step.local.sessions, store, session)});
}

function withOpen(step: ClientStep, store: number, change: Partial<OpenTransaction>): ClientStep {
	return withSession(step, store, {open: {...openAt(step, store), ...change}});
}
