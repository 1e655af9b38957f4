import type {Evidence, Judgement} from '../sim/judge.js';
import {own} from '../sim/own.js';
import type {Duration} from '../sim/time.js';
import type {Audit, Local, Spec} from '../sim/world.js';
import type {Asked} from './asked.js';

/**
 * What is left of an audit when only a question counts: without event numbers, without the names that only sentences need, without all that nothing asked looks at.
 * The true order of grants stays, because a grant is known by its place in it.
 */
export function projectAudit(audit: Audit, asked: Asked): Audit {
	const violated = asked.properties.filter((atom) =>
		audit.violated.some((each) => each.property === atom.property && (atom.store ?? each.store) === each.store),
	);
	return {
		seq: 0,
		owners: mapped(audit.owners, (owners) => owners.map(() => '')),
		last: asked.last && audit.last !== null ? {client: '', what: '', answers: audit.last.answers} : null,
		accepted: projectCounts(audit.accepted, 'accepted', asked),
		rejected: projectCounts(audit.rejected, 'rejected', asked),
		violated: violated.map(({property, store}) => ({property, store})),
		judgement: projectJudgement(audit.judgement, asked),
	};
}

/** The audit as seen from a moment that is `by` later. */
export function rebaseAudit(audit: Audit, by: Duration): Audit {
	const live = mapped(audit.judgement.live, (grants) =>
		grants.filter(({expiresAt}) => expiresAt > by).map((grant) => ({...grant, expiresAt: grant.expiresAt - by})),
	);
	return {...audit, judgement: {...audit.judgement, live}};
}

/** The audit with names where those who act or are asked about need them: whose the leases are, and who believes. Absent clients stay without a name. */
export function nameActors(audit: Audit, spec: Spec, locals: readonly (Local | null)[]): Audit {
	const actors = locals.flatMap((local, client) => (local === null ? [] : [{local, name: spec.clients[client]?.name ?? ''}]));
	const knownOf = (lock: string, {local}: (typeof actors)[number]) => local.locks[spec.locks.findIndex(({name}) => name === lock)];
	const owners = mapped(audit.owners, (unnamed, lock) =>
		unnamed.map((_, index) => actors.find((actor) => knownOf(lock, actor)?.given === index + 1)?.name ?? ''),
	);
	const believers = mapped(audit.judgement.believers, (unnamed, lock) => {
		const named = actors.filter((actor) => (knownOf(lock, actor)?.deadline ?? null) !== null).map(({name}) => ({client: name, seq: 0}));
		return [...named, ...unnamed.slice(named.length)];
	});
	return {...audit, owners, judgement: {...audit.judgement, believers}};
}

function projectCounts(counts: Audit['accepted'], outcome: 'accepted' | 'rejected', {wrote}: Asked): Audit['accepted'] {
	const entries = wrote.flatMap((atom): [string, number][] => {
		const key = `${atom.client} ${atom.store}`;
		const enough = wrote.filter((each) => each.client === atom.client && each.store === atom.store).map(({times}) => (times?.count ?? 0) + 1);
		const count = own(counts, key);
		return atom.outcome !== outcome || count === undefined ? [] : [[key, Math.min(count, Math.max(...enough))]];
	});
	return Object.fromEntries(entries);
}

function projectJudgement(judgement: Judgement, {properties}: Asked): Judgement {
	const asks = (...names: readonly string[]) => properties.some(({property}) => names.includes(property));
	return {
		newest: asks('stale-write') ? mapped(judgement.newest, anonymous) : {},
		highestToken: asks('token-regress') ? mapped(judgement.highestToken, ({token}) => ({token, seq: 0})) : {},
		live: asks('two-grants') ? mapped(judgement.live, (grants) => grants.map((grant) => ({...grant, client: '', seq: 0}))) : {},
		granted: asks('late-write') ? mapped(judgement.granted, anonymous) : {},
		keys: asks('torn-write') ? mapped(judgement.keys, (keys) => mapped(keys, anonymous)) : {},
		jobs: asks('double-effect') ? mapped(judgement.jobs, (bucket) => mapped(bucket, () => 0)) : {},
		believers: asks('two-believers') ? mapped(judgement.believers, (believers) => believers.map(() => ({client: '', seq: 0}))) : {},
	};
}

function anonymous({grant}: Evidence): Evidence {
	return {grant, client: '', token: null, seq: 0};
}

function mapped<From, To>(record: Readonly<Record<string, From>>, change: (value: From, key: string) => To): Readonly<Record<string, To>> {
	return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]));
}
