import {at} from '../../sim/client-step.js';
import {machineOf} from '../../sim/lock/registry.js';
import type {LockState} from '../../sim/lock/state.js';
import {contentOf, contentsOf, type Reply, type Request} from '../../sim/message.js';
import type {Value} from '../../sim/statement.js';
import type {Audit, ClientLock, Local, LockSpec, Remembered, Shared, Spec, StoreState} from '../../sim/world.js';
import type {NumbersThatMatter} from './numbers-that-matter.js';

/** The parts of a moment, with times relative to it. */
type Parts = {readonly shared: Shared; readonly audit: Audit; readonly locals: readonly Local[]};

/** New numbers for old. */
type Renamed = {
	readonly token: (token: number) => number;
	readonly grant: (grant: number) => number;
	readonly version: (store: number, resource: number, version: number) => number;
	readonly value: (resource: number, key: string, value: Value) => Value;
};

/**
 * The parts with every number that only grows counted anew, as far as nothing asks for the number itself: tokens, grants and versions keep their order and no more,
 * values that nothing looks at are all the same. Moments that differ in nothing else become one, so that trying again and again does not go on for ever.
 */
export function renumbered(spec: Spec, parts: Parts, numbers: NumbersThatMatter): Parts {
	const names = renamed(spec, parts, numbers);
	if (names === null) return parts;
	const {shared, audit, locals} = parts;
	return {
		shared: {
			...shared,
			locks: shared.locks.map((state, index) => lockAlike(at(spec.locks, index), state, names)),
			stores: shared.stores.map((store, index) => storeAlike(store, index, names)),
		},
		audit: auditAlike(audit, names),
		locals: locals.map((local) => localAlike(local, names)),
	};
}

/** Null in worlds whose numbers do not only grow: a counter that starts over meets its own old numbers again. */
function renamed(spec: Spec, parts: Parts, numbers: NumbersThatMatter): Renamed | null {
	const [lock, other] = parts.shared.locks;
	const service = spec.locks[0]?.service;
	if (lock === undefined || service === undefined || other !== undefined) return null;
	const growing = machineOf(service).growing(service.options, lock);
	if (growing === null || parts.locals.some(isInTransaction)) return null;
	const tokens = [...growing.tokens, ...tokensIn(parts)];
	if (tokens.some((token) => token > growing.counter)) return null;
	const grants = ranks([lock.grants, ...growing.grants, ...grantsIn(parts)], 0);
	const ranked = ranks([growing.counter, ...tokens], numbers.token);
	const versions = parts.shared.stores.map((store, index) =>
		store.resources.map(({version, ownSince}, resource) =>
			ranks([version, ownSince, ...versionsIn(parts.locals, index, resource)], numbers.version),
		),
	);
	return {
		token: (token) => ranked.get(token) ?? token,
		grant: (grant) => grants.get(grant) ?? grant,
		version: (store, resource, version) => at(at(versions, store), resource).get(version) ?? version,
		value: (resource, key, value) => numbers.value(at(spec.resources, resource).name, key, value),
	};
}

/** Whether a store keeps requests of the client, which hold numbers as they were. */
function isInTransaction({sessions}: Local): boolean {
	return sessions.some((session) => session !== null && (session.open !== null || session.standing.length > 0));
}

/** Numbers above `kept` become the ones that follow it, in their order. */
function ranks(numbers: readonly number[], kept: number): ReadonlyMap<number, number> {
	const above = [...new Set(numbers)].filter((number) => number > kept).sort((one, other) => one - other);
	return new Map(above.map((number, index) => [number, kept + 1 + index]));
}

function tokensIn({shared, audit, locals}: Parts): readonly number[] {
	const travelling = locals.flatMap(contentsOf);
	const found = [
		...shared.stores.flatMap(({highest, retired}) => [...Object.values(highest), ...Object.values(retired).flat()]),
		...locals.flatMap(({locks, owed}) => [...locks, ...owed].map(({token}) => token)),
		...travelling.map((each) => ('token' in each ? each.token : null)),
		...Object.values(audit.judgement.highestToken).map(({token}) => token),
	];
	return found.filter((token) => token !== null);
}

