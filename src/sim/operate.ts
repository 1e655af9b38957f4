import {type AddressedOperation, addressOperation, lockAt, lockOf} from './address.js';
import {disbelieve, isOver, withLock} from './believe.js';
import {goesOnUnanswered} from './call.js';
import {at, type ClientStep, clientName, report, withLocal} from './client-step.js';
import {momentOf, monotonic, wallTime} from './clock.js';
import {withoutHeed} from './flight.js';
import {machineOf, takenTtl, ttlOf} from './lock/registry.js';
import type {LockStep, Request, Sight, Waiting} from './message.js';
import {send} from './network.js';
import {own} from './own.js';
import {completeStep, failStep, nextOperation} from './program.js';
import type {Refusal} from './refusal.js';
import {goesInRounds, openRound, type RoundVerb} from './round.js';
import {type MessageOptions, type Operation, plain, type TokenChoice, type Value} from './statement.js';
import {ruleOf} from './store/registry.js';
import type {Duration} from './time.js';
import {hasTransactions, transactionOf, withSession} from './transaction.js';
import {beginWork} from './work.js';

/** What an operation needs to know of one client and the world around it. */
type ClientView = Pick<ClientStep, 'spec' | 'client' | 'local'>;

/** The refusal that any operation of this client would get now, or null: it is paused, crashed, working, or waiting for a reply. */
export function refusalOfProcess({spec, client, local, now}: ClientView & Pick<ClientStep, 'now'>): Refusal | null {
	const {name} = at(spec.clients, client);
	if (local.process === 'paused') return {kind: 'paused', client: name, already: false};
	if (local.process === 'crashed') return {kind: 'client-crashed', client: name};
	if (local.work !== null) return {kind: 'working', client: name, left: momentOf(local, local.work.end, now) - now};
	if (local.call !== null) return {kind: 'waits-for-reply', client: name, to: local.call.what};
	if (local.program.awaiting === null) return null;
	const waitsFor = nextOperation({spec, client, local});
	return {kind: 'program-waits', client: name, verb: waitsFor?.kind ?? null, inLine: isInLine(spec, local, waitsFor)};
}

/** Whether what a client waits for has reached a lock service that lets it stand in line. */
function isInLine(spec: ClientStep['spec'], {flight}: ClientStep['local'], operation: Operation | null): boolean {
	if (operation?.kind !== 'acquire' || flight.some(({kind}) => kind === 'request')) return false;
	return machineOf(at(spec.locks, lockAt(spec, operation.lock)).service).queue !== null;
}

/** The step after the client has begun an operation; with no latency and no option on its message it is also answered. */
export function operate(step: ClientStep, operation: AddressedOperation, isStep: boolean): ClientStep {
	switch (operation.kind) {
		case 'check':
			return check(step, operation.lock, isStep);
		case 'works':
			return beginWork(step, operation.for, isStep);
		case 'keeps': {
			const kept = keepUp(step, operation.lock, operation.every);
			return isStep ? completeStep(kept) : kept;
		}
	}
	const round = roundOperation(step, operation);
	if (round !== null) return openOperation(step, round, isStep);
	const requests = requestsOf(step, operation);
	const called = withLocal(prepare(step, operation), {
		call: {what: operation.kind, step: isStep, left: requests.length, answers: [], round: null},
	});
	const late: Waiting = isStep && !goesOnUnanswered(operation.kind) ? 'step' : 'nobody';
	return requests.reduce(
		(next, request) => send(next, request, request.kind === 'prepare' ? plain : operation.message, late),
		called,
	);
}

/** An operation that sends something. */
type Sent = Extract<AddressedOperation, {readonly message: MessageOptions}>;
type LockOperation = Extract<AddressedOperation, {kind: RoundVerb}>;
type Write = Extract<AddressedOperation, {kind: 'write'}>;

/** The operation if it is one over all nodes of a lock, else null. */
function roundOperation(step: ClientStep, operation: Sent): LockOperation | null {
	return 'lock' in operation && goesInRounds(step, operation.lock) ? operation : null;
}

