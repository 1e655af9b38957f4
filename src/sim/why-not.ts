import {at} from './client-step.js';
import {machineOf, serverNamed} from './lock/registry.js';
import type {LockServer} from './lock/state.js';
import {type ClientView, refusalOf, refusalOfProcess} from './operate.js';
import {own} from './own.js';
import {nextExpiry} from './pass.js';
import {nextOperation} from './program.js';
import type {Refusal} from './refusal.js';
import {isSetup, mostKeys, refusalOfSetup} from './setup.js';
import type {Operation, Statement} from './statement.js';
import {longestWait} from './time.js';
import {refusalOfUnknownName} from './unknown-name.js';
import type {World} from './world.js';

/** The refusal that a statement gets before anything is tried, or null. Only a statement with no end in sight can still be refused later, for its length. */
export function refusalAtSight(world: World, statement: Statement): Refusal | null {
	const unknown = refusalOfUnknownName(world, statement);
	if (unknown !== null) return unknown;
	if (isSetup(statement)) return refusalOfSetup(world, statement);
	switch (statement.kind) {
		case 'do':
			return (
				refusalOf(placeOf(world, statement.client), statement.operation) ?? refusalOfKeys(world, statement.operation)
			);
		case 'pause':
			return refusalOfPause(world, statement.client);
		case 'resume':
			return localOf(world, statement.client).process === 'paused'
				? null
				: {kind: 'not-paused', client: statement.client};
		case 'crash':
			return refusalOfCrash(world, statement.actor);
		case 'restart':
			return (
				refusalOfActor(world, statement.actor) ??
				(isUp(world, statement.actor) ? {kind: 'not-crashed', actor: statement.actor} : null)
			);
		case 'clock':
			return hasClock(world, statement.actor) ? null : {kind: 'no-clock', actor: statement.actor};
		case 'step':
		case 'run':
			return refusalOfStep(world, statement.client);
		case 'wait':
			return statement.for > longestWait ? {kind: 'wait-too-long'} : null;
		case 'wait-until-expiry':
			return nextExpiry(world) === null ? {kind: 'no-lease-runs'} : null;
		case 'deliver':
		case 'drop':
		case 'duplicate':
			return find(world, statement.message) === null ? {kind: 'no-message', message: statement.message} : null;
		case 'deliver-from':
			return oldestHeld(world, statement.client) === null ? {kind: 'nothing-held', client: statement.client} : null;
		case 'failover':
			return refusalOfFailover(world);
		case 'cut':
		case 'heal':
			return refusalOfCut(world, statement);
		case 'expect':
		case 'claim':
			return null;
	}
}

/** Where a message in flight is: whose it is, and its place in that client's flight; or null. */
export function find(world: World, id: number): {readonly client: number; readonly position: number} | null {
	for (const [client, {flight}] of world.locals.entries()) {
		const position = flight.findIndex((message) => message.id === id);
		if (position !== -1) return {client, position};
	}
	return null;
}

/** The number of the oldest held request that a client sent, or null. */
export function oldestHeld(world: World, client: string): number | null {
	return (
		localOf(world, client).flight.find((message) => message.kind === 'request' && message.due === null)?.id ?? null
	);
}

/** The position of a client in the spec. Fails: throws on a name that is no client, which the parser never lets through. */
export function clientIndex(world: World, client: string): number {
	const index = world.spec.clients.findIndex(({name}) => name === client);
	if (index === -1) throw new Error(`no client ${client} in this world`);
	return index;
}

function placeOf(world: World, client: string): ClientView {
	const index = clientIndex(world, client);
	return {spec: world.spec, client: index, local: at(world.locals, index)};
}

function localOf(world: World, client: string): World['locals'][number] {
	return placeOf(world, client).local;
}

function refusalOfPause(world: World, client: string): Refusal | null {
	const {process} = localOf(world, client);
	if (process === 'paused') return {kind: 'paused', client, already: true};
	return process === 'crashed' ? {kind: 'client-crashed', client} : null;
}

