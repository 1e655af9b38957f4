import {choice, type ValuesOf} from '../option.js';
import {bounded, type Duration, forever, type Instant, plus} from '../time.js';
import type {Grant} from '../world.js';
import {denied, granted, heldStill, releaseDenied, released, releasedLater, renewed} from './answers.js';
import {deadline, identity, min, reentrant, ttlWithMin} from './common-options.js';
import {firstHold, type Hold, parting, shiftHold} from './hold.js';
import {type Answered, type Asker, type Lapsed, type LockKind, type LockRequest, steady} from './service.js';
import type {LockState} from './state.js';

const options = {
	ttl: ttlWithMin,
	token: choice('token', ['row', 'sequence'], 'row', {
		hint: 'where the token comes from',
		page: {
			meaning:
				'Where the token comes from. row raises a number with the grant itself; sequence draws it before the lock is had, so that the later holder can have the lower number.',
			example: ['lock account postgres token sequence', 'A acquire account', 'expect token of A = 33'],
		},
	}),
	identity,
	/** Who stamps the end of a row and who judges it. Source: domain-2 6.1 and 8: ShedLock without the database's time, JdbcLockRegistry. */
	clock: choice('clock', ['server', 'client'], 'server', {
		hint: 'whose clock decides about the end',
		page: {
			meaning:
				'Whose wall clock decides about the end of a row. server: that of the database, for everybody. client: the holder stamps the end by its own clock, and each asker judges it by its own, as some libraries do. A clock that is ahead then takes a lock that another holds.',
			example: [
				'lock account postgres ttl 10s clock client',
				'A acquire account',
				'B clock +11s',
				'B acquire account',
				'expect A believes account and B believes account',
			],
		},
	}),
	min,
	reentrant,
	deadline,
};

type PostgresOptions = ValuesOf<typeof options>;

/**
 * A row of a lock table. Its `ends` is in the server's wall time. Where clients stamp and judge, `stamp` is what its holder wrote, by a clock that was
 * `ahead` of the server's then, and the row stays when its time is over (`over`), until an asker takes it whose clock says so.
 */
type Row = Hold & {
	readonly grant: Grant;
	readonly ends: Instant;
	readonly stamp: Instant | null;
	readonly ahead: Duration;
	readonly over: boolean;
};

/** `token` stays when the holder goes. */
type PostgresState = LockState & {
	readonly row: Row | null;
	readonly token: number;
	/** The newest value of the sequence, where tokens come from one. */
	readonly sequence: number;
	readonly clock: Duration;
};

/**
 * A row of a lock table, durable, with its token in the row; or, as the trap, with a token that a sequence gave before the row was locked.
 * Source: domain 1.9, S23.
 */
export const postgres: LockKind<PostgresOptions, PostgresState> = {
	...steady,
	name: 'postgres',
	hint: 'a row with a token column',
	meaning: 'A row with a holder, an expiry and a token column that rises with every grant, or a token from a sequence.',
	example: ['lock account postgres ttl 10s', 'A acquire account', 'A write account balance=90'],
	options,
	isStable: ({identity}) => identity === 'stable',
	goesByClientClocks: ({clock}) => clock === 'client',
	stampedEnd: ({row}) => (row === null || row.stamp === null ? null : {reading: row.stamp, isOver: false}),
	initial: () => ({row: null, token: 32, sequence: 32, clock: 0, grants: 0}),
	answer,
	holding: (state) => {
		const {row, token} = state;
		if (row === null || row.over) return null;
		return {owner: row.grant, grant: row.grant, token, expiresAt: bounded(endOf(row, state))};
	},
	newestToken: ({token}) => token,
	due: (state) => {
		const {row} = state;
		return row === null || row.over || row.ends === forever ? null : endOf(row, state) + 1;
	},
	expire: (_, state, lock, now) => expire(state, lock, now),
	revoke: (_, state, lock) =>
		state.row === null || state.row.over
			? null
			: {
					state: {...state, row: null},
					reports: [{kind: 'revoked', lock, grant: state.row.grant, token: state.token}],
				},
	stepClock: (state, actor, by) => (actor === 'locks' ? {...state, clock: state.clock + by} : null),
	prelude: ({token}, request, _, message) =>
		token === 'sequence' && request.kind === 'acquire'
			? {kind: 'prepare', lock: request.lock, value: null, next: request, options: message}
			: null,
	shift: (state, by) => (state.row === null ? state : {...state, row: shifted(state.row, by)}),
};

/** A row that is over stays until it is taken: of its stamp no more counts than that it is past by every clock. */
function shifted(row: Row, by: Duration): Row {
	return {
		...row,
		...shiftHold(row, by),
		ends: row.over ? 0 : plus(row.ends, -by),
		stamp: row.stamp === null ? null : Math.max(plus(row.stamp, -by), longAgo),
	};
}

/** Longer ago than any clock here steps. Units: ms. */
const longAgo = -10 * 24 * 3_600_000;

/** The moment of true time at which a row is over by the server's clock. */
function endOf({ends}: Row, {clock}: Pick<PostgresState, 'clock'>): Instant {
	return plus(ends, -clock);
}

