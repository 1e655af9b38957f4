import {at} from './client-step.js';
import {serverNamed} from './lock/registry.js';
import type {LockServer, Ticket} from './lock/state.js';
import {isTaken} from './message.js';
import type {Refusal} from './refusal.js';
import type {Operation, Setup, Statement} from './statement.js';
import {ruleOf} from './store/registry.js';
import {isOwner, type LockHere, lockHere} from './truth.js';
import type {ClientLock, Local, Spec, StoreSpec, StoreState, World} from './world.js';

/** A statement that does something in a world. */
type Deed = Exclude<Statement, Setup | {kind: 'expect' | 'claim'}>;

/** A part of a statement with the positions in the spec in place of names. */
type Positioned<Part> = {
	readonly [Key in keyof Part]: Key extends 'lock' | 'store' | 'resource'
		? Part[Key] extends string
			? number
			: number | null
		: Part[Key];
};

/** What one client does in one step, addressed. `store: null` means every store. */
export type AddressedOperation = Positioned<Operation>;

/** Somebody who can crash or whose clock can step. */
export type Actor =
	| {readonly kind: 'client'; readonly client: number}
	| {readonly kind: 'store'; readonly store: number}
	/** The lock service as a whole, or a server of its own by its name. */
	| {readonly kind: 'locks'; readonly name: string};

/** A message in flight: whose it is, and its place in that client's flight. */
export type FlightPosition = {readonly client: number; readonly position: number};

/** The link between a client and an endpoint, by the endpoint's name. */
export type Link = {readonly client: number; readonly endpoint: string};

/** What each kind of deed is about, by its positions in a world. */
export type Deeds = {
	readonly do: {readonly client: number; readonly operation: AddressedOperation};
	readonly step: Pick<Extract<Deed, {kind: 'step'}>, 'count' | 'message'> & {readonly client: number};
	readonly run: {readonly client: number};
	readonly pause: Pick<Extract<Deed, {kind: 'pause'}>, 'for'> & {readonly client: number};
	readonly suspend: Pick<Extract<Deed, {kind: 'suspend'}>, 'for'> & {readonly client: number};
	readonly rate: Pick<Extract<Deed, {kind: 'rate'}>, 'rate'> & {readonly client: number};
	readonly resume: {readonly client: number};
	readonly crash: {readonly actor: Actor};
	readonly restart: {readonly actor: Actor};
	readonly clock: Pick<Extract<Deed, {kind: 'clock'}>, 'by'> & {readonly actor: Actor};
	readonly failover: {readonly to: string | null};
	readonly kill: object;
	readonly stall: Pick<Extract<Deed, {kind: 'stall'}>, 'for'>;
	readonly unstall: object;
	readonly lead: object;
	readonly revoke: {readonly lock: number};
	readonly delete: {readonly lock: number};
	readonly cut: Links;
	readonly heal: Links;
	readonly wait: Pick<Extract<Deed, {kind: 'wait'}>, 'for'>;
	readonly 'wait-until-expiry': object;
	readonly deliver: FlightPosition;
	readonly drop: FlightPosition;
	readonly duplicate: FlightPosition;
};

type Links = Pick<Extract<Deed, {kind: 'cut'}>, 'from' | 'to'> & {readonly links: readonly Link[]};

/** A deed of one of these kinds, addressed. */
export type Addressed<Kind extends keyof Deeds = keyof Deeds> = {
	[Each in Kind]: {readonly kind: Each} & Deeds[Each];
}[Kind];

/** A deed with positions in place of names, or the refusal of what is not there. The one place where a statement's names are looked up. */
export function address(
	world: World,
	deed: Deed,
): {readonly ok: true; readonly deed: Addressed} | {readonly ok: false; readonly refusal: Refusal} {
	const refusal = refusalOfUnknownName(world.spec, deed) ?? refusalOfUnknownThing(world, deed);
	return refusal === null ? {ok: true, deed: addressed(world, deed)} : {ok: false, refusal};
}

/** An operation with positions in place of names. Fails: throws on a name that is not in the spec. */
export function addressOperation(spec: Spec, operation: Operation): AddressedOperation {
	switch (operation.kind) {
		case 'acquire':
		case 'renew':
			return {...operation, lock: lockAt(spec, operation.lock)};
		case 'release':
		case 'ask':
			return {...operation, lock: lockAt(spec, operation.lock)};
		case 'check':
		case 'keeps':
			return {...operation, lock: lockAt(spec, operation.lock)};
		case 'works':
			return operation;
		case 'read':
			return {...operation, ...placeOf(spec, operation)};
		case 'write':
			return {...operation, ...placeOf(spec, operation)};
		case 'advance':
			return {...operation, ...placeOf(spec, operation)};
		case 'begin':
		case 'commit':
		case 'rollback':
			return {...operation, store: storeAt(spec, operation.store)};
	}
}

