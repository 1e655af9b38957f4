import {bytesOf, etcdAt, textOf} from '../protocol/etcd.js';
import {type Address, relink} from '../protocol/link.js';
import {literal, openPostgres, tableName} from '../protocol/postgres.js';
import {openRedis} from '../protocol/resp.js';

/** The systems on which a room can be. */
export type RoomSystem = 'redis' | 'etcd' | 'postgres';

/** What a room writes on its server beside the lock and the stores: a notice that it is open, and a log that everybody appends to and the presenter reads. */
type RoomLog = {
	/** Hangs up the notice; false where one is there already. */
	readonly open: (notice: string) => Promise<boolean>;
	/** The notice, or null where no room is open. */
	readonly notice: () => Promise<string | null>;
	readonly append: (line: string) => Promise<void>;
	/** The lines that nobody has been given yet. Order: as they were appended. */
	readonly next: () => Promise<readonly string[]>;
	/** Takes the notice down, and removes the log. */
	readonly remove: () => Promise<void>;
	readonly close: () => void;
};

/** The log of a room on a server, under names that begin with the prefix. */
export function roomLog(system: RoomSystem, prefix: string, address: Address): RoomLog {
	switch (system) {
		case 'redis':
			return inRedis(prefix, address);
		case 'etcd':
			return inEtcd(prefix, address);
		case 'postgres':
			return inPostgres(prefix, address);
	}
}

/** Who leaves after the presenter has closed the room must not begin a log anew. */
const whileOpen = `if redis.call('EXISTS', KEYS[1]) == 1 then return redis.call('RPUSH', KEYS[2], ARGV[1]) else return 0 end`;

function inRedis(prefix: string, address: Address): RoomLog {
	const server = relink(() => openRedis(address));
	const call = async (...words: readonly (string | number)[]) => (await server.use()).call(...words);
	let read = 0;
	return {
		open: async (notice) => (await call('SET', `${prefix}:open`, notice, 'NX')) === 'OK',
		notice: async () => {
			const said = await call('GET', `${prefix}:open`);
			return typeof said === 'string' ? said : null;
		},
		append: async (line) => {
			await call('EVAL', whileOpen, 2, `${prefix}:open`, `${prefix}:log`, line);
		},
		next: async () => {
			const lines = await call('LRANGE', `${prefix}:log`, read, -1);
			const fresh = Array.isArray(lines) ? lines.map(String) : [];
			read += fresh.length;
			return fresh;
		},
		remove: async () => {
			await call('DEL', `${prefix}:open`, `${prefix}:log`);
		},
		close: server.close,
	};
}

function inEtcd(prefix: string, address: Address): RoomLog {
	const server = etcdAt(() => address);
	const open = bytesOf(`${prefix}:open`);
	const log = {key: bytesOf(`${prefix}:log/`), range_end: bytesOf(`${prefix}:log0`)};
	let appended = 0;
	let after = '0';
	return {
		open: async (notice) => {
			const {succeeded} = await server.call('kv/txn', {
				compare: [{key: open, target: 'CREATE', result: 'EQUAL', create_revision: '0'}],
				success: [{request_put: {key: open, value: bytesOf(notice)}}],
			});
			return succeeded === true;
		},
		notice: async () => {
			const [found] = await server.range({key: open});
			return found === undefined ? null : textOf(found.value);
		},
		append: async (line) => {
			appended += 1;
			const put = {key: bytesOf(`${prefix}:log/${crypto.randomUUID()}-${appended}`), value: bytesOf(line)};
			await server.call('kv/txn', {
				compare: [{key: open, target: 'CREATE', result: 'GREATER', create_revision: '0'}],
				success: [{request_put: put}],
			});
		},
		next: async () => {
			const found = await server.range({
				...log,
				min_create_revision: String(BigInt(after) + 1n),
				sort_order: 'ASCEND',
				sort_target: 'CREATE',
			});
			after = found.at(-1)?.create_revision ?? after;
			return found.map(({value}) => textOf(value));
		},
		remove: async () => {
			await server.call('kv/deleterange', {key: open});
			await server.call('kv/deleterange', log);
		},
		close: () => {},
	};
}

function inPostgres(prefix: string, address: Address): RoomLog {
	const server = relink(() => openPostgres(address));
	const query = async (sql: string) => (await server.use()).query(sql);
	const table = tableName(`${prefix}_room`);
	const seen = new Set<number>();
	return {
		open: async (notice) =>
			query(
				`CREATE TABLE ${table}(id serial, line text NOT NULL); INSERT INTO ${table} VALUES(0, ${literal(notice)})`,
			).then(
				() => true,
				async (problem: unknown) => {
					if ((await query(`SELECT to_regclass('${table}')`))[0]?.[0] === null) throw problem;
					return false;
				},
			),
		notice: async () => {
			if ((await query(`SELECT to_regclass('${table}')`))[0]?.[0] === null) return null;
			return (await query(`SELECT line FROM ${table} WHERE id = 0`))[0]?.[0] ?? null;
		},
		append: async (line) => {
			await query(`INSERT INTO ${table}(line) VALUES(${literal(line)})`);
		},
		next: async () => {
			// A lower number may be committed after a higher one.
			const from = Math.max(0, ...seen) - 200;
			const rows = await query(`SELECT id, line FROM ${table} WHERE id > GREATEST(0, ${from}) ORDER BY id`);
			const fresh = rows.filter(([id]) => !seen.has(Number(id)));
			for (const [id] of fresh) seen.add(Number(id));
			for (const id of seen) if (id < from - 200) seen.delete(id);
			return fresh.map(([, line]) => String(line));
		},
		remove: async () => {
			await query(`DROP TABLE IF EXISTS ${table}`);
		},
		close: server.close,
	};
}
