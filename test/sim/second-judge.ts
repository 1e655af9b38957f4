import {type Event, type Property, properties} from '../../src/sim/event.js';
import {machineOf} from '../../src/sim/lock/registry.js';
import type {StoreRequest} from '../../src/sim/message.js';
import {holdingNow} from '../../src/sim/truth.js';
import type {Round, Session, World} from '../../src/sim/world.js';
import type {Step} from '../generated/random-scripts.js';

/**
 * Where the judges differ: `number event property store: by the simulator / by this judge`, for each event after which one of them alone says that a
 * property is violated. Source of the rules: world.md's table of properties. This judge goes once through the events; from the worlds beside them it takes
 * nothing but what no event holds: the grant that a client last got, whom the service takes for the holder, and what a message carries.
 */
export function disagreements(steps: readonly Step[]): readonly string[] {
	const judge = secondJudge();
	const different: string[] = [];
	for (const {statement, before, outcome} of steps) {
		if (!outcome.ok) continue;
		let last = before;
		for (const [index, {event, world}] of outcome.moments.entries()) {
			if (event.kind === 'violated') continue;
			const found = judge({event, statement, before: last, after: world});
			const told = verdictsAfter(outcome.events, index);
			for (const property of properties) {
				const [one, other] = [
					told.filter((each) => each.startsWith(property)),
					found.filter((each) => each.startsWith(property)),
				];
				if (one.join() !== other.join())
					different.push(`${event.seq} ${event.kind} ${property}: ${one.length > 0} / ${other.length > 0}`);
			}
			last = world;
		}
	}
	return different;
}

/** What the simulator says right after an event. */
function verdictsAfter(events: readonly Event[], index: number): readonly Verdict[] {
	const found: Verdict[] = [];
	for (let next = index + 1; events[next]?.kind === 'violated'; next++) {
		const event = events[next];
		if (event?.kind === 'violated') found.push(verdict(event.property, event.store));
	}
	return found.sort();
}

type Verdict = `${Property} ${string}`;
type Of<Kind extends Event['kind']> = Extract<Event, {kind: Kind}>;
type Happened = {
	readonly event: Event;
	readonly statement: Step['statement'];
	/** The worlds right before and right after the event. */
	readonly before: World;
	readonly after: World;
};

/** What a request to a store was when it was sent. `grant`: the one that its sender last got before. */
type Sent = {
	readonly process: string;
	readonly grant: number | null;
	readonly token: number | null;
	readonly job: string | null;
	/** The script chose the token. */
	readonly chosen: boolean;
};

/** What a release was when it was sent: whose process, and the grant that it knew of. */
type Returned = {readonly process: string; readonly grant: number | null};

/** Per lock: what became of its grants. `ends`: by grant, in true time. */
type Grants = {
	count: number;
	/** Per grant, in their order, the process that got it. */
	readonly owners: string[];
	highestToken: number | null;
	readonly ends: Map<number, number>;
	readonly believers: Set<string>;
};
/** Per store and resource. `writers`: by version, from 1. `keys`: the grant that each key was last written under. */
type Place = {newest: number; readonly writers: string[]; readonly keys: Map<string, number | null>};

