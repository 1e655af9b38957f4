import {type Address, relink} from '../protocol/link.js';
import {literal, openPostgres} from '../protocol/postgres.js';
import type {LockClient, LockTruth} from './lock-client.js';
import {firstToken} from './redis.js';

/** Where tokens come from: the lock's own row, or a sequence that is drawn from before the lock is had. */
export type TokenSource = 'row' | 'sequence';

/** Makes the row of a lock, and its sequence. `table` holds one row for each lock. */
export async function preparePostgresLock(table: string, lock: string, address: Address): Promise<void> {
	const server = await openPostgres(address);
	try {
		await server.query(
			// One at a time: two who make the same table at the same moment would not find that it is there. Source: PostgreSQL, CREATE TABLE, IF NOT EXISTS.
			`SELECT pg_advisory_xact_lock(hashtext(${literal(table)}));
			 CREATE TABLE IF NOT EXISTS ${table}(name text PRIMARY KEY, holder text, token bigint, expires_at timestamptz);
			 INSERT INTO ${table} VALUES(${literal(lock)}, NULL, ${firstToken}, NULL);
			 CREATE SEQUENCE ${sequenceOf(table, lock)} START ${firstToken + 1}`,
		);
	} finally {
		server.close();
	}
}

/** A client of a lease that is a row: the server's clock decides, and each statement is atomic. The release, too, looks at the end of the lease. */
export function postgresClient(
	table: string,
	lock: string,
	name: string,
	source: TokenSource,
	address: () => Address,
): LockClient {
	const server = relink(() => openPostgres(address()));
	const query = async (sql: string) => (await server.use()).query(sql);
	const end = (ttl: number) => `clock_timestamp() + interval '${Math.round(ttl)} ms'`;
	const row = `name = ${literal(lock)}`;
	let token = 0;
	const mine = () => `${row} AND holder = ${literal(name)} AND token = ${token} AND expires_at >= clock_timestamp()`;
	const changed = async (set: string) =>
		(await query(`UPDATE ${table} SET ${set} WHERE ${mine()} RETURNING 1`)).length === 1;
	return {
		acquire: async (ttl) => {
			const next =
				source === 'row'
					? 'token + 1'
					: ((await query(`SELECT nextval('${sequenceOf(table, lock)}')`))[0]?.[0] ?? 'token + 1');
			const free = `(holder IS NULL OR expires_at < clock_timestamp())`;
			const rows = await query(
				`UPDATE ${table} SET holder = ${literal(name)}, token = ${next}, expires_at = ${end(ttl)} WHERE ${row} AND ${free} RETURNING token`,
			);
			const [given] = rows;
			if (given === undefined) return {kind: 'denied', heldBy: null};
			token = Number(given[0]);
			return {kind: 'granted', token};
		},
		renew: async (ttl) => ({kind: (await changed(`expires_at = ${end(ttl)}`)) ? 'renewed' : 'renew-denied'}),
		release: async () => ({kind: (await changed('holder = NULL')) ? 'released' : 'release-denied'}),
		ask: async () => ({kind: 'asked', ok: (await query(`SELECT 1 FROM ${table} WHERE ${mine()}`)).length === 1}),
		connect: async () => {
			await query('SELECT 1');
		},
		quiet: () => {},
		die: server.close,
	};
}

/** What the row says. */
export function postgresTruth(table: string, lock: string, address: () => Address): LockTruth {
	const server = relink(() => openPostgres(address()));
	const query = async (sql: string) => (await server.use()).query(sql);
	return {
		holder: async () => {
			const held = `name = ${literal(lock)} AND expires_at >= clock_timestamp()`;
			return (await query(`SELECT holder FROM ${table} WHERE ${held}`))[0]?.[0] ?? null;
		},
		revoke: async () => {
			await query(`UPDATE ${table} SET holder = NULL WHERE name = ${literal(lock)}`);
		},
		clear: async () => {
			await query(
				`DROP SEQUENCE IF EXISTS ${sequenceOf(table, lock)}; DELETE FROM ${table} WHERE name = ${literal(lock)}`,
			);
		},
		close: server.close,
	};
}

/** The name of the sequence that a lock draws its tokens from. */
export function sequenceOf(table: string, lock: string): string {
	return `${table}_${lock.replaceAll(/[^A-Za-z0-9]/g, '_').toLowerCase()}_fence`;
}
