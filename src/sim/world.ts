import type {Clock} from './clock.js';
import type {Event, Property, Values} from './event.js';
import type {Judgement} from './judge.js';
import type {LockState, SeenRecord, Ticket} from './lock/state.js';
import type {LongList} from './long-list.js';
import type {Message, Reply, ReplyRoute, Sender, StoreRequest, Waiting, WriteRequest} from './message.js';
import type {Refusal} from './refusal.js';
import type {RoundVerb} from './round.js';
import type {FaultBudget, LockService, Operation} from './statement.js';
import type {StoreOptions} from './store/options.js';
import type {Duration, Instant} from './time.js';

/**
 * A world is a value: plain, immutable, JSON-able. `spec` is what was set up and never changes after the first operation;
 * `shared` is the part every actor may touch; `locals` holds one part per client that only this client can see;
 * `audit` is what the history amounts to, which no simulated actor can see and which never decides what happens.
 */
export type World = {
	readonly spec: Spec;
	readonly now: Instant;
	/** True from the first statement that is not set-up. */
	readonly started: boolean;
	readonly shared: Shared;
	/** Order: as `spec.clients`. */
	readonly locals: readonly Local[];
	readonly audit: Audit;
};

export type ClientSpec = {
	readonly name: string;
	readonly program: readonly Operation[] | null;
	readonly retries: boolean;
	readonly rereads: boolean;
	readonly startsAt: Instant | null;
	/** The pooled connection that it shares with others, or null. */
	readonly pool: number | null;
};
export type LockSpec = {readonly name: string; readonly service: LockService};
export type StoreSpec = {readonly name: string; readonly rule: string; readonly options: StoreOptions};
/** Initial data of a resource; a lock's name is a resource too, with no data of its own. */
type ResourceSpec = {readonly name: string; readonly values: Values};

export type Spec = {
	readonly clients: readonly ClientSpec[];
	readonly locks: readonly LockSpec[];
	readonly stores: readonly StoreSpec[];
	readonly resources: readonly ResourceSpec[];
	readonly latency: Duration;
	readonly pace: Duration;
	readonly faults: FaultBudget;
};

/** The position of a grant in the true order of grants of its lock, from 1. For the audit only: no actor reads it, except to tell whose a lease is. */
export type Grant = number;

/** What every actor may touch. It names no client: a lease is known by its grant. Order: `locks` and `stores` as in the spec. */
export type Shared = {
	readonly locks: readonly LockState[];
	readonly stores: readonly StoreState[];
	/** The lock service has power. */
	readonly locksUp: boolean;
	/** The lock service stands still, and until when; null while it runs. What stands still has power. */
	readonly stall: {readonly until: Instant | null} | null;
	/** The number the next message in flight gets. */
	readonly nextMessage: number;
};

export type StoreState = {
	readonly up: boolean;
	/** Order: as `spec.resources`. */
	readonly resources: readonly ResourceState[];
	/** Highest token per scope: '' for global, the resource's name, or `resource.key`. */
	readonly highest: Readonly<Record<string, number>>;
	/** Jobs applied, where the store remembers them; in the order they were. */
	readonly jobs: readonly string[];
	/** When a token used the fence last, per scope, and when each job was applied; where the store goes by their age. */
	readonly used: Readonly<Record<string, Instant>>;
	readonly applied: Readonly<Record<string, Instant>>;
	/** Tokens that a rule has retired for good, per scope; ascending. */
	readonly retired: Readonly<Record<string, readonly number[]>>;
	/** Who has each row, and who waits for it. Order: as `spec.resources`; empty where the rule knows no transactions. */
	readonly rows: readonly RowState[];
};

/** A row of a transactional store. It names no client: transactions and requests that wait are known by tickets. `grants`: how often it was given `for update`. */
export type RowState = {readonly holder: Ticket | null; readonly line: readonly Ticket[]; readonly grants: Grant};

/** `ownSince`, for the audit only: from this version on every write is of one process. */
export type ResourceState = {readonly values: Values; readonly version: number; readonly ownSince: number};

