/** What a lock service says to one operation of a client. */
export type LockAnswer =
	| {readonly kind: 'granted'; readonly token: number | null}
	| {readonly kind: 'denied'; readonly heldBy: string | null}
	| {readonly kind: 'queued'; readonly behind: string | null}
	| {readonly kind: 'renewed' | 'renew-denied' | 'released' | 'release-denied' | 'left'}
	| {readonly kind: 'asked'; readonly ok: boolean};

/** One client of a lock on real servers. Its operations fail when no answer can come, and wait for as long as one may still come. Units: ttl in real ms. */
export type LockClient = {
	readonly acquire: (ttl: number) => Promise<LockAnswer>;
	readonly renew: (ttl: number) => Promise<LockAnswer>;
	readonly release: () => Promise<LockAnswer>;
	readonly ask: () => Promise<LockAnswer>;
	/** Opens its connections, so that the next operation sends nothing but itself. */
	readonly connect: () => Promise<void>;
	/** While its process stands still it sends nothing by itself. */
	readonly quiet: (is: boolean) => void;
	/** Its process is gone: no goodbye. */
	readonly die: () => void;
};

/** The server's own truth about a lock, looked up without any client of it. */
export type LockTruth = {
	/** The name of the client that holds it now, or null. Fails: when the server does not answer. */
	readonly holder: () => Promise<string | null>;
	/** Takes the lock from whoever holds it, as an operator does; where a session keeps it, ends the session. */
	readonly revoke: () => Promise<void>;
	/** Removes all that the lock left on the servers. */
	readonly clear: () => Promise<void>;
	readonly close: () => void;
};

/** What a client is told after it stood in line. */
export type LateGrant = (answer: Extract<LockAnswer, {kind: 'granted'}>) => void;

/** What a client is told each time that the server has heard of it. Units: `sent` in ms of the machine's clock, when the client sent it. */
export type Heard = (sent: number) => void;

/** What a client is told when it learns that its session is over. */
export type Lost = () => void;
