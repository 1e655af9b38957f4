import type {Waiting} from '../message.js';
import type {OptionValues} from '../option.js';
import {happened, type Report} from '../report.js';
import {bounded, type Duration, forever, type Instant, plus} from '../time.js';
import type {Grant} from '../world.js';
import {granted, releaseDenied, released, renewed} from './answers.js';
import {lowestFree, owedIn, withGone} from './line.js';
import {
	type Answered,
	type Asker,
	type Growing,
	type Lapsed,
	type LockKind,
	type LockRequest,
	steady,
} from './service.js';
import type {LockState, Owed, Ticket} from './state.js';

/** A lock whose askers stand in line, each kept there by a session. Source: domain 1.6, 1.7. */
export type QueueState = LockState & {
	/** The newest transaction of the ensemble: zxid or revision. */
	readonly counter: number;
	/** The next sequence number under the parent node; starts over when the parent is recreated. */
	readonly suffix: number;
	/** Tickets of places that have ended and that their clients may still know them by: nobody else gets these. */
	readonly gone: readonly Ticket[];
	/** Oldest first; the first holds the lock. */
	readonly line: readonly QueueEntry[];
	/** Askers whose session died in line and who still watch the one ahead of them. */
	readonly watching: readonly {
		readonly ticket: Ticket;
		readonly token: number;
		readonly ahead: Ticket;
		readonly waiting: Waiting;
		readonly ttl: Duration;
	}[];
	/** Answers that the service owes to those who waited, oldest first. */
	readonly owed: readonly (Owed & {readonly token: number})[];
};

type QueueEntry = {
	readonly ticket: Ticket;
	readonly token: number;
	/** Null while it waits. */
	readonly grant: Grant | null;
	readonly ttl: Duration;
	/** When the session dies, because its client is silent; null while heartbeats arrive. */
	readonly silentUntil: Instant | null;
	readonly waiting: Waiting;
};

/** How one kind of queue differs from the other. */
type Manner = {
	/** The parent node goes when the line is empty, and its sequence numbers start over. */
	readonly suffixAsToken: boolean;
	/** A waiter looks for its own place before it believes that it holds. */
	readonly waiterCheck: boolean;
	/** Another process of the same client is the same owner, and has to ask for its grant anew before it renews or gives back. */
	readonly isStable: boolean;
};

/**
 * A lock whose askers stand in line, each with a number that grows with every transaction; sessions keep their places, heartbeats keep sessions.
 * A client that falls silent loses its place after the session's timeout. Source: ZooKeeper recipes; etcd concurrency/mutex.go; domain 1.6, 1.7.
 */
export function queueRules<Options extends OptionValues & {readonly ttl: Duration}>(
	mannerOf: (options: Options) => Manner,
): QueueRules<Options> {
	return {
		...steady,
		initial: () => ({counter: 32, suffix: 33, gone: [], grants: 0, line: [], watching: [], owed: []}),
		answer: (options, state, request, asker) => answer(mannerOf(options), state, request, asker),
		holding: ({line: [head]}) =>
			head === undefined || head.grant === null
				? null
				: {owner: head.ticket, grant: head.grant, token: head.token, expiresAt: head.silentUntil},
		newestToken: ({line: [head], counter}) => head?.token ?? counter,
		due: ({line}) =>
			line.reduce<Instant | null>(
				(first, {silentUntil}) =>
					silentUntil !== null && (first === null || silentUntil < first) ? silentUntil : first,
				null,
			),
		expire: (options, state, lock, now) => expire(mannerOf(options), state, lock, now),
		hear: (state, lastGrantIssued, silent, now) => ({
			...state,
			line: state.line.map((place) =>
				place.ticket === lastGrantIssued
					? {...place, silentUntil: silent ? (place.silentUntil ?? endOfSilence(place, now)) : null}
					: place,
			),
		}),
		// A leader that comes back knows no age of any session: each has its full time again. Source: etcd lease.Promote; ZooKeeper SessionTracker.
		restart: (_, state, __, now) => rearmed(state, now),
		lead: (_, state, now) => rearmed(state, now),
		revoke: (options, state, lock) => {
			const [head] = state.line;
			if (head === undefined || head.grant === null) return null;
			return {
				state: leave(mannerOf(options), withGone(state, [head]), head),
				reports: [{kind: 'revoked', lock, grant: head.grant, token: head.token}],
			};
		},
		keepsSessions: true,
		renewsWithTime: false,
		queue: {
			line: ({line}) => line.map(({ticket}) => ticket),
			owed: owedIn,
		},
		settled: (options, state, {numbersAsked}) =>
			numbersAsked || mannerOf(options).suffixAsToken ? state : withoutGaps(state),
		growing: (options, state) => (mannerOf(options).suffixAsToken ? null : growing(state)),
		shift: (state, by) => ({
			...state,
			line: state.line.map((place) =>
				place.silentUntil === null ? place : {...place, silentUntil: place.silentUntil - by},
			),
		}),
	};
}

