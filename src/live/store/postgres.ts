import type {Value} from '../../sim/statement.js';
import {type Address, relink} from '../protocol/link.js';
import {literal, openPostgres, type Rows} from '../protocol/postgres.js';
import {type Decision, looksAt, type RealRule, type RealStore} from './real-store.js';

/** Makes the table of a store, with its resources. */
export async function preparePostgresStore(
	table: string,
	resources: readonly (readonly [string, Readonly<Record<string, Value>>])[],
	address: Address,
): Promise<void> {
	const server = await openPostgres(address);
	try {
		await server.query(
			`CREATE TABLE ${table}(resource text PRIMARY KEY, data jsonb NOT NULL, version bigint NOT NULL, highest bigint)`,
		);
		for (const [name, values] of resources)
			await server.query(`INSERT INTO ${table} VALUES(${literal(name)}, ${json(values)}, 0, NULL)`);
	} finally {
		server.close();
	}
}

/** Removes the table of a store. */
export async function removePostgresStore(table: string, address: Address): Promise<void> {
	const server = await openPostgres(address);
	try {
		await server.query(`DROP TABLE IF EXISTS ${table}`);
	} finally {
		server.close();
	}
}

/** A store that is a table: the check and the write are one UPDATE, as `UPDATE ... WHERE highest <= $token`. */
export function postgresStore(table: string, rule: RealRule, address: () => Address): RealStore {
	const server = relink(() => openPostgres(address()));
	const query = async (sql: string) => (await server.use()).query(sql);
	const {tokens, versions} = looksAt(rule);
	const guard = (token: number | null, base: number | null): string => {
		const order = rule === 'fenced-strict' ? '<' : '<=';
		const fresh = token === null ? 'FALSE' : `(highest IS NULL OR highest ${order} ${token})`;
		const same = base === null ? 'FALSE' : `version = ${base}`;
		return [...(tokens ? [fresh] : []), ...(versions ? [same] : []), 'TRUE'].join(' AND ');
	};
	const raised = (token: number | null) =>
		tokens && token !== null ? `, highest = GREATEST(COALESCE(highest, ${token}), ${token})` : '';
	/** The row after the change, or the row as it is where the guard keeps the change out. */
	const change = async (resource: string, set: string, where: string): Promise<Decision> => {
		const row = `resource = ${literal(resource)}`;
		return decisionOf(
			await query(
				`WITH done AS (UPDATE ${table} SET ${set} WHERE ${row} AND ${where} RETURNING version, highest)
				 SELECT 'yes', version, highest FROM done
				 UNION ALL SELECT 'no', version, highest FROM ${table} WHERE ${row} AND NOT EXISTS (SELECT 1 FROM done)`,
			),
		);
	};
	return {
		read: async (resource) => {
			const [row] = await query(`SELECT version, data FROM ${table} WHERE resource = ${literal(resource)}`);
			return {version: Number(row?.[0]), values: JSON.parse(row?.[1] ?? '{}') as Readonly<Record<string, Value>>};
		},
		write: ({resource, key, value, token, base}) =>
			change(
				resource,
				`data = data || ${json({[key]: value})}, version = version + 1${raised(token)}`,
				guard(token, base),
			),
		advance: (resource, token) =>
			change(resource, `version = version${raised(token)}`, tokens ? guardOfToken(rule, token) : 'TRUE'),
		connect: async () => {
			await query('SELECT 1');
		},
		close: server.close,
	};
}

function guardOfToken(rule: RealRule, token: number | null): string {
	if (token === null) return 'FALSE';
	return `(highest IS NULL OR highest ${rule === 'fenced-strict' ? '<' : '<='} ${token})`;
}

function decisionOf(rows: Rows): Decision {
	const [did, version, highest] = rows[0] ?? [];
	return {accepted: did === 'yes', version: Number(version), highest: highest == null ? null : Number(highest)};
}

function json(values: Readonly<Record<string, Value>>): string {
	return `${literal(JSON.stringify(values))}::jsonb`;
}
