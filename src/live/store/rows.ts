import {setTimeout as after} from 'node:timers/promises';
import type {Value} from '../../sim/statement.js';
import {type Address, relink} from '../protocol/link.js';
import {literal, openPostgres, type Postgres, PostgresError, type Rows} from '../protocol/postgres.js';

/** What a store with transactions answers. `nothing`: there was none to roll back. `deadlock`: the request closed a circle of waits, and its transaction was rolled back. */
export type RowAnswer =
	| {readonly kind: 'begun'; readonly again: boolean}
	| {readonly kind: 'read'; readonly version: number; readonly values: Readonly<Record<string, Value>>}
	| {readonly kind: 'staged' | 'accepted'; readonly version: number}
	| {readonly kind: 'committed'}
	| {readonly kind: 'rolled-back'; readonly nothing: boolean}
	| {readonly kind: 'deadlock'}
	| {readonly kind: 'no-transaction'};

/** What a client is told when its request waits: behind which client for the row, or, null, behind a request of its own transaction. `transaction`: the server's number of its own. */
export type Waits = (behind: string | null, transaction?: string) => void;

/** One client's way to a table with transactions. Requests wait for as long as somebody has the row. They fail when no answer can come. */
export type RowStore = {
	/** Whether the client is in a transaction, as far as it knows. */
	readonly inside: () => boolean;
	readonly begin: (waits: Waits) => Promise<RowAnswer>;
	readonly read: (resource: string, forUpdate: boolean, waits: Waits) => Promise<RowAnswer>;
	readonly write: (resource: string, key: string, value: Value, waits: Waits) => Promise<RowAnswer>;
	readonly commit: (waits: Waits) => Promise<RowAnswer>;
	/** It waits behind nothing: what waits in the transaction is cancelled. */
	readonly rollback: () => Promise<RowAnswer>;
	/** For how long a transaction may be silent, or null. Units: real ms. */
	readonly setIdle: (idle: number | null) => void;
	readonly connect: () => Promise<void>;
	readonly close: () => void;
};

/** Whose rows, and how the server is told so. `mark`: of the store, so that those who look at the server know its sessions. Units: `idle` in real ms; null: a transaction may be silent for ever. */
type RowPlace = {
	readonly table: string;
	readonly mark: string;
	readonly client: string;
	readonly idle: number | null;
};

/** How often a server is asked who stands before a request that has no answer yet. Units: real ms. */
const looksEvery = 20;

/**
 * Rows with transactions: BEGIN, SELECT ... FOR UPDATE, UPDATE, COMMIT and ROLLBACK on one connection, and what belongs to no transaction on others.
 * Source: PostgreSQL documentation, Explicit Locking, and Appendix A for the codes of errors.
 */
