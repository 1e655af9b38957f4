import {type Address, openLink, type Taker} from './link.js';

/** A value of RESP2: text, a whole number, nothing, or a list of such. */
export type Resp = string | number | null | readonly Resp[];

/** What the server answers with an error. Its text begins with a code, as in `WRONGTYPE ...`. */
class RedisError extends Error {}

/** A connection to a Redis server. */
export type Redis = {
	/** The answer to one command. Fails: with a RedisError when the server refuses it. */
	readonly call: (...words: readonly (string | number)[]) => Promise<Resp>;
	readonly closed: () => boolean;
	readonly close: () => void;
};

/**
 * An open connection to a Redis server, logged in where the address has a password.
 * Source: the Redis serialization protocol, version 2 (redis.io/docs/latest/develop/reference/protocol-spec).
 */
export async function openRedis(address: Address): Promise<Redis> {
	const link = await openLink(address, takeResp);
	const call = async (...words: readonly (string | number)[]): Promise<Resp> => {
		const answer = await link.ask(command(words));
		if (answer instanceof RedisError) throw answer;
		return answer;
	};
	const {user, password, database} = address;
	try {
		if (password !== undefined) await call('AUTH', ...(user === undefined || user === '' ? [] : [user]), password);
		if (database !== undefined && database !== '' && database !== '0') await call('SELECT', database);
	} catch (error) {
		link.close();
		throw error;
	}
	return {call, closed: link.closed, close: link.close};
}

/** A command as the server reads it: a list of texts, each with its length in bytes. */
function command(words: readonly (string | number)[]): string {
	const parts = words.map((word) => `$${Buffer.byteLength(String(word))}\r\n${word}\r\n`);
	return `*${words.length}\r\n${parts.join('')}`;
}

const takeResp: Taker<Resp | RedisError> = (received) => {
	const taken = valueAt(received, 0);
	return taken === null ? null : {answer: taken.value, size: taken.end};
};

type At = {readonly value: Resp | RedisError; readonly end: number};

function valueAt(received: Buffer, start: number): At | null {
	const lineEnd = received.indexOf('\r\n', start);
	if (lineEnd === -1) return null;
	const line = received.toString('utf8', start + 1, lineEnd);
	const next = lineEnd + 2;
	switch (received[start]) {
		case 0x2b: // +
			return {value: line, end: next};
		case 0x2d: // -
			return {value: new RedisError(line), end: next};
		case 0x3a: // :
			return {value: Number(line), end: next};
		case 0x24: // $
			return bulk(received, next, Number(line));
		case 0x2a: // *
			return list(received, next, Number(line));
		default:
			throw new Error('This server does not speak the Redis protocol.');
	}
}

function bulk(received: Buffer, start: number, size: number): At | null {
	if (size === -1) return {value: null, end: start};
	const end = start + size;
	return received.length < end + 2 ? null : {value: received.toString('utf8', start, end), end: end + 2};
}

function list(received: Buffer, start: number, count: number): At | null {
	if (count === -1) return {value: null, end: start};
	const items: Resp[] = [];
	let end = start;
	while (items.length < count) {
		const item = valueAt(received, end);
		if (item === null) return null;
		items.push(item.value instanceof RedisError ? item.value.message : item.value);
		end = item.end;
	}
	return {value: items, end};
}
