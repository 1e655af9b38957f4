import {noAudit, record} from '../sim/audit.js';
import type {Property} from '../sim/event.js';
import {type Believer, type Evidence, isHarmless, type Judgement, type LiveGrant} from '../sim/judge.js';
import {own} from '../sim/own.js';
import {endOfGrant, happened, type Report, subjectOf} from '../sim/report.js';
import {type Duration, forever} from '../sim/time.js';
import type {Audit} from '../sim/world.js';
import type {FactFootprint} from './fact-footprint.js';

/**
 * What is left of an audit when only a question counts: without event numbers, without names, without all that nothing asked looks at.
 * The true order of grants stays, because a grant is known by its place in it.
 * `before`: a projected audit that this one has come from; what is the same object in both needs no second look.
 */
export function projectAudit(audit: Audit, footprint: FactFootprint, before: Audit = noAudit): Audit {
	return {
		...noAudit,
		last:
			footprint.subjects.has('concluded') && audit.last !== null
				? {client: '', what: '', answers: audit.last.answers}
				: null,
		accepted: projectCounts(audit.accepted, 'accepted', footprint),
		rejected: projectCounts(audit.rejected, 'rejected', footprint),
		violated:
			audit.violated === before.violated
				? before.violated
				: footprint.properties.filter((atom) =>
						audit.violated.some((each) => each.property === atom.property && (atom.store ?? each.store) === each.store),
					),
		judgement: projectJudgement(audit.judgement, footprint, before.judgement),
	};
}

/** A projected audit after reports. The judge itself looks at each that can make a difference. */
export function judged(audit: Audit, reports: readonly Report[], footprint: FactFootprint): Audit {
	const heard = reports.filter((report) => footprint.subjects.has(subjectOf(report)) && canMatter(report, footprint));
	if (heard.length === 0) return audit;
	const after = heard.map(nameless).reduce((each, report) => record(each, report, 0).audit, audit);
	return isAsProjected(after, audit) ? audit : projectAudit(after, footprint, audit);
}

/** Whether a report that is asked about can come to anything. */
function canMatter(report: Report, {wrote}: FactFootprint): boolean {
	return wrote.length > 0 || report.kind !== 'happened' || !isHarmless(report.happening, report.auditOnly);
}

/** Whether reports have changed nothing that a projected audit keeps. */
function isAsProjected(after: Audit, {judgement, violated, accepted, rejected, last}: Audit): boolean {
	return (
		after.judgement === judgement &&
		after.violated === violated &&
		after.accepted === accepted &&
		after.rejected === rejected &&
		after.last === last
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

/** Whose a lease was that has expired, or was freed, is nothing that the judge asks. */
function nameless(report: Report): Report {
	switch (report.kind) {
		case 'expired':
		case 'revoked':
		case 'freed':
			return happened(endOfGrant(report, ''), {grant: report.grant});
		default:
			return report;
	}
}

function projectCounts(
	counts: Audit['accepted'],
	outcome: 'accepted' | 'rejected',
	{wrote}: FactFootprint,
): Audit['accepted'] {
	if (wrote.length === 0 || isEmpty(counts)) return {};
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

function projectJudgement(judgement: Judgement, {properties}: FactFootprint, before: Judgement): Judgement {
	const kept = <Value>(
		property: Property,
		record: Readonly<Record<string, Value>>,
		change: (value: Value) => Value | undefined,
		projected: Readonly<Record<string, Value>> | null,
	) => {
		if (record === projected) return projected;
		return properties.some((asked) => asked.property === property) ? mapped(record, change) : {};
	};
	const nameless = ({token}: Evidence & {readonly token: number}) => ({...anonymous({grant: 0}), token});
	return {
		newest: kept('stale-write', judgement.newest, anonymous, before.newest),
		highestToken: kept('token-regress', judgement.highestToken, nameless, before.highestToken),
		live: kept('two-grants', judgement.live, (grants) => someOf(grants.map(bareGrant)), before.live),
		granted: kept('late-write', judgement.granted, anonymous, before.granted),
		keys: kept(
			'torn-write',
			judgement.keys,
			(keys) => (isEmpty(keys) ? undefined : mapped(keys, anonymous)),
			before.keys,
		),
		writes: {},
		jobs: kept('double-effect', judgement.jobs, (bucket) => mapped(bucket, () => anonymous({grant: 0})), before.jobs),
		// Those who believe have got names for the judge.
		believers: kept('two-believers', judgement.believers, (each) => someOf(each.map(() => nobody)), null),
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
