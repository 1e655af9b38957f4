import type {Duration, Instant} from '../time.js';
import type {Grant} from '../world.js';

/** What a lock service keeps of one lock. It names no client: a holder is known by its grant. */
export type LockState = LeaseState | RedisState | ReplicatedState | PostgresState | ConsulState;

export type LeaseState = {
	readonly kind: 'lease';
	/** The token of the newest grant. */
	readonly counter: number;
	readonly grants: number;
	readonly lease: Lease | null;
};

export type Lease = {readonly grant: Grant; readonly token: number; readonly expiresAt: Instant};

export type RedisState = {readonly kind: 'redis'; readonly node: RedisNode; readonly grants: number; readonly outUntil: Instant | null};

/** One Redis server. Its keys expire by its wall clock, which is true time plus `clock`. */
export type RedisNode = {readonly key: RedisKey | null; readonly counter: number; readonly clock: Duration};

/** A key with the random value of a grant. Units: `when` in the node's wall time, `setAt` in true time. */
export type RedisKey = {readonly grant: Grant; readonly token: number | null; readonly when: Instant; readonly setAt: Instant};

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

/** Who holds a lock by the service's truth. `expiresAt: null` while nothing bounds it. */
export type Holding = {readonly grant: Grant; readonly token: number | null; readonly expiresAt: Instant | null};