function grantsIn({audit: {judgement}, locals}: Parts): readonly number[] {
	const travelling = locals.flatMap(contentsOf);
	const found = [
		...locals.flatMap(({locks}) =>
			locks.flatMap(({value, lastGrantReceived, lastGrantIssued, over, former}) => [
				value,
				lastGrantReceived,
				lastGrantIssued,
				over,
				...former.map((each) => each.lastGrantIssued),
			]),
		),
		...locals.flatMap(({owed}) => owed.flatMap(({ticket, grant}) => [ticket, grant])),
		...travelling.flatMap((each) => [
			'grant' in each ? each.grant : null,
			each.kind === 'renew' || each.kind === 'release' ? each.value : null,
		]),
		...[
			...Object.values(judgement.newest),
			...Object.values(judgement.granted),
			...Object.values(judgement.live).flat(),
		].map(({grant}) => grant),
		...Object.values(judgement.keys).flatMap((keys) => Object.values(keys).map(({grant}) => grant)),
	];
	return found.filter((grant) => grant !== null);
}

function versionsIn(locals: readonly Local[], store: number, resource: number): readonly number[] {
	return locals.flatMap(({memory, flight, inbox, wrote}) => {
		const travelling = contentsOf({flight, inbox}).filter(
			(each) => 'store' in each && 'resource' in each && each.store === store && each.resource === resource,
		);
		const found = travelling.map((each) =>
			each.kind === 'write' ? each.basedOn : 'version' in each ? each.version : null,
		);
		const own = wrote.filter((each) => each.store === store && each.resource === resource).map(({version}) => version);
		return [memory[store]?.[resource]?.version ?? null, ...own, ...found].filter((version) => version !== null);
	});
}

function lockAlike({service}: LockSpec, state: LockState, {token, grant}: Renamed): LockState {
	return machineOf(service).growing(service.options, state)?.renumbered(token, grant) ?? state;
}

function storeAlike(store: StoreState, index: number, names: Renamed): StoreState {
	return {
		...store,
		resources: store.resources.map(({values, version, ownSince}, resource) => ({
			values: valuesAlike(values, resource, names),
			version: names.version(index, resource, version),
			ownSince: names.version(index, resource, ownSince),
		})),
		highest: mapped(store.highest, names.token),
		retired: mapped(store.retired, (tokens) => tokens.map(names.token)),
	};
}

function auditAlike(audit: Audit, {token, grant}: Renamed): Audit {
	const {judgement} = audit;
	const renamedGrant = <Each extends {readonly grant: number}>(each: Each): Each => ({
		...each,
		grant: grant(each.grant),
	});
	return {
		...audit,
		grants: {},
		judgement: {
			...judgement,
			newest: mapped(judgement.newest, renamedGrant),
			granted: mapped(judgement.granted, renamedGrant),
			live: mapped(judgement.live, (live) => live.map(renamedGrant)),
			keys: mapped(judgement.keys, (keys) => mapped(keys, renamedGrant)),
			highestToken: mapped(judgement.highestToken, (each) => ({...each, token: token(each.token)})),
		},
	};
}

function localAlike(local: Local, names: Renamed): Local {
	const operations = local.locks.map((lock, index) => operationsOf(local, lock, index));
	const operation = (content: Request | Reply, number: number): number =>
		'lock' in content ? (operations[content.lock]?.get(number) ?? number) : number;
	return {
		...local,
		locks: local.locks.map((lock, index) => {
			const ranked = at(operations, index);
			return {
				...knownAlike(lock, names),
				sent: ranked.get(lock.sent) ?? lock.sent,
				past: ranked.get(lock.past) ?? lock.past,
			};
		}),
		owed: local.owed.map((each) => ({
			...each,
			ticket: names.grant(each.ticket),
			grant: maybe(each.grant, names.grant),
			token: maybe(each.token, names.token),
		})),
		wrote: local.wrote.map((each) => ({...each, version: names.version(each.store, each.resource, each.version)})),
		memory: local.memory.map((store, index) =>
			store.map((remembered, resource) => rememberedAlike(remembered, index, resource, names)),
		),
		inbox: local.inbox.map((each) => ({
			...each,
			reply: replyAlike(each.reply, names),
			sender: {...each.sender, operation: operation(each.reply, each.sender.operation)},
		})),
		flight: local.flight.map((message) =>
			message.kind === 'request'
				? {
						...message,
						request: requestAlike(message.request, names),
						route: {...message.route, operation: operation(message.request, message.route.operation)},
					}
				: {
						...message,
						reply: replyAlike(message.reply, names),
						sender: {...message.sender, operation: operation(message.reply, message.sender.operation)},
					},
		),
	};
}

