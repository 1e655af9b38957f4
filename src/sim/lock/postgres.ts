import type {LockService} from '../statement.js';
import type {Instant} from '../time.js';
import {asked, denied, granted, releaseDenied, released, renewed} from './answers.js';
import {type Answered, type Asker, type Lapsed, type LockMachine, type LockRequest, steady} from './service.js';
import type {PostgresState} from './state.js';

type PostgresService = Extract<LockService, {kind: 'postgres'}>;

/**
 * A row of a lock table, durable, with its token in the row; or, as the trap, with a token that a sequence gave before the row was locked.
 * Source: domain 1.9, S23.
 */
export const postgresMachine: LockMachine<PostgresService, PostgresState> = {
	...steady,
	initial: () => ({kind: 'postgres', row: null, token: 32, sequence: 32, clock: 0, grants: 0}),
	answer,
	holding: ({row, token, clock}) => row && {owner: row.grant, grant: row.grant, token, expiresAt: row.when - clock},
	newestToken: ({token}) => token,
	due: ({row, clock}) => row && row.when - clock + 1,
	expire: (_, state, lock, now) => expire(state, lock, now),
	stepClock: (state, actor, by) => (actor === 'locks' ? {...state, clock: state.clock + by} : null),
	prelude: ({token}, request, _, options) =>
		token === 'sequence' && request.kind === 'acquire'
			? {kind: 'prepare', lock: request.lock, value: null, next: request, options}
			: null,
	shift: (state, by) => (state.row === null ? state : {...state, row: {...state.row, when: state.row.when - by}}),
};

function answer(
	service: PostgresService,
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
			if (row !== null && row.when >= wall) return denied(state, asker, row.grant, row.when - wall + 1);
			const grant = state.grants + 1;
			const token = service.token === 'sequence' ? (request.drawn ?? state.sequence) : state.token + 1;
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
		case 'ask':
			return asked(state, asker, row?.grant ?? null);
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
