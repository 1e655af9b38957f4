import {flag, onUnlessOff, type ValuesOf} from '../option.js';
import {bounded, type Instant, plus} from '../time.js';
import {denied, granted, heldStill, releaseDenied, released, releasedLater, renewed} from './answers.js';
import {deadline, identity, min, reentrant, ttlWithMin} from './common-options.js';
import {firstHold, type Hold, parting, shiftHold} from './hold.js';
import {type Answered, type Asker, type Lapsed, type LockKind, type LockRequest, steady} from './service.js';
import type {Lease, LockState} from './state.js';

const options = {
	ttl: ttlWithMin,
	/** Leases and counter are lost in a crash of the service; the counter restarts at 0. */
	volatile: flag('volatile', {
		hint: 'a crash loses leases and counter',
		page: {
			meaning:
				'The lock service keeps its leases and its counter in memory only: a crash loses both, and the counter starts over at 1.',
			example: [
				'lock account lease volatile',
				'A acquire account',
				'locks crash',
				'locks restart',
				'B acquire account',
			],
		},
	}),
	/** False: the broken release and renew that ask for no owner. Source: domain S8, S9. */
	ownerCheck: onUnlessOff('owner-check', {
		off: 'release and renew ask for no owner',
		on: 'only the holder releases and renews',
		page: {
			meaning:
				'With the check off, whoever asks releases or renews the lease that is there, even if it is another client that holds it.',
			example: [
				'lock account lease owner-check off',
				'A acquire account',
				'B release account',
				'expect nobody holds account',
			],
		},
	}),
	identity,
	min,
	reentrant,
	deadline,
};

type LeaseOptions = ValuesOf<typeof options>;

type LeaseState = LockState & {
	/** The token of the newest grant. */
	readonly counter: number;
	readonly lease: HeldLease | null;
};

type HeldLease = Lease & Hold;

/**
 * A lock kept by leases, with a counter whose value at a grant is the fencing token.
 * Source: world.md, Lease lock service; the counter starts at 32 so that the first tokens are 33 and 34, as in Kleppmann 2016.
 */
export const lease: LockKind<LeaseOptions, LeaseState> = {
	...steady,
	name: 'lease',
	hint: 'counter and fencing token',
	meaning:
		'One service that keeps leases and a counter; every new grant gets the next number as its fencing token. volatile: a crash loses leases and counter. owner-check off: anybody may release and renew.',
	example: [
		'lock account lease ttl 5s volatile',
		'A acquire account',
		'locks crash',
		'locks restart',
		'B acquire account',
	],
	options,
	isStable: ({identity}) => identity === 'stable',
	initial: () => ({counter: 32, grants: 0, lease: null}),
	answer,
	holding: ({lease}) =>
		lease && {
			owner: lease.grant,
			grant: lease.grant,
			token: lease.token,
			expiresAt: bounded(lease.expiresAt),
		},
	newestToken: ({counter}) => counter,
	due: ({lease}) => lease && bounded(lease.expiresAt),
	expire,
	crash,
	kill: crash,
	revoke: (_, state, lock) =>
		state.lease && {
			state: {...state, lease: null},
			reports: [{kind: 'revoked', lock, grant: state.lease.grant, token: state.lease.token}],
		},
	shift: (state, by) =>
		state.lease === null
			? state
			: {
					...state,
					lease: {...state.lease, ...shiftHold(state.lease, by), expiresAt: plus(state.lease.expiresAt, -by)},
				},
	onlyLapses: () => true,
	growing: ({volatile}, {counter, grants, lease}) =>
		volatile
			? null
			: {
					counter,
					tokens: lease === null ? [] : [lease.token],
					grants: lease === null ? [] : [lease.grant],
					renumbered: (token, grant) => ({
						counter: token(counter),
						grants: grant(grants),
						lease: lease && {...lease, token: token(lease.token), grant: grant(lease.grant)},
					}),
				},
};

function answer(options: LeaseOptions, state: LeaseState, request: LockRequest, asker: Asker): Answered<LeaseState> {
	switch (request.kind) {
		case 'acquire':
			return acquire(options, state, request, asker);
		case 'renew':
			return renew(options, state, request, asker);
		case 'release':
			return release(options, state, request, asker);
		case 'prepare':
			throw new Error('a lease lock is asked for and given back in one round trip');
	}
}

/** What is in memory only goes with the process. */
function crash({volatile}: LeaseOptions, state: LeaseState): LeaseState {
	return volatile ? {...state, counter: 0, lease: null} : state;
}

function acquire(
	{min, reentrant}: LeaseOptions,
	state: LeaseState,
	request: Extract<LockRequest, {kind: 'acquire'}>,
	asker: Asker,
): Answered<LeaseState> {
	const {lease} = state;
	if (lease !== null) {
		if (lease.grant !== asker.lastGrantIssued || lease.leaving)
			return denied(state, asker, lease.grant, plus(lease.expiresAt, -asker.now));
		const mine: HeldLease = reentrant
			? {...lease, holds: lease.holds + 1, expiresAt: plus(asker.now, request.ttl)}
			: lease;
		const deadline = plus(request.sentAt, plus(mine.expiresAt, -asker.now));
		return granted({...state, lease: mine}, asker, {...mine, deadline, again: true});
	}
	const next: HeldLease = {
		grant: state.grants + 1,
		token: state.counter + 1,
		expiresAt: plus(asker.now, request.ttl),
		...firstHold(min, asker.now),
	};
	const taken: LeaseState = {counter: next.token, grants: next.grant, lease: next};
	return granted(taken, asker, {...next, deadline: plus(request.sentAt, request.ttl), again: false});
}

function renew(
	{ownerCheck}: LeaseOptions,
	state: LeaseState,
	request: Extract<LockRequest, {kind: 'renew'}>,
	asker: Asker,
): Answered<LeaseState> {
	const {lease} = state;
	if (lease === null || lease.leaving || (ownerCheck && !owns(lease, request.token, asker)))
		return renewed(state, asker, null, request.sentAt);
	const longer: HeldLease = {...lease, expiresAt: Math.max(lease.expiresAt, plus(asker.now, request.ttl))};
	return renewed({...state, lease: longer}, asker, longer, plus(request.sentAt, plus(longer.expiresAt, -asker.now)));
}

function release(
	{ownerCheck}: LeaseOptions,
	state: LeaseState,
	request: Extract<LockRequest, {kind: 'release'}>,
	asker: Asker,
): Answered<LeaseState> {
	const {lease} = state;
	if (lease === null || lease.leaving || (ownerCheck && !owns(lease, request.token, asker)))
		return releaseDenied(state, asker, request);
	const part = parting(lease, asker.now);
	switch (part.kind) {
		case 'stays':
			return heldStill({...state, lease: {...lease, ...part.hold}}, asker, lease.token, part.hold.holds);
		case 'leaves':
			return releasedLater({...state, lease: {...lease, ...part.hold, expiresAt: part.until}}, asker);
		case 'goes':
			return released({...state, lease: null}, asker, lease, request);
	}
}

function owns(lease: Lease, token: number | null, asker: Asker): boolean {
	return lease.grant === asker.lastGrantIssued && lease.token === token;
}

function expire(_: LeaseOptions, state: LeaseState, lock: string, now: Instant): Lapsed<LeaseState> {
	const {lease} = state;
	if (lease === null || now < lease.expiresAt) return {state, reports: []};
	const {grant, token, leaving} = lease;
	return {state: {...state, lease: null}, reports: [{kind: leaving ? 'freed' : 'expired', lock, grant, token}]};
}
