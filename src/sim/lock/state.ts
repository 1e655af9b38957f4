import type {Instant} from '../time.js';
import type {Grant} from '../world.js';

/** What a lock service keeps of one lock. It names no client: a holder is known by its grant. */
export type LockState = LeaseState;

export type LeaseState = {
	readonly kind: 'lease';
	/** The token of the newest grant. */
	readonly counter: number;
	readonly grants: number;
	readonly lease: {readonly grant: Grant; readonly token: number; readonly expiresAt: Instant} | null;
};

/** Who holds a lock by the service's truth now. `expiresAt: null` while nothing bounds it. */
export type Holding = {readonly grant: Grant; readonly token: number | null; readonly expiresAt: Instant | null};