/** A judge that has seen nothing; called with each event in turn it returns what that event violates. Order: of the words. */
function secondJudge(): (happened: Happened) => readonly Verdict[] {
	const lives = new Map<string, number>();
	const sent = new Map<number, Sent>();
	const releases = new Map<number, Returned>();
	const locks = new Map<string, Grants>();
	const places = new Map<string, Place>();
	const jobs = new Set<string>();
	let arrived: {readonly id: number; readonly statement: Happened['statement']} | null = null;
	/** Rows as locks of their own; and the grants of rows that each client's transaction at a store has. */
	const rows = new Map<string, Place & {count: number}>();
	const rowGrants = new Map<string, Map<string, number>>();
	/** What stood in a request that waits at a store, or in a write before its commit, when it was sent. */
	const waiting = new WeakMap<object, Sent>();
	const used = new WeakSet<object>();
	/** The worlds before this statement, and before the last transaction that was rolled back in it: what waited in one is rejected when it is gone already. */
	let answering: {statement: Happened['statement']; worlds: World[]} | null = null;

	const grantsOf = (lock: string) =>
		entry(
			locks,
			lock,
			(): Grants => ({count: 0, owners: [], highestToken: null, ends: new Map(), believers: new Set()}),
		);
	const placeOf = ({store, resource}: {readonly store: string; readonly resource: string}) =>
		entry(places, `${store} ${resource}`, (): Place => ({newest: 0, writers: [''], keys: new Map()}));
	const nameOf = (client: string) => `${client} ${lives.get(client) ?? 0}`;

	const rowOf = ({store, resource}: {readonly store: string; readonly resource: string}) =>
		entry(rows, `${store} ${resource}`, () => ({newest: 0, writers: [''], keys: new Map(), count: 0}));

	/** Takes down what is new among what waits at stores. */
	const takeDown = (happened: Happened, message: number | null): void => {
		for (const [index, {sessions}] of happened.after.locals.entries())
			for (const request of sessions.flatMap(keptIn)) {
				const client = happened.after.spec.clients[index]?.name ?? '';
				if (waiting.has(request) || !('resource' in request)) continue;
				const same = earlier(happened, index, request);
				if (same !== null) {
					waiting.set(request, same);
					continue;
				}
				const resource = happened.after.spec.resources[request.resource]?.name ?? '';
				const words =
					request.kind === 'write' ? {job: request.job, chosen: request.chosen} : {job: null, chosen: false};
				waiting.set(request, {...requestOf(happened, client, resource, message), ...words});
			}
	};

	/** What waits on in a transaction that its client has begun once more was sent before that, whatever number the transaction has now. */
	const earlier = ({before, after}: Happened, index: number, request: StoreRequest): Sent | null => {
		const session = after.locals[index]?.sessions.findIndex((each) => keptIn(each).includes(request)) ?? -1;
		const place = keptIn(after.locals[index]?.sessions[session] ?? null).indexOf(request);
		const known = keptIn(before.locals[index]?.sessions[session] ?? null)[place];
		const isSame = known !== undefined && text({...known, transaction: null}) === text({...request, transaction: null});
		return isSame && !after.locals[index]?.sessions.some((each) => keptIn(each).includes(known))
			? (waiting.get(known) ?? null)
			: null;
	};

	/** The request of this event as it was when it was sent, if it waited at its store; else null. */
	const waitedFor = (event: Of<'accepted' | 'rejected'>, {before}: Happened): Sent | null => {
		const earlier = event.kind === 'rejected' ? (answering?.worlds ?? []) : [];
		const kept = [before, ...earlier].flatMap((world) => keptFor(event, world));
		const request = kept.find((each) => !used.has(each) && waiting.has(each));
		if (request === undefined) return null;
		used.add(request);
		return waiting.get(request) ?? null;
	};

	/** The request that an event of a store answers: one that has just arrived, or one that was sent at this moment. */
	const requestOf = (happened: Happened, client: string, resource: string, message: number | null): Sent => {
		const travelled = message === null ? undefined : sent.get(message);
		if (travelled?.process.startsWith(`${client} `) === true) return travelled;
		const {before} = happened;
		return {process: nameOf(client), ...lastGot(before, client, resource), ...wordsOf(happened, client)};
	};

	/** What a release gives back: what its message carried, if it has just arrived; else what the client knows now. */
	const returnedBy = (
		{before, after}: Happened,
		{client, lock}: Of<'released' | 'release-denied' | 'voted'>,
		message: number | null,
	): Returned => {
		const travelled = message === null ? undefined : releases.get(message);
		if (travelled?.process.startsWith(`${client} `) === true) return travelled;
		const round = closedRelease(before, after, client, lock);
		const grant = goesInRounds(before, lock) ? (round?.held ?? null) : knownGrant(before, client, lock);
		return {process: nameOf(client), grant};
	};

	const lengthened = (world: World, {lock, client, expiresAt}: Of<'granted' | 'renewed'>): readonly Verdict[] => {
		const {ends} = grantsOf(lock);
		const grant = grantAt(world, lock, client);
		if (grant !== null && ends.has(grant)) ends.set(grant, endOf(expiresAt));
		return [];
	};

	return (happened) => {
		const {event, before, after} = happened;
		// What waits at a store to be applied has arrived in an earlier statement.
		const message = arrived?.statement === happened.statement ? arrived.id : null;
		arrived = event.kind === 'delivered' ? {id: event.id, statement: happened.statement} : null;
		takeDown(happened, message);
		if (answering?.statement !== happened.statement) answering = {statement: happened.statement, worlds: [before]};
		switch (event.kind) {
			case 'restarted':
				if (event.client !== undefined) lives.set(event.client, (lives.get(event.client) ?? 0) + 1);
				return [];
			case 'sent': {
				const original = happened.statement.kind === 'duplicate' ? sent.get(happened.statement.message) : undefined;
				const request = original ?? requestInFlight(happened, event, nameOf(event.from));
				if (request !== null) sent.set(event.id, request);
				const {statement} = happened;
				const copied = statement.kind === 'duplicate' ? releases.get(statement.message) : undefined;
				const release = copied ?? releaseInFlight(happened, event, nameOf(event.from));
				if (release !== null) releases.set(event.id, release);
				return [];
			}
			case 'believed': {
				const {believers} = grantsOf(event.lock);
				const isNew = !believers.has(event.client);
				believers.add(event.client);
				return isNew && believers.size > 1 ? [verdict('two-believers', null)] : [];
			}
			case 'disbelieved':
				grantsOf(event.lock).believers.delete(event.client);
				return [];
			case 'granted':
				if (event.again !== true) return judgeGrant(grantsOf(event.lock), event, nameOf(event.client));
				return lengthened(before, event);
			case 'renewed':
				return lengthened(before, event);
			case 'released': {
				if (event.holds !== undefined) return [];
				const {ends, owners} = grantsOf(event.lock);
				const {process, grant} = returnedBy(happened, event, message);
				const record = isShared(before, event.lock)
					? newestOf(grantsOf(event.lock), event.client)
					: grantAt(before, event.lock, event.client);
				// What a stranger deletes was not given back. What was given back before its least time goes by itself then.
				const isOwn = record !== null && isOneOwner(before, event.lock, owners[record - 1] ?? '', process);
				if (record !== null && (isOwn || isFreedByTime(before, event))) ends.delete(record);
				if (grant !== null) ends.delete(grant);
				return [];
			}
			case 'release-denied': {
				// A client that gives a grant back has it no longer, though the service knows nothing of it.
				const {grant} = returnedBy(happened, event, message);
				if (grant !== null) grantsOf(event.lock).ends.delete(grant);
				return [];
			}
			case 'voted': {
				if (event.does !== 'delete') return [];
				// A majority of nodes keeps it no more: it is given back, whatever its client hears of that.
				const {grant} = returnedBy(happened, event, message);
				if (grant !== null && keptByMajority(after, event) !== grant) grantsOf(event.lock).ends.delete(grant);
				return [];
			}
			case 'expired': {
				const grant = isShared(before, event.lock)
					? newestOf(grantsOf(event.lock), event.client)
					: grantAt(before, event.lock, event.client);
				if (grant !== null) grantsOf(event.lock).ends.delete(grant);
				return [];
			}
			case 'revoked': {
				// What an operator takes away is over at its time; what only a session bounds, with the session.
				const {ends} = grantsOf(event.lock);
				const grant = isShared(before, event.lock)
					? newestOf(grantsOf(event.lock), event.client)
					: recordedGrant(before, event.lock);
				if (grant !== null && ends.get(grant) === Number.POSITIVE_INFINITY) ends.delete(grant);
				return [];
			}
			case 'accepted': {
				const waited = waitedFor(event, happened);
				const request = waited ?? requestOf(happened, event.client, event.resource, message);
				const verdicts = judgeWrite(placeOf(event), jobs, grantsOf(event.resource).count, event, request);
				const row = rowOf(event);
				const grant = rowGrants.get(`${event.client} ${event.store}`)?.get(event.resource) ?? null;
				const under = committing(event, before) ? grant : null;
				return [...new Set([...verdicts, ...judgeOrder(row, row.count, event, under)])].sort();
			}
			case 'deduplicated': {
				// It is answered, and not applied: what is accepted after it was another write, however like it is.
				const session = before.locals[before.spec.clients.findIndex(({name}) => name === event.client)]?.sessions;
				const kept = keptIn(session?.[before.spec.stores.findIndex(({name}) => name === event.store)] ?? null);
				const repeat = kept.find((each) => each.kind === 'write' && each.job === event.job && !used.has(each));
				if (repeat !== undefined) used.add(repeat);
				return [];
			}
			case 'begun':
				if (event.again !== true) rowGrants.delete(`${event.client} ${event.store}`);
				return [];
			case 'rolled-back':
				answering?.worlds.unshift(before);
				rowGrants.delete(`${event.client} ${event.store}`);
				return [];
			case 'rejected': {
				if (event.what !== 'write' || event.resource === null) return [];
				const {grant, chosen} =
					waitedFor(event, happened) ?? requestOf(happened, event.client, event.resource, message);
				const lock = before.spec.locks.findIndex(({name}) => name === event.resource);
				const isCurrent = grant !== null && holdingNow(after.spec, after.shared, lock, event.at)?.grant === grant;
				return isCurrent && !chosen ? [verdict('locked-out', event.store)] : [];
			}
			case 'advanced': {
				const place = placeOf(event);
				place.newest = Math.max(place.newest, requestOf(happened, event.client, event.resource, message).grant ?? 0);
				return [];
			}
			case 'read': {
				if (event.forUpdate === true) {
					const mine = entry(rowGrants, `${event.client} ${event.store}`, () => new Map<string, number>());
					if (!mine.has(event.resource)) mine.set(event.resource, ++rowOf(event).count);
				}
				const {grant, token} = requestOf(happened, event.client, event.resource, message);
				const place = placeOf(event);
				const ratchets = before.spec.stores.some(
					({name, options}) => name === event.store && options.reads === 'ratchet',
				);
				if (ratchets && token !== null) place.newest = Math.max(place.newest, grant ?? 0);
				return [];
			}
			default:
				return [];
		}
	};
}

