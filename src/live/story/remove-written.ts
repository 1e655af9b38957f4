import {sequenceOf} from '../lock/postgres.js';
import {openPostgres} from '../protocol/postgres.js';
import {noticeOf, type OwnRoom} from '../room/room.js';
import {roomLog} from '../room/room-log.js';
import {removePostgresStore} from '../store/postgres.js';
import {removeRedisStore} from '../store/redis.js';
import type {ClientCast, LockCast} from './cast.js';
import {addressOf, lockTruthOf, tableOf} from './real-lock.js';

/** Removes all that a story or a room has written on servers of somebody else's. Where another room is open by now, that room's things stay. Fails: when a server does not answer. */
export async function removeWritten({lock, stores}: ClientCast, room: OwnRoom | null = null): Promise<void> {
	if (room !== null && !(await removeRoom(room))) return;
	if (lock !== null) await removeLock(lock);
	for (const {elsewhere, system, table, resources, address} of stores) {
		if (!elsewhere) continue;
		if (system === 'postgres') await removePostgresStore(table, address);
		else await removeRedisStore(table, resources, address);
	}
}

/** Takes a room's notice down first: without it nobody begins anything new. Returns false where the notice is another room's. */
async function removeRoom(room: OwnRoom): Promise<boolean> {
	const log = roomLog(room.system, room.prefix, room.address);
	try {
		const notice = await log.notice();
		if (notice !== null && notice !== noticeOf(room)) return false;
		await log.remove();
		return true;
	} finally {
		log.close();
	}
}

async function removeLock(lock: LockCast): Promise<void> {
	const truth = lockTruthOf(lock);
	try {
		if (lock.kind === 'postgres') {
			const server = await openPostgres(addressOf(lock));
			try {
				// The sequence of the lock belongs to no column, so it does not go with the table.
				await server.query(
					`DROP SEQUENCE IF EXISTS ${sequenceOf(tableOf(lock), lock.name)}; DROP TABLE IF EXISTS ${tableOf(lock)}`,
				);
			} finally {
				server.close();
			}
		} else await truth.clear();
	} finally {
		truth.close();
	}
}
