import {at, type ClientStep, replaced, withLocal} from './client-step.js';
import {hearSessions, heartbeat} from './heartbeats.js';
import {act, type Journal, mostEvents, payOwed, TooManyEvents, write} from './journal.js';
import {machineOf} from './lock/registry.js';
import {arrive, drop, duplicate} from './network.js';
import {operate, takeStep} from './operate.js';
import {expire, nextExpiry, passTo, runDueStep} from './pass.js';
import {catchUp, crash, pause, restart, resume, stepClock} from './process.js';
import type {Refusal} from './refusal.js';
import {happened} from './report.js';
import {isSetup, setUp} from './setup.js';
import type {Operation, Statement} from './statement.js';
import {clientIndex, find, isClient, oldestHeld, refusalAtSight} from './why-not.js';
import type {Outcome, StoreState, World} from './world.js';

/** The refusal of a statement in this world, or null when it can be done. The one place that decides it. */
export function whyNot(world: World, statement: Statement): Refusal | null {
	const refusal = refusalAtSight(world, statement);
	if (refusal !== null || !mayHitEventLimit(statement)) return refusal;
	const outcome = attempt(world, statement);
	return outcome.ok ? null : outcome.refusal;
}

/** The world after a statement and the events that happened, or a refusal; on a refusal nothing has changed. `expect` and `claim` change nothing. */
export function perform(world: World, statement: Statement): Outcome {
	const refusal = refusalAtSight(world, statement);
	return refusal === null ? attempt(world, statement) : {ok: false, refusal};
}

function mayHitEventLimit({kind}: Statement): boolean {
	return kind === 'wait' || kind === 'wait-until-expiry' || kind === 'run' || kind === 'step';
}

function attempt(world: World, statement: Statement): Outcome {
	if (isSetup(statement)) return unmoved(setUp(world, statement));
	if (statement.kind === 'expect' || statement.kind === 'claim') return unmoved(world);
	const journal: Journal = {world: {...world, started: true}, moments: []};
	try {
		carryOut(journal, statement);
		payOwed(journal);
	} catch (error) {
		if (!(error instanceof TooManyEvents)) throw error;
		return {ok: false, refusal: {kind: 'too-many-events', most: mostEvents}};
	}
	const {moments} = journal;
	return {ok: true, world: journal.world, moments, events: moments.map(({event}) => event)};
}

/** The outcome of a statement to which nothing happens. */
function unmoved(world: World): Outcome {
	return {ok: true, world, moments: [], events: []};
}

type Deed = Exclude<
	Statement,
	{
		kind:
			| 'expect'
			| 'claim'
			| 'client'
			| 'lock'
			| 'store'
			| 'put'
			| 'latency'
			| 'pace'
			| 'faults'
			| 'runs'
			| 'retries'
			| 'rereads'
			| 'starts';
	}
>;

function carryOut(journal: Journal, statement: Deed): void {
	const {world} = journal;
	switch (statement.kind) {
		case 'do':
			doOperation(journal, clientIndex(world, statement.client), statement.operation);
			break;
		case 'pause': {
			const until = statement.for === null ? null : world.now + statement.for;
			act(journal, clientIndex(world, statement.client), (step) => pause(step, until));
			break;
		}
		case 'resume':
			resumeNow(journal, clientIndex(world, statement.client));
			break;
		case 'crash':
		case 'restart':
			power(journal, statement.actor, statement.kind === 'restart');
			break;
		case 'clock':
			clock(journal, statement);
			break;
		case 'step':
			steps(journal, clientIndex(world, statement.client), statement);
			break;
		case 'run':
			steps(journal, clientIndex(world, statement.client), {count: Number.POSITIVE_INFINITY, message: {}});
			break;
		case 'wait':
			passTo(journal, world.now + statement.for);
			break;
		case 'wait-until-expiry':
			passTo(journal, nextExpiry(world) ?? world.now);
			break;
		case 'deliver':
			handle(journal, statement.message, arrive);
			break;
		case 'deliver-from':
			handle(journal, oldestHeld(world, statement.client) ?? 0, arrive);
			break;
		case 'drop':
			handle(journal, statement.message, drop);
			break;
		case 'duplicate':
			handle(journal, statement.message, duplicate);
			break;
		case 'cut':
		case 'heal':
			link(journal, statement);
			break;
		case 'failover':
			failover(journal);
			break;
	}
}

function doOperation(journal: Journal, client: number, operation: Operation): void {
	act(journal, client, (step) => catchUp(operate(step, operation, false)));
	awaitReply(journal, client);
}

/** The statement returns when its reply is in: the plain round trip passes, and what falls due in it happens. */
function awaitReply(journal: Journal, client: number): void {
	const isAnswered = (world: World) => at(world.locals, client).call === null;
	// Two round trips at most, and the wait for nodes that stay silent.
	const {latency, locks} = journal.world.spec;
	const patience = Math.max(0, ...locks.map(({service}) => machineOf(service).rounds?.patience(service.options) ?? 0));
	passUnless(journal, journal.world.now + 4 * latency + patience, isAnswered);
}

