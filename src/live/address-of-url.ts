import type {Address} from './protocol/link.js';
import type {LiveLock} from './story/cast.js';

/** What a URL of a server says: which locks can run there, where it is, and how to show it without its credentials. */
export type NamedServer = {readonly locks: readonly LiveLock[]; readonly address: Address; readonly shown: string};

type Scheme = {
	readonly locks: readonly LiveLock[];
	readonly port: number;
	readonly variables: readonly [string, string];
};

/** By the scheme of the URL. `variables`: the environment's names of a user and a password. */
const schemes: Readonly<Record<string, Scheme>> = {
	'redis:': {locks: ['redis', 'redlock'], port: 6379, variables: ['REDIS_USER', 'REDISCLI_AUTH']},
	'postgres:': {locks: ['postgres'], port: 5432, variables: ['PGUSER', 'PGPASSWORD']},
	'postgresql:': {locks: ['postgres'], port: 5432, variables: ['PGUSER', 'PGPASSWORD']},
	'http:': {locks: ['etcd'], port: 2379, variables: ['ETCD_USER', 'ETCD_PASSWORD']},
};

/** The server of a URL, or a sentence that says what is wrong with it. Credentials that the URL has not are taken from the environment. */
export function addressOfUrl(text: string, env: Readonly<Record<string, string | undefined>>): NamedServer | string {
	if (!URL.canParse(text)) return 'This is no URL. Type for example: --on redis://localhost:6379';
	const url = new URL(text);
	const scheme = schemes[url.protocol];
	if (scheme === undefined)
		return `A server is named by redis://, postgres:// or http:// (etcd), and not by ${url.protocol}//. Encrypted connections are not supported here.`;
	if (url.hostname === '') return 'This URL names no host.';
	const [userVariable, passwordVariable] = scheme.variables;
	const user = decodeURIComponent(url.username) || env[userVariable];
	const password = decodeURIComponent(url.password) || env[passwordVariable];
	const database = decodeURIComponent(url.pathname.slice(1));
	const port = url.port === '' ? scheme.port : Number(url.port);
	return {
		locks: scheme.locks,
		shown: `${url.protocol}//${url.hostname}:${port}${database === '' ? '' : `/${database}`}`,
		address: {
			host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
			port,
			...(user === undefined ? {} : {user}),
			...(password === undefined ? {} : {password}),
			...(database === '' ? {} : {database}),
		},
	};
}
