import type {Happening} from '../../sim/event.js';
import type {WriteRequest} from '../../sim/message.js';
import {withGrant, withHolder, without, withoutWaiter, withWaiter} from '../../sim/store/rows.js';
import {freshSession, hasTransactions} from '../../sim/transaction.js';
import type {Grant, OpenTransaction, Session, Standing, StoreState, World} from '../../sim/world.js';

/** Where something happens: a client and a store with transactions, by their places. Null where it is none. */
type Place = {readonly client: number; readonly store: number};

/** The world after something was seen of a transaction or of a row: who has it, and who waits for it. */
export function withRows(world: World, happening: Happening): World {
	const place = placeOf(world, happening);
	if (place === null) return world;
	switch (happening.kind) {
		case 'begun':
			return withOpen(world, place, sessionOf(world, place).open ?? freshTransaction);
		case 'queued':
			return waiting(world, place, resourceOf(world, happening.lock));
		case 'read': {
			const resource = resourceOf(world, happening.resource);
			return happening.forUpdate === true ? granted(had(world, place, resource), place, resource) : world;
		}
		case 'staged': {
			const resource = resourceOf(world, happening.resource);
			const mine = had(world, place, resource);
			const {open} = sessionOf(mine, place);
			if (open === null) return mine;
			return withOpen(mine, place, {...open, writes: [...open.writes, requestOf(happening, place, resource)]});
		}
		case 'accepted':
		case 'rejected':
			return happening.resource === null ? world : left(world, place, resourceOf(world, happening.resource));
		case 'committed':
		case 'rolled-back':
			return happening.kind === 'rolled-back' && happening.because === 'nothing' ? world : ended(world, place);
		default:
			return world;
	}
}

/** The grant of the row that a client's transaction has, or null. */
export function rowGrant(world: World, client: string, store: string, resource: string): Grant | null {
	const place = placeNamed(world, client, store);
	if (place === null) return null;
	const rows = sessionOf(world, place).open?.rows ?? [];
	return rows.find((each) => each.resource === resourceOf(world, resource))?.grant ?? null;
}

/** How many writes of a client's transaction nobody else sees yet. */
export function stagedIn(world: World, client: string, store: string): number {
	const place = placeNamed(world, client, store);
	return place === null ? 0 : (sessionOf(world, place).open?.writes.length ?? 0);
}

const freshTransaction: OpenTransaction = {
	number: 1,
	ticket: null,
	rows: [],
	writes: [],
	silentSince: null,
	orphan: false,
};

/** A client has one ticket wherever it is: it has one connection. */
function ticketOf({client}: Place): number {
	return client + 1;
}

function waiting(world: World, place: Place, resource: number): World {
	const {open, standing} = sessionOf(world, place);
	const {rows} = storeOf(world, place);
	const waits = withStoreRows(world, place, withWaiter(rows, resource, ticketOf(place)));
	if (open !== null) return withOpen(waits, place, {...open, ticket: ticketOf(place)});
	const stands: Standing = {
		ticket: ticketOf(place),
		request: {kind: 'read', store: place.store, resource, token: null, grant: null, transaction: null, forUpdate: true},
		route: {life: 0, operation: 0, delayed: 0, lost: false},
		waiting: 'nobody',
	};
	return withSession(waits, place, {standing: [...standing, stands]});
}

/** The row is the transaction's. */
function had(world: World, place: Place, resource: number): World {
	const {open} = sessionOf(world, place);
	if (open === null) return world;
	const {rows} = storeOf(world, place);
	const mine = withHolder(withoutWaiter(rows, resource, ticketOf(place)), resource, ticketOf(place));
	const known = open.rows.some((each) => each.resource === resource);
	return withOpen(withStoreRows(world, place, mine), place, {
		...open,
		ticket: ticketOf(place),
		rows: known ? open.rows : [...open.rows, {resource, grant: null}],
	});
}

function granted(world: World, place: Place, resource: number): World {
	const {open} = sessionOf(world, place);
	if (open === null || open.rows.every((each) => each.resource !== resource || each.grant !== null)) return world;
	const rows = withGrant(storeOf(world, place).rows, resource);
	const grant = rows[resource]?.grants ?? null;
	return withOpen(withStoreRows(world, place, rows), place, {
		...open,
		rows: open.rows.map((each) => (each.resource === resource ? {resource, grant} : each)),
	});
}

/** A request waits no longer. */
function left(world: World, place: Place, resource: number): World {
	const {open} = sessionOf(world, place);
	const {rows} = storeOf(world, place);
	const gone = withStoreRows(world, place, withoutWaiter(rows, resource, ticketOf(place)));
	return open === null ? withSession(gone, place, {standing: []}) : gone;
}

function ended(world: World, place: Place): World {
	const {rows} = storeOf(world, place);
	return withSession(withStoreRows(world, place, without(rows, ticketOf(place))), place, {open: null, standing: []});
}

function requestOf(
	{key, value, token, basedOn}: Extract<Happening, {kind: 'staged'}>,
	{store}: Place,
	resource: number,
): WriteRequest {
	return {
		kind: 'write',
		store,
		resource,
		key,
		value,
		token,
		basedOn,
		chosen: false,
		grant: null,
		job: null,
		checked: false,
		transaction: 1,
	};
}

function placeOf(world: World, happening: Happening): Place | null {
	const isThere = 'client' in happening && 'store' in happening;
	if (!isThere || happening.client === undefined || happening.store === undefined) return null;
	return placeNamed(world, happening.client, happening.store);
}

function placeNamed({spec}: World, clientName: string, storeName: string): Place | null {
	const client = spec.clients.findIndex(({name}) => name === clientName);
	const store = spec.stores.findIndex((each) => each.name === storeName && hasTransactions(each));
	return client === -1 || store === -1 ? null : {client, store};
}

function resourceOf({spec}: World, resource: string): number {
	return spec.resources.findIndex(({name}) => name === resource);
}

function sessionOf({locals}: World, {client, store}: Place): Session {
	return locals[client]?.sessions[store] ?? freshSession;
}

function storeOf({shared}: World, {store}: Place): StoreState {
	const found = shared.stores[store];
	if (found === undefined) throw new Error(`there is no store ${store}`);
	return found;
}

function withOpen(world: World, place: Place, open: OpenTransaction): World {
	return withSession(world, place, {open, inside: true});
}

function withSession(world: World, place: Place, change: Partial<Session>): World {
	const session = {...sessionOf(world, place), ...change};
	return {
		...world,
		locals: world.locals.map((local, index) =>
			index === place.client
				? {...local, sessions: local.sessions.map((each, store) => (store === place.store ? session : each))}
				: local,
		),
	};
}

function withStoreRows(world: World, {store}: Place, rows: StoreState['rows']): World {
	const stores = world.shared.stores.map((each, index) => (index === store ? {...each, rows} : each));
	return {...world, shared: {...world.shared, stores}};
}