/** The refusal of a statement that names what this world has not, because the line that declares it was refused; or null. */
export function refusalOfUnknownName(spec: Spec, part: unknown): Refusal | null {
	if (typeof part !== 'object' || part === null) return null;
	for (const [key, value] of Object.entries(part)) {
		const missing =
			typeof value === 'string'
				? (refusalOfRow(spec, part, key, value) ??
					unknownName(spec, isRow(spec, part, key, value) ? 'resource' : key, value))
				: refusalOfUnknownName(spec, value);
		if (missing !== null) return missing;
	}
	return null;
}

/** The position of a client. Fails: throws on a name that is no client's, as the three below on theirs. */
export function clientAt({clients}: Spec, name: string): number {
	return positionIn(clients, name);
}

/** The part of a client by its name. */
export function localNamed({spec, locals}: World, name: string): Local {
	return at(locals, clientAt(spec, name));
}

/** The part of a client, and what it knows of a lock, by their names. */
export function clientLock(
	{spec, locals}: World,
	client: string,
	lock: string,
): {readonly local: Local; readonly known: ClientLock} {
	const local = at(locals, clientAt(spec, client));
	return {local, known: at(local.locks, lockAt(spec, lock))};
}

/** A lock by its name, with its position. */
export function lockNamed({spec, shared}: World, name: string): LockHere & {readonly index: number} {
	const index = lockAt(spec, name);
	return {index, ...lockHere(spec, shared, index)};
}

/** A store by its name: what was declared, and its state. */
export function storeNamed(
	{spec, shared}: World,
	name: string,
): {readonly declared: StoreSpec; readonly state: StoreState} {
	const index = storeAt(spec, name);
	return {declared: at(spec.stores, index), state: at(shared.stores, index)};
}

/** The position of a lock. */
export function lockAt({locks}: Spec, name: string): number {
	return positionIn(locks, name);
}

/** The position of a store. */
export function storeAt({stores}: Spec, name: string): number {
	return positionIn(stores, name);
}

/** The position of a resource. */
export function resourceAt({resources}: Spec, name: string): number {
	return positionIn(resources, name);
}

/** The position of the lock that protects a resource, which has its name; or null. */
export function lockOf({locks, resources}: Spec, resource: number): number | null {
	const {name} = at(resources, resource);
	const position = locks.findIndex((lock) => lock.name === name);
	return position === -1 ? null : position;
}

/** The number of the oldest held request that a client sent, or null. */
export function oldestHeld({locals}: World, client: number): number | null {
	return (
		at(locals, client).flight.find(
			(message) => message.kind === 'request' && message.due === null && message.queued !== true,
		)?.id ?? null
	);
}

/** The servers of this name; several locks can have one each. */
export function serversNamed({spec, shared, now}: World, name: string): readonly LockServer[] {
	return shared.locks.flatMap((state, index) => serverNamed(at(spec.locks, index).service, state, name, now) ?? []);
}

/** The client that a place in line or a random value was given to, also after its process has died; null when it is nobody's any more. */
export function clientOfTicket({locals}: World, lock: number, ticket: Ticket): number | null {
	const client = locals.findIndex(({locks}) => isOwner(locks[lock], ticket));
	return client === -1 ? null : client;
}

/** The name of an actor as statements and events have it. */
export function actorName({clients, stores}: Spec, actor: Actor): string {
	switch (actor.kind) {
		case 'client':
			return at(clients, actor.client).name;
		case 'store':
			return at(stores, actor.store).name;
		case 'locks':
			return actor.name;
	}
}

function addressed(world: World, deed: Deed): Addressed {
	const {spec} = world;
	switch (deed.kind) {
		case 'do':
			return {
				kind: 'do',
				client: clientAt(spec, deed.client),
				operation: addressOperation(spec, deed.operation),
			};
		case 'step':
			return {...deed, client: clientAt(spec, deed.client)};
		case 'run':
			return {...deed, client: clientAt(spec, deed.client)};
		case 'suspend':
			return {...deed, client: clientAt(spec, deed.client)};
		case 'rate':
			return {...deed, client: clientAt(spec, deed.client)};
		case 'pause':
			return {...deed, client: clientAt(spec, deed.client)};
		case 'resume':
			return {...deed, client: clientAt(spec, deed.client)};
		case 'crash':
		case 'restart':
			return {kind: deed.kind, actor: actorAt(spec, deed.actor)};
		case 'clock':
			return {...deed, actor: actorAt(spec, deed.actor)};
		case 'cut':
		case 'heal': {
			const {kind, from, to} = deed;
			return {kind, from, to, links: to.map((other) => linkBetween(world, from, other) ?? missing(from, other))};
		}
		case 'deliver':
		case 'drop':
		case 'duplicate':
			return {kind: deed.kind, ...(flightPosition(world, deed.message) ?? missing(deed.message))};
		case 'deliver-from': {
			const message = oldestHeld(world, clientAt(spec, deed.client));
			return {kind: 'deliver', ...((message === null ? null : flightPosition(world, message)) ?? missing(deed.client))};
		}
		case 'failover':
			return {kind: 'failover', to: deed.to ?? null};
		case 'wait':
		case 'wait-until-expiry':
		case 'kill':
		case 'lead':
		case 'stall':
		case 'unstall':
			return deed;
		case 'revoke':
		case 'delete':
			return {kind: deed.kind, lock: lockAt(spec, deed.lock)};
	}
}