function openOperation(step: ClientStep, operation: LockOperation, isStep: boolean): ClientStep {
	const {lock} = operation;
	const ttl = ttlOf(at(step.spec.locks, lock).service, 'ttl' in operation ? operation.ttl : null);
	const opened = openRound(prepare(step, operation), lock, operation.kind, ttl);
	const called = withLocal(opened.step, {
		call: {what: operation.kind, step: isStep, left: opened.requests.length, answers: [], round: opened.round},
	});
	return opened.requests.reduce((next, request) => send(next, request, operation.message, 'nobody'), called);
}

/** The step after the next step of the client's program has begun. `options` apply to that step's message. */
export function takeStep(step: ClientStep, options: MessageOptions): ClientStep {
	const next = nextOperation(step);
	if (next === null) return step;
	const operation = addressOperation(step.spec, next);
	const refusal = refusalOfOperation(step, operation);
	return refusal === null ? operate(step, withOptions(operation, options), true) : failStep(step, refusal);
}

/** Messages of one client that can be on their way when it sends another. */
export const mostUnderWay = 1000;

/** The refusal to send one more message of a client, or null. */
export function refusalOfMessage({spec, client, local}: ClientView): Refusal | null {
	const [oldest] = local.flight;
	return oldest === undefined || local.flight.length < mostUnderWay
		? null
		: {kind: 'too-many-messages', client: at(spec.clients, client).name, most: mostUnderWay, first: oldest.id};
}

/** The refusal of an operation, whatever its client's process does, or null. Never for want of belief: the answer decides. */
export function refusalOfOperation(place: ClientView, operation: AddressedOperation): Refusal | null {
	return ('message' in operation ? refusalOfMessage(place) : null) ?? refusalOfWhatItSays(place, operation);
}

function refusalOfWhatItSays(place: ClientView, operation: AddressedOperation): Refusal | null {
	switch (operation.kind) {
		case 'write':
			return refusalOfWrite(place, operation);
		case 'advance':
			return refusalOfAdvance(place, operation);
		case 'read':
			if (place.spec.stores.length === 0) return {kind: 'no-store'};
			return operation.forUpdate === true ? refusalOfLocking(place, operation.store) : null;
		case 'begin':
		case 'commit':
		case 'rollback':
			return refusalOfStore(place, operation.store);
		case 'acquire':
		case 'renew':
			return refusalOfRenewal(place, operation) ?? refusalOfTime(place, operation);
		case 'release':
		case 'check':
		case 'ask':
		case 'works':
			return null;
		case 'keeps':
			return operation.every === null
				? null
				: (refusalOfRenewal(place, operation) ?? refusalOfKeeping(place, operation.lock));
	}
}

/** The refusal of a renewal of what has no time. */
function refusalOfRenewal(
	{spec}: ClientView,
	{kind, lock}: {readonly kind: string; readonly lock: number},
): Refusal | null {
	const {name, service} = at(spec.locks, lock);
	const isRenewal = kind === 'renew' || kind === 'keeps';
	return isRenewal && !machineOf(service).renews ? {kind: 'never-renewed', lock: name, service: service.kind} : null;
}

/** The refusal of a renewal in the background where the client renews by itself already. Source: language.md, keeps. */
function refusalOfKeeping({spec}: ClientView, lock: number): Refusal | null {
	const {name, service} = at(spec.locks, lock);
	const machine = machineOf(service);
	const renewsByItself = machine.keepsSessions || machine.errands(service.options) !== null;
	return renewsByItself ? {kind: 'renews-by-itself', lock: name, service: service.kind} : null;
}

/** The step in which the client renews a lock in the background so often, or no longer. The first renewal comes so long after the grant, or after now where that has been. */
function keepUp(step: ClientStep, lock: number, every: Duration | null): ClientStep {
	const {deadline} = at(step.local.locks, lock);
	const {service} = at(step.spec.locks, lock);
	if (machineOf(service).errands(service.options) !== null) return step;
	const next = every === null || deadline === null ? null : monotonic(step.local, step.now) + every;
	return withLock(step, lock, {keep: every, errand: next === null ? null : {at: next, ttl: ttlOf(service)}});
}

