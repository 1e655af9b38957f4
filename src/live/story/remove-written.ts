import {sequenceOf} from '../lock/postgres.js';
import {openPostgres} from '../protocol/postgres.js';
import {removePostgresStore} from '../store/postgres.js';
import {removeRedisStore} from '../store/redis.js';
import type {ClientCast} from './cast.js';
import {addressOf, lockTruthOf, tableOf} from './real-lock.js';

/** Removes all that a story has written on servers of somebody else's. Fails: when a server does not answer. */
export async function removeWritten({lock, stores}: ClientCast): Promise<void> {
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
	for (const {elsewhere, system, table, resources, address} of stores) {
		if (!elsewhere) continue;
		if (system === 'postgres') await removePostgresStore(table, address);
		else await removeRedisStore(table, resources, address);
	}
}
