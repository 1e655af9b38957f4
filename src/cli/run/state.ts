import type {Values} from '../../sim/event.js';
import {belief, contents, highest, isCrashed, isPaused, lease, type OpenAt, transactionsOf} from '../../sim/look.js';
import type {Instant} from '../../sim/time.js';
import type {World} from '../../sim/world.js';

/** A world as it stands, by name. What is absent is null; `believes` has the locks that the client believes in and no others. */
type State = {
	readonly clients: Readonly<Record<string, ClientNow>>;
	readonly locks: Readonly<Record<string, LockNow>>;
	readonly stores: Readonly<Record<string, Readonly<Record<string, ResourceNow>>>>;
};

type ClientNow = {
	readonly paused: boolean;
	readonly crashed: boolean;
	readonly believes: Readonly<Record<string, Believed>>;
	/** The transactions that it has open, by store; left out where it has none. */
	readonly transactions?: Readonly<Record<string, TransactionNow>>;
};
/** `rows`: which it has locked. `writes`: what it has written and nobody else sees. */
type TransactionNow = Pick<OpenAt, 'rows' | 'writes' | 'waits' | 'until'>;
type Believed = {readonly until: Instant | null; readonly token: number | null};
type LockNow = {
	readonly holder: string | null;
	/** It is a dead process of that client that holds. */
	readonly dead?: true;
	readonly token: number | null;
	readonly expiresAt: Instant | null;
};
type ResourceNow = {readonly highest: number | null; readonly version: number; readonly values: Values};

/** The state of every client, lock and store. Order: as they were declared. */
export function stateOf(world: World): State {
	const {clients, locks, stores} = world.spec;
	return {
		clients: named(clients, ({name}) => clientNow(world, name)),
		locks: named(locks, ({name}) => lockNow(world, name)),
		stores: named(stores, ({name}) =>
			named(world.spec.resources, (resource) => resourceNow(world, name, resource.name)),
		),
	};
}

function clientNow(world: World, client: string): ClientNow {
	const beliefs = world.spec.locks.flatMap(({name}) => {
		const believed = belief(world, client, name);
		return believed === null ? [] : [[name, {until: believed.until, token: believed.token}] as const];
	});
	const open = transactionsOf(world, client).map(
		({store, rows, writes, waits, until}) => [store, {rows, writes, waits, until}] as const,
	);
	return {
		paused: isPaused(world, client),
		crashed: isCrashed(world, client),
		believes: Object.fromEntries(beliefs),
		...(open.length === 0 ? {} : {transactions: Object.fromEntries(open)}),
	};
}

function lockNow(world: World, lock: string): LockNow {
	const held = lease(world, lock);
	return {
		holder: held?.holder ?? null,
		...(held?.dead === true ? {dead: true} : {}),
		token: held?.token ?? null,
		expiresAt: held?.expiresAt ?? null,
	};
}

function resourceNow(world: World, store: string, resource: string): ResourceNow {
	const {version, values} = contents(world, store, resource);
	return {highest: highest(world, store, resource), version, values};
}

function named<T extends {readonly name: string}, U>(
	list: readonly T[],
	now: (each: T) => U,
): Readonly<Record<string, U>> {
	return Object.fromEntries(list.map((each) => [each.name, now(each)]));
}