export function rowStore({table, mark, client, idle: usualIdle}: RowPlace, address: () => Address): RowStore {
	let idle = usualIdle;
	let session: Postgres | null = null;
	let inside = false;
	/** Rises when a transaction is rolled back by its client: what waits in it then is answered no more. */
	let rollbacks = 0;
	let rolling: Promise<unknown> = Promise.resolve();
	/** The requests of the transaction, one after another. */
	let last: Promise<unknown> = Promise.resolve();
	let busy = 0;
	let over = false;
	const others: Postgres[] = [];
	const opened = new Set<Postgres>();
	const looker = relink(() => openPostgres(address()));
	const open = async (name: string): Promise<Postgres> => {
		const connection = await openPostgres(address());
		opened.add(connection);
		await connection.query(`SET application_name = ${literal(name)}`);
		// Who closes a circle of waits is to be found before anybody else in it. Only a superuser may say so.
		await connection.query(`SET deadlock_timeout = 10`).catch(() => {});
		if (over) connection.close();
		return connection;
	};
	const openSession = () => open(sessionName(mark, client));
	/** The answer, and on the way to it a word where it waits for a row. */
	const watched = async <T>(connection: Postgres, asked: Promise<T>, waits: Waits): Promise<T> => {
		let going = true;
		void (async () => {
			while (going) {
				await after(looksEvery, undefined, {ref: false});
				if (!going) return;
				const [row] = await looker
					.use()
					.then((looks) => looks.query(whoIsBefore(connection.pid)))
					.catch((): Rows => []);
				const behind = row?.[0] ?? '';
				if (!going || behind === '') continue;
				waits(behind, row?.[1] ?? undefined);
				return;
			}
		})();
		return asked.finally(() => {
			going = false;
		});
	};
	const alone = async <T>(run: (connection: Postgres) => Promise<T>, waits: Waits): Promise<T> => {
		while (others.at(-1)?.closed() === true) others.pop();
		const connection = others.pop() ?? (await open(`${sessionName(mark, client)} alone`));
		return watched(connection, run(connection), waits).finally(() => {
			if (!connection.closed()) others.push(connection);
		});
	};
	/** The connection of the transaction is lost. That the server can be reached says that the transaction is over there. Fails: when it cannot. */
	const gone = async (): Promise<RowAnswer> => {
		session?.close();
		session = null;
		session = await openSession();
		inside = false;
		return {kind: 'no-transaction'};
	};
	/** One request of the transaction, when those before it are answered. */
	const inTurn = (run: (connection: Postgres) => Promise<RowAnswer>, waits: Waits): Promise<RowAnswer> => {
		const mine = rollbacks;
		if (busy > 0) waits(null);
		busy += 1;
		const isOver = async (): Promise<RowAnswer> => {
			await rolling;
			return {kind: 'no-transaction'};
		};
		const answer = last
			.then(async () => {
				if (mine !== rollbacks) return isOver();
				if (session === null || session.closed()) return gone();
				const connection = session;
				try {
					return await watched(connection, run(connection), waits);
				} catch (error) {
					if (mine !== rollbacks) return isOver();
					const code = error instanceof PostgresError ? error.code : null;
					if (code === errors.deadlock) return {kind: 'deadlock'} as const;
					if (code === errors.failedTransaction) {
						await connection.query('ROLLBACK');
						inside = false;
						return {kind: 'no-transaction'} as const;
					}
					if (code === errors.idleTransaction || code === errors.sessionEnded) return gone();
					throw error;
				}
			})
			.finally(() => {
				busy -= 1;
			});
		last = answer.catch(() => {});
		return answer;
	};
	const row = (resource: string) => `resource = ${literal(resource)}`;
	return {
		inside: () => inside,
		begin: (waits) => {
			inside = true;
			const begun = async (): Promise<RowAnswer> => {
				if (session === null || session.closed()) session = await openSession();
				const before = session.transaction();
				if (before === 'failed') await session.query('ROLLBACK');
				// Within a transaction a setting would go with it.
				if (before !== 'open') await session.query(`SET idle_in_transaction_session_timeout = ${idle ?? 0}`);
				await session.query('BEGIN');
				return {kind: 'begun', again: before === 'open'};
			};
			if (busy > 0) waits(null);
			busy += 1;
			const answer = last.then(begun).finally(() => {
				busy -= 1;
			});
			last = answer.catch(() => {});
			return answer;
		},
		read: (resource, forUpdate, waits) => {
			const select = `SELECT version, data FROM ${table} WHERE ${row(resource)}`;
			const run = async (connection: Postgres): Promise<RowAnswer> => {
				const [found] = await connection.query(forUpdate ? `${select} FOR UPDATE` : select);
				const values = JSON.parse(found?.[1] ?? '{}') as Readonly<Record<string, Value>>;
				return {kind: 'read', version: Number(found?.[0]), values};
			};
			return inside ? inTurn(run, waits) : alone(run, waits);
		},
		write: (resource, key, value, waits) => {
			const isStaged = inside;
			const change = `data = data || ${literal(JSON.stringify({[key]: value}))}::jsonb, version = version + 1`;
			const run = async (connection: Postgres): Promise<RowAnswer> => {
				const [changed] = await connection.query(
					`UPDATE ${table} SET ${change} WHERE ${row(resource)} RETURNING version`,
				);
				return {kind: isStaged ? 'staged' : 'accepted', version: Number(changed?.[0])};
			};
			return isStaged ? inTurn(run, waits) : alone(run, waits);
		},
		commit: (waits) => {
			const run = async (connection: Postgres): Promise<RowAnswer> => {
				const before = connection.transaction();
				await connection.query('COMMIT').catch((error: unknown) => {
					// Whether it was done is not known, and not to be found out.
					if (connection.closed() && !(error instanceof PostgresError)) session = null;
					throw error;
				});
				inside = false;
				return {kind: before === 'open' ? 'committed' : 'no-transaction'};
			};
			return inside ? inTurn(run, waits) : alone(run, waits);
		},
		rollback: async () => {
			rollbacks += 1;
			if (!inside) {
				await alone(
					(connection) => connection.query('ROLLBACK'),
					() => {},
				);
				return {kind: 'rolled-back', nothing: true};
			}
			const connection = session;
			if (connection === null || connection.closed()) {
				await gone();
				return {kind: 'rolled-back', nothing: true};
			}
			const rolled = async (): Promise<boolean> => {
				// A statement that is cancelled fails its transaction.
				const wasFailed = connection.transaction() === 'failed';
				if (busy > 0) await connection.cancel();
				await connection.query('ROLLBACK');
				return wasFailed;
			};
			const done = rolled();
			rolling = done.catch(() => {});
			const wasFailed = await done;
			inside = false;
			return {kind: 'rolled-back', nothing: wasFailed};
		},
		setIdle: (next) => {
			idle = next;
		},
		connect: async () => {
			if (session === null || session.closed()) session = await openSession();
			await alone(
				(connection) => connection.query('SELECT 1'),
				() => {},
			);
			await looker.use();
		},
		close: () => {
			over = true;
			looker.close();
			for (const connection of opened) connection.close();
		},
	};
}

