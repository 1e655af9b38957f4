import {choice, type ValuesOf} from '../option.js';
import type {Duration, Instant} from '../time.js';
import type {Grant} from '../world.js';
import {denied, granted, releaseDenied, released, renewed} from './answers.js';
import {identity, ttl} from './common-options.js';
import {type Answered, type Asker, type Lapsed, type LockKind, type LockRequest, steady} from './service.js';
import type {LockState} from './state.js';

const options = {
	ttl,
	token: choice('token', ['row', 'sequence'], 'row', {
		hint: 'where the token comes from',
		page: {
			meaning:
				'Where the token comes from. row raises a number with the grant itself; sequence draws it before the lock is had, so that the later holder can have the lower number.',
			example: ['lock account postgres token sequence', 'A acquire account', 'expect token of A = 33'],
		},
	}),
	identity,
};

type PostgresOptions = ValuesOf<typeof options>;

/** A row of a lock table. `token` stays when the holder goes; `when` is in the server's wall time. */
type PostgresState = LockState & {
	readonly row: {readonly grant: Grant; readonly when: Instant} | null;
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
	initial: () => ({row: null, token: 32, sequence: 32, clock: 0, grants: 0}),
	answer,
	holding: ({row, token, clock}) => row && {owner: row.grant, grant: row.grant, token, expiresAt: row.when - clock},
	newestToken: ({token}) => token,
	due: ({row, clock}) => row && row.when - clock + 1,
	expire: (_, state, lock, now) => expire(state, lock, now),
	revoke: (_, state, lock) =>
		state.row && {
			state: {...state, row: null},
			reports: [{kind: 'revoked', lock, grant: state.row.grant, token: state.token}],
		},
	stepClock: (state, actor, by) => (actor === 'locks' ? {...state, clock: state.clock + by} : null),
	prelude: ({token}, request, _, message) =>
		token === 'sequence' && request.kind === 'acquire'
			? {kind: 'prepare', lock: request.lock, value: null, next: request, options: message}
			: null,
	shift: (state, by) => (state.row === null ? state : {...state, row: {...state.row, when: state.row.when - by}}),
};

function answer(
	{token: source, identity}: PostgresOptions,
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
			if (row !== null && row.when >= wall && identity === 'stable' && row.grant === asker.lastGrantIssued)
				return granted(state, asker, {
					grant: row.grant,
					token: state.token,
					expiresAt: row.when - state.clock,
					deadline: request.sentAt + row.when - wall,
					again: true,
				});
			if (row !== null && row.when >= wall) return denied(state, asker, row.grant, row.when - wall + 1);
			const grant = state.grants + 1;
			const token = source === 'sequence' ? (request.drawn ?? state.sequence) : state.token + 1;
			const taken: PostgresState = {...state, row: {grant, when: wall + request.ttl}, token, grants: grant};
			return granted(taken, asker, {
				grant,
				token,
				expiresAt: asker.now + request.ttl,
				deadline: request.sentAt + request.ttl,
				again: false,
			});
		}
		case 'renew': {
			const deadline = request.sentAt + request.ttl;
			if (!owns(state, request.token, asker)) return renewed(state, asker, null, deadline);
			const longer: PostgresState = {...state, row: row && {...row, when: wall + request.ttl}};
			return renewed(
				longer,
				asker,
				{grant: row?.grant ?? 0, token: state.token, expiresAt: asker.now + request.ttl},
				deadline,
			);
		}
		case 'release':
			return owns(state, request.token, asker)
				? released({...state, row: null}, asker, state.token)
				: releaseDenied(state, asker);
	}
}

function owns({row, token, clock}: PostgresState, presented: number | null, {lastGrantIssued, now}: Asker): boolean {
	return row !== null && row.grant === lastGrantIssued && token === presented && row.when >= now + clock;
}

function expire(state: PostgresState, lock: string, now: Instant): Lapsed<PostgresState> {
	const {row, token, clock} = state;
	if (row === null || now + clock <= row.when) return {state, reports: []};
	return {state: {...state, row: null}, reports: [{kind: 'expired', lock, grant: row.grant, token}]};
}
