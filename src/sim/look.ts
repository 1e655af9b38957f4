import {
	clientAt,
	clientLock,
	clientOfTicket,
	localNamed,
	lockAt,
	lockNamed,
	resourceAt,
	storeAt,
	storeNamed,
} from './address.js';
import {ownerOf} from './audit.js';
import {at, replaced} from './client-step.js';
import {momentOf, monotonic} from './clock.js';
import {endsOf, isDead, senderIn} from './flight.js';
import {holdingsIn, machineOf} from './lock/registry.js';
import type {Ticket} from './lock/state.js';
import {contentOf, isQueued, isTaken, type Message} from './message.js';
import {own} from './own.js';
import {nextDeadline} from './pass.js';
import {nextOperation} from './program.js';
import type {Operation, Value} from './statement.js';
import {ruleOf} from './store/registry.js';
import {highestOf} from './store/serve.js';
import {bounded, type Duration, forever, type Instant} from './time.js';
import {clientOfRowTicket, idleAt} from './transaction.js';
import {holdingNow, holdingsNow, isOwner, powerOfParts} from './truth.js';
import type {ResourceState, Spec, World} from './world.js';

export {nextDeadline};

/** Who holds a lock; `others` hold it too, over the same connection. `dead`: the process that holds has crashed, and its client has started another since. */
type HeldLease = {
	readonly holder: string;
	readonly others: readonly string[];
	readonly dead: boolean;
	readonly token: number | null;
	readonly expiresAt: Instant | null;
};

/** The lease of a lock as the service knows it, or null. */
export function lease(world: World, lock: string): HeldLease | null {
	const index = lockAt(world.spec, lock);
	const holding = holdingNow(world.spec, world.shared, index, world.now);
	if (holding === null) return null;
	const owner = world.locals.findIndex(({locks}) => isOwner(locks[index], holding.owner));
	// Servers still store a value whose client has given up on it and is about to delete it.
	if (owner === -1 && holding.grant <= 0) return null;
	const [first, ...others] = holders(world, lock);
	return {
		holder: first ?? world.spec.clients[owner]?.name ?? ownerOf(world.audit, lock, holding.grant),
		others,
		dead: first === undefined && owner !== -1 && world.locals[owner]?.locks[index]?.lastGrantIssued !== holding.owner,
		token: holding.token,
		expiresAt: holding.expiresAt,
	};
}

/** The client whose process holds the lock by the lock service's truth now, or null; also null while it is a dead process that holds. */
export function holder(world: World, lock: string): string | null {
	const held = lease(world, lock);
	return held === null || held.dead ? null : held.holder;
}

/** The clients whose processes hold the lock by the lock service's truth now; more than one where they share a connection. Order: as in the spec. */
export function holders(world: World, lock: string): readonly string[] {
	const index = lockAt(world.spec, lock);
	const owners = holdingsNow(world.spec, world.shared, index, world.now).map(({owner}) => owner);
	return world.spec.clients.flatMap(({name}, client) => {
		const issued = world.locals[client]?.locks[index]?.lastGrantIssued ?? null;
		return issued !== null && owners.includes(issued) ? [name] : [];
	});
}

/** When the client's belief in the lock ends by its own clock (may be past while it is paused; while its machine sleeps, if it woke now; null: only its session bounds it), or null when it does not believe. */
export function belief(
	world: World,
	client: string,
	lock: string,
): {readonly until: Instant | null; readonly token: number | null} | null {
	const {
		local,
		known: {deadline, token},
	} = clientLock(world, client, lock);
	if (deadline === null) return null;
	const until = deadline === forever ? null : momentOf(local, deadline, world.now);
	return {until, token};
}

/** Whether the client was ever told of the grant that the lock service made to it last. */
export function hasHeardOfGrant(world: World, client: string, lock: string): boolean {
	const {lastGrantIssued, lastGrantReceived} = clientLock(world, client, lock).known;
	return lastGrantIssued !== null && lastGrantIssued === lastGrantReceived;
}

/** The token a client last got for a lock, or null. */
export function tokenOf(world: World, client: string, lock: string): number | null {
	return clientLock(world, client, lock).known.token;
}

/** Whether the process is paused. */
export function isPaused(world: World, client: string): boolean {
	return localNamed(world, client).process === 'paused';
}

/** Whether the process has crashed. */
export function isCrashed(world: World, client: string): boolean {
	return localNamed(world, client).process === 'crashed';
}

