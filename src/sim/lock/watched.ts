import type {OptionValues} from '../option.js';
import {happened} from '../report.js';
import {bounded, type Duration, type Instant, plus} from '../time.js';
import type {Grant} from '../world.js';
import {denied, granted, releaseDenied, released, renewed} from './answers.js';
import {type Answered, type Asker, type LockKind, type LockRequest, steady} from './service.js';
import type {LockState, SeenRecord} from './state.js';

/** What the record says: whom it names, and for how long without a change. `over`: that time has passed in true time, whatever its watchers think. */
type NamingRecord = SeenRecord & {readonly over: boolean};

/** A record that candidates watch. `token`: of the newest grant, where there are tokens; it stays when nobody is named. */
export type WatchedState = LockState & {readonly record: NamingRecord | null; readonly token: number | null};

/** How one kind of watched record differs from the other. */
type WatchManner = {
	/** Two processes of one name are one owner. */
	readonly isStable: boolean;
	/** A record is over for an observer that has seen no change for its length; or only when it has for longer. */
	readonly isOverAtLength: boolean;
	/** A renewal and a release go through only while the record is as its holder last knew it. */
	readonly wantsKnownRecord: boolean;
	/** A renewal is an attempt to get the lock too: who still believes takes a record that names nobody. */
	readonly renewalTakes: boolean;
	/** Who is denied by a record reads whom it names. */
	readonly deniedReads: boolean;
	/** A release looks first, and lets go of what is there in a second request. */
	readonly releasesInTwoSteps: boolean;
	/** Until when a client believes that was granted so much. Units: ms after it sent its request. */
	readonly belief: (granted: Duration) => Duration;
};

/**
 * The rules of a record that its holder changes again and again, and that everybody else watches: it is over when who watches has seen no change for its length by
 * a clock of its own. No clock is compared with another, and none has to show the time of day; they have to run at one rate. Source: client-go leaderelection.go; the
 * DynamoDB lock client.
 */
export function watchedRules<Options extends OptionValues & {readonly ttl: Duration}>(
	mannerOf: (options: Options) => WatchManner,
): Omit<LockKind<Options, WatchedState>, 'name' | 'hint' | 'meaning' | 'example' | 'options' | 'initial' | 'errands'> {
	return {
		...steady,
		isStable: (options) => mannerOf(options).isStable,
		readsItsName: true,
		answer: (options, state, request, asker) => answer(mannerOf(options), state, request, asker),
		holding: ({record, token}) =>
			record && {
				owner: record.grant,
				grant: record.grant,
				token,
				expiresAt: record.over ? null : bounded(endOf(record)),
			},
		newestToken: ({token}) => token,
		due: ({record}) => (record === null || record.over ? null : bounded(endOf(record))),
		// The record names its holder on; nobody but its watchers knows of an end.
		expire: (_, state, __, now) =>
			state.record === null || state.record.over || now < endOf(state.record)
				? {state, reports: []}
				: {state: {...state, record: {...state.record, over: true}}, reports: []},
		revoke: (_, state, lock) =>
			state.record && {
				state: {...state, record: null},
				reports: [{kind: 'revoked', lock, grant: state.record.grant, token: state.token}],
			},
		prelude: (options, request, value, message) =>
			mannerOf(options).releasesInTwoSteps && request.kind === 'release'
				? {kind: 'prepare', lock: request.lock, value, next: request, options: message}
				: null,
		shift: (state, by) => (state.record === null ? state : {...state, record: shiftRecord(state.record, by)}),
	};
}

/** A record as it is when `by` is taken from the moment of its last change. Long ago is all the same: by then it is over for everybody who watches. */
export function shiftRecord<Seen extends SeenRecord>(record: Seen, by: Duration): Seen {
	const longAgo = -4 * Math.min(record.length, longestWatched);
	return {...record, changed: Math.max(record.changed - by, longAgo)};
}

/** The longest time for which the explorer tells apart how long a record has stood unchanged; one without an end is never over. Units: ms. */
export const longestWatched = 3_600_000;

function endOf({changed, length}: SeenRecord): Instant {
	return plus(changed, length);
}

function answer(manner: WatchManner, state: WatchedState, request: LockRequest, asker: Asker): Answered<WatchedState> {
	switch (request.kind) {
		case 'acquire':
			return acquire(manner, state, request, asker);
		case 'renew':
			return renew(manner, state, request, asker);
		case 'release':
			return release(manner, state, request, asker);
		case 'prepare': {
			const ok = state.record !== null && state.record.grant === request.value;
			const {client, lock, index, lastGrantIssued} = asker;
			return {
				state,
				reply: {kind: 'prepared', lock: index, next: ok ? request.next : null, options: request.options},
				reports: [happened({kind: 'asked', client, lock, ok})],
				lastGrantIssued,
			};
		}
	}
}

type Attempt = Extract<LockRequest, {kind: 'acquire' | 'renew'}>;

