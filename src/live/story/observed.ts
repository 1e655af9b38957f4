import {record} from '../../sim/audit.js';
import type {Event, Happening} from '../../sim/event.js';
import {addUnspokenKind} from '../../sim/lock/registry.js';
import {type LockKind, steady} from '../../sim/lock/service.js';
import type {Holding, LockState} from '../../sim/lock/state.js';
import type {AuditOnly} from '../../sim/report.js';
import {freshWorld} from '../../sim/setup.js';
import type {Operation} from '../../sim/statement.js';
import type {ClientLock, Local, Moment, Spec, World} from '../../sim/world.js';
import {type LiveRule, looksAt} from '../store/real-store.js';
import {rowGrant, stagedIn, withRows} from './observed-rows.js';

/** Something that really happened. Units: `at` in real ms from the start of the story; `lasts`, the time that was granted, in real ms. */
export type Seen = {readonly at: number; readonly happening: Happening; readonly lasts?: number};

/**
 * A world that is built from what really happened, and from nothing else: no rule of the simulator decides anything in it. The lock is of a kind that
 * only says who was seen to hold it. So goals, facts, properties and pictures, which read worlds, read the real run as they read a simulated one.
 */
export type Observer = {
	readonly world: () => World;
	/** A statement begins. What comes of it is what is asked about by `last`; null: it sends nothing. */
	readonly begin: (asked: Asked | null) => void;
	/** The moment of one more thing seen, and of each property that it violates. */
	readonly see: (seen: Seen) => readonly Moment[];
	/** Nobody is seen to hold the lock any more, although no time was over: its servers have forgotten it. */
	readonly forget: () => void;
};

/** Who asks for what. */
type Asked = {readonly client: string; readonly what: Operation['kind']};

const kind = 'observed';

/** An observer of a story with this set-up. `spec`: as the script has it. Units: `ttl` in real ms. */
export function openObserver(spec: Spec, ttl: number | null): Observer {
	addUnspokenKind(observedLock);
	const observed = {...spec, locks: spec.locks.map(({name}) => ({name, service: {kind, options: {}}}))};
	let world: World = {...freshWorld(observed), started: true};
	/** Per store and resource: who wrote each version. */
	const writers = new Map<string, Map<number, string>>();
	const foreignTo = (happening: Happening): AuditOnly => {
		if (happening.kind !== 'accepted') return {};
		const place = `${happening.store} ${happening.resource}`;
		const versions = writers.get(place) ?? new Map<number, string>();
		const others = [...versions].filter(([, client]) => client !== happening.client).map(([version]) => version);
		writers.set(place, versions.set(happening.version, happening.client));
		return {foreign: Math.max(0, ...others)};
	};
	/** Writes of a transaction that was committed, whose acceptance is still to be seen; with what it had at its end. */
	const committed = new Map<string, {readonly before: World; left: number}>();
	const rowIn = (happening: Happening): AuditOnly => {
		if (happening.kind === 'committed') {
			const {client, store} = happening;
			committed.set(`${client} ${store}`, {before: world, left: stagedIn(world, client, store)});
		}
		if (happening.kind === 'read' && happening.forUpdate === true)
			return {row: rowGrant(withRows(world, happening), happening.client, happening.store, happening.resource)};
		if (happening.kind !== 'accepted') return {};
		const mine = committed.get(`${happening.client} ${happening.store}`);
		if (mine === undefined || mine.left === 0) return {};
		mine.left -= 1;
		return {row: rowGrant(mine.before, happening.client, happening.store, happening.resource)};
	};
	let asker: Asked | null = null;
	let isFirst = true;
	return {
		world: () => world,
		begin: (asked) => {
			asker = asked;
			isFirst = true;
		},
		forget: () => {
			world = withState(world, {holding: null});
		},
		see: ({at, happening, lasts}) => {
			const now = Math.max(world.now, Math.round(at));
			const timed = withEnd(happening, now, lasts ?? ttl);
			const auditOnly = {...grantOf(world, timed), ...foreignTo(timed), ...rowIn(timed)};
			const {audit, events} = record(world.audit, {kind: 'happened', happening: timed, auditOnly}, now);
			const answer = answerIn(timed, asker);
			const last = answer === null ? audit.last : withAnswer(audit.last, answer, isFirst);
			if (answer !== null) isFirst = false;
			world = withRows(followed({...world, now, audit: {...audit, last}}, timed), timed);
			return events.map((event: Event) => ({event, world}));
		},
	};
}

/** The happening, with a grant's end by its ttl: what was promised. That it really ended is an event of its own. Units: ms. */
export function withEnd(happening: Happening, at: number, ttl: number | null): Happening {
	const now = Math.round(at);
	switch (happening.kind) {
		case 'granted':
		case 'renewed':
			return {...happening, expiresAt: ttl === null ? null : now + ttl};
		case 'believed':
			return {...happening, until: ttl === null ? null : now + ttl};
		default:
			return happening;
	}
}

