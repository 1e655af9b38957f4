import type {LockStep, Reply, Request, Waiting} from '../message.js';
import type {Report} from '../report.js';
import type {LockService, MessageOptions} from '../statement.js';
import type {Duration, Instant} from '../time.js';
import type {Grant} from '../world.js';
import type {Holding, LockState, Owed, Ticket} from './state.js';

/** A request to a lock service. */
export type LockRequest = Extract<Request, {kind: 'acquire' | 'renew' | 'release' | 'ask' | 'prepare'}>;

/** Who asks, as the service can tell. */
export type Asker = {
	readonly client: string;
	/** The lock's name, and its position in the spec. */
	readonly lock: string;
	readonly index: number;
	/** The grant this service last made to this client. */
	readonly lastGrantIssued: Grant | null;
	readonly now: Instant;
	/** Who waits for an answer that does not come now. */
	readonly late: Waiting;
};

/** What a service does with a request: its next state, the answer (null: not yet), what is reported, and the grant that the asker now has. */
export type Answered<State = LockState> = {
	readonly state: State;
	readonly reply: Reply | null;
	readonly reports: readonly Report[];
	readonly lastGrantIssued: Grant | null;
};

/** What happens to a lock by itself. */
export type Lapsed<State = LockState> = {readonly state: State; readonly reports: readonly Report[]};

/** A lock service: pure functions over its own state. A new service is one file and one row in the registry. */
export type LockMachine<Service = LockService, State = LockState> = {
	readonly initial: (service: Service) => State;
	readonly answer: (service: Service, state: State, request: LockRequest, asker: Asker) => Answered<State>;
	readonly holding: (state: State) => Holding | null;
	/** Who stands in line, the holder first; empty where nobody waits in line. */
	readonly line: (state: State) => readonly Ticket[];
	/** The moment before which nobody is granted the lock, although nobody holds it; or null. */
	readonly closedUntil: (state: State) => Instant | null;
	/** The token a client is told that asks for the present one. Source: RedissonFencedLock.getToken. */
	readonly newestToken: (state: State) => number | null;
	/** The next moment at which something happens by itself, or null. */
	readonly due: (state: State) => Instant | null;
	/** What happens by itself at `now`. */
	readonly expire: (service: Service, state: State, lock: string, now: Instant) => Lapsed<State>;
	/** Whether the service can answer, when it has power. */
	readonly isReady: (state: State, now: Instant) => boolean;
	/** What is left after an actor has lost power. */
	readonly crash: (service: Service, state: State, actor: string, now: Instant) => State;
	readonly restart: (service: Service, state: State, actor: string, now: Instant) => State;
	/** The actors of its own that faults can name, besides `locks`. */
	readonly actors: readonly string[];
	/** The state with the wall clock of an actor stepped, or null when nothing goes by that clock. */
	readonly stepClock: (state: State, actor: string, by: Duration) => State | null;
	/** The request that must go out before this one, in a round trip of its own, or null. */
	readonly prelude: (
		service: Service,
		request: LockStep,
		value: Grant | null,
		options: MessageOptions,
	) => LockRequest | null;
	/** The state when the client that has the grant `lastGrantIssued` falls silent (`silent` true) or is heard of again. Only sessions notice. */
	readonly hear: (state: State, lastGrantIssued: Grant | null, silent: boolean, now: Instant) => State;
	/** A process that died comes back as a stranger: its session goes on without it. */
	readonly forgetsClients: boolean;
	/** The answers owed to those who waited, and the state without them. */
	readonly owed: (state: State) => {readonly state: State; readonly owed: readonly Owed[]};
	/** The state as it is when `by` is taken from every moment in it. */
	readonly shift: (state: State, by: Duration) => State;
};

/** What most services share: always ready, nothing lost in a crash, no actor of its own, no wall clock, no prelude. */
export const steady = {
	line: () => [],
	closedUntil: () => null,
	isReady: () => true,
	crash: <State>(_: unknown, state: State) => state,
	restart: <State>(_: unknown, state: State) => state,
	actors: [],
	stepClock: () => null,
	prelude: () => null,
	hear: <State>(state: State) => state,
	forgetsClients: false,
	owed: <State>(state: State) => ({state, owed: []}),
} as const;
