import {type Buckets, inBuckets, withEntry} from './buckets.js';
import type {Event, Property} from './event.js';
import {own} from './own.js';
import type {AuditOnly} from './report.js';
import {forever, type Instant} from './time.js';
import type {Grant} from './world.js';

/** What the properties need to remember of the history, with the event numbers that a sentence can point to. Keys: lock, `store resource`, or `store job`. */
export type Judgement = {
	/** Per `store resource`: the newest grant that an accepted write, an advance or a ratcheting read came under. */
	readonly newest: Readonly<Record<string, Evidence>>;
	/** Per lock: the highest token ever granted. */
	readonly highestToken: Readonly<Record<string, {readonly token: number; readonly seq: number}>>;
	/** Per lock: grants neither given back nor run out, oldest first. */
	readonly live: Readonly<Record<string, readonly LiveGrant[]>>;
	/** Per lock: the newest grant. */
	readonly granted: Readonly<Record<string, Evidence>>;
	/** Per `store resource`: the grant under which each key was last written. */
	readonly keys: Readonly<Record<string, Readonly<Record<string, Evidence>>>>;
	/** Per `store job`: the event that first applied it. */
	readonly jobs: Buckets<number>;
	/** Per lock: who believes now, in the order they began to. */
	readonly believers: Readonly<Record<string, readonly Believer[]>>;
};

/** A grant, whose it was, and the event that shows it. */
export type Evidence = {
	readonly grant: Grant;
	readonly client: string;
	readonly token: number | null;
	readonly seq: number;
};
/** A grant that is neither given back nor over. `since`: when it was made. */
export type LiveGrant = {
	readonly grant: Grant;
	readonly client: string;
	readonly token: number | null;
	readonly since: Instant;
	readonly expiresAt: Instant;
	readonly seq: number;
};
export type Believer = {readonly client: string; readonly seq: number};

/** A property that an event violates, with the sentence that says why. */
export type Violation = {readonly property: Property; readonly store: string | null; readonly because: string};

/** A judgement after one more event, and what that event violates. */
export type Judged = {readonly judgement: Judgement; readonly violations: readonly Violation[]};

/** A judgement of an empty history. */
export const noJudgement: Judgement = {
	newest: {},
	highestToken: {},
	live: {},
	granted: {},
	keys: {},
	jobs: {},
	believers: {},
};

/** The judgement after an event, and the properties it violates. Source: world.md, Properties. */
export function judge(judgement: Judgement, event: Event, auditOnly: AuditOnly): Judged {
	switch (event.kind) {
		case 'granted':
			return event.again === true ? calm(judgement) : judgeGrant(judgement, event, auditOnly.grant ?? 0);
		case 'renewed':
			return calm(
				withLive(judgement, event.lock, (live) =>
					live.map((each) =>
						each.grant === auditOnly.grant ? {...each, expiresAt: event.expiresAt ?? forever} : each,
					),
				),
			);
		case 'released':
		case 'release-denied':
			return calm(withLive(judgement, event.lock, (live) => live.filter(({grant}) => grant !== auditOnly.grant)));
		case 'expired':
			return calm(withLive(judgement, event.lock, (live) => live.filter(({grant}) => grant !== auditOnly.grant)));
		case 'believed':
			return judgeBelief(judgement, event);
		case 'disbelieved':
			return calm({
				...judgement,
				believers: {
					...judgement.believers,
					[event.lock]: (own(judgement.believers, event.lock) ?? []).filter(({client}) => client !== event.client),
				},
			});
		case 'accepted':
			return judgeWrite(judgement, event, auditOnly);
		case 'rejected':
			return {
				judgement,
				violations:
					event.what === 'write' && auditOnly.current === true && auditOnly.chosen !== true ? [lockedOut(event)] : [],
			};
		case 'advanced':
		case 'read':
			return calm(
				auditOnly.raises === true
					? heard(judgement, event, event.kind === 'advanced' ? event.token : null, auditOnly)
					: judgement,
			);
		case 'acquire-sent':
		case 'queued':
		case 'voted':
		case 'deduplicated':
		case 'denied':
		case 'renew-denied':
		case 'asked':
		case 'paused':
		case 'resumed':
		case 'crashed':
		case 'restarted':
		case 'done':
		case 'clock-stepped':
		case 'cut':
		case 'healed':
		case 'sent':
		case 'delivered':
		case 'dropped':
		case 'unknown':
		case 'checked':
		case 'failed-over':
		case 'violated':
			return calm(judgement);
	}
}