function rearmed(state: QueueState, now: Instant): QueueState {
	return {...state, line: state.line.map((place) => ({...place, silentUntil: endOfSilence(place, now)}))};
}

/** When a session that falls silent now is over; null where silence ends nothing. */
function endOfSilence({ttl}: QueueEntry, now: Instant): Instant | null {
	return bounded(plus(now, ttl));
}

/** A kind without what it says about itself. */
type QueueRules<Options extends OptionValues> = Omit<
	LockKind<Options, QueueState>,
	'name' | 'hint' | 'meaning' | 'example' | 'options'
>;

function answer(manner: Manner, state: QueueState, request: LockRequest, asker: Asker): Answered<QueueState> {
	const mine = state.line.find(({ticket}) => ticket === asker.lastGrantIssued);
	switch (request.kind) {
		case 'acquire':
			return mine === undefined ? join(manner, state, request.ttl, asker) : again(state, mine, asker);
		case 'renew': {
			const lease =
				mine === undefined || mine.grant === null || isForgotten(manner, mine, request.value)
					? null
					: {grant: mine.grant, token: mine.token, expiresAt: forever};
			return renewed(state, asker, lease, forever);
		}
		case 'release':
			if (mine === undefined) return releaseDenied(state, asker, request);
			if (mine.grant === null) return goAway(manner, state, mine, asker);
			if (isForgotten(manner, mine, request.value)) return releaseDenied(state, asker, request);
			return letGo(manner, state, {...mine, grant: mine.grant}, request, asker);
		case 'prepare':
			throw new Error('a queue is joined and left in one round trip');
	}
}

/** Whether the process that asks knows nothing of the grant that its client has. */
function isForgotten({isStable}: Manner, {grant}: QueueEntry, known: Grant | null): boolean {
	return isStable && grant !== known;
}

function join(manner: Manner, state: QueueState, ttl: Duration, asker: Asker): Answered<QueueState> {
	const gone = state.gone.filter((each) => each !== asker.lastGrantIssued);
	const ticket = freeTicket({...state, gone});
	const counter = state.counter + 1;
	const token = manner.suffixAsToken ? state.suffix : counter;
	const [head] = state.line;
	const grant = head === undefined ? state.grants + 1 : null;
	const place: QueueEntry = {ticket, token, grant, ttl, silentUntil: null, waiting: asker.late};
	const joined: QueueState = {
		...state,
		counter,
		suffix: manner.suffixAsToken ? state.suffix + 1 : state.suffix,
		gone,
		grants: grant ?? state.grants,
		line: [...state.line, place],
	};
	if (grant === null)
		return {state: joined, reply: null, reports: [queued(joined, place, asker)], lastGrantIssued: ticket};
	return {
		...granted(joined, asker, {grant, token, expiresAt: forever, deadline: forever, ttl, again: false}),
		lastGrantIssued: ticket,
	};
}

/** A ticket that nobody has and nobody is remembered by. */
function freeTicket({line, watching, owed, gone}: QueueState): Ticket {
	return lowestFree([...[...line, ...watching, ...owed].map(({ticket}) => ticket), ...gone]);
}

/**
 * The line as if nobody had ever left it without a grant. Nobody but the service knows the numbers of those who wait: they keep their order, right after the number of the holder.
 */
function withoutGaps(state: QueueState): QueueState {
	const [head] = state.line;
	if (head === undefined || head.grant === null || state.owed.length > 0) return state;
	const waiting = [...state.line, ...state.watching].map(({token}) => token).filter((token) => token > head.token);
	const order = [...waiting].sort((one, other) => one - other);
	const counter = head.token + order.length;
	if (counter === state.counter) return state;
	const closed = <Place extends {readonly token: number}>(place: Place): Place =>
		place.token > head.token ? {...place, token: head.token + 1 + order.indexOf(place.token)} : place;
	return {...state, counter, line: state.line.map(closed), watching: state.watching.map(closed)};
}

/** The numbers of a line, tickets among those of grants: nothing but their order matters. */
function growing(state: QueueState): Growing<QueueState> {
	const {counter, line, watching, owed, gone} = state;
	const places = [...line, ...watching, ...owed];
	const grants = [...line, ...owed].map((place) => place.grant);
	return {
		counter,
		tokens: places.map(({token}) => token),
		grants: [
			...grants.filter((grant) => grant !== null),
			...places.map(({ticket}) => ticket),
			...watching.map(({ahead}) => ahead),
			...gone,
		],
		renumbered: (token, grant) => {
			const named = <Place extends {readonly ticket: Ticket; readonly token: number}>(place: Place): Place => ({
				...place,
				ticket: grant(place.ticket),
				token: token(place.token),
			});
			const granted = <Place extends {readonly grant: Grant | null}>(place: Place): Place => ({
				...place,
				grant: place.grant === null ? null : grant(place.grant),
			});
			return {
				...state,
				counter: token(counter),
				grants: grant(state.grants),
				line: line.map((place) => granted(named(place))),
				watching: watching.map((place) => ({...named(place), ahead: grant(place.ahead)})),
				owed: owed.map((place) => granted(named(place))),
				gone: gone.map(grant),
			};
		},
	};
}

