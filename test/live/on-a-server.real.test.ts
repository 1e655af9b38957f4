import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, describe, expect, it} from 'vitest';
import {until} from '../../src/live/clock.js';
import {bytesOf, etcdAt} from '../../src/live/protocol/etcd.js';
import {type Address, onLoopback} from '../../src/live/protocol/link.js';
import {openPostgres} from '../../src/live/protocol/postgres.js';
import {openRedis} from '../../src/live/protocol/resp.js';
import {openZooKeeper} from '../../src/live/protocol/zookeeper.js';
import {etcdServer} from '../../src/live/server/etcd.js';
import {ownPostgres, postgresServer} from '../../src/live/server/postgres.js';
import {redisServer} from '../../src/live/server/redis.js';
import {newServer, type Recipe} from '../../src/live/server/server.js';
import {zooKeeperServer} from '../../src/live/server/zookeeper.js';
import {openSweeper} from '../../src/live/sweeper.js';
import {beginLive, isBuilt, nothingLeft, patient, runLive} from './run-story.js';

const folder = mkdtempSync(join(tmpdir(), 'live-stories-'));

/** A story without what it says of tokens: the counters of a server that is somebody else's are where they are. */
function story(name: string): string {
	const path = join(folder, name);
	const text = readFileSync(join(import.meta.dirname, 'stories', name), 'utf8');
	writeFileSync(path, text.replaceAll(/^expect token .*$/gm, ''));
	return path;
}
const recipes = {
	redis: redisServer('no'),
	etcd: etcdServer(),
	postgres: await postgresServer(),
	zookeeper: zooKeeperServer(100),
};
const missing = Object.values(recipes).includes(null) || !isBuilt;
/** A Redis for the stores is started in a moment. */
const there = ['--stores', 'redis'];
/** A password that a URL cannot hold as it is. */
const secret = 's3cret: @/long? #50% ü';
const inUrl = encodeURIComponent(secret);

/** A server of somebody else's, with a password. `names`: of all that is stored there. */
type Foreign = {
	readonly url: string;
	/** The same without a password, and the variable that gives it. */
	readonly bare: string;
	readonly variable: string;
	readonly story: string;
	readonly names: () => Promise<readonly string[]>;
};