/** The refusal of a time that the real lock service does not take, or that it has no place for. */
function refusalOfTime(
	{spec}: ClientView,
	{kind, lock, ttl}: Extract<AddressedOperation, {kind: 'acquire' | 'renew'}>,
): Refusal | null {
	if (ttl === null) return null;
	const {name, service} = at(spec.locks, lock);
	const {timeless} = machineOf(service);
	if (timeless !== null) return {kind: 'time-not-taken', words: timeless};
	if (kind === 'renew' && !machineOf(service).renewsWithTime)
		return {kind: 'renewed-without-time', lock: name, service: service.kind};
	const {refused, says} = takenTtl(service, ttl);
	return refused && says !== null ? {kind: 'time-not-taken', words: says} : null;
}

function refusalOfWrite(place: ClientView, operation: Write): Refusal | null {
	const {spec, client} = place;
	if (spec.stores.length === 0) return {kind: 'no-store'};
	if (operation.change === '=') return null;
	const {name} = at(spec.clients, client);
	const {key} = operation;
	const {name: resource} = at(spec.resources, operation.resource);
	for (const store of storesOf(place, operation.store)) {
		const known = at(at(place.local.memory, store), operation.resource);
		const {name: storeName} = at(spec.stores, store);
		if (known === null) return {kind: 'not-read', client: name, resource, store: storeName};
		const value = own(known.values, key);
		if (value === undefined) return {kind: 'no-such-key', client: name, key, resource, store: storeName};
		if (typeof value !== 'number') return {kind: 'not-a-number', client: name, key, value, store: storeName};
		if (typeof operation.value !== 'number' || !Number.isSafeInteger(changed(value, operation)))
			return {kind: 'not-a-whole-number', key, change: operation.change, value: operation.value};
	}
	return null;
}

/** The refusal of a transaction at a store that knows none. */
function refusalOfStore({spec}: ClientView, store: number): Refusal | null {
	const declared = at(spec.stores, store);
	return hasTransactions(declared) ? null : {kind: 'no-transactions', store: declared.name, rule: declared.rule};
}

/** A row is locked until its transaction is over, so there has to be one. */
function refusalOfLocking(place: ClientView, store: number | null): Refusal | null {
	const {spec, client} = place;
	const refusal = store === null ? null : refusalOfStore(place, store);
	if (refusal !== null || lockable(place, store).length > 0) return refusal;
	const name = store === null ? null : at(spec.stores, store).name;
	return {kind: 'not-in-transaction', client: at(spec.clients, client).name, store: name};
}

function refusalOfAdvance(
	place: ClientView,
	operation: Extract<AddressedOperation, {kind: 'advance'}>,
): Refusal | null {
	const {spec} = place;
	if (spec.stores.length === 0) return {kind: 'no-store'};
	if (advanceable(place, operation.store).length > 0) return null;
	const store = operation.store === null ? null : at(spec.stores, operation.store);
	return {kind: 'no-fence', store: store && {name: store.name, rule: store.rule}};
}

function check(step: ClientStep, lock: number, isStep: boolean): ClientStep {
	const {deadline} = at(step.local.locks, lock);
	const ok = deadline !== null && !isOver(step, deadline);
	const checked = report(step, {kind: 'checked', client: clientName(step), lock: at(step.spec.locks, lock).name, ok});
	return isStep ? (ok ? completeStep(checked) : failStep(checked)) : checked;
}

/** What the client does before its request leaves. */
function prepare(step: ClientStep, operation: Sent): ClientStep {
	switch (operation.kind) {
		case 'acquire':
			return report(withPatience(asCandidate(withNewOperation(step, operation.lock), operation), operation), {
				kind: 'acquire-sent',
				client: clientName(step),
				lock: at(step.spec.locks, operation.lock).name,
			});
		case 'release':
			return giveBack(withNewOperation(step, operation.lock), operation.lock);
		case 'renew':
		case 'ask':
			return withNewOperation(step, operation.lock);
		case 'begin': {
			const begun = (step.local.sessions[operation.store]?.begun ?? 0) + 1;
			return withSession(step, operation.store, {inside: true, begun});
		}
		case 'read':
		case 'write':
		case 'advance':
		case 'commit':
		case 'rollback':
			return step;
	}
}