/** Whether the client's program has ended. */
export function isDone(world: World, client: string): boolean {
	return localNamed(world, client).program.ended !== null;
}

/** The next step of a client's program, or null when there is none. */
export function nextStep(world: World, client: string): Operation | null {
	const index = clientAt(world.spec, client);
	return nextOperation({spec: world.spec, client: index, local: at(world.locals, index)});
}

/** The highest token a store has processed for a resource, or null. */
export function highest(world: World, store: string, resource: string): number | null {
	const {declared, state} = storeNamed(world, store);
	return highestOf(declared, state, resource);
}

/** The tokens that a store's fence compares with for a resource: one for all of it (`key` null), or one for each key that has its own. Order: by key. */
export function fenceOf(
	world: World,
	store: string,
	resource: string,
): readonly {readonly key: string | null; readonly token: number}[] {
	const {declared, state} = storeNamed(world, store);
	const {scope} = declared.options;
	const {highest: kept} = state;
	if (scope !== 'key') {
		const token = own(kept, scope === 'global' ? '' : resource);
		return token === undefined ? [] : [{key: null, token}];
	}
	return Object.entries(kept)
		.flatMap(([name, token]): readonly {readonly key: string | null; readonly token: number}[] => {
			if (name === resource) return [{key: null, token}];
			return name.startsWith(`${resource}.`) ? [{key: name.slice(resource.length + 1), token}] : [];
		})
		.sort((one, other) => ((one.key ?? '') < (other.key ?? '') ? -1 : 1));
}

/** Whether a store looks at tokens at all. */
export function looksAtTokens({stores}: Spec, store: string): boolean {
	return stores.some((each) => each.name === store && ruleOf(each).looks.tokens);
}

/** Whether a store tells a higher token from a lower one; where it does not, tokens are names. */
export function tokensAreNumbers({stores}: Spec, store: string): boolean {
	return stores.some((each) => each.name === store && ruleOf(each).looks.order);
}

/** Values and version of a resource in a store; the version is the number of accepted writes since `put`. */
export function contents(world: World, store: string, resource: string): ResourceState {
	return at(storeNamed(world, store).state.resources, resourceAt(world.spec, resource));
}

/** Whether the lock service (`locks`) or a store has power. */
export function isUp(world: World, actor: string): boolean {
	return actor === 'locks'
		? powerOfParts(world.spec, world.shared, world.now).some((up) => up)
		: storeNamed(world, actor).state.up;
}

/** Whether the lock service stands still: it has power, and does nothing. */
export function isStalled({shared}: World): boolean {
	return shared.stall !== null;
}

/** Whether the service that keeps a lock, or the server that leads it, has power. Servers that know nothing of each other stand and fall alone: one of them is enough. */
export function hasPower(world: World, lock: string): boolean {
	if (!lockNamed(world, lock).machine.hasCentre) return serversOf(world, lock).some(({up}) => up);
	return world.shared.locksUp && serversOf(world, lock).every(({leads, up}) => !leads || up);
}

/** What a client works at: until when, if nothing happens to it, and how much is left. `until` null: its process stands still. Units: `left` in ms of its own clock. Null while it does not work. */
export function workOf(world: World, client: string): {readonly until: Instant | null; readonly left: Duration} | null {
	const local = localNamed(world, client);
	const {work, process} = local;
	if (work === null) return null;
	if (process !== 'running') return {until: null, left: Math.ceil(work.end)};
	return {until: momentOf(local, work.end, world.now), left: Math.ceil(work.end - monotonic(local, world.now))};
}

/** What a glance at an actor shows, what keeps it from acting first: no power or a dead process, a pause, then work, with a belief or without, a client's belief, else a transaction that it has open; a lock that is held at the lock service, a row that is locked at a store. */
export type Glance = 'down' | 'paused' | 'work' | 'work-belief' | 'belief' | 'transaction' | 'held' | 'idle';

/** What a glance at an actor of a world shows; the lock service is `locks`, and any of its locks counts. */
export function glance(world: World, actor: string): Glance {
	const {clients, locks, stores} = world.spec;
	if (actor === 'locks') return glanceAtLocks(world);
	if (clients.some(({name}) => name === actor)) {
		if (isCrashed(world, actor)) return 'down';
		if (isPaused(world, actor)) return 'paused';
		const {work, sessions} = localNamed(world, actor);
		const believes = locks.some(({name}) => belief(world, actor, name) !== null);
		if (work !== null) return believes ? 'work-belief' : 'work';
		if (believes) return 'belief';
		return sessions.some((session) => session?.open != null) ? 'transaction' : 'idle';
	}
	if (!stores.some(({name}) => name === actor)) return 'idle';
	const {state} = storeNamed(world, actor);
	return !state.up ? 'down' : state.rows.some((row) => row.holder !== null) ? 'held' : 'idle';
}