function judgeGrant(grants: Grants, {at, token, expiresAt}: Of<'granted'>, process: string): readonly Verdict[] {
	const end = endOf(expiresAt);
	// A redlock may be counted when its time is over already: it never runs.
	const overlaps = end > at && [...grants.ends.values()].some((other) => other > at);
	const regresses = token !== null && grants.highestToken !== null && token <= grants.highestToken;
	grants.count++;
	grants.owners.push(process);
	grants.ends.set(grants.count, end);
	if (token !== null) grants.highestToken = Math.max(token, grants.highestToken ?? token);
	return [...(regresses ? [verdict('token-regress', null)] : []), ...(overlaps ? [verdict('two-grants', null)] : [])];
}

function judgeWrite(
	place: Place,
	jobs: Set<string>,
	newestGrant: number,
	event: Of<'accepted'>,
	{process, grant, job}: Sent,
): readonly Verdict[] {
	const {store, version, basedOn} = event;
	const isForeign = (from: number) => place.writers.slice(from).some((writer) => writer !== process);
	const isRepeat = job !== null && jobs.has(`${store} ${job}`);
	const found = [
		...(isRepeat ? [verdict('double-effect', store)] : []),
		...(basedOn !== null && basedOn < version - 1 && isForeign(basedOn + 1) ? [verdict('lost-update', store)] : []),
	];
	place.writers[version] = process;
	if (job !== null) jobs.add(`${store} ${job}`);
	return [...found, ...judgeOrder(place, newestGrant, event, grant)].sort();
}

