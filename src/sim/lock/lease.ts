import {happened, type Report} from '../report.js';
import type {LockService} from '../statement.js';
import type {Answered, Asker, LockMachine, LockRequest} from './service.js';
import type {LeaseState} from './state.js';

/**
 * A lock kept by leases, with a counter whose value at a grant is the fencing token.
 * Source: world.md, Lease lock service; the counter starts at 32 so that the first tokens are 33 and 34, as in Kleppmann 2016.
 */
export const leaseMachine: LockMachine<LockService, LeaseState> = {
	initial: () => ({kind: 'lease', counter: 32, grants: 0, lease: null}),
	answer,
	holding: ({lease}) => lease,
	due: (state) => state.lease?.expiresAt ?? null,
	expire,
	crash: (service, state) => (service.volatile ? {...state, counter: 0, lease: null} : state),
};

function answer(service: LockService, state: LeaseState, request: LockRequest, asker: Asker): Answered<LeaseState> {
	switch (request.kind) {
		case 'acquire':
			return acquire(state, request, asker);
		case 'renew':
			return renew(service, state, request, asker);
		case 'release':
			return release(service, state, request, asker);
		case 'ask':
			return ask(state, asker);
	}
}

function acquire(state: LeaseState, request: Extract<LockRequest, {kind: 'acquire'}>, asker: Asker): Answered<LeaseState> {
	const {client, lock, index, now} = asker;
	if (state.lease !== null) return state.lease.grant === asker.given ? grantAgain(state, state.lease, asker) : deny(state, state.lease, asker);
	const grant = state.grants + 1;
	const token = state.counter + 1;
	const expiresAt = now + request.ttl;
	return {
		state: {kind: 'lease', counter: token, grants: grant, lease: {grant, token, expiresAt}},
		reply: {kind: 'granted', lock: index, token, grant, deadline: request.sentAt + request.ttl, again: false},
		reports: [happened({kind: 'granted', client, lock, token, expiresAt}, {grant})],
		given: grant,
	};
}

function grantAgain(state: LeaseState, {grant, token, expiresAt}: NonNullable<LeaseState['lease']>, {client, lock, index}: Asker): Answered<LeaseState> {
	return {
		state,
		reply: {kind: 'granted', lock: index, token, grant, deadline: expiresAt, again: true},
		reports: [happened({kind: 'granted', client, lock, token, expiresAt, again: true}, {grant})],
		given: grant,
	};
}

function deny(state: LeaseState, {grant, expiresAt}: NonNullable<LeaseState['lease']>, {client, lock, index, given, now}: Asker): Answered<LeaseState> {
	return {
		state,
		reply: {kind: 'denied', lock: index, reason: 'held'},
		reports: [{kind: 'denied', client, lock, reason: 'held', holder: grant, retryAfter: expiresAt - now}],
		given,
	};
}

function renew(service: LockService, state: LeaseState, request: Extract<LockRequest, {kind: 'renew'}>, asker: Asker): Answered<LeaseState> {
	const {client, lock, index, now, given} = asker;
	const {lease} = state;
	if (lease === null || !(service.ownerCheck ? owns(lease, request.token, asker) : true))
		return {state, reply: {kind: 'renew-denied', lock: index}, reports: [happened({kind: 'renew-denied', client, lock, reason: 'not-holder'})], given};
	const expiresAt = Math.max(lease.expiresAt, now + request.ttl);
	return {
		state: {...state, lease: {...lease, expiresAt}},
		reply: {kind: 'renewed', lock: index, deadline: request.sentAt + request.ttl},
		reports: [happened({kind: 'renewed', client, lock, token: lease.token, expiresAt}, {grant: lease.grant})],
		given,
	};
}

function release(service: LockService, state: LeaseState, request: Extract<LockRequest, {kind: 'release'}>, asker: Asker): Answered<LeaseState> {
	const {client, lock, index, given} = asker;
	const {lease} = state;
	if (lease === null || !(service.ownerCheck ? owns(lease, request.token, asker) : true)) {
		const reports: Report[] = [happened({kind: 'release-denied', client, lock, reason: 'not-holder'}, {grant: given})];
		return {state, reply: {kind: 'release-denied', lock: index}, reports, given};
	}
	return {
		state: {...state, lease: null},
		reply: {kind: 'released', lock: index},
		reports: [happened({kind: 'released', client, lock, token: lease.token}, {grant: given})],
		given,
	};
}

function ask(state: LeaseState, {client, lock, index, given}: Asker): Answered<LeaseState> {
	const ok = state.lease !== null && state.lease.grant === given;
	return {state, reply: {kind: 'asked', lock: index, ok}, reports: [happened({kind: 'asked', client, lock, ok})], given};
}

function owns(lease: NonNullable<LeaseState['lease']>, token: number | null, asker: Asker): boolean {
	return lease.grant === asker.given && lease.token === token;
}

function expire(state: LeaseState, lock: string, now: number): {state: LeaseState; reports: readonly Report[]} {
	const {lease} = state;
	if (lease === null || now < lease.expiresAt) return {state, reports: []};
	return {state: {...state, lease: null}, reports: [{kind: 'expired', lock, grant: lease.grant, token: lease.token}]};
}
