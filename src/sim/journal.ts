import {clientOfTicket, lockAt} from './address.js';
import {record} from './audit.js';
import {at, type ClientStep, replaced} from './client-step.js';
import {takeTurn} from './network.js';
import {announce} from './owed.js';
import {pulse} from './pulse.js';
import {happened, type Report} from './report.js';
import {nextInLine} from './store/rows.js';
import {clientOfRowTicket} from './transaction.js';
import {holdingNow, owedAt} from './truth.js';
import type {CameBack, Local, Moment, Shared, World} from './world.js';

/** The most events one statement may make. Source: language.md. */
export const mostEvents = 100_000;

/** A statement in the making: the world so far and its moments so far. The one mutable thing here; it never leaves `perform`. */
export type Journal = {world: World; readonly moments: Moment[]; cameBack?: CameBack; errands?: number};

/** Thrown when a statement would make more than `mostEvents` events; caught by `perform`, which then refuses the statement. */
export class TooManyEvents extends Error {}

/** Writes down what a client's step did. `change` is a pure function of the client's step. */
export function act(journal: Journal, client: number, change: (step: ClientStep) => ClientStep): void {
	const {spec, now, locals, shared} = journal.world;
	const step = change({spec, client, now, local: at(locals, client), shared, heard: null, reports: []});
	let last = journal.moments.length;
	for (const {report, local, shared} of step.reports) {
		show(journal, client, local, shared);
		const before = journal.moments.length;
		write(journal, [report]);
		if (journal.moments.length > before) last = before;
	}
	show(journal, client, step.local, step.shared);
	for (const [index, {event}] of journal.moments.slice(last).entries())
		journal.moments[last + index] = {event, world: journal.world};
}

/** One more thing that a client does by itself, which may make no event. Fails: throws TooManyEvents where there is no end of it. */
export function countErrand(journal: Journal): void {
	journal.errands = (journal.errands ?? 0) + 1;
	if (journal.errands > mostEvents) throw new TooManyEvents(`more than ${mostEvents} errands in one statement`);
}

/** The world is now as the client's step shows it. */
function show(journal: Journal, client: number, local: Local, shared: Shared): void {
	const {world} = journal;
	const locals = at(world.locals, client) === local ? world.locals : replaced(world.locals, client, local);
	if (locals !== world.locals || shared !== world.shared) journal.world = {...world, shared, locals};
}

/** Lets the lock services, and the stores, answer those who waited in line and whose turn has come. */
export function payOwed(journal: Journal): void {
	payWaiters(journal);
	for (const store of journal.world.spec.stores.keys()) giveTurns(journal, store);
}

function giveTurns(journal: Journal, store: number): void {
	for (;;) {
		const {shared, locals} = journal.world;
		const ticket = locals.length === 0 ? null : nextInLine(at(shared.stores, store).rows);
		const client = ticket === null ? null : clientOfRowTicket(locals, store, ticket);
		if (ticket === null || client === null) return;
		act(journal, client, (step) => takeTurn(step, store, ticket));
	}
}

function payWaiters(journal: Journal): void {
	for (const lock of journal.world.spec.locks.keys()) {
		const {spec, shared} = journal.world;
		const {state, owed} = owedAt(spec, shared, lock);
		if (owed.length === 0 || journal.world.locals.length === 0) continue;
		journal.world = {...journal.world, shared: {...shared, locks: replaced(shared.locks, lock, state)}};
		for (const each of owed) {
			const client = clientOfTicket(journal.world, lock, each.ticket);
			if (client !== null) act(journal, client, (step) => announce(step, lock, each));
		}
	}
}

/** Writes down reports: numbers them, names them, judges them. Fails: throws TooManyEvents past the limit. */
export function write(journal: Journal, reports: readonly Report[]): void {
	pulse();
	for (const report of reports) {
		const {audit, events} = record(
			journal.world.audit,
			named(journal.world, barred(journal.world, report)),
			journal.world.now,
		);
		const world: World = {...journal.world, audit};
		journal.world = world;
		for (const event of events) journal.moments.push({event, world});
	}
	if (journal.moments.length > mostEvents) throw new TooManyEvents(`more than ${mostEvents} events in one statement`);
}

/** The report with what only the whole world knows: who it is that another stands behind, and whether the process that holds, or whose record it is, has died. */
function named(world: World, report: Report): Report {
	if (report.kind === 'denied') return isHeldByDead(world, report) ? {...report, dead: true} : report;
	if (report.kind === 'row-queued') return namedInRow(world, report);
	if (report.kind !== 'queued') return report;
	const {client, lock, behind} = report;
	const owner = clientOfTicket(world, lockAt(world.spec, lock), behind);
	const name = owner === null ? 'nobody' : at(world.spec.clients, owner).name;
	return happened({kind: 'queued', client, lock, behind: name});
}

function namedInRow(
	{spec, locals}: World,
	{client, store, resource, behind}: Extract<Report, {kind: 'row-queued'}>,
): Report {
	const owner = clientOfRowTicket(locals, store, behind);
	return happened({
		kind: 'queued',
		client,
		lock: at(spec.resources, resource).name,
		behind: owner === null ? 'nobody' : at(spec.clients, owner).name,
		store: at(spec.stores, store).name,
	});
}

function isHeldByDead({spec, locals}: World, {lock, holder, record}: Extract<Report, {kind: 'denied'}>): boolean {
	const index = lockAt(spec, lock);
	const grant = holder ?? record ?? null;
	return (
		grant !== null && locals.some(({locks}) => at(locks, index).former.some((each) => each.lastGrantIssued === grant))
	);
}

/** A denial by a grant that is over is by its record alone, which is not over by the clock that the asker goes by. */
function barred({spec, shared, now}: World, report: Report): Report {
	if (report.kind !== 'denied' || report.holder === null) return report;
	const {lock, holder} = report;
	const holds = holdingNow(spec, shared, lockAt(spec, lock), now)?.grant === holder;
	return holds ? report : {...report, holder: null, record: holder};
}