type Of<Kind extends Event['kind']> = Extract<Event, {kind: Kind}>;

function calm(judgement: Judgement): Judged {
	return {judgement, violations: []};
}

function judgeGrant(judgement: Judgement, event: Of<'granted'>, grant: Grant): Judged {
	const {client, lock, token, expiresAt, seq, at} = event;
	const violations: Violation[] = [];
	const live = (own(judgement.live, lock) ?? []).filter((each) => each.expiresAt > at);
	const ends = expiresAt ?? forever;
	// A redlock may be counted when its time is already over; then it overlaps with nothing.
	const other = ends > at ? live.at(-1) : undefined;
	if (other !== undefined) {
		const because = `${lock} was granted to ${client} (event ${seq}) while the grant to ${other.client} (event ${other.seq}) had not expired.`;
		violations.push({property: 'two-grants', store: null, because});
	}
	const highest = own(judgement.highestToken, lock);
	if (token !== null && highest !== undefined && token <= highest.token) {
		const because = `${client} was granted ${lock} with token ${token} (event ${seq}), which is not greater than token ${highest.token} granted before (event ${highest.seq}).`;
		violations.push({property: 'token-regress', store: null, because});
	}
	const rises = token !== null && (highest === undefined || token > highest.token);
	return {
		judgement: {
			...judgement,
			live: {...judgement.live, [lock]: [...live, {grant, client, token, since: at, expiresAt: ends, seq}]},
			granted: {...judgement.granted, [lock]: {grant, client, token, seq}},
			highestToken: rises ? {...judgement.highestToken, [lock]: {token, seq}} : judgement.highestToken,
		},
		violations,
	};
}

function judgeBelief(judgement: Judgement, {client, lock, seq}: Of<'believed'>): Judged {
	const believers = own(judgement.believers, lock) ?? [];
	if (believers.some((each) => each.client === client)) return calm(judgement);
	const next: Judgement = {...judgement, believers: {...judgement.believers, [lock]: [...believers, {client, seq}]}};
	const other = believers.at(-1);
	if (other === undefined) return calm(next);
	const because = `${client} believes that it holds ${lock} (event ${seq}) while ${other.client} still does (event ${other.seq}).`;
	return {judgement: next, violations: [{property: 'two-believers', store: null, because}]};
}

function judgeWrite(judgement: Judgement, event: Of<'accepted'>, auditOnly: AuditOnly): Judged {
	const grant = auditOnly.grant ?? null;
	const violations = [
		...(grant === null ? [] : outOfOrder(judgement, event, grant)),
		...(auditOnly.computed === true && event.basedOn !== event.version - 1 ? [lostUpdate(event)] : []),
		...(grant === null ? [] : torn(judgement, event, grant)),
		...(typeof auditOnly.job === 'string' ? repeated(judgement, event, auditOnly.job) : []),
	];
	const {client, token, seq, store, resource, key} = event;
	const place = `${store} ${resource}`;
	const written = grant === null ? judgement : heard(judgement, event, token, auditOnly);
	const keys =
		grant === null
			? written.keys
			: {...written.keys, [place]: {...own(written.keys, place), [key]: {grant, client, token, seq}}};
	const job = typeof auditOnly.job === 'string' ? `${store} ${auditOnly.job}` : null;
	const jobs =
		job !== null && inBuckets(written.jobs, job) === undefined ? withEntry(written.jobs, job, seq) : written.jobs;
	return {judgement: {...written, keys, jobs}, violations};
}

