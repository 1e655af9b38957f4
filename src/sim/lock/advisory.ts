import type {Waiting} from '../message.js';
import {duration, type ValuesOf} from '../option.js';
import {happened, type Report} from '../report.js';
import {type Duration, forever, type Instant} from '../time.js';
import type {Grant} from '../world.js';
import {granted, heldStill, releaseDenied, released, renewed} from './answers.js';
import {deadline, identity, reentrant} from './common-options.js';
import {lowestFree, owedIn, withGone} from './line.js';
import {type Answered, type Asker, type Lapsed, type LockKind, type LockRequest, steady} from './service.js';
import type {LinkState, LockState, Owed, Ticket} from './state.js';

const options = {
	/** Source: Linux, tcp_keepalive_time; it is the machine's own where PostgreSQL's tcp_keepalives_idle is 0, as it comes. */
	keepalive: duration('keepalive', 7_200_000, {
		hint: 'how long a connection that is cut off is taken for alive',
		sample: '2h',
		least: 1,
		page: {
			meaning:
				'How long the server takes a connection for alive of whose other end nothing is heard: because the network is cut, or the machine sleeps. Two hours unless set, as Linux does it. A process that dies closes its connection at once, and one that is paused keeps it.',
			example: [
				'lock account advisory keepalive 5m',
				'A acquire account',
				'cut A locks',
				'wait 5m',
				'expect nobody holds account and A believes account',
			],
		},
	}),
	/** A connection is the owner, and dies with its process: two processes are never one owner here. */
	identity,
	reentrant,
	deadline,
};

type AdvisoryOptions = ValuesOf<typeof options>;

/** In place of a pooled connection: the server that kept it has died, and no client is heard over it. */
const noConnection = -1;

/** A lock of a connection. A client is known by a ticket, and by the pooled connection that it shares, where it does. */
type AdvisoryState = LockState & {
	/** What the connection that holds the lock has been given, oldest first: one for each client that acquired over it. */
	readonly holds: readonly Held[];
	/** Who waits, oldest first. */
	readonly waiting: readonly Place[];
	/** Tickets of those that have gone and may still be known by them: nobody else gets these. */
	readonly gone: readonly Ticket[];
	readonly owed: readonly Owed[];
};

type Place = {
	readonly ticket: Ticket;
	/** The pooled connection, or null where the client has one of its own. */
	readonly pool: number | null;
	/** When the server takes the connection for dead, of which it hears nothing; null while it does. */
	readonly silentUntil: Instant | null;
	readonly late: Waiting;
};

type Held = Place & {readonly grant: Grant; readonly count: number};

/**
 * A session-level advisory lock of PostgreSQL: held by a connection until as many unlocks as locks, or until the server notices that the connection is dead. No time, no token; who asks waits in line.
 * Source: PostgreSQL 15, 13.3.5 Advisory Locks, 9.27.10 Advisory Lock Functions, 20.3.2 TCP Settings; domain-2 4.
 */
export const advisory: LockKind<AdvisoryOptions, AdvisoryState> = {
	...steady,
	name: 'advisory',
	hint: 'a Postgres advisory lock, held by a connection',
	meaning:
		'A Postgres advisory lock of a session. A connection holds it, without a time and without a token, until it gives it back or dies. Who asks waits in line. Clients that share a pooled connection are one holder to the server: it grants the lock to both.',
	example: [
		'A shares B',
		'lock account advisory',
		'A acquire account',
		'B acquire account',
		'expect two-believers and two-grants',
	],
	options,
	ttl: () => forever,
	renews: false,
	timeless: 'A Postgres advisory lock has no time: it lasts as long as its connection. Leave ttl out.',
	keepsDeadline: () => false,
	initial: () => ({grants: 0, holds: [], waiting: [], gone: [], owed: []}),
	answer: (_, state, request, asker) => answer(state, request, asker),
	holding: (state) => holdings(state).at(-1) ?? null,
	holdings,
	newestToken: () => null,
	due: ({holds, waiting}) =>
		[...holds, ...waiting].reduce<Instant | null>(
			(first, {silentUntil}) => (silentUntil !== null && (first === null || silentUntil < first) ? silentUntil : first),
			null,
		),
	expire: (_, state, lock, now) => expire(state, lock, now),
	// What stands in memory goes with the process, and every connection with it; who waited is told that it waits for nothing.
	crash: (_, state, __, now) => forgotten(state, now),
	kill: (_, state, now) => forgotten(state, now),
	revoke: (_, state, lock) =>
		state.holds.length === 0
			? null
			: {
					state: next(withGone({...state, holds: []}, state.holds)),
					reports: state.holds.map(({grant}) => ({kind: 'revoked', lock, grant, token: null})),
				},
	linked: ({keepalive}, state, ticket, link, lock, now) => linked(keepalive, state, ticket, link, lock, now),
	queue: {
		line: ({holds, waiting}) => [...holds, ...waiting].map(({ticket}) => ticket),
		owed: owedIn,
	},
	shift: (state, by) => ({
		...state,
		holds: state.holds.map((place) => shifted(place, by)),
		waiting: state.waiting.map((place) => shifted(place, by)),
	}),
};