function glanceAtLocks(world: World): Glance {
	const {locks} = world.spec;
	const isDown = locks.length === 0 ? !isUp(world, 'locks') : locks.every(({name}) => !hasPower(world, name));
	if (isDown) return 'down';
	if (isStalled(world)) return 'paused';
	return locks.some(({name}) => hasPower(world, name) && lease(world, name) !== null) ? 'held' : 'idle';
}

/** A grant that has neither run out nor been given back. `known`: the service knows of it; one that forgot, or was misled, has grants that it knows nothing about. */
type RunningGrant = {
	readonly client: string;
	readonly token: number | null;
	readonly since: Instant;
	/** Null while nothing bounds it. */
	readonly expiresAt: Instant | null;
	readonly known: boolean;
};

/** The grants of a lock that run, by the true order of grants. A grant of a redlock ends by the clock. */
export function runningGrants(world: World, lock: string): readonly RunningGrant[] {
	const {machine, state} = lockNamed(world, lock);
	const held = holdingsIn(machine, state);
	const live = own(world.audit.judgement.live, lock) ?? [];
	return live
		.filter(({expiresAt}) => expiresAt > world.now)
		.map(({grant, client, token, since, expiresAt}) => ({
			client,
			token,
			since,
			expiresAt: bounded(expiresAt),
			known: held.some((each) => each.grant === grant),
		}));
}

/** Whether a client stands in the line for a lock that is not its own yet. */
export function waitsFor(world: World, client: string, lock: string): boolean {
	const {machine, state} = lockNamed(world, lock);
	const {lastGrantIssued} = clientLock(world, client, lock).known;
	const tickets = machine.queue?.line(state) ?? [];
	return lastGrantIssued !== null && tickets.includes(lastGrantIssued) && !holders(world, lock).includes(client);
}

/** The clients that stand in line for a lock, the holder first; empty where nobody waits in line. */
export function line(world: World, lock: string): readonly string[] {
	const {index, machine, state} = lockNamed(world, lock);
	return (machine.queue?.line(state) ?? []).flatMap((ticket) => ownerOfTicket(world, index, ticket) ?? []);
}

/** The moment before which nobody is granted a lock that nobody holds, as in a lock-delay; or null. */
export function closedUntil(world: World, lock: string): Instant | null {
	const {machine, state} = lockNamed(world, lock);
	const until = machine.closedUntil(state);
	return until !== null && until > world.now ? until : null;
}

/** A row of a store with transactions: whose transaction has it, and who waits for it. Order: as they came. Null where the store knows none. */
type Row = {readonly holder: string | null; readonly line: readonly string[]};

/** A row as its store knows it. */
export function rowOf(world: World, store: string, resource: string): Row | null {
	const index = storeAt(world.spec, store);
	const row = at(world.shared.stores, index).rows[resourceAt(world.spec, resource)];
	if (row === undefined) return null;
	const owner = (ticket: Ticket): string => {
		const client = clientOfRowTicket(world.locals, index, ticket);
		return client === null ? '?' : at(world.spec.clients, client).name;
	};
	return {holder: row.holder === null ? null : owner(row.holder), line: row.line.map(owner)};
}

/** The rows of a resource at all stores with transactions. */
export function rowsOf(world: World, resource: string): readonly Row[] {
	return world.spec.stores.flatMap(({name}) => rowOf(world, name, resource) ?? []);
}

/** A transaction as its store knows it: what it has written and nobody else sees yet, and the rows that are its own. `waits`: a request of it waits for a row. */
export type OpenAt = {
	readonly store: string;
	readonly writes: readonly {readonly resource: string; readonly key: string; readonly value: Value}[];
	readonly rows: readonly string[];
	readonly waits: boolean;
	/** When it is rolled back if nothing more is heard of it, or null. */
	readonly until: Instant | null;
};

