import {request} from 'node:https';
import {type Address, certificateFor, named} from './link.js';

/** An answer as it comes. */
export type Parts = AsyncIterable<Uint8Array>;

/**
 * Posts JSON. Encrypted it goes by Node's own client, since fetch takes no name for a server that is reached through a proxy.
 * Fails: when nobody answers, or the server's certificate is not to be trusted.
 */
export async function postJson(
	{host, port, encryptedFor}: Address,
	path: string,
	body: object,
	headers: Readonly<Record<string, string>> = {},
	signal?: AbortSignal,
): Promise<Parts> {
	const text = JSON.stringify(body);
	const given = signal === undefined ? {} : {signal};
	if (encryptedFor === undefined) {
		const response = await fetch(`http://${inUrl(host)}:${port}${path}`, {
			method: 'POST',
			body: text,
			headers,
			...given,
		});
		return (response.body ?? []) as Parts;
	}
	return new Promise((done, fail) => {
		request({
			...{host, port, path, headers, ...given, method: 'POST'},
			...named(encryptedFor),
			...certificateFor(encryptedFor),
		})
			.on('response', done)
			.on('error', fail)
			.end(text);
	});
}

/** An IPv6 address stands in brackets. */
function inUrl(host: string): string {
	return host.includes(':') ? `[${host}]` : host;
}
