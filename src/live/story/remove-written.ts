import {sequenceOf} from '../lock/postgres.js';
import {openPostgres} from '../protocol/postgres.js';
import type {RoomPlace} from '../room/room.js';
import {roomLog} from '../room/room-log.js';
import {removePostgresStore} from '../store/postgres.js';
import {removeRedisStore} from '../store/redis.js';
import type {ClientCast, LockCast} from './cast.js';
import {addressOf, lockTruthOf, tableOf} from './real-lock.js';

/** Removes all that a story or a room has written on servers of somebody else's. Fails: when a server does not answer. */
export async function removeWritten({lock, stores}: ClientCast, room: RoomPlace | null = null): Promise<void> {
	if (room !== null) {
		// Without the notice nobody begins anything new.
		const log = roomLog(room.system, room.prefix, room.address);
		await log.remove().finally(log.close);
	}
	if (lock !== null) await removeLock(lock);
	for (const {elsewhere, system, table, resources, address} of stores) {
		if (!elsewhere) continue;
		if (system === 'postgres') await removePostgresStore(table, address);
		else await removeRedisStore(table, resources, address);
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
