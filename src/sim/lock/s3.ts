import {choice, type ValuesOf} from '../option.js';
import {happened} from '../report.js';
import {bounded, type Duration, type Instant, plus} from '../time.js';
import type {Grant} from '../world.js';
import {denied, granted, releaseDenied, released, renewed} from './answers.js';
import {deadline, identity, ttl} from './common-options.js';
import {type Answered, type Asker, type Lapsed, type LockKind, type LockRequest, steady} from './service.js';
import type {LockState} from './state.js';

const options = {
	ttl,
	/** How a holder lets go. Source: domain-2 3: a deleted number is given twice. */
	release: choice('release', ['mark', 'get-then-delete'], 'mark', {
		hint: 'how a client lets go',
		page: {
			meaning:
				'How a client lets go of a lock in an object store. mark writes into its object that it is over, and the number stays used. get-then-delete reads the newest object and deletes it in a second request: what is there then may be the object of another, and a deleted number is given again.',
			example: [
				'lock account s3 release get-then-delete',
				'A acquire account',
				'A release account',
				'B acquire account',
				'expect token of B = 33',
			],
		},
	}),
	identity,
	deadline,
};

type S3Options = ValuesOf<typeof options>;

/**
 * The newest object. `ends` is true time, `stamp` the end that its writer read off its own wall clock. The object stays when its time is over (`over`), until
 * an asker creates the next one whose clock says so.
 */
type Epoch = {readonly grant: Grant; readonly ends: Instant; readonly stamp: number; readonly over: boolean};

/** `epoch` is the number of the newest object; `object` is null where its holder has marked it. */
type S3State = LockState & {readonly object: Epoch | null; readonly epoch: number};

/**
 * A lock in an object store: one object an epoch, created only if it is absent, so that its number is a token. Its end is stamped by the wall clock of its
 * writer and judged by that of its reader. A renewal rewrites the newest object in one step with the look whether it is still the newest.
 * Source: Amazon S3, conditional requests (If-None-Match, If-Match); Morling 2024, numbered lock objects.
 */
export const s3: LockKind<S3Options, S3State> = {
	...steady,
	name: 's3',
	hint: 'an object for each epoch',
	meaning:
		'An object in a store that can create one only if it is absent: the number of the newest object is the token. Its end is stamped by the wall clock of its holder and judged by the wall clock of who asks.',
	example: [
		'lock account s3 ttl 10s',
		'A acquire account',
		'B clock +11s',
		'B acquire account',
		'expect token of A = 33 and token of B = 34',
	],
	options,
	isStable: ({identity}) => identity === 'stable',
	goesByClientClocks: () => true,
	stampedEnd: ({object}) => (object === null ? null : {reading: object.stamp, isOver: true}),
	readsItsName: true,
	initial: () => ({object: null, epoch: 32, grants: 0}),
	answer,
	holding: ({object, epoch}) =>
		object === null || object.over
			? null
			: {owner: object.grant, grant: object.grant, token: epoch, expiresAt: bounded(object.ends)},
	newestToken: ({epoch}) => epoch,
	due: ({object}) => (object === null || object.over ? null : bounded(object.ends)),
	expire: (_, state, lock, now) => expire(state, lock, now),
	// An operator marks the object, and leaves its number.
	revoke: (_, state, lock) =>
		state.object === null || state.object.over
			? null
			: {
					state: {...state, object: null},
					reports: [{kind: 'revoked', lock, grant: state.object.grant, token: state.epoch}],
				},
	renumbered: (_, state) => (state.object === null && state.epoch === 0 ? state : {...state, object: null, epoch: 0}),
	prelude: ({release}, request, value, options) =>
		release === 'get-then-delete' && request.kind === 'release'
			? {kind: 'prepare', lock: request.lock, value, next: request, options}
			: null,
	shift: (state, by) => (state.object === null ? state : {...state, object: shifted(state.object, by)}),
};

