import type {Happening} from '../../sim/event.js';
import type {Seen} from '../story/observed.js';
import type {RoomLine} from './room.js';

/** What the presenter of a room knows. Units: times in real ms since the room was opened. */
export type RoomState = {
	/** Everybody who has come, and whether they are still here. */
	readonly learners: ReadonlyMap<string, boolean>;
	/** What happened last. Order: as it came in. */
	readonly recent: readonly Seen[];
	readonly holder: {readonly name: string; readonly token: number | null} | null;
	/** The highest token that was granted. */
	readonly newest: number;
	readonly counts: RoomCounts;
	/** When each of the latest operations came in. */
	readonly latest: readonly number[];
};

type RoomCounts = {
	readonly operations: number;
	readonly grants: number;
	/** Grants whose token is not above all earlier ones. */
	readonly regressed: number;
	/** Writes with a token lower than the newest, refused by safe and accepted by raw. */
	readonly refused: number;
	readonly landed: number;
};

export const emptyRoom: RoomState = {
	learners: new Map(),
	recent: [],
	holder: null,
	newest: 0,
	counts: {operations: 0, grants: 0, regressed: 0, refused: 0, landed: 0},
	latest: [],
};

/** How many happenings are kept for the picture. */
const kept = 160;

/** What is known after a line of the log. */
export function afterLine(state: RoomState, {name, happenings, here}: RoomLine, at: number): RoomState {
	const present = here ?? state.learners.get(name) ?? true;
	const known: RoomState = {...state, learners: new Map(state.learners).set(name, present)};
	return happenings.reduce((now, happening) => after(now, happening, at), known);
}

/** What is known after one more thing that happened. */
export function after(state: RoomState, happening: Happening, at: number): RoomState {
	const {holder} = state;
	// A grant to another says that the last one was over, whether that was seen or not.
	if (happening.kind === 'granted' && holder !== null && holder.name !== happening.client)
		return after(after(state, endOf(holder.name), at), happening, at);
	const counts = counted(state, happening);
	const isOperation = counts.operations > state.counts.operations;
	return {
		...state,
		...(happening.kind === 'granted'
			? {
					holder: {name: happening.client, token: happening.token},
					newest: Math.max(state.newest, happening.token ?? 0),
				}
			: isEnd(happening) && holder?.name === happening.client
				? {holder: null}
				: {}),
		counts,
		latest: isOperation ? [...state.latest.filter((each) => each > at - 10_000), at] : state.latest,
		recent: [...state.recent, {at, happening}].slice(-kept),
	};
}

/** That a lease has ended. */
export function endOf(client: string): Happening {
	return {kind: 'expired', lock: 'account', client, token: null};
}

function isEnd(happening: Happening): happening is Extract<Happening, {kind: 'released' | 'expired'}> {
	return happening.kind === 'released' || happening.kind === 'expired';
}

/** The answers that an operation can come to. Of a write to two stores the answer of raw counts. */
const answers: ReadonlySet<string> = new Set([
	'granted',
	'denied',
	'queued',
	'renewed',
	'renew-denied',
	'released',
	'left',
	'release-denied',
	'asked',
	'checked',
	'read',
	'accepted',
	'rejected',
	'advanced',
	'unknown',
]);

function counted({counts, newest}: RoomState, happening: Happening): RoomCounts {
	const isSecond = 'store' in happening && happening.store !== 'raw';
	const operations = counts.operations + (answers.has(happening.kind) && !isSecond ? 1 : 0);
	switch (happening.kind) {
		case 'granted':
			return {
				...counts,
				operations,
				grants: counts.grants + 1,
				regressed: counts.regressed + ((happening.token ?? 0) <= newest ? 1 : 0),
			};
		case 'rejected':
			return {...counts, operations, refused: counts.refused + (happening.reason === 'stale-token' ? 1 : 0)};
		case 'accepted':
			return {
				...counts,
				operations,
				landed: counts.landed + (happening.token !== null && happening.token < newest ? 1 : 0),
			};
		default:
			return {...counts, operations};
	}
}