/** What a write of a grant of one lock is in their order. */
function judgeOrder(
	place: Place,
	newestGrant: number,
	{store, key}: Pick<Of<'accepted'>, 'store' | 'key'>,
	grant: number | null,
): readonly Verdict[] {
	const isOlder = (other: number | null) => grant !== null && other !== null && other > grant;
	const found = [
		...(isOlder(newestGrant) ? [verdict('late-write', store)] : []),
		...(isOlder(place.newest) ? [verdict('stale-write', store)] : []),
		...([...place.keys].some(([other, under]) => other !== key && isOlder(under))
			? [verdict('torn-write', store)]
			: []),
	];
	place.keys.set(key, grant);
	if (grant !== null) place.newest = Math.max(place.newest, grant);
	return found;
}

/** What a connection keeps of requests at its store: the writes before their commit, then what waits. */
function keptIn(session: Session | null): readonly StoreRequest[] {
	if (session === null) return [];
	return [...(session.open?.writes ?? []), ...session.standing.map(({request}) => request)];
}

/** Those that an event may answer. */
function keptFor(event: Of<'accepted' | 'rejected'>, {spec, locals}: World): readonly StoreRequest[] {
	const {client, store, resource, key, value, token, basedOn} = event;
	// Only what belongs to a transaction can miss it, or be a part of a circle of transactions.
	const isInside = event.kind === 'rejected' && (event.reason === 'no-transaction' || event.reason === 'deadlock');
	const index = spec.clients.findIndex(({name}) => name === client);
	const session = locals[index]?.sessions[spec.stores.findIndex(({name}) => name === store)] ?? null;
	return keptIn(session).filter(
		(each) =>
			each.kind === 'write' &&
			(!isInside || each.transaction !== null) &&
			spec.resources[each.resource]?.name === resource &&
			each.key === key &&
			each.value === value &&
			each.token === token &&
			each.basedOn === basedOn,
	);
}