/** The numbers of a client's operations on a lock that anything still asks for, counted anew: only which is later matters. */
function operationsOf({flight, inbox}: Local, {sent, past}: ClientLock, lock: number): ReadonlyMap<number, number> {
	const isAbout = (content: Request | Reply): boolean => 'lock' in content && content.lock === lock;
	return ranks(
		[
			sent,
			past,
			...inbox.filter(({reply}) => isAbout(reply)).map(({sender}) => sender.operation),
			...flight
				.filter((message) => isAbout(contentOf(message)))
				.map((message) => (message.kind === 'request' ? message.route.operation : message.sender.operation)),
		],
		0,
	);
}

function knownAlike(lock: ClientLock, {token, grant}: Renamed): ClientLock {
	return {
		...lock,
		token: lock.token === null ? null : token(lock.token),
		value: lock.value === null ? null : grant(lock.value),
		lastGrantReceived: lock.lastGrantReceived === null ? null : grant(lock.lastGrantReceived),
		lastGrantIssued: lock.lastGrantIssued === null ? null : grant(lock.lastGrantIssued),
		over: lock.over === null ? null : grant(lock.over),
		former: lock.former.map((each) => ({...each, lastGrantIssued: grant(each.lastGrantIssued)})),
	};
}

function rememberedAlike(
	remembered: Remembered | null,
	store: number,
	resource: number,
	names: Renamed,
): Remembered | null {
	return (
		remembered && {
			version: names.version(store, resource, remembered.version),
			values: valuesAlike(remembered.values, resource, names),
		}
	);
}

function requestAlike(request: Request, names: Renamed): Request {
	switch (request.kind) {
		case 'renew':
		case 'release':
			return {...request, token: maybe(request.token, names.token), value: maybe(request.value, names.grant)};
		case 'read':
		case 'advance':
			return {...request, token: maybe(request.token, names.token), grant: maybe(request.grant, names.grant)};
		case 'write': {
			const {store, resource, key, value, basedOn, token, grant} = request;
			return {
				...request,
				token: maybe(token, names.token),
				grant: maybe(grant, names.grant),
				basedOn: maybe(basedOn, (version) => names.version(store, resource, version)),
				value: names.value(resource, key, value),
			};
		}
		case 'acquire':
		case 'ask':
		case 'node':
		case 'prepare':
		case 'begin':
		case 'commit':
		case 'rollback':
			return request;
	}
}

function replyAlike(reply: Reply, names: Renamed): Reply {
	switch (reply.kind) {
		case 'granted':
			return {...reply, token: maybe(reply.token, names.token), grant: names.grant(reply.grant)};
		case 'read':
			return {
				...reply,
				version: names.version(reply.store, reply.resource, reply.version),
				values: valuesAlike(reply.values, reply.resource, names),
			};
		case 'accepted':
			return {
				...reply,
				version: names.version(reply.store, reply.resource, reply.version),
				value: names.value(reply.resource, reply.key, reply.value),
			};
		default:
			return reply;
	}
}

function valuesAlike(
	values: Readonly<Record<string, Value>>,
	resource: number,
	names: Renamed,
): Readonly<Record<string, Value>> {
	return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, names.value(resource, key, value)]));
}

function maybe(number: number | null, rename: (number: number) => number): number | null {
	return number === null ? null : rename(number);
}

function mapped<From, To>(
	record: Readonly<Record<string, From>>,
	change: (value: From) => To,
): Readonly<Record<string, To>> {
	return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
