import type {Refusal} from './refusal.js';
import type {Value} from './statement.js';
import type {Duration, Instant} from './time.js';
import type {Violation} from './violation.js';

/** The properties a history is judged by. Source: world.md, Properties. */
export const properties = [
	'two-believers',
	'two-grants',
	'token-regress',
	'stale-write',
	'late-write',
	'lost-update',
	'locked-out',
	'torn-write',
	'double-effect',
] as const;

export type Property = (typeof properties)[number];

export type DenyReason = 'held' | 'not-holder' | 'no-quorum' | 'too-late' | 'gave-up' | 'no-replicas';

export type RejectReason =
	| 'token-required'
	| 'stale-token'
	| 'retired-token'
	| 'not-equal'
	| 'version-mismatch'
	| 'rejected-by-rule'
	| 'no-transaction'
	| 'deadlock';

/** Why a transaction was rolled back that its client did not want rolled back; `nothing`: there was none. */
export type RollbackReason = 'crashed' | 'idle' | 'deadlock' | 'store-crashed' | 'starts-over' | 'nothing';

/** What a message carries, as far as it carries such a thing. `does`: what a node of a redlock is asked for. */
export type Load = {
	readonly token?: number;
	readonly key?: string;
	readonly value?: Value;
	readonly does?: 'set' | 'extend' | 'delete' | 'get';
};

export type Values = Readonly<Record<string, Value>>;