/** Whether a row bars an asker: by the asker's clock where clients judge, else by the server's. */
function bars(row: Row, stamp: Instant | null, wall: Instant): boolean {
	return row.stamp === null || stamp === null ? row.ends >= wall : row.stamp >= stamp;
}

function answer(
	{token: source, identity, min, reentrant}: PostgresOptions,
	state: PostgresState,
	request: LockRequest,
	asker: Asker,
): Answered<PostgresState> {
	const {row} = state;
	const wall = asker.now + state.clock;
	switch (request.kind) {
		case 'prepare': {
			const sequence = state.sequence + 1;
			const next = request.next.kind === 'acquire' ? {...request.next, drawn: sequence} : request.next;
			return {
				state: {...state, sequence},
				reply: {kind: 'prepared', lock: asker.index, next, options: request.options},
				reports: [],
				lastGrantIssued: asker.lastGrantIssued,
			};
		}
		case 'acquire': {
			if (row !== null && bars(row, request.stamp, wall)) {
				const isMine = row.grant === asker.lastGrantIssued && !row.leaving && !row.over;
				const retryAfter =
					row.stamp === null || request.stamp === null
						? plus(row.ends, 1 - wall)
						: Math.ceil(plus(row.stamp, 1 - request.stamp));
				if (!isMine || !(reentrant || identity === 'stable')) return denied(state, asker, row.grant, retryAfter);
				const held: Row = reentrant ? {...stamped(row, request, wall), holds: row.holds + 1} : row;
				const expiresAt = endOf(held, state);
				return granted({...state, row: held}, asker, {
					grant: row.grant,
					token: state.token,
					expiresAt,
					deadline: plus(request.sentAt, plus(expiresAt, -asker.now)),
					again: true,
				});
			}
			const grant = state.grants + 1;
			const token = source === 'sequence' ? (request.drawn ?? state.sequence) : state.token + 1;
			const fresh = {grant, ends: wall, stamp: null, ahead: 0, over: false, ...firstHold(min, asker.now)};
			const taken: PostgresState = {...state, row: stamped(fresh, request, wall), token, grants: grant};
			return granted(taken, asker, {
				grant,
				token,
				expiresAt: plus(asker.now, request.ttl),
				deadline: plus(request.sentAt, request.ttl),
				again: false,
			});
		}
		case 'renew': {
			const deadline = plus(request.sentAt, request.ttl);
			if (row === null || !owns(row, state, request, asker)) return renewed(state, asker, null, deadline);
			return renewed(
				{...state, row: {...stamped(row, request, wall), over: false}},
				asker,
				{grant: row.grant, token: state.token, expiresAt: plus(asker.now, request.ttl)},
				deadline,
			);
		}
		case 'release':
			return release(state, request, asker);
	}
}

function release(
	state: PostgresState,
	request: Extract<LockRequest, {kind: 'release'}>,
	asker: Asker,
): Answered<PostgresState> {
	const {row, token, clock} = state;
	if (row === null || !owns(row, state, {...request, stamp: null}, asker)) return releaseDenied(state, asker, request);
	const part = parting(row, asker.now);
	switch (part.kind) {
		case 'stays':
			return heldStill({...state, row: {...row, ...part.hold}}, asker, token, part.hold.holds);
		case 'leaves': {
			// It is free at that moment, not after it.
			const ends = part.until + clock - 1;
			const stamp = row.stamp === null ? null : ends + row.ahead;
			return releasedLater({...state, row: {...row, ...part.hold, ends, stamp}}, asker);
		}
		case 'goes':
			return released({...state, row: null}, asker, {grant: row.grant, token}, request);
	}
}

/** The row with the end that a request gives it: the server's clock counts for what is true, and the client's for what it writes where clients stamp. */
function stamped(row: Row, {ttl, stamp}: Extract<LockRequest, {kind: 'acquire' | 'renew'}>, wall: Instant): Row {
	return {
		...row,
		ends: plus(wall, ttl),
		stamp: stamp === null ? null : plus(stamp, ttl),
		ahead: stamp === null ? 0 : stamp - wall,
	};
}

/** Source: ShedLock, extend: the same owner, before the end by the clock that decides. */
function owns(
	row: Row,
	{token, clock}: PostgresState,
	{token: presented, stamp}: {readonly token: number | null; readonly stamp: Instant | null},
	{lastGrantIssued, now}: Asker,
): boolean {
	const isMine = row.grant === lastGrantIssued && token === presented && !row.leaving && !row.over;
	return isMine && bars(row, stamp, now + clock);
}

function expire(state: PostgresState, lock: string, now: Instant): Lapsed<PostgresState> {
	const {row, token, clock} = state;
	if (row === null || row.over || now + clock <= row.ends) return {state, reports: []};
	// Of its end nothing counts any more.
	const left = row.stamp === null ? null : {...row, ends: 0, ahead: 0, over: true};
	return {
		state: {...state, row: left},
		reports: [{kind: row.leaving ? 'freed' : 'expired', lock, grant: row.grant, token}],
	};
}
