import {endBeliefs} from './believe.js';
import {at, type ClientStep, replaced} from './client-step.js';
import {momentOf, wallTime} from './clock.js';
import {runErrands} from './errands.js';
import {giveUps} from './give-up.js';
import {hearSessions, heartbeat} from './heartbeats.js';
import {act, countErrand, type Journal, payOwed, write} from './journal.js';
import {machineOf} from './lock/registry.js';
import {isQueued} from './message.js';
import {arrive, giveUpIdle, settleRound} from './network.js';
import {takeStep} from './operate.js';
import {tellOwed} from './owed.js';
import {catchUp, resume} from './process.js';
import {nextOperation, withProgram} from './program.js';
import {pulse} from './pulse.js';
import {happened} from './report.js';
import {plain} from './statement.js';
import {nextInLine} from './store/rows.js';
import {aged, agesAt} from './store/serve.js';
import {type Duration, forever, type Instant} from './time.js';
import {idleAt, losePower} from './transaction.js';
import {dueAt, isRunning, leaseEndAt, owedAt} from './truth.js';
import {endWork} from './work.js';
import type {Local, Spec, World} from './world.js';

/**
 * Something that happens by itself at a moment. Order among the simultaneous: faults, expiries, deliveries, client steps; within one kind the oldest first.
 * Source: world.md, Time and order.
 */
type Due = {
	readonly at: Instant;
	readonly kind: 'resume' | 'expiry' | 'belief' | 'delivery' | 'errand' | 'work' | 'step';
	readonly order: number;
};

/** Something that happens at a service. */
type ServiceDue = Due & {readonly run: (journal: Journal) => void};

/** Something that happens to a client. */
type ClientDue = Due & {readonly client: number; readonly does: (step: ClientStep) => ClientStep};

const order: Readonly<Record<Due['kind'], number>> = {
	resume: 0,
	expiry: 1,
	belief: 2,
	delivery: 3,
	errand: 4,
	work: 5,
	step: 6,
};

/** Lets time pass until a moment, or until `stop` says so; what falls due on the way happens in order. */
export function passTo(journal: Journal, until: Instant, stop: (world: World) => boolean = () => false): void {
	while (!stop(journal.world)) {
		pulse();
		const due = first(dues(journal.world));
		const next = due === null ? until : Math.min(due.at, until);
		if (next > journal.world.now && catchUpAll(journal)) continue;
		if (due === null || due.at > until) {
			journal.world = {...journal.world, now: Math.max(journal.world.now, until)};
			return;
		}
		journal.world = {...journal.world, now: Math.max(journal.world.now, due.at)};
		if ('run' in due) due.run(journal);
		else {
			if (due.kind === 'errand') countErrand(journal);
			act(journal, due.client, due.does);
		}
	}
}

/** The statement returns when its reply is in: the plain round trip passes, and what falls due in it happens. */
export function awaitReply(journal: Journal, client: number): void {
	const isAnswered = ({locals}: World) => at(locals, client).call === null;
	if (isAnswered(journal.world)) return;
	// Two round trips at most, and the wait for nodes that stay silent or replicas that have yet to hear.
	const {spec, now} = journal.world;
	passTo(journal, now + 4 * spec.latency + longestPatience(spec), isAnswered);
}

/** The longest that an answer here may take besides its way, while its client waits for it. Units: ms. */
export function longestPatience({locks}: Spec): Duration {
	return Math.max(0, ...locks.map(({service}) => machineOf(service).patience(service.options)));
}

/** The next moment at which anything happens by itself, or at which an end that one client stamped is over for another, or null. Programs count only when `programs` is true. */
export function nextDeadline(world: World, programs: boolean): Instant | null {
	const moments = [...momentsIn(dues(world), programs), ...stampedEnds(world)];
	return moments.length === 0 ? null : Math.max(world.now, Math.min(...moments));
}

/** The next moment at which anything that concerns a client happens by itself, its program aside; null when nothing will. */
export function nextDeadlineOf(place: Pick<World, 'spec' | 'now'>, client: number, local: Local): Instant | null {
	const moments = momentsIn(duesOf(place, client, local), false);
	return moments.length === 0 ? null : Math.min(...moments);
}

function momentsIn(list: readonly Due[], programs: boolean): readonly Instant[] {
	return list.flatMap((due) => (due.kind === 'step' && !programs ? [] : [due.at]));
}