function passUnless(journal: Journal, until: number, stop: (world: World) => boolean): void {
	if (!stop(journal.world)) passTo(journal, until, stop);
}

function steps(
	journal: Journal,
	client: number,
	{count, message}: Pick<Extract<Statement, {kind: 'step'}>, 'count' | 'message'>,
): void {
	for (let done = 0; done < count; done++) {
		const before = at(journal.world.locals, client).program;
		act(journal, client, (step) => catchUp(takeStep(step, message)));
		awaitReply(journal, client);
		payOwed(journal);
		const {program, process} = at(journal.world.locals, client);
		const blocked = program.at === before.at && !startedOver(journal.world, client);
		if (blocked || program.ended !== null || program.awaiting !== null || process !== 'running') return;
	}
}

/** A program that `retries` stands at its first step again after a failure; a denied acquire there is a block all the same. */
function startedOver({audit, spec, locals}: World, client: number): boolean {
	const {name, program, retries} = at(spec.clients, client);
	const denied = audit.last?.client === name && audit.last.answers.some(({outcome}) => outcome === 'denied');
	return retries && at(locals, client).program.at === 0 && !(program?.[0]?.kind === 'acquire' && denied);
}

function resumeNow(journal: Journal, client: number): void {
	act(journal, client, resume);
	const {nextAt} = at(journal.world.locals, client).program;
	if (nextAt !== null && nextAt <= journal.world.now) act(journal, client, runDueStep);
}

function handle(journal: Journal, message: number, deed: (step: ClientStep, position: number) => ClientStep): void {
	const place = find(journal.world, message);
	if (place === null) throw new Error(`message ${message} was let through by whyNot`);
	act(journal, place.client, (step) => deed(step, place.position));
}

function power(journal: Journal, actor: string, up: boolean): void {
	const {world} = journal;
	if (isClient(world, actor)) {
		act(journal, clientIndex(world, actor), up ? restart : crash);
		return;
	}
	journal.world = {
		...world,
		shared: isStore(world, actor) ? storePower(world, actor, up) : lockPower(world, actor, up),
	};
	write(journal, [happened({kind: up ? 'restarted' : 'crashed', actor})]);
}

function isStore({spec}: World, actor: string): boolean {
	return spec.stores.some(({name}) => name === actor);
}

function lockPower({spec, shared, now}: World, actor: string, up: boolean): World['shared'] {
	const locks = shared.locks.map((state, index) => {
		const {service} = at(spec.locks, index);
		const machine = machineOf(service);
		return up ? machine.restart(service.options, state, actor, now) : machine.crash(service.options, state, actor, now);
	});
	return {...shared, locksUp: actor === 'locks' ? up : shared.locksUp, locks};
}

function clock(journal: Journal, {actor, by}: Extract<Statement, {kind: 'clock'}>): void {
	const {world} = journal;
	if (isClient(world, actor)) {
		act(journal, clientIndex(world, actor), (step) => stepClock(step, by));
		return;
	}
	const locks = world.shared.locks.map(
		(state, index) => machineOf(at(world.spec.locks, index).service).stepClock(state, actor, by) ?? state,
	);
	journal.world = {...world, shared: {...world.shared, locks}};
	write(journal, [happened({kind: 'clock-stepped', actor, by})]);
	for (const index of locks.keys()) expire(journal, index);
}

function failover(journal: Journal): void {
	const {world} = journal;
	const locks = world.shared.locks.map(
		(state, index) => machineOf(at(world.spec.locks, index).service).promote(state, world.now) ?? state,
	);
	journal.world = {...world, shared: {...world.shared, locks}};
	write(journal, [happened({kind: 'failed-over'})]);
}

function storePower({spec, shared}: World, store: string, up: boolean): World['shared'] {
	const index = spec.stores.findIndex(({name}) => name === store);
	const state = at(shared.stores, index);
	const forgotten: Partial<StoreState> =
		!up && at(spec.stores, index).options.forgets ? {highest: {}, retired: {}} : {};
	return {...shared, stores: replaced(shared.stores, index, {...state, ...forgotten, up})};
}

function link(journal: Journal, {kind, from, to}: Extract<Statement, {kind: 'cut' | 'heal'}>): void {
	for (const other of to) {
		const [client, endpoint] = isClient(journal.world, from) ? [from, other] : [other, from];
		act(journal, clientIndex(journal.world, client), (step) => {
			const rest = step.local.cuts.filter((cut) => cut !== endpoint);
			return hearSessions(heartbeat(withLocal(step, {cuts: kind === 'cut' ? [...rest, endpoint].sort() : rest})));
		});
	}
	write(journal, [happened({kind: kind === 'cut' ? 'cut' : 'healed', from, to})]);
}
