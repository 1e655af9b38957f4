import type {Operation, Value} from './statement.js';
import type {Duration} from './time.js';

/** Why a statement cannot be done now, as data. Names are as declared. Its words: narrate. */
export type Refusal =
	| {readonly kind: 'unknown-name'; readonly what: 'client' | 'lock' | 'store' | 'resource'; readonly name: string}
	/** Asked of as of a lock: no lock has that name, and no store has rows that are locked. */
	| {readonly kind: 'no-row'; readonly name: string}
	/** Set-up after the first operation. */
	| {readonly kind: 'setup-too-late'}
	| {readonly kind: 'too-many'; readonly what: 'clients' | 'stores' | 'keys'; readonly most: number}
	/** Nothing to run by itself. `lock`: one that it could acquire. */
	| {readonly kind: 'nothing-to-run'; readonly client: string; readonly lock: string | null}
	| {readonly kind: 'too-many-events'; readonly most: number}
	/** `first`: the number of the oldest message of this client that is on its way. */
	| {readonly kind: 'too-many-messages'; readonly client: string; readonly most: number; readonly first: number}
	| {readonly kind: 'wait-too-long'}
	| {readonly kind: 'no-lease-runs'}
	/** What the process of a client allows. `already`: it was to be paused. */
	| {readonly kind: 'paused'; readonly client: string; readonly already: boolean}
	| {readonly kind: 'not-paused'; readonly client: string}
	| {readonly kind: 'client-crashed'; readonly client: string}
	/** `left`: when it is done if nothing stops it. Units: ms from now. */
	| {readonly kind: 'working'; readonly client: string; readonly left: Duration}
	| {readonly kind: 'waits-for-reply'; readonly client: string; readonly to: Operation['kind']}
	/** `verb`: what its program waits for the answer of; `inLine`: the lock service answers when its turn has come. */
	| {
			readonly kind: 'program-waits';
			readonly client: string;
			readonly verb: Operation['kind'] | null;
			readonly inLine: boolean;
	  }
	| {readonly kind: 'no-program'; readonly client: string}
	| {readonly kind: 'program-ended'; readonly client: string}
	/** What an operation needs. */
	| {readonly kind: 'no-store'}
	| {readonly kind: 'not-read'; readonly client: string; readonly resource: string; readonly store: string}
	| {
			readonly kind: 'no-such-key';
			readonly client: string;
			readonly key: string;
			readonly resource: string;
			readonly store: string;
	  }
	| {
			readonly kind: 'not-a-number';
			readonly client: string;
			readonly key: string;
			readonly value: Value;
			readonly store: string;
	  }
	| {readonly kind: 'not-a-whole-number'; readonly key: string; readonly change: string; readonly value: Value}
	/** `words`: why, in the words of the lock's own kind. */
	| {readonly kind: 'time-not-taken'; readonly words: string}
	| {readonly kind: 'renewed-without-time'; readonly lock: string; readonly service: string}
	/** Its grants have no time. */
	| {readonly kind: 'never-renewed'; readonly lock: string; readonly service: string}
	/** Its clients renew by themselves already. */
	| {readonly kind: 'renews-by-itself'; readonly lock: string; readonly service: string}
	/** This store knows no transactions; `rule`: the one that it keeps. */
	| {readonly kind: 'no-transactions'; readonly store: string; readonly rule: string}
	/** A row is locked within a transaction, and the client is in none, here or at any store. */
	| {
			readonly kind: 'not-in-transaction';
			readonly client: string;
			readonly store: string | null;
	  }
	/** No fence to raise: at this store, which keeps another rule, or at any. */
	| {readonly kind: 'no-fence'; readonly store: {readonly name: string; readonly rule: string} | null}
	/** What faults are about. `actor`: a client, a store, `locks`, or a server of a lock. */
	| {readonly kind: 'no-such-server'; readonly actor: string}
	| {readonly kind: 'crashed-already'; readonly actor: string}
	| {readonly kind: 'not-crashed'; readonly actor: string}
	| {readonly kind: 'no-clock'; readonly actor: string}
	/** What the lock service allows. `already`: it was to be paused. */
	| {readonly kind: 'stalled'; readonly already: boolean}
	| {readonly kind: 'not-stalled'}
	| {readonly kind: 'nothing-fails-over'}
	| {readonly kind: 'failed-over-already'}
	/** No lock service here has leaders that change without an outage. */
	| {readonly kind: 'nobody-to-lead'}
	| {readonly kind: 'nobody-holds'; readonly lock: string}
	| {readonly kind: 'no-link'; readonly from: string; readonly to: string}
	| {readonly kind: 'cut-already'; readonly from: string; readonly to: readonly string[]}
	| {readonly kind: 'not-cut'; readonly from: string; readonly to: readonly string[]}
	| {readonly kind: 'no-message'; readonly message: number}
	/** It has arrived at a lock service that stands still. */
	| {readonly kind: 'message-queued'; readonly message: number}
	| {readonly kind: 'nothing-held'; readonly client: string};
