import {choice, duration, type Option, type ValuesOf} from '../option.js';
import type {Duration, Instant} from '../time.js';
import {asked, denied, granted, releaseDenied, released, renewed} from './answers.js';
import {sessionTimeout} from './common-options.js';
import {type Answered, type Asker, type Lapsed, type LockKind, type LockRequest, steady} from './service.js';
import type {Lease, LockState} from './state.js';

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
};

type ConsulOptions = ValuesOf<typeof options>;

type ConsulState = LockState & {
	readonly session: Lease | null;
	readonly lockIndex: number;
	/** The lock cannot be granted before this. */
	readonly delayedUntil: Instant | null;
};

/** A session is invalidated after twice its TTL without a renewal. Source: consul session_ttl.go, SessionTTLMultiplier. */
const sessionTtlMultiplier = 2;

/**
 * A key held by a session. After an invalidation, not after a release, nobody is granted the lock for the lock-delay.
 * The token is the LockIndex; a deleted key starts over at 1. Source: domain 1.8, S13b, S24; consul kvs.go.
 */
export const consul: LockKind<ConsulOptions, ConsulState> = {
	...steady,
	name: 'consul',
	hint: 'session, LockIndex, lock-delay',
	meaning:
		'A key held by a session. After a holder has failed nobody gets the lock for the lock-delay. The LockIndex is the token; a deleted key starts over at 1.',
	example: ['lock account consul ttl 10s lock-delay 15s', 'A acquire account'],
	options,
	renewsWithTime: false,
	closedBecause: 'its last holder failed, and after that Consul grants it to nobody until the lock-delay is over',
	initial: () => ({session: null, lockIndex: 32, delayedUntil: null, grants: 0}),
	answer,
	holding: ({session}) => session && {...session, owner: session.grant},
	closedUntil: ({session, delayedUntil}) => (session === null ? delayedUntil : null),
	newestToken: ({lockIndex}) => lockIndex,
	due: ({session, delayedUntil}) => session?.expiresAt ?? delayedUntil,
	expire,
	settled: (state) => (state.delayedUntil !== null && state.delayedUntil <= 0 ? {...state, delayedUntil: null} : state),
	shift: (state, by) => ({
		...state,
		session: state.session && {...state.session, expiresAt: state.session.expiresAt - by},
		delayedUntil: state.delayedUntil === null ? null : state.delayedUntil - by,
	}),
};

function answer(_: ConsulOptions, state: ConsulState, request: LockRequest, asker: Asker): Answered<ConsulState> {
	const {session} = state;
	switch (request.kind) {
		case 'acquire':
			return acquire(state, request, asker);
		case 'renew': {
			const deadline = request.sentAt + request.ttl;
			if (session === null || session.grant !== asker.lastGrantIssued) return renewed(state, asker, null, deadline);
			const longer: Lease = {...session, expiresAt: asker.now + sessionTtlMultiplier * request.ttl};
			return renewed({...state, session: longer}, asker, longer, deadline);
		}
		case 'release':
			return session !== null && session.grant === asker.lastGrantIssued
				? released({...state, session: null}, asker, session.token)
				: releaseDenied(state, asker);
		case 'ask':
			return asked(state, asker, session?.grant ?? null);
		case 'prepare':
			throw new Error('a consul lock is asked for and lastGrantIssued back in one round trip');
	}
}

function acquire(
	state: ConsulState,
	request: Extract<LockRequest, {kind: 'acquire'}>,
	asker: Asker,
): Answered<ConsulState> {
	const {session, delayedUntil} = state;
	const deadline = request.sentAt + request.ttl;
	if (session !== null)
		return session.grant === asker.lastGrantIssued
			? granted(state, asker, {...session, deadline: session.expiresAt, again: true})
			: denied(state, asker, session.grant, session.expiresAt - asker.now);
	if (delayedUntil !== null && asker.now < delayedUntil) return denied(state, asker, null, delayedUntil - asker.now);
	const next: Lease = {
		grant: state.grants + 1,
		token: state.lockIndex + 1,
		expiresAt: asker.now + sessionTtlMultiplier * request.ttl,
	};
	return granted({session: next, lockIndex: next.token, delayedUntil: null, grants: next.grant}, asker, {
		...next,
		deadline,
		again: false,
	});
}

function expire(
	{behavior, lockDelay}: ConsulOptions,
	state: ConsulState,
	lock: string,
	now: Instant,
): Lapsed<ConsulState> {
	const {session, delayedUntil} = state;
	if (session !== null && now >= session.expiresAt) {
		const lockIndex = behavior === 'delete' ? 0 : state.lockIndex;
		const ended: ConsulState = {
			...state,
			session: null,
			lockIndex,
			delayedUntil: lockDelay === 0 ? null : now + lockDelay,
		};
		return {state: ended, reports: [{kind: 'expired', lock, grant: session.grant, token: session.token}]};
	}
	return {state: delayedUntil !== null && now >= delayedUntil ? {...state, delayedUntil: null} : state, reports: []};
}
