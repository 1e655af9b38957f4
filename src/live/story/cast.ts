import type {Value} from '../../sim/statement.js';
import type {TokenSource} from '../lock/postgres.js';
import type {Address} from '../protocol/link.js';
import type {LiveRule} from '../store/real-store.js';

/** The kinds of lock that run live. */
export const liveLocks = ['redis', 'redlock', 'etcd', 'zookeeper', 'postgres'] as const;
export type LiveLock = (typeof liveLocks)[number];

/** The lock of a story, and where one client finds its servers. `key`: what it is called on the servers. Units: `ttl` in real ms. */
export type LockCast = {
	readonly kind: LiveLock;
	readonly name: string;
	readonly key: string;
	readonly ttl: number;
	readonly token: TokenSource;
	/** Whether a counter beside a key of Redis gives tokens. */
	readonly counts: boolean;
	readonly waiterCheck: boolean;
	readonly drift: number;
	readonly addresses: readonly Address[];
};

/** What a real store can be: a table, or a script in Redis. */
export type StoreSystem = 'postgres' | 'redis';

/**
 * A store of a story, and where one client finds it. `elsewhere`: on a server of somebody else's, so that it has to be removed there. `mark`: by which the
 * server's sessions of its transactions are known. `idle`: how long a transaction may be silent, or null. Units: real ms.
 */
export type StoreCast = {
	readonly name: string;
	readonly rule: LiveRule;
	readonly mark: string;
	readonly idle: number | null;
	readonly system: StoreSystem;
	readonly table: string;
	readonly resources: readonly string[];
	readonly address: Address;
	readonly elsewhere: boolean;
};

/** A client that is other people's code, from where the learner has it. `shown`: what it is called, with its version. */
export type ForeignClient =
	| {readonly kind: 'redlock'; readonly redlock: string; readonly ioredis: string; readonly shown: string}
	| {readonly kind: 'redis-py'; readonly python: string; readonly shown: string};

/** All that the process of one client has to know. `lock`: null in a story whose only locks are rows. */
export type ClientCast = {
	readonly client: string;
	readonly lock: LockCast | null;
	readonly stores: readonly StoreCast[];
	/** Null: the lock's client is our own. */
	readonly foreign: ForeignClient | null;
};

/** What one resource holds at the beginning. */
export type InitialData = readonly (readonly [string, Readonly<Record<string, Value>>])[];