function grantOf(world: World, happening: Happening): AuditOnly {
	const held = (client: string) => localLock(world, client)?.lastGrantReceived ?? null;
	switch (happening.kind) {
		case 'granted':
			return {grant: grantsOf(world) + 1, token: happening.token};
		case 'renewed':
		case 'released':
		case 'believed':
			return {grant: held(happening.client), token: localLock(world, happening.client)?.token ?? null};
		case 'expired':
		case 'revoked':
			return {grant: held(happening.client)};
		case 'accepted':
		case 'rejected': {
			const grant = happening.resource === world.spec.locks[0]?.name ? held(happening.client) : null;
			return {
				grant,
				current: grant !== null && grant === holdingOf(world)?.grant,
				job: null,
			};
		}
		case 'advanced':
			return {grant: happening.resource === world.spec.locks[0]?.name ? held(happening.client) : null, raises: true};
		default:
			return {};
	}
}

function followed(world: World, happening: Happening): World {
	switch (happening.kind) {
		case 'granted': {
			const grant = grantsOf(world) + 1;
			const {token, expiresAt} = happening;
			const held = withState(withoutPlace(world, happening.client), {
				grants: grant,
				holding: {owner: grant, grant, token, expiresAt},
			});
			return withClientLock(held, happening.client, {
				token,
				value: grant,
				lastGrantReceived: grant,
				lastGrantIssued: grant,
			});
		}
		case 'renewed': {
			const holding = holdingOf(world);
			const mine = localLock(world, happening.client)?.lastGrantIssued ?? null;
			return holding === null || holding.owner !== mine
				? world
				: withState(world, {holding: {...holding, expiresAt: happening.expiresAt}});
		}
		case 'queued': {
			if (happening.store !== undefined) return world;
			// A place in the line is no grant, and is counted apart from them.
			const place = -1 - Math.max(0, ...stateOf(world).places.map((each) => -each));
			return withClientLock(withState(world, {places: [...stateOf(world).places, place]}), happening.client, {
				lastGrantIssued: place,
			});
		}
		case 'left':
			return withoutPlace(world, happening.client);
		case 'released':
		case 'revoked':
		case 'expired': {
			const mine = localLock(world, happening.client)?.lastGrantIssued ?? null;
			return holdingOf(world)?.owner === mine ? withState(world, {holding: null}) : world;
		}
		case 'believed':
			return withClientLock(world, happening.client, {deadline: happening.until ?? Number.MAX_SAFE_INTEGER});
		case 'disbelieved':
			return withClientLock(world, happening.client, {deadline: null});
		case 'paused':
			return 'client' in happening ? withLocal(world, happening.client, {process: 'paused'}) : stalled(world, true);
		case 'resumed':
			return 'client' in happening ? withLocal(world, happening.client, {process: 'running'}) : stalled(world, false);
		case 'crashed':
		case 'restarted': {
			if (happening.client === undefined) {
				const up = happening.kind === 'restarted';
				return happening.actor === 'locks' ? {...world, shared: {...world.shared, locksUp: up}} : world;
			}
			if (happening.kind === 'restarted') return withLocal(world, happening.client, {process: 'running'});
			const dead = withLocal(withoutPlace(world, happening.client), happening.client, {
				process: 'crashed',
				memory: freshMemory(world),
			});
			return withClientLock(dead, happening.client, {token: null, value: null, deadline: null});
		}
		case 'accepted':
			return withStore(world, happening.store, happening.resource, happening);
		case 'rejected':
			return happening.highest === null || happening.resource === null
				? world
				: withHighest(world, happening.store, happening.resource, happening.highest);
		case 'advanced':
			return happening.token === null || !ratchets(world, happening.store)
				? world
				: withHighest(world, happening.store, happening.resource, happening.token);
		default:
			return world;
	}
}

/** The world in which the lock service stands still, or goes on. */
function stalled(world: World, isStill: boolean): World {
	return {...world, shared: {...world.shared, stall: isStill ? {until: null} : null}};
}

type Last = NonNullable<World['audit']['last']>;
type Answer = Pick<Last, 'client' | 'what'> & Last['answers'][number];

/** What a happening says of the operation that its client has sent, or null: an answer that comes late is none. */
function answerIn(happening: Happening, asked: Asked | null): Answer | null {
	if (!('client' in happening) || happening.client === undefined || happening.client !== asked?.client) return null;
	if (!isAbout(happening, asked.what)) return null;
	const outcomes = {
		granted: 'granted',
		renewed: 'granted',
		released: 'granted',
		left: 'granted',
		denied: 'denied',
		'renew-denied': 'denied',
		'release-denied': 'denied',
		accepted: 'accepted',
		read: 'accepted',
		advanced: 'accepted',
		staged: 'accepted',
		begun: 'accepted',
		committed: 'accepted',
		'rolled-back': 'accepted',
		rejected: 'rejected',
		unknown: 'unknown',
		queued: 'unknown',
	} as const;
	const outcome =
		happening.kind === 'asked'
			? happening.ok
				? 'granted'
				: 'denied'
			: outcomes[happening.kind as keyof typeof outcomes];
	if (outcome === undefined) return null;
	const store = 'store' in happening ? (happening.store ?? null) : null;
	return {client: happening.client, what: happening.kind, store, outcome};
}

