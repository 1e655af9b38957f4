import {type Buckets, inBuckets, withEntry} from './buckets.js';
import type {Event, Happening} from './event.js';
import {own} from './own.js';
import type {AuditOnly} from './report.js';
import {forever, type Instant} from './time.js';
import {atOdds, type GrantShown, type Violation} from './violation.js';
import type {Grant} from './world.js';

/** What the properties need to remember of the history, with the event numbers that a sentence can point to. Keys: lock, `store resource`, or `store job`. */
export type Judgement = {
	/** Per `store resource`: the newest grant that an accepted write, an advance or a ratcheting read came under. */
	readonly newest: Readonly<Record<string, Evidence>>;
	/** Per lock: the highest token ever granted. */
	readonly highestToken: Readonly<Record<string, Evidence & {readonly token: number}>>;
	/** Per lock: grants neither given back nor run out, oldest first. */
	readonly live: Readonly<Record<string, readonly LiveGrant[]>>;
	/** Per lock: the newest grant. */
	readonly granted: Readonly<Record<string, Evidence>>;
	/** Per `store resource`: the grant under which each key was last written. */
	readonly keys: Readonly<Record<string, Readonly<Record<string, Evidence>>>>;
	/** Per `store resource`: its newest writes. */
	readonly writes: Readonly<Record<string, NewestWrites>>;
	/** Per `store job`: the write that first applied it. */
	readonly jobs: Buckets<Applied>;
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
/** A write that was accepted; `grant` null where it came under none. */
type Applied = Omit<Evidence, 'grant'> & {readonly grant: Grant | null};

/** `other`: the newest write of another process than the one that wrote the newest of all. */
type NewestWrites = {readonly newest: Applied; readonly other: Applied | null};

/** A grant that is neither given back nor over. `since`: when it was made. */
export type LiveGrant = {
	readonly grant: Grant;
	readonly client: string;
	readonly token: number | null;
	readonly since: Instant;
	readonly expiresAt: Instant;
	readonly seq: number;
};
/** `grant` null where nobody knows what it believes in. */
export type Believer = {
	readonly client: string;
	readonly token: number | null;
	readonly grant: Grant | null;
	readonly seq: number;
};

/** A judgement after one more event, and what that event violates. */
type Judged = {readonly judgement: Judgement; readonly violations: readonly Violation[]};

/** A judgement of an empty history. */
export const noJudgement: Judgement = {
	newest: {},
	highestToken: {},
	live: {},
	granted: {},
	keys: {},
	writes: {},
	jobs: {},
	believers: {},
};

/**
 * The judgement after an event, and the properties it violates. `held`: the grant that the event came under, as it was made; null where nobody remembers it.
 * Source: world.md, Properties.
 */
export function judge(judgement: Judgement, event: Event, auditOnly: AuditOnly, held: GrantShown | null): Judged {
	switch (event.kind) {
		case 'granted':
		case 'renewed':
			return event.kind === 'granted' && event.again !== true
				? judgeGrant(judgement, event, auditOnly.grant ?? 0)
				: calm(withEnd(judgement, event, auditOnly));
		case 'released':
		case 'release-denied':
		case 'expired':
			if (event.kind === 'released' && event.holds !== undefined) return calm(judgement);
			return calm(
				withLive(judgement, event.lock, (live) =>
					live.filter(({grant}) => grant !== auditOnly.grant && grant !== auditOnly.freed),
				),
			);
		case 'voted':
			return auditOnly.freed === undefined
				? calm(judgement)
				: calm(withLive(judgement, event.lock, (live) => live.filter(({grant}) => grant !== auditOnly.freed)));
		case 'revoked':
			// A grant with a time is over at that time, whatever an operator does; one that only its session bounds is over now.
			return calm(
				withLive(judgement, event.lock, (live) =>
					live.filter(({grant, expiresAt}) => grant !== auditOnly.grant || expiresAt !== forever),
				),
			);
		case 'believed':
			return judgeBelief(judgement, event, auditOnly);
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
				violations: isLockedOut(event, auditOnly) ? [lockedOut(event, auditOnly.grant ?? null, held)] : [],
			};
		case 'advanced':
		case 'read':
			return calm(
				withRowGrant(
					auditOnly.raises === true
						? heard(judgement, event, event.kind === 'advanced' ? event.token : null, underLock(event, auditOnly))
						: judgement,
					event,
					auditOnly,
				),
			);
		case 'acquire-sent':
		case 'queued':
		case 'left':
		case 'deduplicated':
		case 'begun':
		case 'staged':
		case 'committed':
		case 'rolled-back':
		case 'denied':
		case 'renew-denied':
		case 'asked':
		case 'paused':
		case 'suspended':
		case 'work-begun':
		case 'worked':
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

/** Whether an event changes no judgement and violates nothing, whatever was before it. */
export function isHarmless(event: Happening, auditOnly: AuditOnly): boolean {
	switch (event.kind) {
		case 'read':
			return auditOnly.raises !== true && (auditOnly.row ?? null) === null;
		case 'rejected':
			return !isLockedOut(event, auditOnly);
		default:
			return false;
	}
}

/** A write is refused although its grant is the lock's current one, and nobody chose its token. */
function isLockedOut({what}: Of<'rejected'> | Extract<Happening, {kind: 'rejected'}>, auditOnly: AuditOnly): boolean {
	return what === 'write' && auditOnly.current === true && auditOnly.chosen !== true;
}

/** A grant that lives has another end: it was renewed, or acquired again. */
function withEnd(judgement: Judgement, {lock, expiresAt}: Of<'granted' | 'renewed'>, {grant}: AuditOnly): Judgement {
	return withLive(judgement, lock, (live) =>
		live.map((each) => (each.grant === grant ? {...each, expiresAt: expiresAt ?? forever} : each)),
	);
}

type Of<Kind extends Event['kind']> = Extract<Event, {kind: Kind}>;

function calm(judgement: Judgement): Judged {
	return {judgement, violations: []};
}

function judgeGrant(judgement: Judgement, event: Of<'granted'>, grant: Grant): Judged {
	const {client, lock, token, expiresAt, seq, at} = event;
	const violations: Violation[] = [];
	const mine: GrantShown = {client, token, grant, event: seq};
	const live = (own(judgement.live, lock) ?? []).filter((each) => each.expiresAt > at);
	const ends = expiresAt ?? forever;
	// A redlock may be counted when its time is already over; then it overlaps with nothing.
	const other = ends > at ? live.at(-1) : undefined;
	if (other !== undefined) {
		violations.push({property: 'two-grants', store: null, of: atOdds(lock, mine, shown(other))});
	}
	const highest = own(judgement.highestToken, lock);
	if (token !== null && highest !== undefined && token <= highest.token) {
		violations.push({property: 'token-regress', store: null, of: atOdds(lock, mine, shown(highest))});
	}
	const rises = token !== null && (highest === undefined || token > highest.token);
	return {
		judgement: {
			...judgement,
			live: {...judgement.live, [lock]: [...live, {grant, client, token, since: at, expiresAt: ends, seq}]},
			granted: {...judgement.granted, [lock]: {grant, client, token, seq}},
			highestToken: rises ? {...judgement.highestToken, [lock]: {grant, client, token, seq}} : judgement.highestToken,
		},
		violations,
	};
}

function judgeBelief(judgement: Judgement, {client, lock, seq}: Of<'believed'>, auditOnly: AuditOnly): Judged {
	const believers = own(judgement.believers, lock) ?? [];
	if (believers.some((each) => each.client === client)) return calm(judgement);
	const mine: Believer = {client, token: auditOnly.token ?? null, grant: auditOnly.grant ?? null, seq};
	const next: Judgement = {...judgement, believers: {...judgement.believers, [lock]: [...believers, mine]}};
	const other = believers.at(-1);
	if (other === undefined) return calm(next);
	return {
		judgement: next,
		violations: [{property: 'two-believers', store: null, of: atOdds(lock, shown(mine), shown(other))}],
	};
}

function judgeWrite(judgement: Judgement, event: Of<'accepted'>, auditOnly: AuditOnly): Judged {
	const grant = auditOnly.grant ?? null;
	const titles = [...underLock(event, auditOnly), ...underRow(event, auditOnly)];
	const writes = writesWith(judgement, event, auditOnly);
	const violations = [
		...titles.flatMap((title) => outOfOrder(judgement, event, title)),
		...(event.basedOn !== null && (auditOnly.foreign ?? 0) > event.basedOn
			? [lostUpdate(event, grant, writes.other)]
			: []),
		...titles.flatMap((title) => torn(judgement, event, title)),
		...(typeof auditOnly.job === 'string' ? repeated(judgement, event, auditOnly.job, grant) : []),
	];
	const {client, token, seq, store, key} = event;
	const heardOf = heard(judgement, event, token, titles);
	let {keys} = heardOf;
	for (const place of [placeOf(event), rowOf(event)]) {
		const before = own(keys, place) ?? {};
		const title = titles.find((known) => known.place === place);
		// A key that was last written under no grant is at odds with none.
		const after =
			title === undefined ? without(before, key) : {...before, [key]: {grant: title.grant, client, token, seq}};
		if (after !== before) keys = {...keys, [place]: after};
	}
	const job = typeof auditOnly.job === 'string' ? `${store} ${auditOnly.job}` : null;
	const jobs =
		job !== null && inBuckets(heardOf.jobs, job) === undefined
			? withEntry(heardOf.jobs, job, {grant, client, token, seq})
			: heardOf.jobs;
	return {
		judgement: {...heardOf, keys, jobs, writes: {...heardOf.writes, [placeOf(event)]: writes}},
		violations,
	};
}

/** The newest writes of a place once there is one more. */
function writesWith(judgement: Judgement, event: Of<'accepted'>, auditOnly: AuditOnly): NewestWrites {
	const {client, token, seq, store, resource, version} = event;
	const before = own(judgement.writes, `${store} ${resource}`);
	const isByAnother = auditOnly.foreign === version - 1;
	return {
		newest: {client, token, grant: auditOnly.grant ?? null, seq},
		other: (isByAnother ? before?.newest : before?.other) ?? null,
	};
}

function without<Value>(record: Readonly<Record<string, Value>>, key: string): Readonly<Record<string, Value>> {
	if (own(record, key) === undefined) return record;
	const {[key]: _, ...others} = record;
	return others;
}

function outOfOrder(judgement: Judgement, event: Of<'accepted'>, {lock, place, grant}: Title): Violation[] {
	const {store, resource} = event;
	const violations: Violation[] = [];
	const newest = own(judgement.newest, place);
	if (newest !== undefined && newest.grant > grant)
		violations.push({property: 'stale-write', store, of: atOdds(resource, written(event, grant), shown(newest))});
	const granted = own(judgement.granted, lock);
	if (granted !== undefined && granted.grant > grant)
		violations.push({property: 'late-write', store, of: atOdds(resource, written(event, grant), shown(granted))});
	return violations;
}

/** `lost`: the write whose effect is gone; null in a search, which keeps no more of a history than it asks about. */
function lostUpdate(event: Of<'accepted'>, grant: Grant | null, lost: Applied | null): Violation {
	const {store, resource, basedOn, version} = event;
	const now = written(event, grant);
	return {
		property: 'lost-update',
		store,
		of: {...atOdds(resource, now, lost === null ? now : shown(lost)), version: version - 1, basedOn},
	};
}

function torn(judgement: Judgement, event: Of<'accepted'>, {place, grant}: Title): Violation[] {
	const {store, resource, key} = event;
	const others = Object.entries(own(judgement.keys, place) ?? {});
	const newer = others.find(([other, evidence]) => other !== key && evidence.grant > grant);
	if (newer === undefined) return [];
	const [other, evidence] = newer;
	const of = {...atOdds(resource, written(event, grant), shown(evidence)), keys: [key, other] as const};
	return [{property: 'torn-write', store, of}];
}

function repeated(judgement: Judgement, event: Of<'accepted'>, job: string, grant: Grant | null): Violation[] {
	const {store, resource} = event;
	const first = inBuckets(judgement.jobs, `${store} ${job}`);
	if (first === undefined) return [];
	return [{property: 'double-effect', store, of: {...atOdds(resource, written(event, grant), shown(first)), job}}];
}

/** `held`: the grant that the write came under; null in a search. */
function lockedOut(event: Of<'rejected'>, grant: Grant | null, held: GrantShown | null): Violation {
	const {store, reason} = event;
	const resource = event.resource ?? '';
	const now = written(event, grant);
	return {property: 'locked-out', store, of: {...atOdds(resource, now, held ?? now), reason}};
}

/** The operation that is judged, as a violation shows it. */
function written({client, token, seq}: Of<'accepted' | 'rejected'>, grant: Grant | null): GrantShown {
	return {client, token, grant, event: seq};
}

/** What is known from before, as a violation shows it. */
function shown({client, token, grant, seq}: Omit<Evidence, 'grant'> & {readonly grant: Grant | null}): GrantShown {
	return {client, token, grant, event: seq};
}

/** What an operation came under: a grant of a lock. `place`: under which it is kept what a store has seen of its grants. */
type Title = {readonly lock: string; readonly place: string; readonly grant: Grant};

type AtStore = Of<'accepted' | 'advanced' | 'read'>;

/** The grant of the lock that its client last got; none where there is none. */
function underLock(event: AtStore, {grant}: AuditOnly): readonly Title[] {
	return grant === undefined || grant === null ? [] : [{lock: event.resource, place: placeOf(event), grant}];
}

/** The grant of the row itself, where it was given `for update`. */
function underRow(event: AtStore, {row}: AuditOnly): readonly Title[] {
	return row === undefined || row === null ? [] : [{lock: rowOf(event), place: rowOf(event), grant: row}];
}

function placeOf({store, resource}: AtStore): string {
	return `${store} ${resource}`;
}

/** A row is a lock of its own; no name has a space in it. */
function rowOf(event: AtStore): string {
	return `${placeOf(event)} row`;
}

/** A row that was given `for update` is a grant of that row. */
function withRowGrant(judgement: Judgement, event: AtStore, auditOnly: AuditOnly): Judgement {
	const [title] = event.kind === 'read' ? underRow(event, auditOnly) : [];
	if (title === undefined || (own(judgement.granted, title.lock)?.grant ?? 0) >= title.grant) return judgement;
	const {client, seq} = event;
	return {
		...judgement,
		granted: {...judgement.granted, [title.lock]: {grant: title.grant, client, token: null, seq}},
	};
}

/** The store has heard of the grants that an event came under. */
function heard(
	judgement: Judgement,
	{client, seq}: AtStore,
	token: number | null,
	titles: readonly Title[],
): Judgement {
	let {newest} = judgement;
	for (const {place, grant} of titles)
		if ((own(newest, place)?.grant ?? 0) <= grant) newest = {...newest, [place]: {grant, client, token, seq}};
	return newest === judgement.newest ? judgement : {...judgement, newest};
}

function withLive(
	judgement: Judgement,
	lock: string,
	change: (live: readonly LiveGrant[]) => readonly LiveGrant[],
): Judgement {
	const live = own(judgement.live, lock);
	return live === undefined ? judgement : {...judgement, live: {...judgement.live, [lock]: change(live)}};
}