function acquire(
	manner: WatchManner,
	state: WatchedState,
	request: Extract<LockRequest, {kind: 'acquire'}>,
	asker: Asker,
): Answered<WatchedState> {
	const {record, token} = state;
	if (record === null) return take(manner, state, request, asker);
	const isMine = record.grant === asker.lastGrantIssued;
	if (isMine && (manner.isStable || request.value === record.grant)) {
		const longer = changed(record, record.grant, request.ttl, asker);
		const deadline = plus(request.sentAt, manner.belief(request.ttl));
		return withRecord(
			granted({...state, record: longer}, asker, {
				grant: record.grant,
				token,
				expiresAt: endOf(longer),
				deadline,
				again: true,
			}),
			longer,
		);
	}
	const age = isSeen(record, request) ? (request.seen?.age ?? 0) : null;
	if (age !== null && isOver(manner, record, age)) return take(manner, state, request, asker);
	const left = plus(record.length, -Math.floor(age ?? 0));
	const barred = withRecord(denied(state, asker, record.grant, left), record);
	const learns = isMine && manner.deniedReads && barred.reply?.kind === 'denied';
	return learns ? {...barred, reply: {...barred.reply, own: record.grant}} : barred;
}

/** A grant to who asks. Source: client-go, tryAcquireOrRenew: the number rises unless the record named the same one. */
function take(manner: WatchManner, state: WatchedState, request: Attempt, asker: Asker): Answered<WatchedState> {
	const {record, token} = state;
	const grant = state.grants + 1;
	const isSame = record !== null && record.grant === asker.lastGrantIssued;
	const next = token === null || isSame ? token : token + 1;
	const fresh = changed(record, grant, request.ttl, asker);
	const deadline = plus(request.sentAt, manner.belief(request.ttl));
	return withRecord(
		granted({record: fresh, token: next, grants: grant}, asker, {
			grant,
			token: next,
			expiresAt: endOf(fresh),
			deadline,
			again: false,
		}),
		fresh,
	);
}

function renew(
	manner: WatchManner,
	state: WatchedState,
	request: Extract<LockRequest, {kind: 'renew'}>,
	asker: Asker,
): Answered<WatchedState> {
	const {record, token} = state;
	if (record === null && manner.renewalTakes && request.believes) return take(manner, state, request, asker);
	const deadline = plus(request.sentAt, manner.belief(request.ttl));
	if (record === null || !owns(manner, record, request, asker)) {
		const refused = renewed(state, asker, null, deadline);
		// A condition that fails says no more than that; who tries for the lock has read the record before.
		return record === null || !manner.renewalTakes ? refused : withRecord(refused, record);
	}
	const longer = changed(record, record.grant, request.ttl, asker);
	return withRecord(
		renewed({...state, record: longer}, asker, {grant: record.grant, token, expiresAt: endOf(longer)}, deadline),
		longer,
	);
}

function release(
	manner: WatchManner,
	state: WatchedState,
	request: Extract<LockRequest, {kind: 'release'}>,
	asker: Asker,
): Answered<WatchedState> {
	const {record, token} = state;
	const may = record !== null && (manner.releasesInTwoSteps || owns(manner, record, request, asker));
	return may
		? released({...state, record: null}, asker, {grant: record.grant, token}, request)
		: releaseDenied(state, asker, request);
}

/** Whether who asks is the one that the record names, and knows it as it is where that is wanted. */
function owns(
	{isStable, wantsKnownRecord}: WatchManner,
	record: NamingRecord,
	request: Extract<LockRequest, {kind: 'renew' | 'release'}>,
	{lastGrantIssued}: Asker,
): boolean {
	if (record.grant !== lastGrantIssued || (isStable && request.value !== record.grant)) return false;
	return !wantsKnownRecord || isSeen(record, request);
}

function isSeen(record: SeenRecord, {seen}: Pick<Attempt, 'seen'>): boolean {
	return seen !== null && isSameVersion(seen, record);
}

/** Whether nothing has changed between two sights of a record. */
export function isSameVersion(one: SeenRecord, other: SeenRecord): boolean {
	return one.grant === other.grant && one.changed === other.changed && one.nth === other.nth;
}

function isOver({isOverAtLength}: WatchManner, {length}: SeenRecord, age: number): boolean {
	return isOverAtLength ? age >= length : age > length;
}

function changed(before: SeenRecord | null, grant: Grant, length: Duration, {now}: Asker): NamingRecord {
	const nth = before !== null && before.changed === now ? before.nth + 1 : 0;
	return {grant, changed: now, nth, length, over: false};
}

/** The answer with the record as it is now, for who watches. */
function withRecord(
	answered: Answered<WatchedState>,
	{grant, changed, nth, length}: SeenRecord,
): Answered<WatchedState> {
	const {reply} = answered;
	switch (reply?.kind) {
		case 'granted':
		case 'denied':
		case 'renewed':
		case 'renew-denied':
			return {...answered, reply: {...reply, record: {grant, changed, nth, length}}};
		default:
			return answered;
	}
}
