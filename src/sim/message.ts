import type {DenyReason, RejectReason, Values} from './event.js';
import type {SeenRecord, Ticket} from './lock/state.js';
import type {MessageOptions, Value} from './statement.js';
import type {Duration, Instant} from './time.js';
import type {Grant} from './world.js';

/** A request as the network carries it. `sentAt` and the deadline in an answer are by the sender's monotonic clock. Indices are positions in the spec. `grant` is for the audit only: the grant its sender last got before sending. */
export type Request =
	/** `drawn`: the token that a sequence gave before the lock was asked for. `stamp`: the sender's wall clock, where clients' clocks decide; else null. `value`: the grant that the sender knows of. `seen`: the record that the sender watches, where it watches one. */
	| {
			readonly kind: 'acquire';
			readonly lock: number;
			readonly ttl: Duration;
			readonly value: Grant | null;
			readonly sentAt: Instant;
			readonly stamp: Instant | null;
			readonly drawn: number | null;
			readonly seen: Sight | null;
	  }
	| {
			readonly kind: 'renew';
			readonly lock: number;
			readonly ttl: Duration;
			readonly token: number | null;
			readonly value: Grant | null;
			readonly sentAt: Instant;
			readonly stamp: Instant | null;
			readonly seen: Sight | null;
			/** The sender believes that it holds, where it makes a difference to what a renewal does. */
			readonly believes: boolean;
	  }
	| {
			readonly kind: 'release';
			readonly lock: number;
			readonly token: number | null;
			readonly value: Grant | null;
			readonly seen: Sight | null;
	  }
	| {readonly kind: 'ask'; readonly lock: number}
	/** One node's part of a redlock operation. `value` stands for the random value. */
	| NodeRequest
	/** The first of two round trips: a GET before a DEL, or a token drawn before the lock. */
	| {
			readonly kind: 'prepare';
			readonly lock: number;
			readonly value: Grant | null;
			readonly next: LockStep;
			readonly options: MessageOptions;
	  }
	| StoreRequest;

/** A request to a storage server. `transaction`: the number of the one that its sender is in, as far as that knows; null where it is in none. */
export type StoreRequest =
	| {
			readonly kind: 'read';
			readonly store: number;
			readonly resource: number;
			readonly token: number | null;
			readonly grant: Grant | null;
			readonly transaction: number | null;
			/** It locks the row. */
			readonly forUpdate: boolean;
	  }
	| WriteRequest
	| {
			readonly kind: 'advance';
			readonly store: number;
			readonly resource: number;
			readonly token: number | null;
			readonly grant: Grant | null;
	  }
	| TransactionRequest;

/** The beginning or the end of a transaction. */
export type TransactionRequest = {
	readonly kind: 'begin' | 'commit' | 'rollback';
	readonly store: number;
	readonly transaction: number | null;
};

/** A record as its sender last saw it, and for how long it has known it unchanged. Units: `age` in ms of the sender's monotonic clock. */
export type Sight = SeenRecord & {readonly age: number};

export type NodeRequest = {
	readonly kind: 'node';
	readonly lock: number;
	/** The node's position, from 0. */
	readonly node: number;
	readonly does: 'set' | 'extend' | 'delete' | 'get';
	readonly value: Grant | null;
	readonly ttl: Duration;
	/** For the audit only: what a release gives back; null of everything else. */
	readonly grant: Grant | null;
};

/** The request that follows on a `prepare`. */
export type LockStep = Extract<Request, {kind: 'acquire' | 'release'}>;

export type WriteRequest = {
	readonly kind: 'write';
	readonly store: number;
	readonly resource: number;
	readonly key: string;
	readonly value: Value;
	readonly token: number | null;
	/** The token was picked by `token N` or `no token`. */
	readonly chosen: boolean;
	readonly grant: Grant | null;
	readonly basedOn: number | null;
	readonly job: string | null;
	/** A non-atomic store has checked it and not yet applied it. */
	readonly checked: boolean;
	readonly transaction: number | null;
};

