import type {Happening} from '../../sim/event.js';
import type {Address} from '../protocol/link.js';
import {tableName} from '../protocol/postgres.js';
import {preparePostgresStore} from '../store/postgres.js';
import {prepareRedisStore} from '../store/redis.js';
import type {ClientCast, LockCast, StoreCast} from '../story/cast.js';
import {prepareLock} from '../story/real-lock.js';
import type {RoomSystem} from './room-log.js';

/** Where a room is, and what all its names on the server begin with. */
export type RoomPlace = {readonly system: RoomSystem; readonly address: Address; readonly prefix: string};

/** A room that a presenter opens: its notice bears its id, so that nobody takes another's for it. */
export type OwnRoom = RoomPlace & {readonly id: string};

/** What hangs at a server while a room is open. */
export function noticeOf({system, id}: OwnRoom): string {
	return JSON.stringify({lock: system, id});
}

/** What a learner's program appends to the log: who, and what happened to it, or that it came or went. */
export type RoomLine = {readonly name: string; readonly happenings: readonly Happening[]; readonly here?: boolean};

/** How a learner may be called. */
export const learnerName = /^[a-z][a-z0-9]{0,15}$/i;

/** A line of the log, or null where it is none: anybody can write to a server. */
export function lineOf(text: string): RoomLine | null {
	try {
		const {name, happenings, here} = JSON.parse(text) as Partial<RoomLine>;
		if (typeof name !== 'string' || !learnerName.test(name) || !Array.isArray(happenings)) return null;
		const own = (happenings as readonly Happening[]).filter((each) => 'client' in each && each.client === name);
		return {name, happenings: own, ...(typeof here === 'boolean' ? {here} : {})};
	} catch {
		return null;
	}
}

/** The resource that all learners write to, and its value at the beginning. */
const roomData = [['account', {n: 0}]] as const;

/** How long a grant lasts in a room. Units: real ms. */
export const roomTtl = 10_000;

/** A client of the room's lock and stores. An etcd has a lock, and no store. */
export function roomCast({system, address, prefix}: RoomPlace, client: string): ClientCast & {readonly lock: LockCast} {
	const lock: LockCast = {
		kind: system,
		name: 'account',
		key: `${prefix}-account`,
		ttl: roomTtl,
		token: 'row',
		counts: true,
		waiterCheck: true,
		drift: 0.01,
		addresses: [address],
	};
	const storeSystem = system === 'etcd' ? null : system;
	const stores = (['raw', 'safe'] as const).flatMap((name): readonly StoreCast[] =>
		storeSystem === null
			? []
			: [
					{
						name,
						rule: name === 'raw' ? 'unfenced' : 'fenced',
						mark: prefix,
						idle: null,
						system: storeSystem,
						table: tableName(`${prefix}_${name}`),
						resources: ['account'],
						address,
						elsewhere: true,
					},
				],
	);
	return {client, lock, stores, foreign: null};
}

/** Makes the lock and the stores of a room on its server. */
export async function prepareRoom(place: RoomPlace): Promise<void> {
	const {lock, stores} = roomCast(place, '');
	await prepareLock(lock, false);
	for (const {system, table, address} of stores)
		await (system === 'postgres' ? preparePostgresStore : prepareRedisStore)(table, roomData, address);
}