/** By their SQLSTATE. */
const errors = {
	deadlock: '40P01',
	failedTransaction: '25P02',
	idleTransaction: '25P03',
	sessionEnded: '57P01',
} as const;

/** What a server shows as the name of the session in which a client has its transactions. */
function sessionName(mark: string, client: string): string {
	return `${mark} ${client}`;
}

/** Who stands right before the session of this process, by name, and the number of the process's own transaction; no row where nobody does, and where a circle of waits is about to be broken. */
function whoIsBefore(pid: number): string {
	return `WITH RECURSIVE now AS MATERIALIZED (SELECT pg_blocking_pids(${pid}) AS pids),
		before(pid) AS (SELECT unnest(pids) FROM now UNION SELECT unnest(pg_blocking_pids(before.pid)) FROM before)
		SELECT split_part(application_name, ' ', 2), (SELECT ${longNumber('backend_xid')} FROM pg_stat_activity WHERE pid = ${pid})
		FROM pg_stat_activity, now WHERE pid = pids[cardinality(pids)] AND NOT EXISTS (SELECT 1 FROM before WHERE pid = ${pid})`;
}

/** The number of a transaction with its epoch, as `txid_status` takes it. Source: PostgreSQL documentation, Transaction ID and Snapshot Information Functions. */
function longNumber(column: string): string {
	return `(txid_snapshot_xmax(txid_current_snapshot()) >> 32 << 32) + ${column}::text::bigint`;
}

/** What a server says of the transactions of a story. */
export type RowTruth = {
	/** The clients that are in a transaction now. Fails: when the server does not answer. */
	readonly inTransaction: () => Promise<ReadonlySet<string>>;
	/** How a transaction came out that was no client's but that of one write: the version that its resource has then, or null where it wrote nothing; undefined while it is not over. Fails: when the server does not answer. */
	readonly outcome: (transaction: string, resource: string) => Promise<number | null | undefined>;
	readonly close: () => void;
};

/** The server's own truth about the transactions at a store. */
export function rowTruth({table, mark}: Pick<RowPlace, 'table' | 'mark'>, address: () => Address): RowTruth {
	const server = relink(() => openPostgres(address()));
	const sessions = `xact_start IS NOT NULL AND split_part(application_name, ' ', 1) = ${literal(mark)} AND split_part(application_name, ' ', 3) = ''`;
	return {
		inTransaction: async () => {
			const rows = await (await server.use()).query(
				`SELECT split_part(application_name, ' ', 2) FROM pg_stat_activity WHERE ${sessions}`,
			);
			return new Set(rows.map(([client]) => client ?? ''));
		},
		outcome: async (transaction, resource) => {
			const [row] = await (await server.use()).query(
				`SELECT txid_status(${transaction}), version FROM ${table} WHERE resource = ${literal(resource)}`,
			);
			if (row?.[0] === 'in progress') return undefined;
			return row?.[0] === 'committed' ? Number(row[1]) : null;
		},
		close: server.close,
	};
}