/** Whether a write is accepted as a part of its transaction, and not alone. */
function committing(event: Of<'accepted'>, world: World): boolean {
	return keptFor(event, world).some((each) => each.kind === 'write' && each.transaction !== null);
}

/** The grant and the token that a client last got of the lock of a resource, as it knows them at a moment. */
function lastGot(world: World, client: string, resource: string): Pick<Sent, 'grant' | 'token'> {
	const lock = world.spec.locks.findIndex(({name}) => name === resource);
	const index = world.spec.clients.findIndex(({name}) => name === client);
	const known = world.locals[index]?.locks[lock];
	if (known === undefined) return {grant: null, token: null};
	const service = world.spec.locks[lock]?.service;
	const state = world.shared.locks[lock];
	const rereads = world.spec.clients[index]?.rereads === true;
	const token =
		rereads && service !== undefined && state !== undefined ? machineOf(service).newestToken(state) : known.token;
	return {grant: known.lastGrantReceived, token};
}

/** What a write that is answered at once says: the statement itself, or the next write of its client's program, before which there may be steps that nothing happens at. */
function wordsOf({statement, before}: Happened, client: string): Pick<Sent, 'job' | 'chosen'> {
	const index = before.spec.clients.findIndex(({name}) => name === client);
	const steps = before.spec.clients[index]?.program?.slice(before.locals[index]?.program.at ?? 0);
	const step = steps?.find(({kind}) => kind === 'write');
	const operation = statement.kind === 'do' && statement.client === client ? statement.operation : step;
	return operation?.kind === 'write'
		? {job: operation.job, chosen: operation.token.kind !== 'last'}
		: {job: null, chosen: false};
}

/** A request to a store that has just been sent into the network; null for every other message. */
function requestInFlight({before, after}: Happened, {id, from}: Of<'sent'>, process: string): Sent | null {
	const index = after.spec.clients.findIndex(({name}) => name === from);
	const message = after.locals[index]?.flight.find((each) => each.id === id);
	if (message?.kind !== 'request' || !('store' in message.request)) return null;
	const {request} = message;
	if (!('resource' in request)) return null;
	const resource = after.spec.resources[request.resource]?.name ?? '';
	const words = request.kind === 'write' ? {job: request.job, chosen: request.chosen} : {job: null, chosen: false};
	return {process, grant: lastGot(before, from, resource).grant, token: request.token, ...words};
}

/** A release that has just been sent into the network; null for every other message. */
function releaseInFlight({after}: Happened, {id, from}: Of<'sent'>, process: string): Returned | null {
	const index = after.spec.clients.findIndex(({name}) => name === from);
	const message = after.locals[index]?.flight.find((each) => each.id === id);
	if (message?.kind !== 'request') return null;
	const {request} = message;
	if (request.kind === 'node' && request.does === 'delete') return {process, grant: request.grant};
	return request.kind === 'release' ? {process, grant: request.value} : null;
}

