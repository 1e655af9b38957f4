import type {LockService} from '../statement.js';
import type {Instant} from '../time.js';
import {asked, denied, granted, releaseDenied, released, renewed} from './answers.js';
import {type Answered, type Asker, type Lapsed, type LockMachine, type LockRequest, steady} from './service.js';
import type {ConsulState, Lease} from './state.js';

type ConsulService = Extract<LockService, {kind: 'consul'}>;

/** A session is invalidated after twice its TTL without a renewal. Source: consul session_ttl.go, SessionTTLMultiplier. */
const sessionTtlMultiplier = 2;

/**
 * A key held by a session. After an invalidation, not after a release, nobody is granted the lock for the lock-delay.
 * The token is the LockIndex; a deleted key starts over at 1. Source: domain 1.8, S13b, S24; consul kvs.go.
 */
export const consulMachine: LockMachine<ConsulService, ConsulState> = {
	...steady,
	initial: () => ({kind: 'consul', session: null, lockIndex: 32, delayedUntil: null, grants: 0}),
	answer,
	holding: ({session}) => session && {...session, owner: session.grant},
	closedUntil: ({session, delayedUntil}) => (session === null ? delayedUntil : null),
	newestToken: ({lockIndex}) => lockIndex,
	due: ({session, delayedUntil}) => session?.expiresAt ?? delayedUntil,
	expire,
	shift: (state, by) => ({
		...state,
		session: state.session && {...state.session, expiresAt: state.session.expiresAt - by},
		delayedUntil: state.delayedUntil === null ? null : state.delayedUntil - by,
	}),
};

function answer(_: ConsulService, state: ConsulState, request: LockRequest, asker: Asker): Answered<ConsulState> {
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
			throw new Error('a consul lock is asked for and given back in one round trip');
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
	return granted(
		{kind: 'consul', session: next, lockIndex: next.token, delayedUntil: null, grants: next.grant},
		asker,
		{...next, deadline, again: false},
	);
}

function expire(service: ConsulService, state: ConsulState, lock: string, now: Instant): Lapsed<ConsulState> {
	const {session, delayedUntil} = state;
	if (session !== null && now >= session.expiresAt) {
		const lockIndex = service.behavior === 'delete' ? 0 : state.lockIndex;
		const ended: ConsulState = {
			...state,
			session: null,
			lockIndex,
			delayedUntil: service.lockDelay === 0 ? null : now + service.lockDelay,
		};
		return {state: ended, reports: [{kind: 'expired', lock, grant: session.grant, token: session.token}]};
	}
	return {state: delayedUntil !== null && now >= delayedUntil ? {...state, delayedUntil: null} : state, reports: []};
}