describe.skipIf(missing && process.env['CI'] !== 'true')(
	`Live on a server of somebody else's${missing ? ' (a server or the built program is missing here)' : ''}`,
	async () => {
		const sweeper = await openSweeper();
		afterAll(async () => {
			await sweeper.close();
			rmSync(folder, {recursive: true});
		});
		const start = async (recipe: Recipe | null): Promise<number> => {
			const server = newServer(neededRecipe(recipe), sweeper);
			await server.start();
			return server.port();
		};
		const kinds = {
			redis: () => redisWithPassword(start),
			etcd: () => etcdWithPassword(start),
			postgres: () => postgresWithPassword(start),
		} as const;
		const opened = new Map<string, Promise<Foreign>>();
		const foreign = (kind: keyof typeof kinds): Promise<Foreign> => {
			const known = opened.get(kind) ?? kinds[kind]();
			opened.set(kind, known);
			return known;
		};

		describe.each(['redis', 'etcd', 'postgres'] as const)('%s', (kind) => {
			it('asks, names the place without the password, plays the story, and leaves nothing there', async () => {
				const {url, story, names} = await foreign(kind);
				const before = await names();
				const begun = await beginLive({typed: [...there, '--on', url, story], answer: 'y\n'});
				const {code, stdout, stderr} = await begun.done;
				expect(stderr.replaceAll(/^\.\.\. .*\n/gm, '')).toBe('');
				expect(code).toBe(0);
				expect(stdout).toMatch(
					/^This writes to \w+:\/\/127\.0\.0\.1:\d+[^,]*, only under names that begin with fence-live-\w+, and removes them afterwards\.\nGo on\? \[y\/N\] /,
				);
				expect(stdout + stderr).not.toContain(secret);
				expect(stdout + stderr).not.toContain(inUrl);
				await until('nothing is left there', async () => (await names()).join() === before.join(), patient);
				await nothingLeft(begun);
				await begun.clean();
			});

			it.each(['n\n', ''])('writes nothing where the answer is %j', async (answer) => {
				const {url, story} = await foreign(kind);
				const begun = await beginLive({typed: [...there, '--on', url, story], answer});
				const {code, stderr} = await begun.done;
				expect({code, stderr}).toEqual({code: 2, stderr: 'Nothing was written.\n'});
				await begun.clean();
			});

			it('takes the password from the environment', async () => {
				const {bare, variable, story} = await foreign(kind);
				const {code, stderr} = await runLive({
					typed: ['--yes', ...there, '--on', bare, story],
					env: {[variable]: secret},
				});
				expect({code, stderr: stderr.split('\n')[0]}).toEqual({
					code: 0,
					stderr: expect.stringMatching(/^This writes to/),
				});
			});

			it.each(['wrong', ''])('says of a server that does not let it in so, with the password %j', async (password) => {
				const {url, story} = await foreign(kind);
				const other = url.replace(`:${inUrl}@`, password === '' ? '@' : `:${password}@`);
				const {code, stdout, stderr} = await runLive({typed: ['--yes', ...there, '--on', other, story]});
				expect(code).toBe(2);
				expect(stdout).toBe('');
				expect(stderr).toMatch(/^fence-tutor: \w+:\/\/127\.0\.0\.1:\d+[^:]*: .+\.$/m);
			});

			it.each(['SIGINT', 'SIGKILL'] as const)('leaves nothing there after %s', async (signal) => {
				const {url, story, names} = await foreign(kind);
				const before = await names();
				const begun = await beginLive({typed: ['--yes', ...there, '--on', url, story]});
				let early = '';
				void begun.done.then(({stdout, stderr}) => {
					early = `it has ended: ${stdout.slice(-200)}${stderr.slice(-400)}`;
				});
				const hasWritten = async (): Promise<boolean> => {
					if ((await names()).length > before.length) return true;
					throw new Error(early === '' ? 'it still runs' : early);
				};
				await until('it has written', hasWritten, {...patient, every: 5});
				process.kill(begun.pid, signal);
				const {code} = await begun.done;
				expect(code).toBe(signal === 'SIGINT' ? 130 : null);
				await nothingLeft(begun);
				await until('nothing is left there', async () => (await names()).join() === before.join(), patient);
				await begun.clean();
			});
		});

		it.concurrent.for([
			['redis', (port: number) => `redis://[::1]:${port}`, 'redis-cut.fence'],
			['etcd', (port: number) => `http://[::1]:${port}`, 'etcd-cut.fence'],
			['postgres', (port: number) => `postgres://fence@[::1]:${port}/postgres`, 'postgres-stale-write.fence'],
		] as const)('plays on one at an IPv6 address: %s', async ([kind, url, name], {expect: expected}) => {
			const recipe = neededRecipe(recipes[kind]);
			const port = await start({...recipe, command: (...place) => onBoth(kind, recipe.command(...place), place[1])});
			const {code, stderr} = await runLive({typed: ['--yes', ...there, '--on', url(port), story(name)]});
			expected({code, said: stderr.match(/^fence-tutor.*$/gm)}).toEqual({code: 0, said: null});
		});

		describe('zookeeper, where nobody logs in', () => {
			/** One with somebody else's nodes on it, and the names of all that stand at its top. */
			const foreignZooKeeper = async (recipe: Recipe | null) => {
				const port = await start(recipe);
				const admin = await openZooKeeper(() => onLoopback(port), 20_000);
				await admin.create('/somebody', 'else', {ephemeral: false, sequential: false});
				const names = async () => [...(await admin.children('/'))].sort().join();
				return {url: `zookeeper://127.0.0.1:${port}`, names, end: admin.end};
			};
			const file = story('zookeeper-stale-write.fence');

			it('asks, plays the story, and leaves nothing there, after SIGINT and SIGKILL too', async () => {
				const {url, names, end} = await foreignZooKeeper(recipes.zookeeper);
				expect(await names()).toBe('somebody,zookeeper');
				const begun = await beginLive({typed: [...there, '--on', url, file], answer: 'y\n'});
				const {code, stdout, stderr} = await begun.done;
				expect(stderr.replaceAll(/^\.\.\. .*\n/gm, '')).toBe('');
				expect(code).toBe(0);
				expect(stdout).toMatch(
					/^This writes to zookeeper:\/\/127\.0\.0\.1:\d+, only under names that begin with fence-live-\w+, and removes them afterwards\.\nGo on\? \[y\/N\] /,
				);
				await until('nothing is left there', async () => (await names()) === 'somebody,zookeeper', patient);
				await nothingLeft(begun);
				await begun.clean();
				for (const signal of ['SIGINT', 'SIGKILL'] as const) {
					const broken = await beginLive({typed: ['--yes', ...there, '--on', url, file]});
					await until('it has written', async () => (await names()).includes('fence-live'), {...patient, every: 5});
					process.kill(broken.pid, signal);
					await broken.done;
					await nothingLeft(broken);
					await until('nothing is left there', async () => (await names()) === 'somebody,zookeeper', patient);
					await broken.clean();
				}
				await end();
			});

			it('says which sessions it does not give, before it writes', async () => {
				const {url, names, end} = await foreignZooKeeper(zooKeeperServer(2000));
				const {code, stderr} = await runLive({typed: ['--yes', ...there, '--scale', '5', '--on', url, file]});
				expect(code).toBe(2);
				expect(stderr).toContain(
					'it keeps a session for 4000 ms at least, and here one lasts 2000 ms; type a smaller --scale.',
				);
				expect(await names()).toBe('somebody,zookeeper');
				await end();
			});
		});

		it('says so where the server goes away in the middle, after what was seen until then', async () => {
			const server = newServer(neededRecipe(recipes.redis), sweeper);
			await server.start();
			const url = `redis://127.0.0.1:${server.port()}`;
			const begun = await beginLive({typed: ['--yes', ...there, '--on', url, story('redis-stale-write.fence')]});
			await until('the lease runs', () => begun.told().includes('waiting until the lease ends'), {limit: 60_000});
			await server.kill();
			const {code, stdout, stderr} = await begun.done;
			expect({code, last: stderr.trim().split('\n').at(-1)}).toEqual({
				code: 2,
				last: expect.stringMatching(
					/^fence-tutor: redis:\/\/127\.0\.0\.1:\d+: it does not answer any more, and the story ends after line 10\. What it wrote there begins with fence-live-\w+, and is removed if the server is back within a minute\.$/,
				),
			});
			expect(stdout).toContain('LOCK grants account to A');
			await server.start();
			await nothingLeft(begun);
			await begun.clean();
		});

		it('says in words that no server is there, or another one than its URL says', async () => {
			const file = story('redis-stale-write.fence');
			const {stderr} = await runLive({typed: ['--yes', ...there, '--on', 'redis://127.0.0.1:1', file]});
			expect(stderr).toContain(
				'redis://127.0.0.1:1: The live run cannot begin: no server listens there (ECONNREFUSED).',
			);
			const other = `http://127.0.0.1:${await start(recipes.redis)}`;
			const run = await runLive({typed: ['--yes', ...there, '--on', other, story('etcd-cut.fence')]});
			expect(run.stderr).toContain(`${other}: The live run cannot begin: what answers there is no etcd.`);
			expect(await runLive({typed: ['--yes', '--on', other, file]})).toMatchObject({
				code: 2,
				stderr: `fence-tutor: A redis lock cannot run on ${other}; there runs a lock of kind etcd.\n`,
			});
		});

		it('plays a redlock on as many servers as it has nodes, and no other number', async () => {
			const urls = await Promise.all(
				Array.from({length: 5}, async () => `redis://127.0.0.1:${await start(recipes.redis)}`),
			);
			const on = urls.flatMap((url) => ['--on', url]);
			const file = story('redlock-stale-write.fence');
			expect(await runLive({typed: ['--yes', ...on, file]})).toMatchObject({code: 0});
			expect(await runLive({typed: ['--yes', ...on.slice(2), file]})).toMatchObject({
				code: 2,
				stderr: 'fence-tutor: This redlock has 5 nodes, and --on names 4 servers. Give one --on for each node.\n',
			});
		});
	},
);

