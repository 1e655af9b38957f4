import type {Value} from '../../sim/statement.js';
import {type Address, relink} from '../protocol/link.js';
import {openRedis, type Resp} from '../protocol/resp.js';
import {type Decision, looksAt, type RealRule, type RealStore} from './real-store.js';

/** Check and change in one script, which Redis runs as one step. Arguments: token or '', what is compared with it, base or '', key or '', value, whether the token is kept. */
const change = `
local highest = redis.call('HGET', KEYS[1], 'highest')
local version = redis.call('HGET', KEYS[1], 'version')
local ok = true
if ARGV[2] ~= '' then
	if ARGV[1] == '' then ok = false
	elseif highest and ARGV[2] == '<' then ok = tonumber(highest) < tonumber(ARGV[1])
	elseif highest then ok = tonumber(highest) <= tonumber(ARGV[1]) end
end
if ok and ARGV[3] ~= 'any' then ok = version == ARGV[3] end
if ok then
	if ARGV[4] ~= '' then
		redis.call('HSET', KEYS[1], 'k:' .. ARGV[4], ARGV[5])
		version = redis.call('HINCRBY', KEYS[1], 'version', 1)
	end
	if ARGV[2] ~= '' then
		redis.call('HSET', KEYS[1], 'highest', ARGV[1])
		highest = ARGV[1]
	end
end
return {ok and 1 or 0, tostring(version), highest}
`;

/** Makes the hashes of a store. */
export async function prepareRedisStore(
	store: string,
	resources: readonly (readonly [string, Readonly<Record<string, Value>>])[],
	address: Address,
): Promise<void> {
	const redis = await openRedis(address);
	try {
		for (const [name, values] of resources) {
			const pairs = Object.entries(values).flatMap(([key, value]) => [`k:${key}`, JSON.stringify(value)]);
			await redis.call('HSET', `${store}:${name}`, 'version', 0, ...pairs);
		}
	} finally {
		redis.close();
	}
}

/** Removes the hashes of a store. */
export async function removeRedisStore(store: string, resources: readonly string[], address: Address): Promise<void> {
	const redis = await openRedis(address);
	try {
		for (const name of resources) await redis.call('DEL', `${store}:${name}`);
	} finally {
		redis.close();
	}
}

/** A store that is a script in Redis, for a machine that has nothing else. */
export function redisStore(store: string, rule: RealRule, address: () => Address): RealStore {
	const server = relink(() => openRedis(address()));
	const call = async (...words: readonly (string | number)[]) => (await server.use()).call(...words);
	const {tokens, versions} = looksAt(rule);
	const order = tokens ? (rule === 'fenced-strict' ? '<' : '<=') : '';
	const run = async (resource: string, token: number | null, base: string, key: string, value: string) =>
		decisionOf(await call('EVAL', change, 1, `${store}:${resource}`, token ?? '', order, base, key, value));
	return {
		read: async (resource) => {
			const said = await call('HGETALL', `${store}:${resource}`);
			const flat = Array.isArray(said) ? said.map(String) : [];
			const pairs = flat.flatMap((name, index) => (index % 2 === 0 ? [[name, flat[index + 1] ?? ''] as const] : []));
			const values = pairs.flatMap(([name, value]) => (name.startsWith('k:') ? [[name.slice(2), value] as const] : []));
			return {
				version: Number(pairs.find(([name]) => name === 'version')?.[1] ?? 0),
				values: Object.fromEntries(values.map(([name, value]) => [name, JSON.parse(value) as Value])),
			};
		},
		write: ({resource, key, value, token, base}) =>
			run(resource, token, versions ? String(base ?? '') : 'any', key, JSON.stringify(value)),
		advance: (resource, token) => run(resource, token, 'any', '', ''),
		connect: async () => {
			await call('PING');
		},
		close: server.close,
	};
}

function decisionOf(said: Resp): Decision {
	const [ok, version, highest] = Array.isArray(said) ? said : [];
	return {accepted: ok === 1, version: Number(version), highest: highest == null ? null : Number(highest)};
}
