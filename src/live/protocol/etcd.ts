import type {Address} from './link.js';
import {type Parts, postJson} from './post.js';

/** One key as the server stores it. Shape: numbers of 64 bits are text, as JSON has them. */
export type EtcdKey = {
	readonly key: string;
	readonly value: string;
	readonly create_revision: string;
	readonly lease: string;
};

/** Requests to an etcd server. Texts are encoded here; answers keep the server's field names. */
type Etcd = {
	/** The server's answer to one request. Fails: when the server refuses it or cannot be reached. */
	readonly call: (path: string, body: object) => Promise<Readonly<Record<string, unknown>>>;
	/** The keys that a range request finds. */
	readonly range: (body: object) => Promise<readonly EtcdKey[]>;
	/** Ends when the key is deleted. Fails: when the connection is lost first. */
	readonly deletionOf: (key: string, fromRevision: string, given: AbortSignal) => Promise<void>;
};

/**
 * Requests to the JSON gateway of an etcd server.
 * Source: etcd documentation, "gRPC gateway" (etcd.io/docs/v3.4/dev-guide/api_grpc_gateway) and api_reference_v3.
 */
export function etcdAt(address: () => Address): Etcd {
	const token = loginOnce(address);
	const post = async (path: string, body: object, signal?: AbortSignal): Promise<Parts> => {
		const known = await token();
		return await postJson(address(), `/v3/${path}`, body, known === null ? {} : {authorization: known}, signal);
	};
	const call: Etcd['call'] = async (path, body) => answerOf(await jsonOf(await post(path, body)));
	return {
		call,
		range: async (body) => {
			const {kvs} = await call('kv/range', body);
			return (kvs ?? []) as readonly EtcdKey[];
		},
		deletionOf: async (key, fromRevision, given) => {
			const watch = {create_request: {key, start_revision: fromRevision, filters: ['NOPUT']}};
			const response = await post('watch', watch, given);
			let said = '';
			for await (const part of response) {
				said += Buffer.from(part).toString('utf8');
				if (said.includes('"DELETE"')) return;
			}
			throw new Error('connection lost');
		},
	};
}

async function jsonOf(parts: Parts): Promise<unknown> {
	const all: Uint8Array[] = [];
	for await (const part of parts) all.push(part);
	return JSON.parse(Buffer.concat(all).toString('utf8')) as unknown;
}

/** Text as the gateway wants its bytes. */
export function bytesOf(text: string): string {
	return Buffer.from(text).toString('base64');
}

/** The text of the gateway's bytes. */
export function textOf(bytes: string): string {
	return Buffer.from(bytes, 'base64').toString('utf8');
}

function answerOf(said: unknown): Readonly<Record<string, unknown>> {
	const answer = said as Readonly<Record<string, unknown>>;
	const {error, message} = answer;
	if (error !== undefined)
		throw new Error(typeof error === 'string' ? error : String(message ?? JSON.stringify(error)));
	return (answer['result'] ?? answer) as Readonly<Record<string, unknown>>;
}

/** The token of a login, asked for once; null where the address names nobody. */
function loginOnce(address: () => Address): () => Promise<string | null> {
	let known: Promise<string> | null = null;
	return async () => {
		const {user, password} = address();
		if (user === undefined || user === '') return null;
		known ??= postJson(address(), '/v3/auth/authenticate', {name: user, password})
			.then(jsonOf)
			.then((said) => String(answerOf(said)['token']));
		return known;
	};
}