function outOfOrder(judgement: Judgement, event: Of<'accepted'>, grant: Grant): Violation[] {
	const {client, store, resource, seq} = event;
	const violations: Violation[] = [];
	const newest = own(judgement.newest, `${store} ${resource}`);
	if (newest !== undefined && newest.grant > grant) {
		const because = `${store} accepted ${client}'s write${withToken(event.token)} (event ${seq}) after it had heard from ${newest.client}${withToken(newest.token)} (event ${newest.seq}), whose grant is newer.`;
		violations.push({property: 'stale-write', store, because});
	}
	const granted = own(judgement.granted, resource);
	if (granted !== undefined && granted.grant > grant) {
		const because = `${store} accepted ${client}'s write${withToken(event.token)} (event ${seq}) after ${resource} had been granted to ${granted.client}${withToken(granted.token)} (event ${granted.seq}).`;
		violations.push({property: 'late-write', store, because});
	}
	return violations;
}

function lostUpdate({client, store, basedOn, version, seq}: Of<'accepted'>): Violation {
	const base = basedOn === null ? 'no version' : `version ${basedOn}`;
	const because = `${store} accepted ${client}'s read-modify-write based on ${base} (event ${seq}) when it was at version ${version - 1}, so an update in between is lost.`;
	return {property: 'lost-update', store, because};
}

function torn(
	judgement: Judgement,
	{client, store, resource, key, token, seq}: Of<'accepted'>,
	grant: Grant,
): Violation[] {
	const others = Object.entries(own(judgement.keys, `${store} ${resource}`) ?? {});
	const newer = others.find(([other, evidence]) => other !== key && evidence.grant > grant);
	if (newer === undefined) return [];
	const [other, evidence] = newer;
	const because = `${client} wrote ${key}${withToken(token)} (event ${seq}) after ${evidence.client} had written ${other}${withToken(evidence.token)} (event ${evidence.seq}) under a newer grant, so ${resource} in ${store} is part one and part the other.`;
	return [{property: 'torn-write', store, because}];
}

function repeated(judgement: Judgement, {client, store, seq}: Of<'accepted'>, job: string): Violation[] {
	const first = inBuckets(judgement.jobs, `${store} ${job}`);
	return first === undefined
		? []
		: [
				{
					property: 'double-effect',
					store,
					because: `${store} applied ${job} for ${client} (event ${seq}) although it had applied it before (event ${first}).`,
				},
			];
}

function lockedOut({client, store, resource, token, reason, seq}: Of<'rejected'>): Violation {
	const because = `${store} rejected ${client}'s write${withToken(token)} as ${reason} (event ${seq}) although ${client} holds the current grant of ${resource}.`;
	return {property: 'locked-out', store, because};
}

/** The store has heard of the grant that an event came under. */
function heard(
	judgement: Judgement,
	{client, store, resource, seq}: Of<'accepted' | 'advanced' | 'read'>,
	token: number | null,
	auditOnly: AuditOnly,
): Judgement {
	const place = `${store} ${resource}`;
	const grant = auditOnly.grant ?? null;
	if (grant === null || (own(judgement.newest, place)?.grant ?? 0) > grant) return judgement;
	return {...judgement, newest: {...judgement.newest, [place]: {grant, client, token, seq}}};
}

function withLive(
	judgement: Judgement,
	lock: string,
	change: (live: readonly LiveGrant[]) => readonly LiveGrant[],
): Judgement {
	const live = own(judgement.live, lock);
	return live === undefined ? judgement : {...judgement, live: {...judgement.live, [lock]: change(live)}};
}

function withToken(token: number | null): string {
	return token === null ? '' : ` with token ${token}`;
}
