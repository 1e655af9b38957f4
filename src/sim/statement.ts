import type {Fact} from './fact.js';
import type {OptionValues} from './option.js';
import type {StoreOptions} from './store/options.js';
import type {Duration, Instant} from './time.js';

/** A whole number, or text. */
export type Value = number | string;

/** What happens to the messages of one operation on their way. Absent: nothing. */
export type MessageOptions = {
	readonly delayed?: Duration;
	readonly replyDelayed?: Duration;
	readonly lost?: true;
	readonly replyLost?: true;
	readonly held?: true;
};

/** The token a write or an advance carries: the last one got at a grant, a chosen one, or none. */
export type TokenChoice =
	| {readonly kind: 'last'}
	| {readonly kind: 'number'; readonly token: number}
	| {readonly kind: 'none'};

/** What one client does in one step. `store: null` means every store. */
export type Operation =
	/** `within`: how long the client is ready to wait for the answer, or in the line. */
	| {
			readonly kind: 'acquire';
			readonly lock: string;
			readonly ttl: Duration | null;
			readonly within?: Duration;
			readonly message: MessageOptions;
	  }
	| {readonly kind: 'renew'; readonly lock: string; readonly ttl: Duration | null; readonly message: MessageOptions}
	| {readonly kind: 'release'; readonly lock: string; readonly message: MessageOptions}
	| {readonly kind: 'check'; readonly lock: string}
	| {readonly kind: 'ask'; readonly lock: string; readonly message: MessageOptions}
	/** It renews in the background, so often by its own clock; null: no longer. */
	| {readonly kind: 'keeps'; readonly lock: string; readonly every: Duration | null}
	/** It computes for so long by its own clock, and does nothing else. */
	| {readonly kind: 'works'; readonly for: Duration}
	/** `forUpdate`: it locks the row, at the stores where the client is in a transaction. */
	| {
			readonly kind: 'read';
			readonly resource: string;
			readonly store: string | null;
			readonly forUpdate?: true;
			readonly message: MessageOptions;
	  }
	| {readonly kind: 'begin' | 'commit' | 'rollback'; readonly store: string; readonly message: MessageOptions}
	| {
			readonly kind: 'write';
			readonly resource: string;
			readonly key: string;
			/** `=` sets the value; `+=` and `-=` compute it from what the client remembers. */
			readonly change: '=' | '+=' | '-=';
			readonly value: Value;
			readonly store: string | null;
			readonly token: TokenChoice;
			readonly ifVersion: number | null;
			readonly job: string | null;
			readonly message: MessageOptions;
	  }
	| {
			readonly kind: 'advance';
			readonly resource: string;
			readonly store: string | null;
			readonly token: TokenChoice;
			readonly message: MessageOptions;
	  };

/** A lock service as declared: its kind by its word, and its options as that kind's table has them. Source: world.md; domain section 1. */
export type LockService = {readonly kind: string; readonly options: OptionValues};

/** How many faults of each kind the explorer may spend. */
export type FaultBudget = Readonly<Record<FaultKind, number>>;

/** The kinds of fault that the explorer knows: of messages, of clients, of the network, of servers. Source: language.md, Facts. */
export const faultKinds = [
	'delay',
	'late',
	'lose',
	'duplicate',
	'pause',
	'suspend',
	'rate',
	'clock',
	'crash',
	'cut',
	'node',
	'restart',
	'failover',
	'revoke',
] as const;

export type FaultKind = (typeof faultKinds)[number];