/** The grant whose value more than half of all nodes keep by their own clocks, or null. */
function keptByMajority({spec, shared}: World, {lock, at}: Of<'voted'>): number | null {
	const index = spec.locks.findIndex(({name}) => name === lock);
	return holdingNow(spec, shared, index, at)?.grant ?? null;
}

function text(value: unknown): string {
	return JSON.stringify(value);
}

/** The release of a lock at many nodes that its client has just counted, or that its nodes are asked for; null where there was none. */
function closedRelease(before: World, after: World, client: string, lock: string): Round | null {
	const closed = roundsOf(before, client, lock).filter(
		({operation}) => !roundsOf(after, client, lock).some((each) => each.operation === operation),
	);
	return (closed.length === 0 ? roundsOf(after, client, lock) : closed).find(({verb}) => verb === 'release') ?? null;
}

function roundsOf({spec, locals}: World, client: string, lock: string): readonly Round[] {
	const local = locals[spec.clients.findIndex(({name}) => name === client)];
	const rounds = [local?.call?.round ?? null, ...(local?.lateRounds ?? []).map(({round}) => round)];
	return rounds.filter((round) => round !== null).filter((round) => spec.locks[round.lock]?.name === lock);
}

/** The grant that the living process of a client knows that it has: of all it was told, the newest, by a grant or by reading its own name in a record. */
function knownGrant({spec, locals}: World, client: string, lock: string): number | null {
	const local = locals[spec.clients.findIndex(({name}) => name === client)];
	return local?.locks[spec.locks.findIndex(({name}) => name === lock)]?.value ?? null;
}

/** Whether two processes are the same one to a lock service, or both of one name where that counts. */
function isOneOwner({spec}: World, lock: string, one: string, other: string): boolean {
	const service = spec.locks.find(({name}) => name === lock)?.service;
	const isStable = service !== undefined && machineOf(service).isStable(service.options);
	return one === other || (isStable && one.split(' ')[0] === other.split(' ')[0]);
}

/** Whether a grant that was given back before its least time ends because that is over. */
function isFreedByTime({spec, shared}: World, {lock, at}: Of<'released'>): boolean {
	const index = spec.locks.findIndex(({name}) => name === lock);
	const hasLeast = Number(spec.locks[index]?.service.options['min'] ?? 0) > 0;
	return hasLeast && holdingNow(spec, shared, index, at) === null;
}

/** The grant that an event of a lock is about: its holder's, or, where clients count votes, the one that its client last got. */
function grantAt(world: World, lock: string, client: string): number | null {
	return goesInRounds(world, lock) ? lastGot(world, client, lock).grant : recordedGrant(world, lock);
}

/** Whether a connection holds the lock, over which several clients can have been granted it. */
function isShared({spec}: World, lock: string): boolean {
	return spec.locks.some(({name, service}) => name === lock && service.kind === 'advisory');
}

/** The newest grant of a client that runs. */
function newestOf({owners, ends}: Grants, client: string): number | null {
	const running = [...ends.keys()].filter((grant) => owners[grant - 1]?.startsWith(`${client} `));
	return running.length === 0 ? null : Math.max(...running);
}

/** The grant that the record of a lock is of. */
function recordedGrant({spec, shared}: World, lock: string): number | null {
	const index = spec.locks.findIndex(({name}) => name === lock);
	const service = spec.locks[index]?.service;
	const state = shared.locks[index];
	return service === undefined || state === undefined ? null : (machineOf(service).holding(state)?.grant ?? null);
}

function goesInRounds({spec}: World, lock: string): boolean {
	return spec.locks.some(({name, service}) => name === lock && machineOf(service).rounds !== null);
}

function endOf(expiresAt: number | null): number {
	return expiresAt ?? Number.POSITIVE_INFINITY;
}

function verdict(property: Property, store: string | null): Verdict {
	return `${property} ${store ?? ''}`;
}

function entry<Value>(map: Map<string, Value>, key: string, fresh: () => Value): Value {
	const found = map.get(key) ?? fresh();
	map.set(key, found);
	return found;
}