/** The transactions that a client has open. Order: of the stores. */
export function transactionsOf(world: World, client: string): readonly OpenAt[] {
	const {spec} = world;
	const local = localNamed(world, client);
	return local.sessions.flatMap((session, store): readonly OpenAt[] => {
		const open = session?.open ?? null;
		if (session === null || open === null) return [];
		const named = (resource: number) => at(spec.resources, resource).name;
		return [
			{
				store: at(spec.stores, store).name,
				writes: open.writes.map(({resource, key, value}) => ({resource: named(resource), key, value})),
				rows: open.rows.map(({resource}) => named(resource)),
				waits:
					open.ticket !== null && at(world.shared.stores, store).rows.some(({line}) => line.includes(open.ticket ?? 0)),
				until: idleAt(spec, local, store),
			},
		];
	});
}

/** The world at the next moment at which a lock is lost and nothing is told, as where keys of a redlock run out or a service without power keeps a lease that has ended; null when that is not to come. */
export function lapse(world: World): World | null {
	if (isStalled(world)) return null;
	let next: World | null = null;
	for (const [index, {name, service}] of world.spec.locks.entries()) {
		const machine = machineOf(service);
		const state = at(world.shared.locks, index);
		const due = machine.due(state);
		const when = due === null ? null : Math.max(due, world.now);
		if (when !== null && (next === null || when < next.now)) {
			const lapsed = machine.expire(service.options, state, name, when);
			if (
				lapsed.reports.length === 0 &&
				lapsed.state !== state &&
				(when > world.now || machine.due(lapsed.state) !== due)
			)
				next = {
					...world,
					now: when,
					shared: {...world.shared, locks: replaced(world.shared.locks, index, lapsed.state)},
				};
		}
		const end = hasPower(world, name) ? null : (lease(world, name)?.expiresAt ?? null);
		if (end !== null && end > world.now && (next === null || end < next.now)) next = {...world, now: end};
	}
	return next;
}

/** One of several servers that keep a lock: whose key it stores now, and whether it has power and answers. */
export type Server = {
	readonly name: string;
	readonly holder: string | null;
	readonly up: boolean;
	readonly answers: boolean;
	readonly leads: boolean;
};

/** The servers that keep a lock, where it has several: independent nodes, or a primary and its replica; else empty. */
export function serversOf(world: World, lock: string): readonly Server[] {
	const {index, machine, state} = lockNamed(world, lock);
	return machine.servers(state, world.now).map(({name, keeps, up, answers, leads}) => ({
		name,
		holder: keeps === null ? null : (ownerOfTicket(world, index, keeps) ?? '?'),
		up,
		answers: answers && (world.shared.locksUp || !machine.hasCentre),
		leads,
	}));
}

/** A message in the network. */
export type InFlight = {
	readonly id: number;
	readonly from: string;
	readonly to: string;
	/** The request's verb, or the reply's outcome. */
	readonly what: string;
	/** When it is due; null: held until delivered by hand. */
	readonly due: Instant | null;
	/** It waits at a lock service that stands still. */
	readonly queued: boolean;
	/** Its sender has crashed since. */
	readonly orphan: boolean;
	/** What it carries, as far as it carries such a thing. */
	readonly token: number | null;
	readonly resource: string | null;
	readonly key: string | null;
	readonly value: Value | null;
};

/** Every message in the network. Order: by number. */
export function inFlight(world: World): readonly InFlight[] {
	const messages = world.locals.flatMap(({flight}, client) =>
		flight.flatMap((message): readonly InFlight[] => {
			if (isTaken(message)) return [];
			const {id, due} = message;
			const orphan = isDead(at(world.locals, client), senderIn(message));
			const queued = isQueued(message);
			return [
				{id, ...endsOf({spec: world.spec, client}, message), due, queued, orphan, ...carriedBy(world.spec, message)},
			];
		}),
	);
	return messages.sort((one, other) => one.id - other.id);
}

function carriedBy({resources}: Spec, message: Message): Pick<InFlight, 'token' | 'resource' | 'key' | 'value'> {
	const load = contentOf(message);
	return {
		token: 'token' in load ? load.token : null,
		resource: 'resource' in load ? at(resources, load.resource).name : null,
		key: 'key' in load ? load.key : null,
		value: 'key' in load ? load.value : null,
	};
}

/** Whose a place in line or a random value is, also after its process has died; null when it is nobody's any more. */
function ownerOfTicket(world: World, lock: number, ticket: Ticket): string | null {
	const client = clientOfTicket(world, lock, ticket);
	return client === null ? null : at(world.spec.clients, client).name;
}
