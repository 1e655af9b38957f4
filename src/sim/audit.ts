import type {Event, Happening} from './event.js';
import {judge, noJudgement} from './judge.js';
import {elementAt, noElements, withElement} from './long-list.js';
import {own} from './own.js';
import {type AuditOnly, endOfGrant, type Report} from './report.js';
import type {Instant} from './time.js';
import type {GrantShown, Violation} from './violation.js';
import type {Audit, Grant, Granted} from './world.js';

/** An audit of an empty history. */
export const noAudit: Audit = {
	seq: 0,
	grants: {},
	last: null,
	accepted: {},
	rejected: {},
	violated: [],
	judgement: noJudgement,
};

/** The audit after a report at `now`, and the events it became: numbered, named and judged. Order: an event, then what it violates. */
export function record(
	audit: Audit,
	report: Report,
	now: Instant,
): {readonly audit: Audit; readonly events: readonly Event[]} {
	switch (report.kind) {
		case 'happened':
			return note(audit, withOwner(audit, report.happening, report.auditOnly), report.auditOnly, now);
		case 'queued':
		case 'row-queued':
			throw new Error('a place in line is named before it is recorded');
		case 'concluded':
			return {audit: {...audit, last: report.last}, events: []};
		case 'expired':
		case 'revoked':
		case 'freed': {
			const {lock, grant} = report;
			return note(audit, endOfGrant(report, ownerOf(audit, lock, grant)), {grant}, now);
		}
		case 'denied': {
			const {client, lock, reason, holder, record, dead, retryAfter} = report;
			const held = holder === null ? {} : {heldBy: ownerOf(audit, lock, holder)};
			const kept = record === undefined ? {} : {recordOf: ownerOf(audit, lock, record)};
			return note(
				audit,
				{
					kind: 'denied',
					client,
					lock,
					reason,
					...held,
					...kept,
					...(dead ? {dead} : {}),
					...(retryAfter === null ? {} : {retryAfter}),
				},
				{},
				now,
			);
		}
	}
}

/** Whose a grant is. */
export function ownerOf(audit: Audit, lock: string, grant: Grant): string {
	const granted = grantedAs(audit, lock, grant);
	if (granted === undefined) throw new Error(`grant ${grant} of ${lock} has no owner in the history`);
	return granted.client;
}

function grantedAs({grants}: Audit, lock: string, grant: Grant): Granted | undefined {
	return elementAt(own(grants, lock) ?? noElements, grant - 1);
}

/** A lease can be renewed by a client that does not hold it, where nobody checks. */
function withOwner(audit: Audit, happening: Happening, {grant}: AuditOnly): Happening {
	if (happening.kind !== 'renewed' || grant === undefined || grant === null) return happening;
	const owner = grantedAs(audit, happening.lock, grant)?.client;
	return owner === undefined || owner === happening.client ? happening : {...happening, of: owner};
}

/** The grant that a rejected write came under. */
function heldBy(audit: Audit, event: Event, {grant}: AuditOnly): GrantShown | null {
	if (event.kind !== 'rejected' || event.resource === null || grant === undefined || grant === null) return null;
	const granted = grantedAs(audit, event.resource, grant);
	return granted === undefined ? null : {...granted, grant};
}

function note(
	audit: Audit,
	happening: Happening,
	auditOnly: AuditOnly,
	now: Instant,
): {audit: Audit; events: readonly Event[]} {
	const event: Event = {seq: audit.seq + 1, at: now, ...happening};
	const {judgement, violations} = judge(audit.judgement, event, auditOnly, heldBy(audit, event, auditOnly));
	const violated = violations.map(
		(violation, index): Event => ({seq: event.seq + 1 + index, at: now, kind: 'violated', ...violation}),
	);
	const counted = count({...audit, seq: event.seq + violations.length, judgement}, event);
	return {audit: {...counted, violated: violations.reduce(remember, counted.violated)}, events: [event, ...violated]};
}

function count(audit: Audit, event: Event): Audit {
	switch (event.kind) {
		case 'granted':
			return event.again === true
				? audit
				: {
						...audit,
						grants: {
							...audit.grants,
							[event.lock]: withElement(own(audit.grants, event.lock) ?? noElements, {
								client: event.client,
								token: event.token,
								event: event.seq,
							}),
						},
					};
		case 'accepted':
			return {...audit, accepted: increased(audit.accepted, `${event.client} ${event.store}`)};
		case 'rejected':
			return event.what === 'write'
				? {...audit, rejected: increased(audit.rejected, `${event.client} ${event.store}`)}
				: audit;
		default:
			return audit;
	}
}

function increased(counts: Readonly<Record<string, number>>, key: string): Readonly<Record<string, number>> {
	return {...counts, [key]: (own(counts, key) ?? 0) + 1};
}

function remember(violated: Audit['violated'], {property, store}: Violation): Audit['violated'] {
	return violated.some((each) => each.property === property && each.store === store)
		? violated
		: [...violated, {property, store}];
}
