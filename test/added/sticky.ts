import {denied, granted, releaseDenied, released, renewed} from '../../src/sim/lock/answers.js';
import {ttl} from '../../src/sim/lock/common-options.js';
import {type Answered, type Asker, type LockKind, type LockRequest, steady} from '../../src/sim/lock/service.js';
import type {Lease, LockState} from '../../src/sim/lock/state.js';
import {choice, duration, type ValuesOf} from '../../src/sim/option.js';

const options = {
	ttl,
	grace: duration('grace', 0, {
		hint: 'how much longer the service waits than it says',
		sample: '2s',
		page: {
			meaning: 'How much longer than the ttl the service keeps a lock for its holder.',
			example: ['lock account sticky ttl 5s grace 2s', 'A acquire account', 'wait 6s', 'expect A holds account'],
		},
	}),
	numbers: choice('numbers', ['rising', 'repeating'], 'rising', {
		hint: 'how tokens are counted',
		page: {
			meaning: 'rising counts every grant; repeating gives every holder the same number.',
			example: ['lock account sticky numbers repeating', 'A acquire account', 'expect token of A = 1'],
		},
	}),
};

type StickyOptions = ValuesOf<typeof options>;
type StickyState = LockState & {readonly lease: Lease | null};

/** A lock service that nobody has: it keeps a lock a little longer than it says. Source: none, it stands for one that a reader adds. */
export const sticky: LockKind<StickyOptions, StickyState> = {
	...steady,
	name: 'sticky',
	hint: 'keeps a lock a little longer than it says',
	meaning: 'A service that keeps a lock for its holder a little longer than it says.',
	example: ['lock account sticky ttl 5s', 'A acquire account', 'A release account', 'B acquire account'],
	options,
	initial: () => ({grants: 0, lease: null}),
	answer,
	holding: ({lease}) => lease && {...lease, owner: lease.grant},
	newestToken: ({lease}) => lease?.token ?? null,
	due: ({lease}) => lease?.expiresAt ?? null,
	expire: (_, state, lock, now) =>
		state.lease === null || now < state.lease.expiresAt
			? {state, reports: []}
			: {
					state: {...state, lease: null},
					reports: [{kind: 'expired', lock, grant: state.lease.grant, token: state.lease.token}],
				},
	revoke: (_, state, lock) =>
		state.lease && {
			state: {...state, lease: null},
			reports: [{kind: 'revoked', lock, grant: state.lease.grant, token: state.lease.token}],
		},
	shift: (state, by) => ({
		...state,
		lease: state.lease && {...state.lease, expiresAt: state.lease.expiresAt - by},
	}),
};

function answer(
	{grace, numbers}: StickyOptions,
	state: StickyState,
	request: LockRequest,
	asker: Asker,
): Answered<StickyState> {
	const {lease} = state;
	const mine = lease !== null && lease.grant === asker.lastGrantIssued ? lease : null;
	switch (request.kind) {
		case 'acquire': {
			const deadline = request.sentAt + request.ttl;
			if (mine !== null) return granted(state, asker, {...mine, deadline, again: true});
			if (lease !== null) return denied(state, asker, lease.grant, lease.expiresAt - asker.now);
			const grant = state.grants + 1;
			const token = numbers === 'repeating' ? 1 : grant;
			const next: Lease = {grant, token, expiresAt: asker.now + request.ttl + grace};
			return granted({grants: grant, lease: next}, asker, {...next, deadline, again: false});
		}
		case 'renew': {
			const longer = mine && {...mine, expiresAt: asker.now + request.ttl + grace};
			return renewed({...state, lease: longer ?? lease}, asker, longer, request.sentAt + request.ttl);
		}
		case 'release':
			return mine === null
				? releaseDenied(state, asker, request)
				: released({...state, lease: null}, asker, mine, request);
		case 'prepare':
			throw new Error('a sticky lock is asked for and given back in one round trip');
	}
}