function again(state: QueueState, mine: QueueEntry, asker: Asker): Answered<QueueState> {
	if (mine.grant === null) {
		const {line} = state;
		const waiting = asker.late === 'nobody' ? mine.waiting : asker.late;
		const asked = line.map((place) => (place === mine ? {...place, waiting} : place));
		return {
			state: {...state, line: asked},
			reply: null,
			reports: [queued(state, mine, asker)],
			lastGrantIssued: asker.lastGrantIssued,
		};
	}
	return {
		...granted(state, asker, {
			grant: mine.grant,
			token: mine.token,
			expiresAt: forever,
			deadline: forever,
			ttl: mine.ttl,
			again: true,
		}),
		lastGrantIssued: asker.lastGrantIssued,
	};
}

function queued({line}: QueueState, {ticket}: QueueEntry, {client, lock}: Asker): Report {
	const ahead = line[line.findIndex((place) => place.ticket === ticket) - 1];
	return {kind: 'queued', client, lock, behind: ahead?.ticket ?? ticket};
}

/** One who waits gives up its place: whoever stood behind it is one nearer. */
function goAway(manner: Manner, state: QueueState, mine: QueueEntry, asker: Asker): Answered<QueueState> {
	const {client, lock, index} = asker;
	return {
		state: leave(manner, state, mine),
		reply: {kind: 'released', lock: index, grant: null},
		reports: [happened({kind: 'left', client, lock})],
		lastGrantIssued: null,
	};
}

/** The answer with the grant as the history counts it; a queue knows its askers by tickets. */
function letGo(
	manner: Manner,
	state: QueueState,
	mine: QueueEntry & {readonly grant: Grant},
	request: Extract<LockRequest, {kind: 'release'}>,
	asker: Asker,
): Answered<QueueState> {
	const left = leave(manner, withGone(state, [mine]), mine);
	return {
		...released(left, {...asker, lastGrantIssued: mine.grant}, mine, request),
		lastGrantIssued: asker.lastGrantIssued,
	};
}

/** The line without a place; whoever is now at its head is owed the grant. */
function leave(manner: Manner, state: QueueState, gone: QueueEntry): QueueState {
	const line = state.line.filter(({ticket}) => ticket !== gone.ticket);
	const suffix = manner.suffixAsToken && line.length === 0 ? 0 : state.suffix;
	return settle(manner, {...state, line, suffix}, gone);
}

function settle(manner: Manner, state: QueueState, gone: QueueEntry): QueueState {
	const misled = state.watching.filter(({ahead}) => ahead === gone.ticket);
	const owedToDead = misled.map(({ticket, token, waiting, ttl}, index) => ({
		ticket,
		token,
		waiting,
		ttl,
		grant: manner.waiterCheck ? null : state.grants + 1 + index,
	}));
	const watching = state.watching.filter(({ahead}) => ahead !== gone.ticket);
	const grants = state.grants + (manner.waiterCheck ? 0 : misled.length);
	const [head, ...rest] = state.line;
	if (head === undefined || head.grant !== null)
		return {...state, watching, grants, owed: [...state.owed, ...owedToDead]};
	const next: QueueEntry = {...head, grant: grants + 1};
	const owed = {ticket: head.ticket, token: head.token, waiting: head.waiting, ttl: head.ttl, grant: grants + 1};
	return {...state, watching, grants: grants + 1, line: [next, ...rest], owed: [...state.owed, ...owedToDead, owed]};
}

/** A session that has been silent for its timeout is over: one at a time, the first in line first, so that each takes its turn before the next ends. */
function expire(manner: Manner, before: QueueState, lock: string, now: Instant): Lapsed<QueueState> {
	const dead = before.line.find(({silentUntil}) => silentUntil !== null && now >= silentUntil);
	if (dead === undefined) return {state: before, reports: []};
	const state = withGone(before, [dead]);
	const ahead = state.line[state.line.indexOf(dead) - 1];
	if (dead.grant === null && ahead !== undefined) {
		const watching = [
			...state.watching,
			{ticket: dead.ticket, token: dead.token, ahead: ahead.ticket, waiting: dead.waiting, ttl: dead.ttl},
		];
		return {state: leave(manner, {...state, watching}, dead), reports: []};
	}
	// Its turn had come at this very moment, and nobody has been told yet: there was no grant.
	const untold = state.owed.some(({ticket}) => ticket === dead.ticket);
	if (untold)
		return {
			state: leave(
				manner,
				{...state, grants: state.grants - 1, owed: state.owed.filter(({ticket}) => ticket !== dead.ticket)},
				dead,
			),
			reports: [],
		};
	const reports: Report[] = dead.grant === null ? [] : [{kind: 'expired', lock, grant: dead.grant, token: dead.token}];
	return {state: leave(manner, state, dead), reports};
}