/** What one client is and knows. */
export type Local = {
	readonly process: 'running' | 'paused' | 'crashed';
	/** How many processes of this client have been before this one. */
	readonly life: number;
	/** When a `pause for` ends. */
	readonly resumeAt: Instant | null;
	/** Just resumed: due timers and waiting messages let the interrupted step go first. Source: world.md, Time and order. */
	readonly justResumed: boolean;
	/** Wall clock minus true time, at the last change of the clock's rate. */
	readonly wallOffset: Duration;
	readonly clock: Clock;
	readonly program: ProgramState;
	/** Order: as `spec.locks`. */
	readonly locks: readonly ClientLock[];
	/** What was read, per store, then per resource; null before any read. Order: as in the spec. */
	readonly memory: readonly (readonly (Remembered | null)[])[];
	/** Replies that arrived during a pause, oldest first. */
	readonly inbox: readonly {readonly reply: Reply; readonly waiting: Waiting; readonly sender: Sender}[];
	/** What lock services owe to the client and cannot tell it while the link is cut; oldest first. */
	readonly owed: readonly Untold[];
	/** Since when no heartbeat of this client has been answered, whatever the reason, and what its monotonic clock read then; null while they are. */
	readonly silence: {readonly since: Instant; readonly reading: number} | null;
	/** For the audit only: the version that each process last wrote, per store and resource. */
	readonly wrote: readonly Wrote[];
	/** What it computes, and does nothing else meanwhile; null when it does not. */
	readonly work: Work | null;
	/** The operation that is under way and not yet answered; the client waits for it. */
	readonly call: Call | null;
	/** Rounds that came out `unknown` and whose delayed answers are still counted when they come. */
	readonly lateRounds: readonly LateRound[];
	/** Requests and replies of this client that are in the network. */
	readonly flight: readonly Message[];
	/** Endpoints this client cannot reach: stores, `locks`. Ascending. */
	readonly cuts: readonly string[];
	/** The client's connection to each store. Order: as `spec.stores`; null where the rule knows no transactions. */
	readonly sessions: readonly (Session | null)[];
};

/**
 * Work of a client that takes time. `end`: what its monotonic clock reads when it is done; while its process stands still, how much is left.
 * `step`: it is a step of its program.
 */
type Work = {readonly for: Duration; readonly end: number; readonly step: boolean};

/** What a client and a transactional store have with each other, and nobody else sees. */
export type Session = {
	/** The client is in a transaction, as far as it knows: its requests carry it. */
	readonly inside: boolean;
	/** How many it has begun; what is sent carries the number of the newest. */
	readonly begun: number;
	/** The transaction that is open at the store, or null. */
	readonly open: OpenTransaction | null;
	/** Requests that wait at the store for a row, or behind one of the same transaction that does; oldest first. */
	readonly standing: readonly Standing[];
};

/** A transaction as the store has it. */
export type OpenTransaction = {
	readonly number: number;
	/** Its place among those that have rows or wait for them; null while it does neither. */
	readonly ticket: Ticket | null;
	/** The rows that it has locked, in the order it did; `grant` null where that was by a write alone. */
	readonly rows: readonly {readonly resource: number; readonly grant: Grant | null}[];
	/** What it has written and nobody else sees yet, oldest first. */
	readonly writes: readonly WriteRequest[];
	/** Since when the store has heard nothing and waits for more; null while a request of it waits, and where the store has no idle-timeout. */
	readonly silentSince: Instant | null;
	/** Its process died while it was cut off, so that the store has not noticed. */
	readonly orphan: boolean;
};

/** A request that waits at a transactional store. `ticket` null: behind an earlier one of its transaction. */
export type Standing = {
	readonly ticket: Ticket | null;
	readonly request: StoreRequest;
	readonly route: ReplyRoute;
	readonly waiting: Waiting;
};

export type ProgramState = {
	/** Index of the next step. */
	readonly at: number;
	readonly ended: 'ok' | 'failed' | null;
	/** The present step came out `unknown` and its answer is still waited for. `failed`: one of the answers that are in was a denial or a rejection. */
	readonly awaiting: {readonly left: number; readonly failed: boolean} | null;
	/** When the next step of a self-running program falls due. */
	readonly nextAt: Instant | null;
};

/** An operation that has been sent and whose plain round trip is not over. */
export type Call = {
	readonly what: Operation['kind'];
	/** It is a step of the program. */
	readonly step: boolean;
	readonly left: number;
	readonly answers: readonly Answer[];
	/** The round over all nodes that this operation on a redlock is; null for every other operation. */
	readonly round: Round | null;
};

/** A redlock operation that some nodes have yet to answer. `step`: the program waits for it. */
export type LateRound = {readonly round: Round; readonly left: number; readonly step: boolean};

/** A redlock operation under way. */
export type Round = {
	readonly lock: number;
	/** The random value it carries, and the one the client had before. */
	readonly value: Grant | null;
	readonly before: Grant | null;
	/** The grant that the client has under this value already: then it is no new one. Of a release: the grant that is given back, as far as the process knows one. */
	readonly held: Grant | null;
	readonly ttl: Duration;
	readonly startedAt: Instant;
	/** The same moment by the client's wall clock. */
	readonly startedWall: Instant;
	readonly votes: number;
	/** Nodes whose answer is delayed or held. */
	readonly late: number;
	/** Nodes that are known not to answer. */
	readonly silent: number;
	readonly verb: RoundVerb;
	/** The client opened it by itself, beside what its program does. */
	readonly byItself?: true;
	/** Which of the client's operations on this lock it is. */
	readonly operation: number;
	/** When the client gives the silent ones up; null while others may still answer. */
	readonly due: Instant | null;
};