/** The command line of a server that listens at both loopback addresses. */
function onBoth(kind: 'redis' | 'etcd' | 'postgres', command: readonly string[], port: number): readonly string[] {
	switch (kind) {
		case 'redis':
			return [...command, '--bind', '127.0.0.1', '::1'];
		case 'etcd':
			return command.map((word) => (word === `http://127.0.0.1:${port}` ? `${word},http://[::1]:${port}` : word));
		case 'postgres':
			return [...command, '-c', 'listen_addresses=127.0.0.1,::1'];
	}
}

function neededRecipe(recipe: Recipe | null): Recipe {
	if (recipe === null) throw new Error('a server is missing');
	return recipe;
}

async function redisWithPassword(start: (recipe: Recipe | null) => Promise<number>): Promise<Foreign> {
	const port = await start(recipes.redis);
	const admin = await openRedis({...onLoopback(port), database: '2'});
	await admin.call('SET', 'somebody', 'else');
	await admin.call('ACL', 'SETUSER', 'alice', 'on', `>${secret}`, '~*', '+@all');
	await admin.call('CONFIG', 'SET', 'requirepass', secret);
	return {
		url: `redis://alice:${inUrl}@127.0.0.1:${port}/2`,
		bare: `redis://127.0.0.1:${port}/2`,
		variable: 'REDISCLI_AUTH',
		story: story('redis-stale-write.fence'),
		names: async () => {
			const keys = await admin.call('KEYS', '*');
			return (Array.isArray(keys) ? keys.map(String) : []).sort();
		},
	};
}

