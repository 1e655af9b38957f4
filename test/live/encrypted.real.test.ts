import {execFileSync} from 'node:child_process';
import {
	chmodSync,
	chownSync,
	copyFileSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, describe, expect, it} from 'vitest';
import {etcdServer} from '../../src/live/server/etcd.js';
import {postgresServer} from '../../src/live/server/postgres.js';
import {redisServer} from '../../src/live/server/redis.js';
import {freePort, newServer, type Recipe} from '../../src/live/server/server.js';
import {openSweeper} from '../../src/live/sweeper.js';
import {isBuilt, runLive} from './run-story.js';

const folder = mkdtempSync(join(tmpdir(), 'live-encrypted-'));
chmodSync(folder, 0o755);
const certificate = join(folder, 'server.crt');
const key = join(folder, 'server.key');
const isMade = makeCertificate();
const recipes = {redis: redisServer('no'), etcd: etcdServer(), postgres: await postgresServer()};
const missing = Object.values(recipes).includes(null) || !isBuilt || !isMade;

/** A throw-away certificate for localhost, which is its own authority. */
function makeCertificate(): boolean {
	const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
	const files = ['-keyout', key, '-out', certificate];
	try {
		execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', ...names, ...files], {
			stdio: 'ignore',
		});
		chmodSync(key, 0o600);
		return true;
	} catch {
		return false;
	}
}

/** A story without what it says of tokens: the counters of a server that is somebody else's are where they are. */
function story(name: string): string {
	const path = join(folder, name);
	const text = readFileSync(join(import.meta.dirname, 'stories', name), 'utf8');
	writeFileSync(path, text.replaceAll(/^expect token .*$/gm, ''));
	return path;
}

describe.skipIf(missing && process.env['CI'] !== 'true')(
	`Live over encrypted connections${missing ? ' (a server, openssl or the built program is missing here)' : ''}`,
	async () => {
		const sweeper = await openSweeper();
		afterAll(async () => {
			await sweeper.close();
			rmSync(folder, {recursive: true});
		});
		const begin = async (recipe: Recipe | null): Promise<number> => {
			if (recipe === null) throw new Error('a server is missing here');
			const server = newServer(recipe, sweeper);
			await server.start();
			return server.port();
		};
		/** The URL of a server that takes encrypted connections, under this name of its host. */
		const kinds = {
			redis: async (host: string) => {
				const secure = await freePort();
				const files = ['--tls-cert-file', certificate, '--tls-key-file', key, '--tls-auth-clients', 'no'];
				await begin(withWords(recipes.redis, ['--tls-port', String(secure), ...files]));
				return {url: `rediss://${host}:${secure}`, file: story('redis-cut.fence')};
			},
			etcd: async (host: string) => {
				const secure = await freePort();
				const {command = () => [], ...others} = recipes.etcd ?? {};
				const recipe = {
					...others,
					// It listens in the clear as well, for who asks whether it is ready.
					command: (place: string, port: number, peer: number) => [
						...command(place, port, peer).map((word) =>
							word === `http://127.0.0.1:${port}` ? `${word},https://127.0.0.1:${secure}` : word,
						),
						...['--cert-file', certificate, '--key-file', key],
					],
				} as Recipe;
				await begin(recipe);
				return {url: `https://${host}:${secure}`, file: story('etcd-cut.fence')};
			},
			postgres: async (host: string) => {
				const base = recipes.postgres;
				const own = join(folder, `postgres-${await freePort()}`);
				const files = ['-c', 'ssl=on', '-c', `ssl_cert_file=${own}/crt`, '-c', `ssl_key_file=${own}/key`];
				const prepare: Recipe['prepare'] = async (place, made) => {
					await base?.prepare?.(place, made);
					mkdirSync(own);
					copyFileSync(certificate, join(own, 'crt'));
					copyFileSync(key, join(own, 'key'));
					// The server wants its key to be its own.
					const {uid, gid} = statSync(join(place, 'data'));
					for (const path of [own, join(own, 'crt'), join(own, 'key')]) chownSync(path, uid, gid);
				};
				const words = withWords(base, files);
				const port = await begin(words === null ? null : {...words, prepare});
				return {
					url: `postgres://fence@${host}:${port}/postgres?sslmode=require`,
					file: story('rows.fence'),
				};
			},
		} as const;
		const cut = ['--stores', 'redis'];

		it.concurrent.for(['redis', 'etcd', 'postgres'] as const)(
			'plays where the authority is known, and refuses in a sentence where it is not, or where the certificate is for another name: %s',
			async (kind, {expect: expected}) => {
				const {url, file} = await kinds[kind]('localhost');

				const typed = ['--yes', ...(kind === 'postgres' ? [] : cut), '--on', url, file];
				const known = {env: {NODE_EXTRA_CA_CERTS: certificate}};
				const good = await runLive({typed, ...known});
				expected(good.stderr).not.toContain('fence-tutor:');
				expected({code: good.code, false: good.stdout.match(/false: .*/g)}).toEqual({code: 0, false: null});
				const unknown = await runLive({typed});
				expected({code: unknown.code, stdout: unknown.stdout}).toEqual({code: 2, stdout: ''});
				expected(unknown.stderr).toContain('its certificate is signed by nobody whom this machine trusts');
				const other = await runLive({
					typed: typed.map((word) => word.replace('localhost', '127.0.0.1')),
					...known,
				});
				expected(other.code).toBe(2);
				expected(other.stderr).toContain('its certificate is for another name');
			},
		);

		it('says so of a server that goes unencrypted', async () => {
			const redis = await begin(recipes.redis);
			const postgres = await begin(recipes.postgres);
			for (const url of [
				`rediss://127.0.0.1:${redis}`,
				`postgres://fence@127.0.0.1:${postgres}/postgres?sslmode=require`,
			]) {
				const file = story(url.startsWith('rediss') ? 'redis-cut.fence' : 'rows.fence');
				const {code, stderr} = await runLive({typed: ['--yes', '--on', url, file]});
				expect(code).toBe(2);
				expect(stderr).toMatch(/ (does not take|takes no) encrypted connections/);
			}
		});
	},
);

function withWords(recipe: Recipe | null, words: readonly string[]): Recipe | null {
	return recipe === null
		? null
		: {...recipe, command: (place, port, second) => [...recipe.command(place, port, second), ...words]};
}
