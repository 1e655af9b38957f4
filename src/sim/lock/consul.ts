import {choice, duration, type Option, type ValuesOf} from '../option.js';
import {type Duration, forever, type Instant, plus} from '../time.js';
import type {Grant} from '../world.js';
import {denied, granted, releaseDenied, released, renewed} from './answers.js';
import {deadline, identity, sessionTimeout} from './common-options.js';
import {type Answered, type Asker, type Lapsed, type LockKind, type LockRequest, steady} from './service.js';
import type {LockState} from './state.js';

const options = {
	/** Source: consul session endpoint, SessionTTLMin and SessionTTLMax. */
	ttl: {
		...sessionTimeout,
		limits: [
			{beyond: 'below', limit: 10_000, does: 'refused', says: 'Consul makes no session of less than 10 s.'},
			{beyond: 'above', limit: 86_400_000, does: 'refused', says: 'Consul makes no session of more than 24 h.'},
		],
	} satisfies Option<Duration>,
	lockDelay: duration('lock-delay', 15_000, {
		hint: 'no grant for so long after a holder failed',
		sample: '15s',
		// Source: consul session.go, MaxLockDelay.
		limits: [
			{
				beyond: 'above',
				limit: 60_000,
				does: 'lowered',
				says: 'Consul makes a lock-delay of more than 60 s one of 60 s.',
			},
		],
		page: {
			meaning:
				'For this long after its holder failed, nobody is granted the lock; 15s unless set. A release by the holder itself causes no delay.',
			example: [
				'lock account consul session-timeout 10s lock-delay 15s',
				'A acquire account',
				'A crash',
				'wait 12s',
				'B acquire account',
			],
		},
	}),
	/** What becomes of the key when its session is invalidated; a deleted key starts over at LockIndex 1. */
	behavior: choice('behavior', ['release', 'delete'], 'release', {
		hint: 'what becomes of the key',
		page: {
			meaning:
				'What becomes of the key when the session of its holder ends: it is released and keeps its LockIndex, or it is deleted and the index starts over.',
			example: ['lock account consul session-timeout 10s behavior delete', 'A acquire account', 'A crash', 'wait 10s'],
		},
	}),
	identity,
	deadline,
};

type ConsulOptions = ValuesOf<typeof options>;

type ConsulState = LockState & {
	readonly session: ConsulSession | null;
	readonly lockIndex: number;
	/** The lock cannot be granted before this. */
	readonly delayedUntil: Instant | null;
};

/** `renewedAt`: a moment at which the client renewed; while it is heard it does so again at each half ttl. */
type ConsulSession = {
	readonly grant: Grant;
	readonly token: number;
	readonly ttl: Duration;
	readonly renewedAt: Instant;
	/** When the session dies, because its client is silent; null while it is heard. */
	readonly silentUntil: Instant | null;
};

/** A session is invalidated after twice its TTL without a renewal. Source: consul session_ttl.go, SessionTTLMultiplier. */
const sessionTtlMultiplier = 2;

/**
 * A key held by a session, which its client renews by itself at half the TTL. After an invalidation, not after a release, nobody is granted
 * the lock for the lock-delay. The token is the LockIndex; a deleted key starts over at 1. Source: domain 1.8, S13b, S24; consul kvs.go, api/session.go.
 */
export const consul: LockKind<ConsulOptions, ConsulState> = {
	...steady,
	name: 'consul',
	hint: 'session, LockIndex, lock-delay',
	meaning:
		'A key held by a session. After a holder has failed nobody gets the lock for the lock-delay. The LockIndex is the token; a deleted key starts over at 1.',
	example: ['lock account consul ttl 10s lock-delay 15s', 'A acquire account'],
	options,
	isStable: ({identity}) => identity === 'stable',
	renewsWithTime: false,
	closedBecause: 'its last holder failed, and after that Consul grants it to nobody until the lock-delay is over',
	initial: () => ({session: null, lockIndex: 32, delayedUntil: null, grants: 0}),
	answer,
	holding: ({session}) =>
		session && {owner: session.grant, grant: session.grant, token: session.token, expiresAt: session.silentUntil},
	closedUntil: ({session, delayedUntil}) => (session === null ? delayedUntil : null),
	newestToken: ({lockIndex}) => lockIndex,
	due: ({session}) => session?.silentUntil ?? null,
	dueBesides: ({session, delayedUntil}) => (session === null ? delayedUntil : null),
	expire,
	settled: (_, state) =>
		state.delayedUntil !== null && state.delayedUntil <= 0 ? {...state, delayedUntil: null} : state,
	hear: (state, lastGrantIssued, silent, now) =>
		state.session === null || state.session.grant !== lastGrantIssued
			? state
			: {...state, session: silent ? silenced(state.session, now) : heard(state.session, now)},
	heardAt: ({session}, now) => {
		if (session === null) return now;
		const {silentUntil, ttl} = session;
		return silentUntil === null ? lastRenewal(session, now) : silentUntil - sessionTtlMultiplier * ttl;
	},
	revoke: (options, state, lock, now) =>
		state.session && {
			state: invalidated(options, state, now),
			reports: [{kind: 'revoked', lock, grant: state.session.grant, token: state.session.token}],
		},
	renumbered: (_, state) => ({...state, lockIndex: 0, delayedUntil: null}),
	lead: (_, state, now) => rearmed(state, now),
	// Session timers are the leader's own: a new one arms them in full. Source: consul session_ttl.go, initializeSessionTimers.
	restart: (_, state, __, now) => rearmed(state, now),
	keepsSessions: true,
	shift: (state, by) => ({
		...state,
		session: state.session && {
			...state.session,
			renewedAt: state.session.silentUntil === null ? lastRenewal(state.session, by) - by : 0,
			silentUntil: state.session.silentUntil === null ? null : state.session.silentUntil - by,
		},
		delayedUntil: state.delayedUntil === null ? null : state.delayedUntil - by,
	}),
};