/** Longer ago than any clock here steps. Units: ms. */
const longAgo = -10 * 24 * 3_600_000;

function shifted(object: Epoch, by: Duration): Epoch {
	const stamp = Math.max(plus(object.stamp, -by), longAgo);
	return {...object, ends: object.over ? 0 : plus(object.ends, -by), stamp};
}

function answer(options: S3Options, state: S3State, request: LockRequest, asker: Asker): Answered<S3State> {
	switch (request.kind) {
		case 'acquire':
			return acquire(options, state, request, asker);
		case 'renew': {
			const deadline = plus(request.sentAt, request.ttl);
			const {object, epoch} = state;
			const wall = readBy(request, asker);
			const isMine = object !== null && object.grant === asker.lastGrantIssued && epoch === request.token;
			if (!isMine || object.over || object.stamp <= wall) return renewed(state, asker, null, deadline);
			const longer = writtenBy(object.grant, request.ttl, wall, asker);
			return renewed(
				{...state, object: longer},
				asker,
				{grant: object.grant, token: epoch, expiresAt: longer.ends},
				deadline,
			);
		}
		case 'release':
			return release(options, state, request, asker);
		case 'prepare': {
			const ok = state.object !== null && state.object.grant === request.value;
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

/** Source: S3, If-None-Match: a create that meets an object is answered 412, also when that object is the asker's own; only who reads it learns whose it is. */
function acquire(
	{identity}: S3Options,
	state: S3State,
	request: Extract<LockRequest, {kind: 'acquire'}>,
	asker: Asker,
): Answered<S3State> {
	const {object, epoch} = state;
	const wall = readBy(request, asker);
	if (object !== null && object.stamp > wall) {
		const isMine = object.grant === asker.lastGrantIssued && !object.over;
		const knows = identity === 'stable' || request.value === object.grant;
		if (!isMine || !knows) return denied(state, asker, object.grant, Math.ceil(plus(object.stamp, -wall)));
		const deadline = plus(request.sentAt, plus(object.ends, -asker.now));
		return granted(state, asker, {grant: object.grant, token: epoch, expiresAt: object.ends, deadline, again: true});
	}
	const grant = state.grants + 1;
	const token = epoch + 1;
	const next = writtenBy(grant, request.ttl, wall, asker);
	return granted({object: next, epoch: token, grants: grant}, asker, {
		grant,
		token,
		expiresAt: next.ends,
		deadline: plus(request.sentAt, request.ttl),
		again: false,
	});
}

function release(
	{release}: S3Options,
	state: S3State,
	request: Extract<LockRequest, {kind: 'release'}>,
	asker: Asker,
): Answered<S3State> {
	const {object, epoch} = state;
	if (object === null) return releaseDenied(state, asker, request);
	const freed = {grant: object.grant, token: epoch};
	switch (release) {
		case 'get-then-delete':
			return released({...state, object: null, epoch: epoch - 1}, asker, freed, request);
		case 'mark': {
			const isMine = object.grant === asker.lastGrantIssued && epoch === request.token && !object.over;
			return isMine ? released({...state, object: null}, asker, freed, request) : releaseDenied(state, asker, request);
		}
	}
}

/** What the clock of who asks reads. */
function readBy({stamp}: {readonly stamp: number | null}, {now}: Asker): number {
	return stamp ?? now;
}

function writtenBy(grant: Grant, ttl: Duration, wall: number, {now}: Asker): Epoch {
	return {grant, ends: plus(now, ttl), stamp: plus(wall, ttl), over: false};
}

function expire(state: S3State, lock: string, now: Instant): Lapsed<S3State> {
	const {object, epoch} = state;
	if (object === null || object.over || now < object.ends) return {state, reports: []};
	return {
		state: {...state, object: {...object, over: true}},
		reports: [{kind: 'expired', lock, grant: object.grant, token: epoch}],
	};
}
