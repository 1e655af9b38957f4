import {happened} from '../report.js';
import {bounded, type Duration, type Instant} from '../time.js';
import type {Grant} from '../world.js';
import type {Answered, Asker, LockRequest} from './service.js';

/** A release as its service reads it. `value`: the grant that its sender knew of when it sent it. */
type Release = Extract<LockRequest, {kind: 'release'}>;

/** The answer to a request that was granted; the belief it brings ends at `deadline`. */
export function granted<State>(
	state: State,
	{client, lock, index}: Asker,
	{
		grant,
		token,
		expiresAt,
		deadline,
		ttl = 0,
		again,
	}: {
		grant: Grant;
		token: number | null;
		expiresAt: Instant;
		deadline: Instant;
		/** Of the session, where one bounds the grant. */
		ttl?: Duration;
		again: boolean;
	},
): Answered<State> {
	return {
		state,
		reply: {kind: 'granted', lock: index, token, grant, deadline, ttl, again},
		reports: [
			happened(
				{kind: 'granted', client, lock, token, expiresAt: bounded(expiresAt), ...(again ? {again} : {})},
				{grant},
			),
		],
		lastGrantIssued: grant,
	};
}

/** The answer to an acquire while another holds the lock, or nobody may. `holder`: whose grant bars the asker, also where that is over and only its record stands. */
export function denied<State>(
	state: State,
	{client, lock, index, lastGrantIssued}: Asker,
	holder: Grant | null,
	retryAfter: Duration,
): Answered<State> {
	return {
		state,
		reply: {kind: 'denied', lock: index, reason: 'held'},
		reports: [{kind: 'denied', client, lock, reason: 'held', holder, retryAfter: bounded(retryAfter)}],
		lastGrantIssued,
	};
}

/** The answer to a renewal: `lease` is what was extended, or null when it was denied. */
export function renewed<State>(
	state: State,
	{client, lock, index, lastGrantIssued}: Asker,
	lease: {grant: Grant; token: number | null; expiresAt: Instant} | null,
	deadline: Instant,
): Answered<State> {
	if (lease === null)
		return {
			state,
			reply: {kind: 'renew-denied', lock: index},
			reports: [happened({kind: 'renew-denied', client, lock, reason: 'not-holder'})],
			lastGrantIssued,
		};
	const {grant, token, expiresAt} = lease;
	return {
		state,
		reply: {kind: 'renewed', lock: index, deadline},
		reports: [happened({kind: 'renewed', client, lock, token, expiresAt: bounded(expiresAt)}, {grant})],
		lastGrantIssued,
	};
}

/**
 * The answer to a release: with the token of what was freed. Over is what was to be given back, and what was freed where that was the asker's; what a stranger
 * deletes was not given back.
 */
export function released<State>(
	state: State,
	{client, lock, index, lastGrantIssued}: Asker,
	{grant, token}: {readonly grant: Grant; readonly token: number | null},
	{value}: Pick<Release, 'value'>,
): Answered<State> {
	const freed = grant === lastGrantIssued ? {freed: grant} : {};
	return {
		state,
		reply: {kind: 'released', lock: index, grant: lastGrantIssued},
		reports: [happened({kind: 'released', client, lock, token}, {grant: value, ...freed})],
		lastGrantIssued,
	};
}

/** The answer to a release of what a holder has acquired more than once: `holds` are left. */
export function heldStill<State>(
	state: State,
	{client, lock, index, lastGrantIssued}: Asker,
	token: number | null,
	holds: number,
): Answered<State> {
	return {
		state,
		reply: {kind: 'released', lock: index, grant: null},
		reports: [happened({kind: 'released', client, lock, token, holds}, {grant: lastGrantIssued})],
		lastGrantIssued,
	};
}

/** The answer to a release before the least time of a grant: it is told when that is over. */
export function releasedLater<State>(state: State, {index, lastGrantIssued}: Asker): Answered<State> {
	return {state, reply: {kind: 'released', lock: index, grant: lastGrantIssued}, reports: [], lastGrantIssued};
}

/** The answer to a release of what is not the asker's; nothing changes there, and what was to be given back is over. */
export function releaseDenied<State>(
	state: State,
	{client, lock, index, lastGrantIssued}: Asker,
	{value}: Pick<Release, 'value'>,
): Answered<State> {
	const reports = [happened({kind: 'release-denied', client, lock, reason: 'not-holder'}, {grant: value})];
	return {state, reply: {kind: 'release-denied', lock: index}, reports, lastGrantIssued};
}