export type Setup =
	| {readonly kind: 'client'; readonly name: string}
	| {readonly kind: 'lock'; readonly name: string; readonly service: LockService}
	| {readonly kind: 'store'; readonly name: string; readonly rule: string; readonly options: StoreOptions}
	| {readonly kind: 'put'; readonly resource: string; readonly values: readonly (readonly [string, Value])[]}
	| {readonly kind: 'latency'; readonly latency: Duration}
	| {readonly kind: 'pace'; readonly pace: Duration}
	| {readonly kind: 'faults'; readonly budget: FaultBudget}
	| {readonly kind: 'runs'; readonly client: string; readonly program: readonly Operation[]}
	| {readonly kind: 'retries'; readonly client: string}
	/** The client fetches the lock's newest token at each write, and does not keep the one it was granted. Source: domain S20. */
	| {readonly kind: 'rereads'; readonly client: string}
	| {readonly kind: 'starts'; readonly client: string; readonly at: Instant}
	/** Two clients on one pooled connection. Source: domain-2 4, poolers. */
	| {readonly kind: 'shares'; readonly client: string; readonly other: string};

/**
 * One statement of the fence language: one decision about a world.
 * Names are spelled as declared. `actor` is a client, a store, `locks`, `primary` or a node `n1`..`n9`.
 */
export type Statement =
	| Setup
	| {readonly kind: 'do'; readonly client: string; readonly operation: Operation}
	| {readonly kind: 'pause'; readonly client: string; readonly for: Duration | null}
	/** The machine sleeps. */
	| {readonly kind: 'suspend'; readonly client: string; readonly for: Duration | null}
	| {readonly kind: 'resume'; readonly client: string}
	| {readonly kind: 'crash'; readonly actor: string}
	| {readonly kind: 'restart'; readonly actor: string}
	| {readonly kind: 'clock'; readonly actor: string; readonly by: Duration}
	/** Both clocks of a client run at a rate, from `leastRate` to `mostRate`. */
	| {readonly kind: 'rate'; readonly client: string; readonly rate: number}
	| {readonly kind: 'step'; readonly client: string; readonly count: number; readonly message: MessageOptions}
	| {readonly kind: 'run'; readonly client: string}
	| {readonly kind: 'wait'; readonly for: Duration}
	| {readonly kind: 'wait-until-expiry'}
	| {readonly kind: 'deliver'; readonly message: number}
	| {readonly kind: 'deliver-from'; readonly client: string}
	| {readonly kind: 'drop'; readonly message: number}
	| {readonly kind: 'duplicate'; readonly message: number}
	/** `to`: a replica by its name; the first where that is left out. */
	| {readonly kind: 'failover'; readonly to?: string}
	/** The process of the lock service dies; its machine lives. */
	| {readonly kind: 'kill'}
	/** The process or the machine of the lock service stands still, its clock does not; it goes on. */
	| {readonly kind: 'stall'; readonly for: Duration | null}
	| {readonly kind: 'unstall'}
	/** A new leader takes over the lock service, without an outage. */
	| {readonly kind: 'lead'}
	/** An operator takes a lock away; `delete`: its record and its numbers too. */
	| {readonly kind: 'revoke' | 'delete'; readonly lock: string}
	| {readonly kind: 'cut'; readonly from: string; readonly to: readonly string[]}
	| {readonly kind: 'heal'; readonly from: string; readonly to: readonly string[]}
	| {readonly kind: 'expect'; readonly fact: Fact}
	| {readonly kind: 'claim'; readonly mode: 'never' | 'possible'; readonly fact: Fact; readonly moves: number | null};

/** How slow and how fast a clock can run. Source: language.md. */
export const leastRate = 0.1;
export const mostRate = 10;

/** Whether an operation sends messages; what does not comes out by itself. */
export function isSent(operation: Operation): operation is Extract<Operation, {readonly message: MessageOptions}> {
	return 'message' in operation;
}

/** No option at all. */
export const plain: MessageOptions = {};

/** A budget of nothing. */
export const noFaults: FaultBudget = {
	delay: 0,
	late: 0,
	lose: 0,
	duplicate: 0,
	pause: 0,
	suspend: 0,
	rate: 0,
	clock: 0,
	crash: 0,
	cut: 0,
	node: 0,
	restart: 0,
	failover: 0,
	revoke: 0,
};
