import {type Taken, taken} from '../option.js';
import type {LockService} from '../statement.js';
import type {Duration, Instant} from '../time.js';
import {advisory} from './advisory.js';
import {consul} from './consul.js';
import {dynamodb} from './dynamodb.js';
import {etcd} from './etcd.js';
import {kubernetes} from './kubernetes.js';
import {lease} from './lease.js';
import {postgres} from './postgres.js';
import {redis} from './redis.js';
import {redlock} from './redlock.js';
import {replicated} from './replicated.js';
import {s3} from './s3.js';
import type {LockKind} from './service.js';
import type {Holding, LockServer, LockState} from './state.js';
import {zookeeper} from './zookeeper.js';

/** Every kind of lock service by its word in the language. Order: as a reader meets them. */
const kinds = new Map<string, LockKind>();
/** Kinds that worlds may hold, though the language has no word for them. */
const unspoken = new Map<string, LockKind>();

// A new kind is one file and one row here.
for (const kind of [
	lease,
	redis,
	redlock,
	replicated,
	postgres,
	zookeeper,
	etcd,
	consul,
	kubernetes,
	dynamodb,
	s3,
	advisory,
])
	addLockKind(kind);

/** Makes a kind of lock service known everywhere: in the language, in help, in worlds and to the explorer. Fails: throws when its name is taken. */
export function addLockKind(kind: LockKind): void {
	if (kinds.has(kind.name)) throw new Error(`there is a lock service ${kind.name} already`);
	kinds.set(kind.name, kind);
}

/** Makes a kind known in worlds alone: nobody can type its name, and no help speaks of it. */
export function addUnspokenKind(kind: LockKind): void {
	unspoken.set(kind.name, kind);
}

/** Every kind of lock service that can be typed. Order: as a reader meets them. */
export function lockKinds(): readonly LockKind[] {
	return [...kinds.values()];
}

/** The rules of a lock service. Fails: throws on a kind that is not in the registry, which the parser never lets through. */
export function machineOf({kind}: Pick<LockService, 'kind'>): LockKind {
	const found = kinds.get(kind) ?? unspoken.get(kind);
	if (found === undefined) throw new Error(`there is no lock service ${kind}`);
	return found;
}

/** Whether all processes of a client are one owner to a lock service. */
export function isOneOwner(service: LockService): boolean {
	return machineOf(service).isStable(service.options);
}

/** All that hold a lock at once, oldest first: one at most where the kind lets no more. */
export function holdingsIn(machine: LockKind, state: LockState): readonly Holding[] {
	const several = machine.holdings(state);
	if (several !== null) return several;
	const holding = machine.holding(state);
	return holding === null ? [] : [holding];
}

/** How long a grant of a lock service lasts, as the real one takes it: what an acquire asks for, or what the lock was declared with. Units: ms. */
export function ttlOf(service: LockService, asked: Duration | null = null): Duration {
	return takenTtl(service, asked).value;
}

/** What the real lock service makes of the time that an acquire or a renewal asks for; of the declared one where it asks for none. */
export function takenTtl(service: LockService, asked: Duration | null): Taken {
	const machine = machineOf(service);
	const {ttl} = machine.options;
	const wanted = asked ?? machine.ttl(service.options);
	return ttl === undefined ? {value: wanted, refused: false, says: null} : taken(ttl, service.options, wanted);
}

/** The lock service with the times that the real one takes in place of those that were declared. */
export function asTaken(service: LockService): LockService {
	const {kind, options} = service;
	const changed = Object.entries(machineOf(service).options).flatMap(([key, option]) => {
		const value = options[key];
		return option.limits.length > 0 && typeof value === 'number' ? [[key, taken(option, options, value).value]] : [];
	});
	return changed.length === 0 ? service : {kind, options: {...options, ...Object.fromEntries(changed)}};
}

/** The server of a lock that has this name, or null. */
export function serverNamed(service: LockService, state: LockState, name: string, now: Instant): LockServer | null {
	return (
		machineOf(service)
			.servers(state, now)
			.find((server) => server.name === name) ?? null
	);
}