function rearmed(state: ConsulState, now: Instant): ConsulState {
	const {session} = state;
	if (session === null) return state;
	const silentUntil = endOfSilence(session, now);
	return {...state, session: {...session, renewedAt: now, silentUntil}};
}

/** The state after the session of the holder has ended: nobody gets the lock for the lock-delay. */
function invalidated({behavior, lockDelay}: ConsulOptions, state: ConsulState, now: Instant): ConsulState {
	return {
		...state,
		session: null,
		lockIndex: behavior === 'delete' ? 0 : state.lockIndex,
		delayedUntil: lockDelay === 0 ? null : now + lockDelay,
	};
}

/** When the client last renewed its session, seen from a moment at which it is still heard. */
function lastRenewal({renewedAt, ttl}: ConsulSession, now: Instant): Instant {
	const period = Math.max(1, Math.floor(ttl / 2));
	return renewedAt + Math.floor((now - renewedAt) / period) * period;
}

/** When a session that was last renewed then is over if its client stays silent; null where silence ends nothing. */
function endOfSilence({ttl}: ConsulSession, renewedAt: Instant): Instant | null {
	return ttl === forever ? null : renewedAt + sessionTtlMultiplier * ttl;
}

function silenced(session: ConsulSession, now: Instant): ConsulSession {
	if (session.silentUntil !== null) return session;
	const renewedAt = lastRenewal(session, now);
	return {...session, renewedAt, silentUntil: endOfSilence(session, renewedAt)};
}

function heard(session: ConsulSession, now: Instant): ConsulSession {
	return session.silentUntil === null ? session : {...session, renewedAt: now, silentUntil: null};
}

function answer(
	{identity}: ConsulOptions,
	state: ConsulState,
	request: LockRequest,
	asker: Asker,
): Answered<ConsulState> {
	const {session} = state;
	// Another process of the same owner has to ask for its grant anew first.
	const owns = ({grant}: ConsulSession, known: Grant | null) =>
		grant === asker.lastGrantIssued && (identity !== 'stable' || grant === known);
	switch (request.kind) {
		case 'acquire':
			return acquire(state, request.ttl, asker);
		case 'renew': {
			if (session === null || !owns(session, request.value)) return renewed(state, asker, null, forever);
			const {grant, token} = session;
			const next: ConsulState = {...state, session: {...session, renewedAt: asker.now}};
			return renewed(next, asker, {grant, token, expiresAt: forever}, forever);
		}
		case 'release':
			return session !== null && owns(session, request.value)
				? released({...state, session: null}, asker, session, request)
				: releaseDenied(state, asker, request);
		case 'prepare':
			throw new Error('a consul lock is asked for and given back in one round trip');
	}
}

function acquire(state: ConsulState, ttl: Duration, asker: Asker): Answered<ConsulState> {
	const {session, delayedUntil} = state;
	const unbounded = {expiresAt: forever, deadline: forever};
	if (session !== null) {
		const {grant, token} = session;
		return grant === asker.lastGrantIssued
			? granted(state, asker, {grant, token, ...unbounded, ttl: session.ttl, again: true})
			: denied(
					state,
					asker,
					grant,
					plus(session.silentUntil ?? endOfSilence(session, asker.now) ?? forever, -asker.now),
				);
	}
	if (delayedUntil !== null && asker.now < delayedUntil) return denied(state, asker, null, delayedUntil - asker.now);
	const [grant, token] = [state.grants + 1, state.lockIndex + 1];
	const next: ConsulSession = {grant, token, ttl, renewedAt: asker.now, silentUntil: null};
	return granted({session: next, lockIndex: token, delayedUntil: null, grants: grant}, asker, {
		grant,
		token,
		...unbounded,
		ttl,
		again: false,
	});
}

function expire(options: ConsulOptions, state: ConsulState, lock: string, now: Instant): Lapsed<ConsulState> {
	const {session, delayedUntil} = state;
	if (session?.silentUntil != null && now >= session.silentUntil)
		return {
			state: invalidated(options, state, now),
			reports: [{kind: 'expired', lock, grant: session.grant, token: session.token}],
		};
	return {state: delayedUntil !== null && now >= delayedUntil ? {...state, delayedUntil: null} : state, reports: []};
}