/** Who asks for a lock looks again by itself, where clients do that. */
function asCandidate(step: ClientStep, {lock, ttl}: Extract<AddressedOperation, {kind: 'acquire'}>): ClientStep {
	const {service} = at(step.spec.locks, lock);
	const {errand} = at(step.local.locks, lock);
	const look = machineOf(service).errands(service.options)?.look ?? null;
	if (look === null) return step;
	const next = errand?.at ?? monotonic(step.local, step.now) + look;
	return withLock(step, lock, {errand: {at: next, ttl: ttlOf(service, ttl)}});
}

/** A client that gives its last hold back believes no longer, and does nothing more for the lock by itself. */
function giveBack(step: ClientStep, lock: number): ClientStep {
	const {holds} = at(step.local.locks, lock);
	const fewer = holds === 0 ? step : withLock(step, lock, {holds: holds - 1});
	return holds > 1 ? fewer : disbelieve(withLock(fewer, lock, {errand: null, keep: null}), lock);
}

/** The step with one more operation of the client on a lock: its answer will say which it answers. */
function withNewOperation(step: ClientStep, lock: number): ClientStep {
	return withLock(withoutHeed(step, lock), lock, {sent: at(step.local.locks, lock).sent + 1, givesUpAt: null});
}

function withPatience(step: ClientStep, {lock, within}: Extract<AddressedOperation, {kind: 'acquire'}>): ClientStep {
	return within === undefined ? step : withLock(step, lock, {givesUpAt: monotonic(step.local, step.now) + within});
}

function requestsOf(step: ClientStep, operation: Sent): readonly Request[] {
	switch (operation.kind) {
		case 'acquire':
			return [opening(step, acquireRequest(step, operation.lock, operation.ttl), operation.message)];
		case 'renew':
			return [renewRequest(step, operation.lock, operation.ttl)];
		case 'release': {
			const {lock} = operation;
			const {token, value} = at(step.local.locks, lock);
			return [opening(step, {kind: 'release', lock, token, value, seen: sightOf(step, lock)}, operation.message)];
		}
		case 'ask':
			return [{kind: 'ask', lock: operation.lock}];
		case 'read':
			return (operation.forUpdate === true ? lockable : storesOf)(step, operation.store).map((store) => ({
				kind: 'read',
				store,
				...owned(step, operation.resource),
				transaction: transactionOf(step.local, store),
				forUpdate: operation.forUpdate === true,
			}));
		case 'begin':
			return [
				{kind: 'begin', store: operation.store, transaction: (step.local.sessions[operation.store]?.begun ?? 0) + 1},
			];
		case 'commit':
		case 'rollback':
			return [{kind: operation.kind, store: operation.store, transaction: transactionOf(step.local, operation.store)}];
		case 'advance': {
			const credentials = owned(step, operation.resource);
			return advanceable(step, operation.store).map((store) => ({
				kind: 'advance',
				store,
				...credentials,
				token: chosen(operation.token, credentials.token),
			}));
		}
		case 'write':
			return storesOf(step, operation.store).map((store) => writeRequest(step, operation, store));
	}
}

/** What a client sends that asks for a lock. */
export function acquireRequest(
	step: ClientStep,
	lock: number,
	asked: Duration | null,
): Extract<Request, {kind: 'acquire'}> {
	const {service} = at(step.spec.locks, lock);
	const {value} = at(step.local.locks, lock);
	return {
		kind: 'acquire',
		lock,
		ttl: ttlOf(service, asked),
		value: machineOf(service).readsItsName ? value : null,
		sentAt: monotonic(step.local, step.now),
		stamp: stampOf(step, lock),
		drawn: null,
		seen: sightOf(step, lock),
	};
}