/** The moments to come from which on an end that a client has stamped is over by the wall clock of one that may ask. */
function stampedEnds({spec, shared, locals, now}: World): readonly Instant[] {
	return spec.locks.flatMap(({service}, lock) => {
		const machine = machineOf(service);
		const end = machine.goesByClientClocks(service.options) ? machine.stampedEnd(at(shared.locks, lock)) : null;
		if (end === null || end.reading === forever) return [];
		return locals.flatMap((local) => {
			const left = (end.reading - wallTime(local, now)) / (local.clock.asleep ? 1 : local.clock.rate);
			const moment = now + (end.isOver ? Math.ceil(left) : Math.floor(left) + 1);
			return moment > now ? [moment] : [];
		});
	});
}

/** The next moment at which a lease of any lock runs out, or null when there is no lease. */
export function nextExpiry(world: World): Instant | null {
	const moments = world.shared.locks.flatMap((_, lock) => leaseEndAt(world.spec, world.shared, lock, world.now) ?? []);
	return moments.length === 0 ? null : Math.min(...moments);
}

/** Runs the step of a self-running program that fell due, and sets when the next is. */
export function runDueStep(step: ClientStep): ClientStep {
	const {call, work, program} = step.local;
	const waits = call !== null || work !== null || program.awaiting !== null;
	if (waits || nextOperation(step) === null) return withProgram(step, {nextAt: null});
	return catchUp(takeStep(withProgram(step, {nextAt: step.now + step.spec.pace}), plain));
}

/** The step of a client when time has passed until a moment, and what concerns this client has fallen due on the way. The same as `passTo`, where nothing falls due at a service. */
export function passAlone(before: ClientStep, until: Instant): ClientStep {
	let step = before;
	for (;;) {
		const due = first(duesOf(step, step.client, step.local));
		const next = due === null ? until : Math.min(due.at, until);
		if (next > step.now && step.local.justResumed) {
			step = catchUp(step);
			continue;
		}
		step = {...step, now: Math.max(step.now, next)};
		if (due === null || due.at > until) return step;
		step = due.does(step);
	}
}

function first<Kind extends Due>(list: readonly Kind[]): Kind | null {
	let found: Kind | null = null;
	for (const due of list) if (found === null || isBefore(due, found)) found = due;
	return found;
}

function isBefore(one: Due, other: Due): boolean {
	if (one.at !== other.at) return one.at < other.at;
	return order[one.kind] !== order[other.kind] ? order[one.kind] < order[other.kind] : one.order < other.order;
}

function dues(world: World): readonly (ServiceDue | ClientDue)[] {
	const list: (ServiceDue | ClientDue)[] = duesOfServices(world);
	world.locals.forEach((local, client) => {
		list.push(...duesOf(world, client, local));
	});
	return list;
}

function duesOfServices(world: World): ServiceDue[] {
	// What is overdue falls due now.
	const now = (moment: Instant) => Math.max(moment, world.now);
	const list: ServiceDue[] = world.shared.locks.flatMap((_, lock) => {
		const moment = dueAt(world.spec, world.shared, lock, world.now);
		return moment === null
			? []
			: [{at: now(moment), kind: 'expiry', order: moment * 64 + lock, run: (journal) => expire(journal, lock)}];
	});
	const isOwed = world.shared.locks.some((_, lock) => owedAt(world.spec, world.shared, lock).owed.length > 0);
	if (isOwed || world.shared.stores.some(({rows}) => nextInLine(rows) !== null))
		list.push({at: world.now, kind: 'delivery', order: 0, run: payOwed});
	world.spec.stores.forEach((spec, store) => {
		const moment = agesAt(spec, at(world.shared.stores, store));
		if (moment !== null)
			list.push({at: now(moment), kind: 'expiry', order: moment * 64, run: (journal) => forgetByAge(journal, store)});
	});
	const stalledUntil = world.shared.stall?.until ?? null;
	if (stalledUntil !== null)
		list.push({at: now(stalledUntil), kind: 'resume', order: stalledUntil * 64 - 1, run: resumeService});
	return list;
}