function holdings({holds}: AdvisoryState) {
	return holds.map(({ticket, pool, grant, silentUntil}) => ({
		owner: ticket,
		pool,
		grant,
		token: null,
		expiresAt: silentUntil,
	}));
}

/** What is overdue is due now. */
function shifted<Kind extends Place>(place: Kind, by: Duration): Kind {
	return place.silentUntil === null ? place : {...place, silentUntil: Math.max(0, place.silentUntil - by)};
}

function answer(state: AdvisoryState, request: LockRequest, asker: Asker): Answered<AdvisoryState> {
	switch (request.kind) {
		case 'acquire':
			return acquire(state, asker);
		case 'renew':
			return renewed(state, asker, null, request.sentAt);
		case 'release':
			return release(state, request, asker);
		case 'prepare':
			throw new Error('an advisory lock is asked for and given back in one round trip');
	}
}

function acquire(state: AdvisoryState, asker: Asker): Answered<AdvisoryState> {
	const mine = state.holds.find(({ticket}) => ticket === asker.lastGrantIssued);
	if (mine !== undefined) {
		const again = {...mine, count: mine.count + 1};
		return given({...state, holds: state.holds.map((each) => (each === mine ? again : each))}, again, asker, true);
	}
	const stands = state.waiting.find(({ticket}) => ticket === asker.lastGrantIssued);
	if (stands !== undefined) {
		const late = asker.late === 'nobody' ? stands.late : asker.late;
		const waiting = state.waiting.map((place) => (place === stands ? {...place, late} : place));
		const reports = [queued(state, stands, asker)];
		return {state: {...state, waiting}, reply: null, reports, lastGrantIssued: stands.ticket};
	}
	const gone = state.gone.filter((each) => each !== asker.lastGrantIssued);
	const ticket = freeTicket({...state, gone});
	const place: Place = {ticket, pool: asker.pool, silentUntil: null, late: asker.late};
	if (state.holds.length > 0 && !isOfHolder(state, asker.pool)) {
		const joined = {...state, gone, waiting: [...state.waiting, place]};
		return {state: joined, reply: null, reports: [queued(joined, place, asker)], lastGrantIssued: ticket};
	}
	const held: Held = {...place, grant: state.grants + 1, count: 1};
	return given({...state, gone, grants: held.grant, holds: [...state.holds, held]}, held, asker, false);
}

function given(state: AdvisoryState, {grant, ticket}: Held, asker: Asker, again: boolean): Answered<AdvisoryState> {
	const answered = granted(state, asker, {grant, token: null, expiresAt: forever, deadline: forever, again});
	return {...answered, lastGrantIssued: ticket};
}

/** Over a pooled connection anybody gives back what the connection has, the newest first. */
function release(
	state: AdvisoryState,
	request: Extract<LockRequest, {kind: 'release'}>,
	asker: Asker,
): Answered<AdvisoryState> {
	const stands = state.waiting.find(({ticket}) => ticket === asker.lastGrantIssued);
	if (stands !== undefined)
		return {
			state: {...state, waiting: state.waiting.filter((each) => each !== stands)},
			reply: {kind: 'released', lock: asker.index, grant: null},
			reports: [happened({kind: 'left', client: asker.client, lock: asker.lock})],
			lastGrantIssued: null,
		};
	const own = state.holds.find(({ticket}) => ticket === asker.lastGrantIssued);
	const held = own ?? (isOfHolder(state, asker.pool) ? state.holds.at(-1) : undefined);
	if (held === undefined) return releaseDenied(state, asker, request);
	const fewer = {...held, count: held.count - 1};
	// What a stranger gives back was not given back by who was granted it.
	const ofHeld = {...asker, lastGrantIssued: held === own ? held.grant : null};
	if (fewer.count > 0) {
		const holds = state.holds.map((each) => (each === held ? fewer : each));
		return {...heldStill({...state, holds}, ofHeld, null, fewer.count), lastGrantIssued: asker.lastGrantIssued};
	}
	const left = {...state, holds: state.holds.filter((each) => each !== held)};
	const freed = next(held === own ? left : withGone(left, [held]));
	const answered = {
		...released(freed, ofHeld, {grant: held.grant, token: null}, request),
		lastGrantIssued: held === own ? null : asker.lastGrantIssued,
	};
	return left.holds.length === 0 ? answered : {...answered, reports: answered.reports.map(heldByOthers)};
}

