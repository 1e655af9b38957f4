import type {Waiting} from '../message.js';
import type {Duration, Instant} from '../time.js';
import type {Grant} from '../world.js';

/** What a lock service keeps of one lock. It names no client: a holder is known by its grant. */
export type LockState =
	| LeaseState
	| RedisState
	| ReplicatedState
	| PostgresState
	| ConsulState
	| QueueState
	| RedlockState;

export type LeaseState = {
	readonly kind: 'lease';
	/** The token of the newest grant. */
	readonly counter: number;
	readonly grants: number;
	readonly lease: Lease | null;
};

export type Lease = {readonly grant: Grant; readonly token: number; readonly expiresAt: Instant};

export type RedisState = {
	readonly kind: 'redis';
	readonly node: RedisNode;
	readonly grants: number;
	readonly outUntil: Instant | null;
};

/** One Redis server. Its keys expire by its wall clock, which is true time plus `clock`. */
export type RedisNode = {readonly key: RedisKey | null; readonly counter: number; readonly clock: Duration};

/** A key with the random value of a grant. Units: `when` in the node's wall time, `setAt` in true time. */
export type RedisKey = {
	readonly grant: Grant;
	readonly token: number | null;
	readonly when: Instant;
	readonly setAt: Instant;
};

export type ReplicatedState = {
	readonly kind: 'replicated';
	readonly primary: RedisNode;
	readonly replica: RedisNode;
	readonly primaryUp: boolean;
	/** Which of the two the clients talk to. */
	readonly leader: 'primary' | 'replica';
	/** What is on its way to the replica, oldest first. */
	readonly log: readonly {readonly due: Instant; readonly key: RedisKey | null; readonly counter: number}[];
	readonly grants: number;
};

/** A row of a lock table. `token` stays when the holder goes; `when` is in the server's wall time. */
export type PostgresState = {
	readonly kind: 'postgres';
	readonly row: {readonly grant: Grant; readonly when: Instant} | null;
	readonly token: number;
	/** The newest value of the sequence, where tokens come from one. */
	readonly sequence: number;
	readonly clock: Duration;
	readonly grants: number;
};

export type ConsulState = {
	readonly kind: 'consul';
	readonly session: Lease | null;
	readonly lockIndex: number;
	/** The lock cannot be granted before this. */
	readonly delayedUntil: Instant | null;
	readonly grants: number;
};

/** A lock whose askers stand in line, each kept there by a session. Source: domain 1.6, 1.7. */
export type QueueState = {
	readonly kind: 'queue';
	/** The newest transaction of the ensemble: zxid or revision. */
	readonly counter: number;
	/** The next sequence number under the parent node; starts over when the parent is recreated. */
	readonly suffix: number;
	readonly tickets: number;
	readonly grants: number;
	/** Oldest first; the first holds the lock. */
	readonly line: readonly QueueEntry[];
	/** Askers whose session died in line and who still watch the one ahead of them. */
	readonly watching: readonly {
		readonly ticket: Ticket;
		readonly token: number;
		readonly ahead: Ticket;
		readonly waiting: Waiting;
	}[];
	/** Answers that the service owes to those who waited, oldest first. */
	readonly owed: readonly Owed[];
};

/** Stands for one asker's place in line. */
export type Ticket = number;

export type QueueEntry = {
	readonly ticket: Ticket;
	readonly token: number;
	/** Null while it waits. */
	readonly grant: Grant | null;
	readonly ttl: Duration;
	/** When the session dies, because its client is silent; null while heartbeats arrive. */
	readonly silentUntil: Instant | null;
	readonly waiting: Waiting;
};

/** An answer to one who waited; `grant` null: its session is dead. */
export type Owed = {
	readonly ticket: Ticket;
	readonly grant: Grant | null;
	readonly token: number;
	readonly waiting: Waiting;
};

export type RedlockState = {
	readonly kind: 'redlock';
	readonly nodes: readonly RedlockNode[];
	/** How many random values were drawn; a key's `grant` is the value here, not a grant. */
	readonly values: number;
	readonly grants: number;
	/** For the audit only: the grant of each value that a client counted a quorum for and has not given back. */
	readonly counted: readonly {readonly value: Ticket; readonly grant: Grant}[];
};

export type RedlockNode = RedisNode & {readonly up: boolean; readonly outUntil: Instant | null};

/** Who holds a lock by the service's truth. `expiresAt: null` while nothing bounds it. */
export type Holding = {
	/** Matches what the holder was given. */
	readonly owner: Ticket;
	readonly grant: Grant;
	readonly token: number | null;
	readonly expiresAt: Instant | null;
};