/** What a client sends that renews a lock. */
export function renewRequest(
	step: ClientStep,
	lock: number,
	asked: Duration | null,
): Extract<Request, {kind: 'renew'}> {
	const {service} = at(step.spec.locks, lock);
	const {token, value, deadline} = at(step.local.locks, lock);
	return {
		kind: 'renew',
		lock,
		ttl: ttlOf(service, asked),
		token,
		value,
		sentAt: monotonic(step.local, step.now),
		stamp: stampOf(step, lock),
		seen: sightOf(step, lock),
		believes: machineOf(service).errands(service.options) !== null && deadline !== null,
	};
}

/** The record that a client watches; how long it has known it counts no further than its length. */
function sightOf({local, now}: ClientStep, lock: number): Sight | null {
	const {watched} = at(local.locks, lock);
	if (watched === null) return null;
	const {since, ...record} = watched;
	// What a sum of fractions is off by must not cost a look.
	const age = Math.round((monotonic(local, now) - since) * 1e6) / 1e6;
	return {...record, age: Math.min(age, record.length + 1)};
}

/** What the client's wall clock reads, where the clocks of clients decide about the end of a grant. */
function stampOf({spec, local, now}: ClientStep, lock: number): number | null {
	const {service} = at(spec.locks, lock);
	return machineOf(service).goesByClientClocks(service.options) ? wallTime(local, now) : null;
}

/** The request that goes out first: the step itself, or what the service wants before it. */
function opening(step: ClientStep, request: LockStep, options: MessageOptions): Request {
	const {service} = at(step.spec.locks, request.lock);
	return (
		machineOf(service).prelude(service.options, request, at(step.local.locks, request.lock).value, options) ?? request
	);
}

function writeRequest(step: ClientStep, operation: Write, store: number): Request {
	const credentials = owned(step, operation.resource);
	const known = at(at(step.local.memory, store), credentials.resource);
	return {
		kind: 'write',
		store,
		...credentials,
		key: operation.key,
		value: operation.change === '=' ? operation.value : changed(own(known?.values ?? {}, operation.key), operation),
		token: chosen(operation.token, credentials.token),
		chosen: operation.token.kind !== 'last',
		basedOn: operation.ifVersion ?? known?.version ?? null,
		job: operation.job,
		checked: false,
		transaction: transactionOf(step.local, store),
	};
}

/** The resource's position with the token and the grant that its client last got for it. */
function owned(
	step: ClientStep,
	resource: number,
): {readonly resource: number; readonly token: number | null; readonly grant: number | null} {
	const index = lockOf(step.spec, resource);
	if (index === null) return {resource, token: null, grant: null};
	const lock = at(step.local.locks, index);
	const token = at(step.spec.clients, step.client).rereads ? newestToken(step, index) : lock.token;
	return {resource, token, grant: lock.lastGrantReceived};
}

/** What a client is told that asks the service for the lock's present token. */
function newestToken({spec, shared}: ClientStep, lock: number): number | null {
	return machineOf(at(spec.locks, lock).service).newestToken(at(shared.locks, lock));
}

function chosen(choice: TokenChoice, last: number | null): number | null {
	switch (choice.kind) {
		case 'last':
			return last;
		case 'number':
			return choice.token;
		case 'none':
			return null;
	}
}

function changed(remembered: Value | undefined, {change, value}: Pick<Write, 'change' | 'value'>): number {
	if (typeof remembered !== 'number' || typeof value !== 'number')
		throw new Error(`cannot compute ${String(remembered)} ${change} ${String(value)}`);
	return change === '-=' ? remembered - value : remembered + value;
}

function withOptions(operation: AddressedOperation, options: MessageOptions): AddressedOperation {
	return 'message' in operation ? {...operation, message: {...operation.message, ...options}} : operation;
}

function storesOf({spec}: ClientView, store: number | null): readonly number[] {
	return store === null ? [...spec.stores.keys()] : [store];
}

/** The stores at which a client is in a transaction, as far as it knows. */
function lockable(view: ClientView, store: number | null): readonly number[] {
	return storesOf(view, store).filter((index) => transactionOf(view.local, index) !== null);
}

function advanceable(view: ClientView, store: number | null): readonly number[] {
	return storesOf(view, store).filter((index) => ruleOf(at(view.spec.stores, index)).ratchets);
}
