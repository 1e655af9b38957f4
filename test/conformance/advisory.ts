import type {LateGrant, LockAnswer, LockClient, LockTruth} from '../../src/live/lock/lock-client.js';
import {type Address, type Relink, relink} from '../../src/live/protocol/link.js';
import {literal, openPostgres, type Postgres} from '../../src/live/protocol/postgres.js';

/** A connection that holds advisory locks. `name`: under which the server knows it. */
export type Connection = Relink<Postgres> & {readonly name: string};

/** What is asked of a connection that several clients share while one of them waits in it waits too, as in a pooler. */
export type Pool = Connection & {waits: number};

/** `passes`: time passes for a client that goes on after a pause. */
export type AdvisoryClient = LockClient & {readonly passes: () => void};

/** A connection that says its name to the server. */
export function connectionTo(name: string, address: () => Address): Connection {
	const made = relink(async () => {
		const server = await openPostgres(address());
		await server.query(`SET application_name = ${literal(name)}`);
		return server;
	});
	return {...made, name};
}

/**
 * A client of a session-level advisory lock: over a connection of its own, or over one that it shares, which it reaches by its own way.
 * Source: PostgreSQL 15, 9.27.10 Advisory Lock Functions.
 */
export function advisoryClient(
	key: string,
	name: string,
	address: () => Address,
	pool: Pool | null,
	looks: Relink<Postgres>,
	granted: LateGrant,
): AdvisoryClient {
	const own = connectionTo(name, address);
	/** In the line, over this connection. */
	let waiting: {readonly server: Postgres; readonly asked: Promise<unknown>} | null = null;
	let alive = true;
	/** What came while its process stood still it takes note of after its next step, or when time passes. */
	let process: 'runs' | 'stands still' | 'goes on' = 'runs';
	let owed = false;
	const tell = (): void => {
		if (process === 'runs' && alive) granted({kind: 'granted', token: null});
		else owed = true;
	};
	const passes = (): void => {
		if (process !== 'goes on') return;
		process = 'runs';
		if (owed) tell();
		owed = false;
	};
	const afterwards = async (answer: Promise<LockAnswer>): Promise<LockAnswer> => await answer.finally(passes);
	const reach = async (): Promise<Postgres> => {
		const way = await own.use();
		if (pool === null) return way;
		await way.query('SELECT 1');
		return await pool.use();
	};
	const isTrue = async (server: Postgres, sql: string) => (await server.query(sql))[0]?.[0] === 't';
	/** Ends when the server says that the connection waits, and at the latest when it has an answer. */
	const untilItWaits = async (pid: number, isOver: () => boolean): Promise<void> => {
		while (!isOver()) {
			const sql = `SELECT count(*) > 0 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND pid = ${pid}`;
			if (await isTrue(await looks.use(), sql).catch(() => false)) return;
			await new Promise((done) => setTimeout(done, 10));
		}
	};
	/** Who waits in its connection asks over another: only a server that lives answers. */
	const askBeside = async (): Promise<void> => {
		const other = await openPostgres(address());
		await other.query('SELECT 1').finally(other.close);
	};
	const acquire = async (): Promise<LockAnswer> => {
		if (waiting !== null) {
			await askBeside();
			return {kind: 'queued', behind: null};
		}
		const server = await reach();
		const isBehind = pool !== null && pool.waits > 0;
		let over = false;
		const asked = server.query(`SELECT pg_advisory_lock(${keyOf(key)})`).finally(() => {
			over = true;
		});
		asked.catch(() => {});
		if (pool !== null) {
			pool.waits += 1;
			const gone = (): void => {
				pool.waits -= 1;
			};
			asked.then(gone, gone);
		}
		if (!isBehind) await Promise.race([asked, untilItWaits(server.pid, () => over)]);
		if (over) return {kind: 'granted', token: null};
		waiting = {server, asked};
		asked.then(
			() => {
				waiting = null;
				tell();
			},
			() => {
				waiting = null;
			},
		);
		return {kind: 'queued', behind: null};
	};
	const release = async (): Promise<LockAnswer> => {
		if (waiting !== null) {
			const {server, asked} = waiting;
			await server.cancel();
			await asked.catch(() => {});
			return {kind: 'left'};
		}
		const freed = await isTrue(await reach(), `SELECT pg_advisory_unlock(${keyOf(key)})`);
		return {kind: freed ? 'released' : 'release-denied'};
	};
	const ask = async (): Promise<LockAnswer> => {
		if (waiting !== null) {
			await askBeside();
			return {kind: 'asked', ok: false};
		}
		const sql = `SELECT count(*) > 0 FROM pg_locks WHERE ${isHeld(key)} AND pid = pg_backend_pid()`;
		return {kind: 'asked', ok: await isTrue(await reach(), sql)};
	};
	return {
		acquire: () => afterwards(acquire()),
		renew: () => Promise.reject(new Error('an advisory lock has no time')),
		release: () => afterwards(release()),
		ask: () => afterwards(ask()),
		connect: async () => {
			await own.use();
		},
		quiet: (is) => {
			process = is ? 'stands still' : 'goes on';
		},
		passes,
		die: () => {
			alive = false;
			own.close();
		},
	};
}

/** Who holds the lock, by the server's own list of locks. */
export function advisoryTruth(key: string, looks: Relink<Postgres>): LockTruth {
	const held = `FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE ${isHeld(key)}`;
	return {
		holder: async () => (await (await looks.use()).query(`SELECT application_name ${held}`))[0]?.[0] ?? null,
		revoke: async () => {
			await (await looks.use()).query(`SELECT pg_terminate_backend(pid, 1000) ${held}`);
		},
		clear: async () => {},
		close: looks.close,
	};
}

function isHeld(key: string): string {
	return `locktype = 'advisory' AND granted AND objid = ${keyOf(key)}`;
}

/** The number that stands for a lock: the one at the end of its name. */
function keyOf(key: string): number {
	return Number(/\d+$/.exec(key)?.[0] ?? 0);
}