/** The refusal of a deed at a server, a link or a message that is not there. */
function refusalOfUnknownThing(world: World, deed: Deed): Refusal | null {
	switch (deed.kind) {
		case 'crash':
		case 'restart': {
			const {actor} = deed;
			const known = isKnown(world.spec, actor) || serversNamed(world, actor).length > 0;
			return known ? null : {kind: 'no-such-server', actor};
		}
		case 'failover':
			return deed.to === undefined || serversNamed(world, deed.to).length > 0
				? null
				: {kind: 'no-such-server', actor: deed.to};
		case 'cut':
		case 'heal': {
			const {from, to} = deed;
			const other = to.find((each) => linkBetween(world, from, each) === null);
			return other === undefined ? null : {kind: 'no-link', from, to: other};
		}
		case 'deliver':
		case 'drop':
		case 'duplicate':
			return flightPosition(world, deed.message) === null ? {kind: 'no-message', message: deed.message} : null;
		case 'deliver-from': {
			const {client} = deed;
			return oldestHeld(world, clientAt(world.spec, client)) === null ? {kind: 'nothing-held', client} : null;
		}
		default:
			return null;
	}
}

/** Whether a fact about a lock is about a row: no lock has that name, and something that is kept has. */
function isRow(spec: Spec, part: object, key: string, name: string): boolean {
	const isFact = 'kind' in part && (part.kind === 'holds' || part.kind === 'waits');
	return isFact && key === 'lock' && spec.locks.every((lock) => lock.name !== name);
}

/** The refusal of a fact about a row where no store has any. */
function refusalOfRow(spec: Spec, part: object, key: string, name: string): Refusal | null {
	if (!isRow(spec, part, key, name) || spec.resources.every((resource) => resource.name !== name)) return null;
	return spec.stores.some((store) => ruleOf(store).transactions === true) ? null : {kind: 'no-row', name};
}

function unknownName(spec: Spec, what: string, name: string): Refusal | null {
	if (what === 'other') return unknownName(spec, 'client', name);
	if (what !== 'client' && what !== 'lock' && what !== 'store' && what !== 'resource') return null;
	const known = {client: spec.clients, lock: spec.locks, store: spec.stores, resource: spec.resources}[what];
	if (known.some((each) => each.name === name)) return null;
	return {kind: 'unknown-name', what, name};
}

function placeOf(
	spec: Spec,
	{resource, store}: {readonly resource: string; readonly store: string | null},
): {readonly resource: number; readonly store: number | null} {
	return {resource: resourceAt(spec, resource), store: store === null ? null : storeAt(spec, store)};
}

function actorAt(spec: Spec, name: string): Actor {
	if (spec.clients.some((client) => client.name === name)) return {kind: 'client', client: clientAt(spec, name)};
	if (spec.stores.some((store) => store.name === name)) return {kind: 'store', store: storeAt(spec, name)};
	return {kind: 'locks', name};
}

function isKnown(spec: Spec, name: string): boolean {
	return name === 'locks' || actorAt(spec, name).kind !== 'locks';
}

/** The link between two ends of which one is a client and the other is not; either may be named first. */
function linkBetween(world: World, one: string, other: string): Link | null {
	const [first, second] = [actorAt(world.spec, one), actorAt(world.spec, other)];
	if (first.kind === 'client' && isEndpoint(world, second, other)) return {client: first.client, endpoint: other};
	if (second.kind === 'client' && isEndpoint(world, first, one)) return {client: second.client, endpoint: one};
	return null;
}

function isEndpoint(world: World, actor: Actor, name: string): boolean {
	if (actor.kind === 'client') return false;
	return actor.kind === 'store' || name === 'locks' || serversNamed(world, name).some((server) => server.isEndpoint);
}

function flightPosition({locals}: World, message: number): FlightPosition | null {
	for (const [client, {flight}] of locals.entries()) {
		const position = flight.findIndex((each) => each.id === message && !isTaken(each));
		if (position !== -1) return {client, position};
	}
	return null;
}

function positionIn(list: readonly {readonly name: string}[], name: string): number {
	const position = list.findIndex((each) => each.name === name);
	return position === -1 ? missing(name) : position;
}

function missing(...what: readonly (string | number)[]): never {
	throw new Error(`there is no ${what.join(' to ')} in this world, and nobody refused it`);
}
