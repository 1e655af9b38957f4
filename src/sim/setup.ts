import {noAudit} from './audit.js';
import {trueClock} from './clock.js';
import {asTaken, machineOf} from './lock/registry.js';
import type {Refusal} from './refusal.js';
import {noFaults, type Setup, type Statement} from './statement.js';
import {freeRow} from './store/rows.js';
import {freshSession, hasTransactions} from './transaction.js';
import type {ClientLock, ClientSpec, Local, ResourceState, Shared, Spec, StoreState, World} from './world.js';

const setupKinds: readonly Statement['kind'][] = [
	'client',
	'lock',
	'store',
	'put',
	'latency',
	'pace',
	'faults',
	'runs',
	'retries',
	'rereads',
	'starts',
	'shares',
];

/** Limits of a world. Source: product.md. */
const mostClients = 26;
const mostStores = 16;

/** Keys a resource may have in one store. */
export const mostKeys = 256;

const emptySpec: Spec = {
	clients: [],
	locks: [],
	stores: [],
	resources: [],
	latency: 0,
	pace: 1000,
	faults: noFaults,
};

/** A world before any set-up. */
export const emptyWorld: World = freshWorld(emptySpec);

/** Whether a statement is set-up. */
export function isSetup(statement: Statement): statement is Setup {
	return setupKinds.includes(statement.kind);
}

/** The refusal of a set-up statement, or null. */
export function refusalOfSetup({spec, started}: World, setup: Setup): Refusal | null {
	if (started) return {kind: 'setup-too-late'};
	switch (setup.kind) {
		case 'client':
			return spec.clients.length >= mostClients && !has(spec.clients, setup.name)
				? {kind: 'too-many', what: 'clients', most: mostClients}
				: null;
		case 'store':
			return spec.stores.length >= mostStores && !has(spec.stores, setup.name)
				? {kind: 'too-many', what: 'stores', most: mostStores}
				: null;
		case 'starts':
		case 'retries':
			return spec.clients.find(({name}) => name === setup.client)?.program == null
				? {kind: 'nothing-to-run', client: setup.client, lock: spec.locks[0]?.name ?? null}
				: null;
		case 'put': {
			const keys = new Set([
				...setup.values.map(([key]) => key),
				...Object.keys(spec.resources.find(({name}) => name === setup.resource)?.values ?? {}),
			]);
			return keys.size > mostKeys ? {kind: 'too-many', what: 'keys', most: mostKeys} : null;
		}
		case 'lock':
		case 'latency':
		case 'pace':
		case 'faults':
		case 'runs':
		case 'rereads':
		case 'shares':
			return null;
	}
}

/** The world after a set-up statement: everything stands at its beginning. */
export function setUp(world: World, setup: Setup): World {
	return freshWorld(changed(world.spec, setup));
}

/** The world of a spec at t=0, before any operation. */
export function freshWorld(spec: Spec): World {
	return {
		spec,
		now: 0,
		started: false,
		shared: freshShared(spec),
		locals: spec.clients.map((client) => freshLocal(spec, client)),
		audit: noAudit,
	};
}

function changed(spec: Spec, setup: Setup): Spec {
	switch (setup.kind) {
		case 'client':
			return {
				...spec,
				clients: placed(spec.clients, {
					name: setup.name,
					program: null,
					retries: false,
					rereads: false,
					startsAt: null,
					pool: null,
				}),
			};
		case 'lock':
			return withResource(
				{...spec, locks: placed(spec.locks, {name: setup.name, service: asTaken(setup.service)})},
				setup.name,
				{},
			);
		case 'store':
			return {...spec, stores: placed(spec.stores, {name: setup.name, rule: setup.rule, options: setup.options})};
		case 'put':
			return withResource(spec, setup.resource, Object.fromEntries(setup.values));
		case 'latency':
			return {...spec, latency: setup.latency};
		case 'pace':
			return {...spec, pace: setup.pace};
		case 'faults':
			return {...spec, faults: setup.budget};
		case 'runs':
			return withClient(spec, setup.client, {program: setup.program});
		case 'retries':
			return withClient(spec, setup.client, {retries: true});
		case 'rereads':
			return withClient(spec, setup.client, {rereads: true});
		case 'starts':
			return withClient(spec, setup.client, {startsAt: setup.at});
		case 'shares':
			return withPool(spec, setup.client, setup.other);
	}
}

/** The clients on one pooled connection with these two, and whoever was with either. A pool is known by a number. */
function withPool(spec: Spec, client: string, other: string): Spec {
	const both = spec.clients.filter(({name}) => name === client || name === other).map(({pool}) => pool);
	const free = Math.max(0, ...spec.clients.map(({pool}) => (pool === null ? 0 : pool + 1)));
	const pool = both.find((each) => each !== null) ?? free;
	return {
		...spec,
		clients: spec.clients.map((each) =>
			each.name === client || each.name === other || (each.pool !== null && both.includes(each.pool))
				? {...each, pool}
				: each,
		),
	};
}

function withClient(spec: Spec, name: string, change: Partial<ClientSpec>): Spec {
	return {...spec, clients: spec.clients.map((client) => (client.name === name ? {...client, ...change} : client))};
}

function withResource(spec: Spec, name: string, values: Spec['resources'][number]['values']): Spec {
	const old = spec.resources.find((resource) => resource.name.toLowerCase() === name.toLowerCase());
	return {...spec, resources: placed(spec.resources, {name, values: {...old?.values, ...values}})};
}

/** The list with an element in place of the one that has the same name in any case, or at its end. */
function placed<Named extends {readonly name: string}>(list: readonly Named[], element: Named): readonly Named[] {
	return has(list, element.name)
		? list.map((each) => (each.name.toLowerCase() === element.name.toLowerCase() ? element : each))
		: [...list, element];
}

function has(list: readonly {readonly name: string}[], name: string): boolean {
	return list.some((each) => each.name.toLowerCase() === name.toLowerCase());
}

function freshShared(spec: Spec): Shared {
	const resources = spec.resources.map(({values}): ResourceState => ({values, version: 0, ownSince: 0}));
	return {
		locks: spec.locks.map(({service}) => machineOf(service).initial(service.options)),
		stores: spec.stores.map(
			(store): StoreState => ({
				up: true,
				resources,
				highest: {},
				retired: {},
				jobs: [],
				used: {},
				applied: {},
				rows: hasTransactions(store) ? resources.map(() => freeRow) : [],
			}),
		),
		locksUp: true,
		stall: null,
		nextMessage: 1,
	};
}

function freshLocal(spec: Spec, client: ClientSpec): Local {
	return {
		process: 'running',
		life: 0,
		resumeAt: null,
		justResumed: false,
		wallOffset: 0,
		clock: trueClock,
		program: {at: 0, ended: null, awaiting: null, nextAt: client.startsAt},
		locks: spec.locks.map(
			(): ClientLock => ({
				token: null,
				value: null,
				deadline: null,
				lastGrantReceived: null,
				lastGrantIssued: null,
				former: [],
				holds: 0,
				sent: 0,
				past: 0,
				over: null,
				ttl: null,
				errand: null,
				keep: null,
				watched: null,
				givesUpAt: null,
			}),
		),
		memory: spec.stores.map(() => spec.resources.map(() => null)),
		inbox: [],
		owed: [],
		silence: null,
		wrote: [],
		work: null,
		call: null,
		lateRounds: [],
		flight: [],
		cuts: [],
		sessions: spec.stores.map((store) => (hasTransactions(store) ? freshSession : null)),
	};
}