async function etcdWithPassword(start: (recipe: Recipe | null) => Promise<number>): Promise<Foreign> {
	const port = await start(recipes.etcd);
	const asRoot: Address = {...onLoopback(port), user: 'root', password: secret};
	const open = etcdAt(() => onLoopback(port));
	await open.call('kv/put', {key: bytesOf('somebody'), value: bytesOf('else')});
	await open.call('auth/user/add', {name: 'root', password: secret});
	await open.call('auth/role/add', {name: 'root'});
	await open.call('auth/user/grant', {user: 'root', role: 'root'});
	await open.call('auth/enable', {});
	const admin = etcdAt(() => asRoot);
	return {
		url: `http://root:${inUrl}@127.0.0.1:${port}`,
		bare: `http://root@127.0.0.1:${port}`,
		variable: 'ETCD_PASSWORD',
		story: story('etcd-cut.fence'),
		names: async () => {
			const all = await admin.range({key: bytesOf('\0'), range_end: bytesOf('\0')});
			const {leases} = await admin.call('lease/leases', {});
			return [
				...all.map(({key}) => key),
				...((leases ?? []) as readonly object[]).map((each) => JSON.stringify(each)),
			].sort();
		},
	};
}

async function postgresWithPassword(start: (recipe: Recipe | null) => Promise<number>): Promise<Foreign> {
	const port = await start(recipes.postgres);
	const admin = await openPostgres(ownPostgres(port));
	await admin.query(`CREATE ROLE alice LOGIN PASSWORD '${secret}'`);
	await admin.query('CREATE DATABASE "the lab" OWNER alice');
	const inLab = await openPostgres({...ownPostgres(port), database: 'the lab'});
	await inLab.query('CREATE TABLE somebody(other int)');
	const hba = `SELECT 'host all fence 127.0.0.1/32 trust' UNION ALL SELECT 'host all all 127.0.0.1/32 scram-sha-256'`;
	const [file] = (await admin.query('SHOW hba_file'))[0] ?? [];
	await admin.query(`COPY (${hba}) TO '${file}'`);
	await admin.query('SELECT pg_reload_conf()');
	await until('a password is asked for', async () =>
		openPostgres({...ownPostgres(port), user: 'alice', password: 'wrong', database: 'the lab'}).then(
			(link) => {
				link.close();
				return false;
			},
			() => true,
		),
	);
	return {
		url: `postgres://alice:${inUrl}@127.0.0.1:${port}/the%20lab`,
		bare: `postgres://alice@127.0.0.1:${port}/the%20lab`,
		variable: 'PGPASSWORD',
		story: story('postgres-stale-write.fence'),
		names: async () => {
			const rows = await inLab.query(
				`SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY 1`,
			);
			return rows.map(([name]) => String(name));
		},
	};
}