/** An answer as the network carries it back. */
export type Reply =
	| {
			readonly kind: 'granted';
			readonly lock: number;
			readonly token: number | null;
			readonly grant: Grant;
			/** The sending time and what is left of the grant; for ever where only a session bounds it. */
			readonly deadline: Instant;
			/** How long the client's session outlives its silence. */
			readonly ttl: Duration;
			readonly again: boolean;
			/** The record as it is now, for who watches it. */
			readonly record?: SeenRecord;
	  }
	/** `own`: the asker reads that it is itself whom the record names. */
	| {
			readonly kind: 'denied';
			readonly lock: number;
			readonly reason: DenyReason;
			readonly record?: SeenRecord;
			readonly own?: Grant;
	  }
	| {readonly kind: 'renewed'; readonly lock: number; readonly deadline: Instant; readonly record?: SeenRecord}
	| {readonly kind: 'renew-denied'; readonly lock: number; readonly record?: SeenRecord}
	/** `grant`: what was given back, as far as the asker had it. */
	| {readonly kind: 'released'; readonly lock: number; readonly grant: Grant | null}
	| {readonly kind: 'release-denied'; readonly lock: number}
	/** `grant`: what the client learns to be its own, where it learns that by asking. */
	| {readonly kind: 'asked'; readonly lock: number; readonly ok: boolean; readonly grant: Grant | null}
	| {
			readonly kind: 'node-answered';
			readonly lock: number;
			readonly node: number;
			readonly does: NodeRequest['does'];
			readonly value: Grant | null;
			readonly ok: boolean;
	  }
	/** `next: null`: there is nothing to go on with. */
	| {readonly kind: 'prepared'; readonly lock: number; readonly next: LockStep | null; readonly options: MessageOptions}
	| {
			readonly kind: 'read';
			readonly store: number;
			readonly resource: number;
			readonly version: number;
			readonly values: Values;
	  }
	| {
			readonly kind: 'accepted';
			readonly store: number;
			readonly resource: number;
			readonly key: string;
			readonly value: Value;
			readonly version: number;
			/** The write was based on the version just before it. */
			readonly follows: boolean;
	  }
	/** The job was applied before. */
	| {readonly kind: 'repeated'; readonly store: number; readonly resource: number}
	| {readonly kind: 'advanced'; readonly store: number; readonly resource: number}
	/** A transaction has begun, or is over as its client wanted. */
	| {readonly kind: 'begun' | 'committed' | 'rolled-back'; readonly store: number; readonly transaction: number | null}
	/** The store has no such transaction any more. */
	| {readonly kind: 'no-transaction'; readonly store: number; readonly transaction: number | null}
	/** A write that nobody else sees before the commit. `version`: the one that it will be. */
	| {
			readonly kind: 'staged';
			readonly store: number;
			readonly resource: number;
			readonly key: string;
			readonly value: Value;
			readonly version: number;
			readonly follows: boolean;
	  }
	| {
			readonly kind: 'rejected';
			readonly store: number;
			readonly resource: number;
			readonly what: 'write' | 'read' | 'advance';
			readonly reason: RejectReason;
			/** The token that was refused. */
			readonly token: number | null;
	  };

/**
 * Who waits for the answer: the call that is under way, a program's step whose outcome is already `unknown`, or nobody.
 */
export type Waiting = 'call' | 'step' | 'nobody';

/** Which process of its client sent a request, and as which of its operations on that lock. Source: world.md, every reply knows which operation it answers. */
export type Sender = {
	readonly life: number;
	readonly operation: number;
	/** Of an acquire whose answer the client waits for only so long: a grant is taken note of until a newer operation is sent. */
	readonly heeded?: 'while newest' | 'no more';
	/** The client sent it by itself, beside what its program does. */
	readonly byItself?: true;
};

/** How a reply will travel, and whom it answers. */
export type ReplyRoute = Sender & {readonly delayed: Duration; readonly lost: boolean};

/** A request or a reply in the network. `due: null` is held until delivered by hand. */
export type Message = RequestMessage | ReplyMessage;

export type RequestMessage = {
	readonly kind: 'request';
	readonly id: number;
	readonly due: Instant | null;
	/** It has come to a lock service that stands still, and is looked at when that goes on. */
	readonly queued?: true;
	/** The service has taken it and decides at `due` what it answers; so it knows it until then. */
	readonly ticket?: Ticket;
	readonly waiting: Waiting;
	readonly request: Request;
	readonly route: ReplyRoute;
};

export type ReplyMessage = {
	readonly kind: 'reply';
	readonly id: number;
	readonly due: Instant | null;
	readonly waiting: Waiting;
	readonly reply: Reply;
	readonly sender: Sender;
};

/** What a message carries. */
export function contentOf(message: Message): Request | Reply {
	return message.kind === 'request' ? message.request : message.reply;
}

/** What is on its way to a client or from it, or waits to be read by it. */
export function contentsOf({
	flight,
	inbox,
}: {
	readonly flight: readonly Message[];
	readonly inbox: readonly {readonly reply: Reply}[];
}): readonly (Request | Reply)[] {
	return [...flight.map(contentOf), ...inbox.map(({reply}) => reply)];
}

/** Whether a message waits at a lock service that stands still. */
export function isQueued(message: Message): boolean {
	return message.kind === 'request' && message.queued === true;
}

/** Whether a lock service has taken a request and has yet to decide what it answers. */
export function isTaken(message: Message): boolean {
	return message.kind === 'request' && message.ticket !== undefined;
}

/** Whether a message is under way: one that waits at its lock service has left the network. */
export function isUnderWay(message: Message): boolean {
	return !isQueued(message) && !isTaken(message);
}
