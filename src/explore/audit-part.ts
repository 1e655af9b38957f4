import {noAudit, record} from '../sim/audit.js';
import type {Property} from '../sim/event.js';
import type {Believer, Evidence, Judgement, LiveGrant} from '../sim/judge.js';
import {own} from '../sim/own.js';
import type {Report} from '../sim/report.js';
import {type Duration, forever} from '../sim/time.js';
import type {Audit} from '../sim/world.js';
import type {FactFootprint} from './fact-footprint.js';

/**
 * What is left of an audit when only a question counts: without event numbers, without names, without all that nothing asked looks at.
 * The true order of grants stays, because a grant is known by its place in it.
 */
export function projectAudit(audit: Audit, footprint: FactFootprint): Audit {
	return {
		...noAudit,
		last: footprint.last && audit.last !== null ? {client: '', what: '', answers: audit.last.answers} : null,
		accepted: projectCounts(audit.accepted, 'accepted', footprint),
		rejected: projectCounts(audit.rejected, 'rejected', footprint),
		violated: footprint.properties.filter((atom) =>
			audit.violated.some((each) => each.property === atom.property && (atom.store ?? each.store) === each.store),
		),
		judgement: projectJudgement(audit.judgement, footprint),
	};
}

/** A projected audit after reports. The judge itself looks at each that can make a difference. */
export function judged(audit: Audit, reports: readonly Report[], footprint: FactFootprint): Audit {
	const script = reports
		.map(nameless)
		.filter((report) =>
			report.kind === 'happened'
				? footprint.events.has(report.happening.kind)
				: report.kind === 'concluded' && footprint.last,
		);
	if (script.length === 0) return audit;
	return projectAudit(
		script.reduce((each, report) => record(each, report, 0).audit, audit),
		footprint,
	);
}

/** A projected audit as seen from a moment that is `by` later. */
export function rebaseAudit(audit: Audit, by: Duration): Audit {
	if (isEmpty(audit.judgement.live)) return audit;
	const live = mapped(audit.judgement.live, (grants) =>
		someOf(
			grants
				.filter(({expiresAt}) => expiresAt > by)
				.map((grant) => (grant.expiresAt === forever ? grant : {...grant, expiresAt: grant.expiresAt - by})),
		),
	);
	return {...audit, judgement: {...audit.judgement, live}};
}

/** Whose a lease was that has expired is nothing that the judge asks. */
function nameless(report: Report): Report {
	return report.kind === 'expired' || report.kind === 'revoked'
		? {
				kind: 'happened',
				happening: {kind: report.kind, lock: report.lock, client: '', token: report.token},
				auditOnly: {grant: report.grant},
			}
		: report;
}

function projectCounts(
	counts: Audit['accepted'],
	outcome: 'accepted' | 'rejected',
	{wrote}: FactFootprint,
): Audit['accepted'] {
	if (isEmpty(counts)) return counts;
	const entries = wrote.flatMap((atom): [string, number][] => {
		const key = `${atom.client} ${atom.store}`;
		const enough = wrote
			.filter((each) => each.client === atom.client && each.store === atom.store)
			.map(({times}) => (times?.count ?? 0) + 1);
		const count = own(counts, key);
		return atom.outcome !== outcome || count === undefined ? [] : [[key, Math.min(count, Math.max(...enough))]];
	});
	return Object.fromEntries(entries);
}

function projectJudgement(judgement: Judgement, {properties}: FactFootprint): Judgement {
	const kept = <Value>(
		property: Property,
		record: Readonly<Record<string, Value>>,
		change: (value: Value) => Value | undefined,
	) => (properties.some((asked) => asked.property === property) ? mapped(record, change) : {});
	return {
		newest: kept('stale-write', judgement.newest, anonymous),
		highestToken: kept('token-regress', judgement.highestToken, ({token}) => ({...anonymous({grant: 0}), token})),
		live: kept('two-grants', judgement.live, (grants) => someOf(grants.map(bareGrant))),
		granted: kept('late-write', judgement.granted, anonymous),
		keys: kept('torn-write', judgement.keys, (keys) => (isEmpty(keys) ? undefined : mapped(keys, anonymous))),
		writes: {},
		jobs: kept('double-effect', judgement.jobs, (bucket) => mapped(bucket, () => anonymous({grant: 0}))),
		believers: kept('two-believers', judgement.believers, (believers) => someOf(believers.map(() => nobody))),
	};
}

/** Who believes is told apart by name only where a question asks. */
const nobody: Believer = {client: '', token: null, grant: null, seq: 0};

function anonymous({grant}: Pick<Evidence, 'grant'>): Evidence {
	return {grant, client: '', token: null, seq: 0};
}

function bareGrant({grant, expiresAt}: LiveGrant): LiveGrant {
	return {grant, expiresAt, client: '', token: null, since: 0, seq: 0};
}

/** That somebody once believed, or once was granted, and does no longer, is the same as that nobody ever did. */
function someOf<Item>(items: readonly Item[]): readonly Item[] | undefined {
	return items.length === 0 ? undefined : items;
}

/** The record with each value changed, and without those that become undefined. */
function mapped<From, To>(
	record: Readonly<Record<string, From>>,
	change: (value: From) => To | undefined,
): Readonly<Record<string, To>> {
	if (isEmpty(record)) return {};
	return Object.fromEntries(
		Object.entries(record).flatMap(([key, value]): [string, To][] => {
			const changed = change(value);
			return changed === undefined ? [] : [[key, changed]];
		}),
	);
}

function isEmpty(record: object): boolean {
	for (const _ in record) return false;
	return true;
}
