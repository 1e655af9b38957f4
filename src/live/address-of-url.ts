import {visible} from '../language/visible.js';
import type {Address} from './protocol/link.js';
import type {LiveLock} from './story/cast.js';

/** What a URL of a server says: which locks can run there, where it is, and how to show it without its credentials. */
export type NamedServer = {readonly locks: readonly LiveLock[]; readonly address: Address; readonly shown: string};

/** `encrypts`: its connections are encrypted. */
type Scheme = {
	readonly encrypts?: true;
	readonly locks: readonly LiveLock[];
	readonly port: number;
	readonly variables: readonly [string, string] | null;
};

/** By the scheme of the URL. `variables`: the environment's names of a user and a password; null where nobody logs in. */
const schemes: Readonly<Record<string, Scheme>> = {
	'redis:': {locks: ['redis', 'redlock'], port: 6379, variables: ['REDIS_USER', 'REDISCLI_AUTH']},
	'rediss:': {locks: ['redis', 'redlock'], port: 6379, variables: ['REDIS_USER', 'REDISCLI_AUTH'], encrypts: true},
	'postgres:': {locks: ['postgres'], port: 5432, variables: ['PGUSER', 'PGPASSWORD']},
	'postgresql:': {locks: ['postgres'], port: 5432, variables: ['PGUSER', 'PGPASSWORD']},
	'http:': {locks: ['etcd'], port: 2379, variables: ['ETCD_USER', 'ETCD_PASSWORD']},
	'https:': {locks: ['etcd'], port: 2379, variables: ['ETCD_USER', 'ETCD_PASSWORD'], encrypts: true},
	'zookeeper:': {locks: ['zookeeper'], port: 2181, variables: null},
};

/** The server of a URL, or a sentence that says what is wrong with it. Credentials that the URL has not are taken from the environment. */
export function addressOfUrl(text: string, env: Readonly<Record<string, string | undefined>>): NamedServer | string {
	if (!URL.canParse(text)) return 'This is no URL. Type for example: --on redis://localhost:6379';
	const url = new URL(text);
	const scheme = schemes[url.protocol];
	if (scheme === undefined)
		return `A server is named by redis://, rediss://, postgres://, http://, https:// (etcd) or zookeeper://, and not by ${url.protocol}//.`;
	if (url.hostname === '') return 'This URL names no host.';
	const wrong = wrongParameter(url) ?? wrongWriting(url);
	if (wrong !== null) return wrong;
	if (scheme.variables === null && (url.username !== '' || url.password !== '' || url.pathname.length > 1))
		return `A ZooKeeper is named by its host and port alone. Type for example: --on zookeeper://localhost:${scheme.port}`;
	const [userVariable = '', passwordVariable = ''] = scheme.variables ?? [];
	const user = decodeURIComponent(url.username) || env[userVariable];
	const password = decodeURIComponent(url.password) || env[passwordVariable];
	const database = decodeURIComponent(url.pathname.slice(1));
	if (scheme.locks.includes('redis') && !/^\d*$/.test(database))
		return 'The database of a Redis is a number. Type for example: --on redis://localhost:6379/2';
	if (scheme.locks.includes('etcd') && database !== '')
		return `An etcd is named by its host and port alone. Type for example: --on http://localhost:${scheme.port}`;
	const port = url.port === '' ? scheme.port : Number(url.port);
	const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
	const mode = url.searchParams.get('sslmode');
	const isEncrypted = scheme.encrypts === true || (mode !== null && encrypted.includes(mode));
	return {
		locks: scheme.locks,
		shown: `${url.protocol}//${url.hostname}:${port}${database === '' ? '' : `/${visible(database)}`}${isEncrypted && mode !== null ? `?sslmode=${mode}` : ''}`,
		address: {
			host,
			port,
			...(isEncrypted ? {encryptedFor: host} : {}),
			...(user === undefined ? {} : {user}),
			...(password === undefined ? {} : {password}),
			...(database === '' ? {} : {database}),
		},
	};
}

/** Source: PostgreSQL, libpq, sslmode. Who asks for encryption here has the certificate looked at as well, whatever the word. */
const unencrypted: readonly string[] = ['disable', 'allow', 'prefer'];
const encrypted: readonly string[] = ['require', 'verify-ca', 'verify-full'];

/** What a URL asks for beside the place and cannot have, as a sentence without its value, which may be a secret; or null. */
function wrongParameter({protocol, searchParams}: URL): string | null {
	for (const [name, value] of searchParams) {
		if (name !== 'sslmode' || !protocol.startsWith('postgres'))
			return 'A URL with a ? is not understood here. In a password write %3F.';
		if (![...unencrypted, ...encrypted].includes(value))
			return `The sslmode of a URL is one of ${[...unencrypted, ...encrypted].join(', ')}.`;
	}
	return null;
}

/** What is wrong with how a URL is written, as a sentence without its words; or null. */
function wrongWriting({username, password, pathname, hash}: URL): string | null {
	if (hash !== '') return 'A URL with a # is not understood here. In a password write %23.';
	try {
		for (const part of [username, password, pathname]) decodeURIComponent(part);
		return null;
	} catch {
		return 'In this URL a % stands for no character. In a password write %25.';
	}
}
