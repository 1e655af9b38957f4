import type {Reply, Request} from '../message.js';
import type {Report} from '../report.js';
import type {LockService} from '../statement.js';
import type {Instant} from '../time.js';
import type {Grant, LeaseState} from '../world.js';

/** A request to a lock service. */
export type LockRequest = Extract<Request, {kind: 'acquire' | 'renew' | 'release' | 'ask'}>;

/** Who asks, as the service can tell. */
export type Asker = {
	readonly client: string;
	/** The lock's name, and its position in the spec. */
	readonly lock: string;
	readonly index: number;
	/** The grant this service last made to this client. */
	readonly given: Grant | null;
	readonly now: Instant;
};

/** What a service does with a request: its next state, the answer, what is reported, and the grant that the asker now has. */
export type Answered = {readonly state: LeaseState; readonly reply: Reply; readonly reports: readonly Report[]; readonly given: Grant | null};

/** A lock service: pure functions over its own state. A new service is one file and one row in the registry. */
export type LockMachine = {
	readonly initial: LeaseState;
	readonly answer: (service: LockService, state: LeaseState, request: LockRequest, asker: Asker) => Answered;
	/** The next moment at which something happens by itself, or null. */
	readonly due: (state: LeaseState) => Instant | null;
	/** What happens by itself at `now`. */
	readonly expire: (state: LeaseState, lock: string, now: Instant) => {readonly state: LeaseState; readonly reports: readonly Report[]};
	/** What is left after the service has lost power. */
	readonly crash: (service: LockService, state: LeaseState) => LeaseState;
};