function heldByOthers(report: Report): Report {
	const isRelease = report.kind === 'happened' && report.happening.kind === 'released';
	return isRelease ? {...report, happening: {...report.happening, shared: true}} : report;
}

/** Whether the connection that holds is this pooled one. */
function isOfHolder({holds: [first]}: AdvisoryState, pool: number | null): boolean {
	return pool !== null && first?.pool === pool;
}

/** A lock that nobody holds goes to the first in line, and to whoever waits over the same connection. */
function next(state: AdvisoryState): AdvisoryState {
	const [head] = state.waiting;
	if (head === undefined || state.holds.length > 0) return state;
	const takes = (place: Place) => place === head || (head.pool !== null && place.pool === head.pool);
	const holds = state.waiting
		.filter(takes)
		.map((place, index): Held => ({...place, grant: state.grants + 1 + index, count: 1}));
	return {
		...state,
		grants: state.grants + holds.length,
		holds,
		waiting: state.waiting.filter((place) => !takes(place)),
		owed: [
			...state.owed,
			...holds.map(({ticket, grant, late}): Owed => ({ticket, grant, token: null, waiting: late, ttl: forever})),
		],
	};
}

/** The state in which the server has heard of the connection behind a ticket, hears nothing of it, or sees that it is closed. */
function linked(
	keepalive: Duration,
	state: AdvisoryState,
	ticket: Ticket,
	link: LinkState,
	lock: string,
	now: Instant,
): Lapsed<AdvisoryState> {
	const isMine = (place: Place) => place.ticket === ticket && place.pool === null;
	const place = [...state.holds, ...state.waiting].find(isMine);
	if (place === undefined) return {state, reports: []};
	const silentUntil = link === 'up' ? null : link === 'closed' ? now : (place.silentUntil ?? now + keepalive);
	if (silentUntil === place.silentUntil) return {state, reports: []};
	const noticed = <Kind extends Place>(each: Kind): Kind => (isMine(each) ? {...each, silentUntil} : each);
	const known = {...state, holds: state.holds.map(noticed), waiting: state.waiting.map(noticed)};
	return link === 'closed' ? expire(known, lock, now) : {state: known, reports: []};
}

/** Connections that are dead by now are closed, and what they hold is free. Who waits over one has gone. */
function expire(state: AdvisoryState, lock: string, now: Instant): Lapsed<AdvisoryState> {
	const isDead = ({silentUntil}: Place) => silentUntil !== null && now >= silentUntil;
	const [held, waited] = [state.holds.filter(isDead), state.waiting.filter(isDead)];
	if (held.length + waited.length === 0) return {state, reports: []};
	const untold = (ticket: Ticket) => state.owed.some((each) => each.ticket === ticket);
	const left: AdvisoryState = {
		...state,
		holds: state.holds.filter((place) => !isDead(place)),
		waiting: state.waiting.filter((place) => !isDead(place)),
		owed: state.owed.filter(({ticket}) => !held.some((each) => each.ticket === ticket)),
	};
	const reports = held
		.filter(({ticket}) => !untold(ticket))
		.map(({grant}): Report => ({kind: 'expired', lock, grant, token: null}));
	return {state: next(withGone(left, [...held, ...waited])), reports};
}

function forgotten(state: AdvisoryState, now: Instant): AdvisoryState {
	const {holds, waiting} = state;
	return {
		...withGone(state, waiting),
		holds: holds.map((each): Held => ({...each, pool: noConnection, silentUntil: now})),
		waiting: [],
		owed: [
			...state.owed,
			...waiting.map(({ticket, late}): Owed => ({ticket, grant: null, token: null, waiting: late, ttl: forever})),
		],
	};
}

function queued({holds, waiting}: AdvisoryState, {ticket}: Place, {client, lock}: Asker): Report {
	const line = [...holds, ...waiting];
	const ahead = line[line.findIndex((place) => place.ticket === ticket) - 1];
	return {kind: 'queued', client, lock, behind: ahead?.ticket ?? ticket};
}

/** A ticket that nobody has and nobody is remembered by. */
function freeTicket({holds, waiting, owed, gone}: AdvisoryState): Ticket {
	return lowestFree([...[...holds, ...waiting, ...owed].map(({ticket}) => ticket), ...gone]);
}