/** Whether a happening answers such an operation: at a store what waited before may be answered with it. */
function isAbout(happening: Happening, what: Operation['kind']): boolean {
	switch (happening.kind) {
		case 'read':
			return what === 'read';
		case 'staged':
		case 'accepted':
			return what === 'write';
		case 'begun':
			return what === 'begin';
		case 'committed':
			return what === 'commit';
		case 'rolled-back':
			return what === 'rollback';
		case 'rejected':
			return what === happening.what;
		default:
			return true;
	}
}

/** What the latest operation came to, as `last granted` and its like ask; `isFirst`: nothing was heard of it before. */
function withAnswer(last: Last | null, {client, what, store, outcome}: Answer, isFirst: boolean): Last {
	// An answer of the lock takes the place of what was known before it; each store has an answer of its own.
	const isAlone = store === null && outcome !== 'unknown';
	const before = isFirst || isAlone ? [] : (last?.answers ?? []);
	return {client, what, answers: [...before, {store, outcome}]};
}

/** A lock of which only what was seen is known. */
type ObservedState = LockState & {readonly holding: Holding | null; readonly places: readonly number[]};

const nothingSeen: ObservedState = {grants: 0, holding: null, places: []};

const observedLock: LockKind<Record<string, never>, ObservedState> = {
	...steady,
	name: kind,
	hint: 'what was seen of a real lock',
	meaning: 'A lock of a live run: it says who was seen to hold it.',
	example: [],
	options: {},
	ttl: () => 1,
	initial: () => nothingSeen,
	queue: {
		line: ({holding, places}) => [...(holding === null ? [] : [holding.owner]), ...places],
		owed: (state) => ({state, owed: []}),
	},
	answer: () => {
		throw new Error('an observed lock is never asked');
	},
	holding: ({holding}) => holding,
	newestToken: ({holding}) => holding?.token ?? null,
	due: () => null,
	expire: (_, state) => ({state, reports: []}),
	revoke: () => null,
	shift: (state) => state,
};

function stateOf(world: World): ObservedState {
	return (world.shared.locks[0] ?? nothingSeen) as ObservedState;
}

function holdingOf(world: World): Holding | null {
	return stateOf(world).holding;
}

function grantsOf(world: World): number {
	return stateOf(world).grants;
}

/** The world in which a client stands in line no more. */
function withoutPlace(world: World, client: string): World {
	const place = localLock(world, client)?.lastGrantIssued;
	return withState(world, {places: stateOf(world).places.filter((each) => each !== place)});
}

function withState(world: World, change: Partial<ObservedState>): World {
	const state: ObservedState = {...stateOf(world), ...change};
	return {...world, shared: {...world.shared, locks: [state]}};
}

function indexOf(world: World, client: string): number {
	return world.spec.clients.findIndex(({name}) => name === client);
}

function localLock(world: World, client: string): ClientLock | null {
	return world.locals[indexOf(world, client)]?.locks[0] ?? null;
}

function withLocal(world: World, client: string, change: Partial<Local>): World {
	const index = indexOf(world, client);
	return {...world, locals: world.locals.map((local, at) => (at === index ? {...local, ...change} : local))};
}

function withClientLock(world: World, client: string, change: Partial<ClientLock>): World {
	const lock = localLock(world, client);
	return lock === null ? world : withLocal(world, client, {locks: [{...lock, ...change}]});
}

function freshMemory({spec}: World): Local['memory'] {
	return spec.stores.map(() => spec.resources.map(() => null));
}

function withStore(
	world: World,
	name: string,
	resource: string,
	{key, value, version, token}: Extract<Happening, {kind: 'accepted'}>,
): World {
	const at = world.spec.stores.findIndex((store) => store.name === name);
	const place = world.spec.resources.findIndex((each) => each.name === resource);
	const stores = world.shared.stores.map((store, index) =>
		index !== at
			? store
			: {
					...store,
					resources: store.resources.map((state, position) =>
						position !== place ? state : {...state, values: {...state.values, [key]: value}, version},
					),
				},
	);
	const written = {...world, shared: {...world.shared, stores}};
	return token !== null && ratchets(world, name) ? withHighest(written, name, resource, token) : written;
}

function withHighest(world: World, name: string, resource: string, token: number): World {
	const at = world.spec.stores.findIndex((store) => store.name === name);
	const stores = world.shared.stores.map((store, index) =>
		index !== at
			? store
			: {...store, highest: {...store.highest, [resource]: Math.max(store.highest[resource] ?? token, token)}},
	);
	return {...world, shared: {...world.shared, stores}};
}

function ratchets({spec}: World, name: string): boolean {
	const rule = spec.stores.find((store) => store.name === name)?.rule;
	return rule !== undefined && looksAt(rule as LiveRule).tokens;
}
