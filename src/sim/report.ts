import type {DenyReason, Happening} from './event.js';
import type {Ticket} from './lock/state.js';
import type {Duration} from './time.js';
import type {Grant, Last} from './world.js';

/** What the parts of a world report of a step. The audit numbers it, fills in names that no actor knows, and judges it. */
export type Report =
	| {readonly kind: 'happened'; readonly happening: Happening; readonly auditOnly: AuditOnly}
	/** A denial names the holder; the shared part knows a holder by its grant only. */
	| {
			readonly kind: 'denied';
			readonly client: string;
			readonly lock: string;
			readonly reason: DenyReason;
			readonly holder: Grant | null;
			/** The grant whose record bars the asker although it is over; found out when it is written down. */
			readonly record?: Grant;
			/** The process that was given either has died; found out when it is written down. */
			readonly dead?: true;
			readonly retryAfter: Duration | null;
	  }
	/** A place in line right behind another; the shared part knows its askers by tickets only. */
	| {readonly kind: 'queued'; readonly client: string; readonly lock: string; readonly behind: Ticket}
	/** A place in the line for a row of a store, right behind another. */
	| {
			readonly kind: 'row-queued';
			readonly client: string;
			readonly store: number;
			readonly resource: number;
			readonly behind: Ticket;
	  }
	| EndOfGrant
	/** A statement or step that sent a message has come out; no event of its own. */
	| {readonly kind: 'concluded'; readonly last: Last};

/** A grant is over, and the shared part does not know whose it was. `freed`: it was given back before its least time, which is over now. */
type EndOfGrant = {
	readonly kind: 'expired' | 'revoked' | 'freed';
	readonly lock: string;
	readonly grant: Grant;
	readonly token: number | null;
};

/** What only the history knows of an event. */
export type AuditOnly = {
	/** The grant that the operation came under. */
	readonly grant?: Grant | null;
	/** The sender's own grant whose record it has removed. */
	readonly freed?: Grant;
	/** The token that a belief goes with. */
	readonly token?: number | null;
	/** The newest version before the write that another process wrote. */
	readonly foreign?: number;
	/** The script chose the token. */
	readonly chosen?: boolean;
	/** The grant of the row that the operation came under, at a store with transactions. */
	readonly row?: Grant | null;
	/** The sender's grant is the lock's current one. */
	readonly current?: boolean;
	readonly job?: string | null;
	/** The read or advance raised what the store has heard of. */
	readonly raises?: boolean;
};

/** A report of an event that the history knows nothing more about. */
export function happened(happening: Happening, auditOnly: AuditOnly = {}): Report {
	return {kind: 'happened', happening, auditOnly};
}

/** The event that the end of a client's grant is. */
export function endOfGrant({kind, lock, token}: EndOfGrant, client: string): Happening {
	return kind === 'freed' ? {kind: 'released', client, lock, token, later: true} : {kind, lock, client, token};
}

/** What a report is about: a kind of event, or how an operation came out. */
export type Subject = Happening['kind'] | Exclude<Report['kind'], 'happened' | 'freed'>;

/** The subject of a report. */
export function subjectOf(report: Report): Subject {
	switch (report.kind) {
		case 'happened':
			return report.happening.kind;
		case 'freed':
			return 'released';
		default:
			return report.kind;
	}
}