function duesOf({spec, now}: Pick<World, 'spec' | 'now'>, client: number, local: Local): readonly ClientDue[] {
	const list: ClientDue[] = [];
	// What is overdue, as a step missed in a pause, falls due now.
	const falls = (moment: Instant, kind: Due['kind'], does: ClientDue['does'], order = moment * 64 + client): void => {
		list.push({at: Math.max(moment, now), kind, order, client, does});
	};
	if (local.process === 'paused' && local.resumeAt !== null) falls(local.resumeAt, 'resume', resume);
	if (local.process === 'running' && !local.justResumed) {
		const owing = (reading: number | null, kind: Due['kind'], does: ClientDue['does']): void => {
			if (reading !== null) falls(momentOf(local, reading, now), kind, does);
		};
		for (const {deadline} of local.locks) owing(deadline, 'belief', endBeliefs);
		for (const {givesUpAt} of local.locks) owing(givesUpAt, 'belief', giveUps);
		for (const {errand} of local.locks) owing(errand?.at ?? null, 'errand', runErrands);
		owing(local.work?.end ?? null, 'work', endWork);
	}
	const giveUp = local.call?.round?.due ?? null;
	if (local.process === 'running' && giveUp !== null) falls(giveUp, 'belief', settleRound);
	for (const {due, id} of local.flight)
		if (due !== null) falls(due, 'delivery', (step) => arrive(step, positionOf(step.local, id)), id);
	for (const store of spec.stores.keys()) {
		const moment = idleAt(spec, local, store);
		if (moment !== null) falls(moment, 'expiry', giveUpIdle);
	}
	const {nextAt} = local.program;
	if (local.process === 'running' && nextAt !== null) falls(nextAt, 'step', runDueStep);
	return list;
}

function positionOf(local: Local, id: number): number {
	return local.flight.findIndex((message) => message.id === id);
}

/** A store drops what is too old by now. */
function forgetByAge(journal: Journal, store: number): void {
	const {spec, shared, now} = journal.world;
	const stores = replaced(shared.stores, store, aged(at(spec.stores, store), at(shared.stores, store), now));
	journal.world = {...journal.world, shared: {...shared, stores}};
}

/** Whatever has lapsed at a lock by now is over, unless its service does not run. */
export function expire(journal: Journal, lock: number): void {
	const {spec, shared, now} = journal.world;
	if (!isRunning(spec, shared, lock)) return;
	const {service, name} = at(spec.locks, lock);
	const {state, reports} = machineOf(service).expire(service.options, at(shared.locks, lock), name, now);
	journal.world = {...journal.world, shared: {...shared, locks: replaced(shared.locks, lock, state)}};
	write(journal, reports);
}

/** Everybody notices that the power of a server came or went: the clients their sessions, those who wait what they are owed, and the service what has run out. */
export function noticePower(journal: Journal): void {
	for (const client of journal.world.locals.keys())
		act(journal, client, (step) => tellOwed(hearSessions(heartbeat(losePower(step)))));
	for (const lock of journal.world.spec.locks.keys()) expire(journal, lock);
}

/** The lock service goes on: what is due comes first, those of whom nothing was heard for too long among it, then what was sent meanwhile. Source: world.md; Redis and etcd after SIGCONT. */
export function resumeService(journal: Journal): void {
	journal.world = {...journal.world, shared: {...journal.world.shared, stall: null}};
	write(journal, [happened({kind: 'resumed', actor: 'locks'})]);
	for (const lock of journal.world.spec.locks.keys()) expireAll(journal, lock);
	// Who believes until now believes no longer when somebody else is granted.
	for (const [client, {process, justResumed}] of journal.world.locals.entries())
		if (process === 'running' && !justResumed) act(journal, client, endBeliefs);
	noticePower(journal);
	payOwed(journal);
	for (const {client, id} of queuedAt(journal.world)) {
		act(journal, client, (step) => arrive(step, positionOf(step.local, id)));
		payOwed(journal);
	}
}

/** The messages that wait at a lock service that stands still. Order: as they were sent. */
export function queuedAt({locals}: World): readonly {readonly client: number; readonly id: number}[] {
	return locals
		.flatMap(({flight}, client) => flight.flatMap((message) => (isQueued(message) ? [{client, id: message.id}] : [])))
		.sort((one, other) => one.id - other.id);
}

/** One end can bring about the next. */
function expireAll(journal: Journal, lock: number): void {
	for (;;) {
		const {spec, shared, now} = journal.world;
		const due = dueAt(spec, shared, lock, now);
		if (due === null || due > now) return;
		expire(journal, lock);
		if (at(journal.world.shared.locks, lock) === at(shared.locks, lock)) return;
	}
}

/** Before time moves on, clients that have just resumed catch up. True when one did. */
function catchUpAll(journal: Journal): boolean {
	const clients = journal.world.locals.flatMap(({justResumed}, client) => (justResumed ? [client] : []));
	for (const client of clients) act(journal, client, catchUp);
	return clients.length > 0;
}