function refusalOfCrash(world: World, actor: string): Refusal | null {
	return refusalOfActor(world, actor) ?? (isUp(world, actor) ? null : {kind: 'crashed-already', actor});
}

/** The refusal of a fault at an actor that no lock service here has, or that cannot crash. */
function refusalOfActor(world: World, actor: string): Refusal | null {
	if (isClient(world, actor) || actor === 'locks' || world.spec.stores.some(({name}) => name === actor)) return null;
	const [server] = serversNamed(world, actor);
	if (server === undefined) return {kind: 'no-such-server', actor};
	return server.neverCrashes === null ? null : {kind: 'never-crashes', actor, words: server.neverCrashes};
}

function refusalOfFailover({spec, shared, now}: World): Refusal | null {
	const promoted = shared.locks
		.map((state, index) => machineOf(at(spec.locks, index).service).promote(state, now))
		.filter((state) => state !== undefined);
	if (promoted.length === 0) return {kind: 'nothing-fails-over'};
	return promoted.every((state) => state === null) ? {kind: 'failed-over-already'} : null;
}

/** The servers of this name; several locks can have one each. */
function serversNamed({spec, shared, now}: World, name: string): readonly LockServer[] {
	return shared.locks.flatMap((state, index) => serverNamed(at(spec.locks, index).service, state, name, now) ?? []);
}

/** Whether anything here goes by the wall clock of an actor. */
function hasClock(world: World, actor: string): boolean {
	if (isClient(world, actor)) return true;
	return world.shared.locks.some(
		(state, index) => machineOf(at(world.spec.locks, index).service).stepClock(state, actor, 0) !== null,
	);
}

function refusalOfStep(world: World, client: string): Refusal | null {
	const place = placeOf(world, client);
	const spec = at(world.spec.clients, place.client);
	if (spec.program === null) return {kind: 'no-program', client};
	if (place.local.program.ended !== null) return {kind: 'program-ended', client};
	return refusalOfProcess(place) ?? (nextOperation(place) === null ? {kind: 'program-ended', client} : null);
}

function refusalOfCut(world: World, {kind, from, to}: Extract<Statement, {kind: 'cut' | 'heal'}>): Refusal | null {
	for (const other of to) {
		const clients = [from, other].filter((name) => isClient(world, name));
		const [end] = [from, other].filter((name) => !isClient(world, name));
		const known =
			end === 'locks' ||
			world.spec.stores.some(({name}) => name === end) ||
			(end !== undefined && serversNamed(world, end).some(({isEndpoint}) => isEndpoint));
		if (clients.length !== 1 || !known) return {kind: 'no-link', from, to: other};
	}
	const pending = to.filter((other) => isCut(world, from, other) === (kind === 'heal'));
	if (pending.length > 0) return null;
	return {kind: kind === 'cut' ? 'cut-already' : 'not-cut', from, to};
}

/** Whether a client and an endpoint are cut off from each other; either may be named first. */
function isCut(world: World, one: string, other: string): boolean {
	return isClient(world, one) ? localOf(world, one).cuts.includes(other) : localOf(world, other).cuts.includes(one);
}

function refusalOfKeys({spec, shared}: World, operation: Operation): Refusal | null {
	if (operation.kind !== 'write') return null;
	const resource = spec.resources.findIndex(({name}) => name === operation.resource);
	const full = shared.stores.some(({resources}) => {
		const values = resources[resource]?.values ?? {};
		return own(values, operation.key) === undefined && Object.keys(values).length >= mostKeys;
	});
	return full ? {kind: 'too-many', what: 'keys', most: mostKeys} : null;
}

/** Whether a name is a client's. */
export function isClient(world: World, name: string): boolean {
	return world.spec.clients.some((client) => client.name === name);
}

function isUp(world: World, actor: string): boolean {
	if (isClient(world, actor)) return localOf(world, actor).process !== 'crashed';
	if (actor === 'locks') return world.shared.locksUp;
	const store = world.spec.stores.findIndex(({name}) => name === actor);
	return world.shared.stores[store]?.up ?? serversNamed(world, actor).every(({up}) => up);
}