export type ClientLock = {
	/** The token last got at a grant, as far as the process remembers. */
	readonly token: number | null;
	/** Stands for the random value of its newest grant, as far as the process remembers it. */
	readonly value: Grant | null;
	/** The client believes until its monotonic clock reads this; null when it does not. */
	readonly deadline: number | null;
	/** For the audit only: the grant last got; survives a crash, as history does. */
	readonly lastGrantReceived: Grant | null;
	/** For the audit only: the grant the service last made to this client; this is how the service knows its holder. */
	readonly lastGrantIssued: Grant | null;
	/** For the audit only: how the service knew the processes that died here. */
	readonly former: readonly Former[];
	/** How often it holds a lock that it may acquire again, as far as the process knows; 0 where it may not. */
	readonly holds: number;
	/** How many operations on this lock were sent. */
	readonly sent: number;
	/** Operations up to this one are past: what they are answered about the grants known by now changes no belief. */
	readonly past: number;
	/** The newest grant that was given back. */
	readonly over: Grant | null;
	/** How long its session outlives its silence. */
	readonly ttl: Duration | null;
	/** When the client next does by itself what it does for this lock again and again, by its monotonic clock: it renews what it believes in, or looks whether it gets it now. `ttl`: for how long it asks. */
	readonly errand: {readonly at: number; readonly ttl: Duration} | null;
	/** How often it renews in the background what it believes in, from the next grant on where it believes nothing; null where it does not. */
	readonly keep: Duration | null;
	/** The record that it watches, and what its monotonic clock read when it first saw it so. */
	readonly watched: (SeenRecord & {readonly since: number}) | null;
	/** What the client's monotonic clock reads when it waits no longer for the answer to its newest acquire, or in the line; null while it is ready to wait for ever. */
	readonly givesUpAt: number | null;
};

/** How a service knew a process that is dead: by the grant that it last made to it. */
export type Former = {readonly life: number; readonly lastGrantIssued: Grant};

/** The version of a resource that a process wrote last in a store; positions in the spec. */
export type Wrote = {
	readonly life: number;
	readonly store: number;
	readonly resource: number;
	readonly version: number;
};

/** An answer to one who waited that its lock service could not tell. `grant` null: its place in line is lost. */
export type Untold = {
	readonly lock: number;
	readonly ticket: Grant;
	readonly grant: Grant | null;
	readonly token: number | null;
	readonly ttl: Duration;
	readonly waiting: Waiting;
};

export type Remembered = {readonly version: number; readonly values: Values};

/** What the history so far amounts to; folded from its events. */
export type Audit = {
	/** Number of events so far. */
	readonly seq: number;
	/** Who got each grant, and the event that says so: per lock name, in grant order. */
	readonly grants: Readonly<Record<string, LongList<Granted>>>;
	readonly last: Last | null;
	/** Accepted and rejected writes per `client store`. */
	readonly accepted: Readonly<Record<string, number>>;
	readonly rejected: Readonly<Record<string, number>>;
	readonly violated: readonly {readonly property: Property; readonly store: string | null}[];
	readonly judgement: Judgement;
};

/** A grant when it was made. `event`: its number. */
export type Granted = {readonly client: string; readonly token: number | null; readonly event: number};

/** How the latest statement or program step that sent a message came out. */
export type Last = {readonly client: string; readonly what: string; readonly answers: readonly Answer[]};
export type Answer = {
	readonly store: string | null;
	readonly outcome: 'granted' | 'denied' | 'accepted' | 'rejected' | 'unknown';
};

/**
 * An event and the world right after it: `world.now` is the event's time, and what the same step did later is not in it yet.
 * What a step changes after its last event, without an event of its own, belongs to that event.
 */
export type Moment = {readonly event: Event; readonly world: World};

/** What became of a statement. `events` are those of the moments; time may have passed since the last of them. Order: as they happened. */
export type Outcome =
	| {
			readonly ok: true;
			readonly world: World;
			readonly moments: readonly Moment[];
			readonly events: readonly Event[];
			/** The program that would go round and round, where that ended a `run`; else null. */
			readonly cameBack: CameBack | null;
	  }
	| {readonly ok: false; readonly refusal: Refusal};

/** A program that began anew in a state of the world that it was in before, times apart, and when it was in it. */
export type CameBack = {readonly client: string; readonly since: Instant};
