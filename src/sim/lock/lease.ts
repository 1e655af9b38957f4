import type {LockService} from '../statement.js';
import type {Instant} from '../time.js';
import {asked, denied, granted, releaseDenied, released, renewed} from './answers.js';
import {type Answered, type Asker, type Lapsed, type LockMachine, type LockRequest, steady} from './service.js';
import type {Lease, LeaseState} from './state.js';

/** The service as declared. */
type LeaseService = Extract<LockService, {kind: 'lease'}>;

/**
 * A lock kept by leases, with a counter whose value at a grant is the fencing token.
 * Source: world.md, Lease lock service; the counter starts at 32 so that the first tokens are 33 and 34, as in Kleppmann 2016.
 */
export const leaseMachine: LockMachine<LeaseService, LeaseState> = {
	...steady,
	initial: () => ({kind: 'lease', counter: 32, grants: 0, lease: null}),
	answer,
	holding: ({lease}) => lease && {...lease, owner: lease.grant},
	newestToken: ({counter}) => counter,
	due: (state) => state.lease?.expiresAt ?? null,
	expire,
	crash: (service, state) => (service.volatile ? {...state, counter: 0, lease: null} : state),
	shift: (state, by) =>
		state.lease === null ? state : {...state, lease: {...state.lease, expiresAt: state.lease.expiresAt - by}},
};

function answer(service: LeaseService, state: LeaseState, request: LockRequest, asker: Asker): Answered<LeaseState> {
	switch (request.kind) {
		case 'acquire':
			return acquire(state, request, asker);
		case 'renew':
			return renew(service, state, request, asker);
		case 'release':
			return release(service, state, request, asker);
		case 'ask':
			return asked(state, asker, state.lease?.grant ?? null);
		case 'prepare':
			throw new Error('a lease lock is asked for and given back in one round trip');
	}
}

function acquire(
	state: LeaseState,
	request: Extract<LockRequest, {kind: 'acquire'}>,
	asker: Asker,
): Answered<LeaseState> {
	const {lease} = state;
	if (lease !== null)
		return lease.grant === asker.lastGrantIssued
			? granted(state, asker, {...lease, deadline: lease.expiresAt, again: true})
			: denied(state, asker, lease.grant, lease.expiresAt - asker.now);
	const next: Lease = {grant: state.grants + 1, token: state.counter + 1, expiresAt: asker.now + request.ttl};
	const taken: LeaseState = {kind: 'lease', counter: next.token, grants: next.grant, lease: next};
	return granted(taken, asker, {...next, deadline: request.sentAt + request.ttl, again: false});
}

function renew(
	service: LeaseService,
	state: LeaseState,
	request: Extract<LockRequest, {kind: 'renew'}>,
	asker: Asker,
): Answered<LeaseState> {
	const {lease} = state;
	const deadline = request.sentAt + request.ttl;
	if (lease === null || (service.ownerCheck && !owns(lease, request.token, asker)))
		return renewed(state, asker, null, deadline);
	const longer: Lease = {...lease, expiresAt: Math.max(lease.expiresAt, asker.now + request.ttl)};
	return renewed({...state, lease: longer}, asker, longer, deadline);
}

function release(
	service: LeaseService,
	state: LeaseState,
	request: Extract<LockRequest, {kind: 'release'}>,
	asker: Asker,
): Answered<LeaseState> {
	const {lease} = state;
	if (lease === null || (service.ownerCheck && !owns(lease, request.token, asker))) return releaseDenied(state, asker);
	return released({...state, lease: null}, asker, lease.token);
}

function owns(lease: Lease, token: number | null, asker: Asker): boolean {
	return lease.grant === asker.lastGrantIssued && lease.token === token;
}

function expire(_: LeaseService, state: LeaseState, lock: string, now: Instant): Lapsed<LeaseState> {
	const {lease} = state;
	if (lease === null || now < lease.expiresAt) return {state, reports: []};
	return {state: {...state, lease: null}, reports: [{kind: 'expired', lock, grant: lease.grant, token: lease.token}]};
}
