import type {Reply, Request} from '../message.js';
import type {Report} from '../report.js';
import type {LockService} from '../statement.js';
import type {Instant} from '../time.js';
import type {Grant} from '../world.js';
import type {Holding, LockState} from './state.js';

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
export type Answered<State = LockState> = {readonly state: State; readonly reply: Reply; readonly reports: readonly Report[]; readonly given: Grant | null};

/** What happens to a lock by itself. */
export type Lapsed<State = LockState> = {readonly state: State; readonly reports: readonly Report[]};

/** A lock service: pure functions over its own state. A new service is one file and one row in the registry. */
export type LockMachine<Service = LockService, State = LockState> = {
	readonly initial: (service: Service) => State;
	readonly answer: (service: Service, state: State, request: LockRequest, asker: Asker) => Answered<State>;
	readonly holding: (state: State) => Holding | null;
	/** The next moment at which something happens by itself, or null. */
	readonly due: (state: State) => Instant | null;
	/** What happens by itself at `now`. */
	readonly expire: (state: State, lock: string, now: Instant) => Lapsed<State>;
	/** What is left after the service has lost power. */
	readonly crash: (service: Service, state: State) => State;
};