/** What happened, without its number and time; past tense. Names are as declared. Source: language.md, History. */
export type Happening =
	| {readonly kind: 'acquire-sent'; readonly client: string; readonly lock: string}
	| {
			readonly kind: 'granted';
			readonly client: string;
			readonly lock: string;
			readonly token: number | null;
			readonly expiresAt: Instant | null;
			readonly again?: true;
	  }
	| {
			readonly kind: 'denied';
			readonly client: string;
			readonly lock: string;
			readonly reason: DenyReason;
			readonly heldBy?: string;
			/** Whose record still bars the asker by the asker's own clock, although its grant is over and nobody holds. */
			readonly recordOf?: string;
			/** The process that holds, or whose record it is, has died, and its client has started another since. */
			readonly dead?: true;
			readonly retryAfter?: Duration;
	  }
	/** The asker stands in line; `behind` is who stands right before it. `store`: the line is for the row of that name there, and who has it is the first. */
	| {
			readonly kind: 'queued';
			readonly client: string;
			readonly lock: string;
			readonly behind: string;
			readonly store?: string;
	  }
	/** The asker has given up its place in line. */
	| {readonly kind: 'left'; readonly client: string; readonly lock: string}
	/** `of`: whose lease it is, where that is another's. */
	| {
			readonly kind: 'renewed';
			readonly client: string;
			readonly lock: string;
			readonly token: number | null;
			readonly expiresAt: Instant | null;
			readonly of?: string;
			/** The client renewed in the background. */
			readonly byItself?: true;
	  }
	| {
			readonly kind: 'renew-denied';
			readonly client: string;
			readonly lock: string;
			readonly reason: DenyReason;
			readonly byItself?: true;
	  }
	/** `holds`: how many are left of a lock that was acquired more than once, and is held still. */
	| {
			readonly kind: 'released';
			readonly client: string;
			readonly lock: string;
			readonly token: number | null;
			readonly holds?: number;
			/** Another holds it still, over the connection that they share. */
			readonly shared?: true;
			/** It was given back before its least time, which is over now. */
			readonly later?: true;
	  }
	| {readonly kind: 'release-denied'; readonly client: string; readonly lock: string; readonly reason: DenyReason}
	| {readonly kind: 'asked'; readonly client: string; readonly lock: string; readonly ok: boolean}
	/** A node of a redlock has done its part, or has not: the client counts. `ttl`: of the key that it set or extended, null where it has no end. */
	| {
			readonly kind: 'voted';
			readonly client: string;
			readonly lock: string;
			readonly node: string;
			readonly does: 'set' | 'extend' | 'delete' | 'get';
			readonly ok: boolean;
			readonly ttl?: Duration | null;
	  }
	| {readonly kind: 'expired'; readonly lock: string; readonly client: string; readonly token: number | null}
	/** An operator has taken the lock away. */
	| {readonly kind: 'revoked'; readonly lock: string; readonly client: string; readonly token: number | null}
	/** A client's process, or the lock service as a whole. */
	| {readonly kind: 'paused'; readonly client: string}
	| {readonly kind: 'paused'; readonly actor: 'locks'}
	/** The client's machine sleeps: its process is paused, and its monotonic clock stands still. */
	| {readonly kind: 'suspended'; readonly client: string}
	| {readonly kind: 'resumed'; readonly client: string}
	/** A client computes for so long by its own clock; it is done. */
	| {readonly kind: 'work-begun' | 'worked'; readonly client: string; readonly for: Duration}
	| {readonly kind: 'resumed'; readonly actor: 'locks'}
	/** `client` repeats `actor` when the actor is a client. */
	| {readonly kind: 'crashed'; readonly actor: string; readonly client?: string}
	| {readonly kind: 'restarted'; readonly actor: string; readonly client?: string}
	| {readonly kind: 'done'; readonly client: string; readonly ok: boolean; readonly refusal?: Refusal}
	/** `rate`: it did not step, and runs at that rate from now on. */
	| {readonly kind: 'clock-stepped'; readonly actor: string; readonly by: Duration; readonly rate?: number}
	| {readonly kind: 'cut'; readonly from: string; readonly to: readonly string[]}
	| {readonly kind: 'healed'; readonly from: string; readonly to: readonly string[]}
	/** Only messages that stay in the network (held, delayed, or with latency above 0) have a number; `from` and `to` name a client, a store or `locks`; `what` is the request's verb or the reply's outcome. */
	| ({
			readonly kind: 'sent';
			readonly id: number;
			readonly from: string;
			readonly to: string;
			readonly what: string;
			/** The client sent it in the background. */
			readonly byItself?: true;
	  } & Load)
	| {readonly kind: 'delivered'; readonly id: number}
	| {readonly kind: 'dropped'; readonly id: number}
	| {
			readonly kind: 'read';
			readonly client: string;
			readonly store: string;
			readonly resource: string;
			readonly version: number;
			readonly values: Values;
			/** The row is locked until the transaction is over. */
			readonly forUpdate?: true;
	  }
	/** A transaction at a store. `again`: it was in one already, and stays in it. */
	| {readonly kind: 'begun'; readonly client: string; readonly store: string; readonly again?: true}
	| {readonly kind: 'committed'; readonly client: string; readonly store: string}
	| {
			readonly kind: 'rolled-back';
			readonly client: string;
			readonly store: string;
			readonly because?: RollbackReason;
	  }
	/** A write of a transaction, which is accepted, judged and seen at its commit. */
	| {
			readonly kind: 'staged';
			readonly client: string;
			readonly store: string;
			readonly resource: string;
			readonly key: string;
			readonly value: Value;
			readonly token: number | null;
			readonly basedOn: number | null;
	  }
	| {
			readonly kind: 'accepted';
			readonly client: string;
			readonly store: string;
			readonly resource: string;
			readonly key: string;
			readonly value: Value;
			readonly token: number | null;
			readonly highest: number | null;
			readonly version: number;
			readonly basedOn: number | null;
	  }
	| {
			readonly kind: 'rejected';
			readonly client: string;
			readonly store: string;
			/** Null where it is a commit. */
			readonly resource: string | null;
			readonly what: 'write' | 'read' | 'advance' | 'commit';
			readonly token: number | null;
			readonly highest: number | null;
			readonly reason: RejectReason;
			/** Of a rejected write: what it would have written, and the version it was based on. */
			readonly key?: string;
			readonly value?: Value;
			readonly basedOn?: number | null;
	  }
	/** The store had applied the job before: it answers as then, and applies nothing. */
	| {
			readonly kind: 'deduplicated';
			readonly client: string;
			readonly store: string;
			readonly resource: string;
			readonly job: string;
	  }
	| {
			readonly kind: 'advanced';
			readonly client: string;
			readonly store: string;
			readonly resource: string;
			readonly token: number | null;
	  }
	| {readonly kind: 'unknown'; readonly client: string; readonly what: string}
	| {readonly kind: 'believed'; readonly client: string; readonly lock: string; readonly until: Instant | null}
	| {readonly kind: 'disbelieved'; readonly client: string; readonly lock: string}
	| {readonly kind: 'checked'; readonly client: string; readonly lock: string; readonly ok: boolean}
	| {readonly kind: 'failed-over'}
	| ({readonly kind: 'violated'} & Violation);

/** One entry of the history. Units: `at` in ms. Order: `seq` counts from 1. */
export type Event = {readonly seq: number; readonly at: Instant} & Happening;
