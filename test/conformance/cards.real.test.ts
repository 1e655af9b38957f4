import {execFile, spawn} from 'node:child_process';
import {once} from 'node:events';
import {readdirSync, readFileSync} from 'node:fs';
import {createServer, type Server as HttpServer} from 'node:http';
import {Redis} from 'ioredis';
import {afterAll, describe, expect, it} from 'vitest';
import {inProject} from '../../src/build/project.js';
import {compileLessons} from '../../src/lesson/compile.js';
import type {Snippet} from '../../src/lesson/lesson.js';
import {until} from '../../src/live/clock.js';
import {bytesOf, etcdAt, textOf} from '../../src/live/protocol/etcd.js';
import {onLoopback} from '../../src/live/protocol/link.js';
import {openPostgres} from '../../src/live/protocol/postgres.js';
import {openRedis} from '../../src/live/protocol/resp.js';
import {etcdServer} from '../../src/live/server/etcd.js';
import {findProgram} from '../../src/live/server/find.js';
import {ownPostgres, postgresServer} from '../../src/live/server/postgres.js';
import {redisServer} from '../../src/live/server/redis.js';
import {newServer, type Recipe, type Server} from '../../src/live/server/server.js';
import {openSweeper} from '../../src/live/sweeper.js';

const {lessons} = compileLessons(
	readdirSync(inProject('lessons'))
		.filter((name) => name.endsWith('.md'))
		.map((name) => ({name, text: readFileSync(inProject('lessons', name))})),
);

/** The code on the card of each lesson that has some. */
const cards = new Map(
	lessons.flatMap(({id, steps}) =>
		steps.flatMap(({beats}) =>
			beats.flatMap(({act}): readonly (readonly [string, Snippet])[] =>
				act.kind === 'debrief' && act.code !== null ? [[id, act.code]] : [],
			),
		),
	),
);

/** The lines as they stand in the lesson. */
function codeOf(id: string): string {
	const code = cards.get(id);
	if (code === undefined) throw new Error(`the card of ${id} has no code`);
	return code.lines.join('\n');
}

/** Of version 4.2.0, which comes without types. */
const {default: Redlock} = (await import(String('redlock'))) as {
	readonly default: new (clients: readonly Redis[], options: {readonly retryCount: number}) => object;
};

const inCi = process.env['CI'] === 'true';
const recipes = {redis: redisServer('no'), etcd: etcdServer(), postgres: await postgresServer()};
const programs = {psql: findProgram('psql'), cli: findProgram('redis-cli')};
const sweeper = await openSweeper();
afterAll(() => sweeper.close());

async function started(recipe: Recipe | null): Promise<Server> {
	if (recipe === null) throw new Error('no such server here');
	const server = newServer(recipe, sweeper);
	await server.start();
	return server;
}

it('stands on the cards of these lessons', () => {
	expect([...cards.keys()]).toEqual([
		'fence',
		'equal',
		'renewal',
		'release',
		'scope',
		'no-lock',
		'tokens',
		'redlock',
		'break-redlock',
		'queue',
		'cannot-check',
		'long-work',
		'election',
		'row-lock',
		'pooler',
		'object-store',
	]);
});

describe.skipIf((recipes.postgres === null || programs.psql === null) && !inCi)('The SQL on the card', () => {
	let server: Promise<Server> | null = null;
	let schemas = 0;

	/** A schema of its own with these tables; what is typed there goes through psql, with its variables. */
	async function newSchema(tables: string) {
		server ??= started(recipes.postgres);
		const port = (await server).port();
		schemas += 1;
		const schema = `cards${schemas}`;
		const direct = await openPostgres(ownPostgres(port));
		await direct.query(`CREATE SCHEMA ${schema}; SET search_path TO ${schema}; ${tables}`);
		return {
			/** What psql answers, a line each. */
			run: async (sql: string, variables: Readonly<Record<string, string | number>>): Promise<readonly string[]> => {
				const said = Object.entries(variables).flatMap(([name, value]) => ['-v', `${name}=${value}`]);
				const psql = spawn(programs.psql ?? 'psql', ['-X', '-t', '-A', '-v', 'ON_ERROR_STOP=1', ...said, '-f', '-'], {
					env: {
						...process.env,
						PGHOST: '127.0.0.1',
						PGPORT: String(port),
						PGUSER: 'fence',
						PGDATABASE: 'postgres',
						PGOPTIONS: `-c search_path=${schema}`,
					},
				});
				let [out, wrong] = ['', ''];
				psql.stdout.on('data', (data) => {
					out += data;
				});
				psql.stderr.on('data', (data) => {
					wrong += data;
				});
				psql.stdin.end(sql);
				const [code] = await once(psql, 'close');
				expect({code, wrong}).toEqual({code: 0, wrong: ''});
				return out.trim().split('\n');
			},
			ask: direct.query,
			/** Another connection to the same schema. */
			open: async () => {
				const other = await openPostgres(ownPostgres(port));
				await other.query(`SET search_path TO ${schema}`);
				return other;
			},
			close: direct.close,
		};
	}

	it('of lesson 5 takes the newest token, twice, and refuses an older one', async () => {
		const {run, ask, close} = await newSchema(
			`CREATE TABLE report (id int, text text, token bigint NOT NULL DEFAULT 0); INSERT INTO report VALUES (7, 'draft')`,
		);
		const write = (token: number, text: string) => run(codeOf('fence'), {token, text});
		expect(await write(33, 'A1')).toEqual(['UPDATE 1']);
		expect(await write(34, 'B1')).toEqual(['UPDATE 1']);
		expect(await write(34, "B's second")).toEqual(['UPDATE 1']);
		expect(await write(33, 'A2')).toEqual(['UPDATE 0']);
		expect(await ask('SELECT text, token FROM report')).toEqual([["B's second", '34']]);
		close();
	});

	it('of lesson 6 lets a number be claimed once, and refuses an older holder and an overtaken packet', async () => {
		const {run, ask, close} = await newSchema(
			`CREATE TABLE report (id int, text text, token bigint NOT NULL DEFAULT 0, version int NOT NULL DEFAULT 0);
			INSERT INTO report VALUES (7, 'draft')`,
		);
		const [claim = '', write = ''] = codeOf('equal').split(/(?<=begin\.)\n/);
		expect(await run(claim, {token: 33})).toEqual(['UPDATE 1']);
		expect(await run(claim, {token: 33})).toEqual(['UPDATE 0']);
		expect(await run(write, {token: 33, version: 0, text: 'one'})).toEqual(['UPDATE 1']);
		expect(await run(write, {token: 33, version: 1, text: 'three'})).toEqual(['UPDATE 1']);
		expect(await run(write, {token: 33, version: 1, text: 'two'})).toEqual(['UPDATE 0']);
		expect(await run(claim, {token: 34})).toEqual(['UPDATE 1']);
		expect(await run(write, {token: 33, version: 2, text: 'late'})).toEqual(['UPDATE 0']);
		expect(await ask('SELECT text, token, version FROM report')).toEqual([['three', '34', '2']]);
		close();
	});

	it('of lesson 10 compares the number of the whole report, whichever part is written', async () => {
		const {run, ask, close} = await newSchema(
			`CREATE TABLE report (id int, token bigint NOT NULL DEFAULT 0); INSERT INTO report VALUES (7), (8);
			CREATE TABLE part (report int, name text, text text);
			INSERT INTO part VALUES (7, 'title', 'winter'), (7, 'text', 'winter'), (8, 'title', 'winter')`,
		);
		const write = (token: number, part: string, text: string) => run(codeOf('scope'), {token, part, text});
		expect(await write(34, 'title', 'summer')).toEqual(['UPDATE 1']);
		expect(await write(33, 'text', 'spring')).toEqual(['UPDATE 0']);
		expect(await write(34, 'text', 'summer')).toEqual(['UPDATE 1']);
		// Another report has a lock, and a number, of its own.
		expect(await run(codeOf('scope').replaceAll('7', '8'), {token: 33, part: 'title', text: 'spring'})).toEqual([
			'UPDATE 1',
		]);
		expect(await ask('SELECT report, name, text FROM part ORDER BY report, name')).toEqual([
			['7', 'text', 'summer'],
			['7', 'title', 'summer'],
			['8', 'title', 'spring'],
		]);
		close();
	});

	it('of lesson 13 loses no update, and does a job once', async () => {
		const {run, ask, close} = await newSchema(
			`CREATE TABLE account (id int, balance int, version int NOT NULL DEFAULT 0); INSERT INTO account VALUES (7, 100);
			CREATE TABLE letter (job text PRIMARY KEY, text text)`,
		);
		const text = 'Please pay.';
		const both = (balance: number, version: number) =>
			run(codeOf('no-lock'), {balance, version, job: 'invoice-7', text});
		expect(await both(90, 0)).toEqual(['UPDATE 1', 'INSERT 0 1']);
		expect(await both(80, 0)).toEqual(['UPDATE 0', 'INSERT 0 0']);
		expect(await both(70, 1)).toEqual(['UPDATE 1', 'INSERT 0 0']);
		expect(await ask('SELECT balance, version, (SELECT count(*) FROM letter) FROM account')).toEqual([
			['70', '2', '1'],
		]);
		close();
	});

	it('of lesson 14 grants and counts in one step: one of many gets the lock, and the next grant has the next number', async () => {
		const {run, ask, close} = await newSchema(
			`CREATE TABLE locks (name text, holder text, token bigint NOT NULL DEFAULT 32, ends timestamptz NOT NULL DEFAULT now());
			INSERT INTO locks (name) VALUES ('account')`,
		);
		const acquire = (me: string) => run(codeOf('tokens'), {me});
		const answers = await Promise.all(['A', 'B', 'C'].map(acquire));
		expect(answers.map((lines) => lines.join(' ')).sort()).toEqual(['33 UPDATE 1', 'UPDATE 0', 'UPDATE 0']);
		// An operator ends the lease: nobody waits ten seconds here.
		await ask('UPDATE locks SET ends = now()');
		expect(await acquire('D')).toEqual(['34', 'UPDATE 1']);
		expect(await ask('SELECT holder, token FROM locks')).toEqual([['D', '34']]);
		close();
	});

	it('of lesson 19 lets no older holder put work before the machine', async () => {
		const {run, ask, close} = await newSchema(
			`CREATE TABLE press (id int, token bigint NOT NULL DEFAULT 0); INSERT INTO press VALUES (1);
			CREATE TABLE job (number serial, press int, what text)`,
		);
		const order = (token: number, what: string) => run(codeOf('cannot-check'), {token, what});
		expect(await order(33, 'bolts')).toEqual(['INSERT 0 1']);
		expect(await order(34, 'nuts')).toEqual(['INSERT 0 1']);
		expect(await order(33, 'bolts')).toEqual(['INSERT 0 0']);
		expect(await ask('SELECT what FROM job ORDER BY number')).toEqual([['bolts'], ['nuts']]);
		close();
	});

	it('of lesson 25 lets the next one wait for the row, and keeps the change and its message together', async () => {
		const {run, ask, open, close} = await newSchema(
			`CREATE TABLE account (id int, balance int, version int NOT NULL DEFAULT 0); INSERT INTO account VALUES (7, 100);
			CREATE TABLE outbox (job text, text text)`,
		);
		const change = (balance: number) => run(codeOf('row-lock'), {balance, job: `pay-${balance}`, text: 'Paid.'});
		expect(await change(90)).toEqual(['BEGIN', 'SET', '100', 'UPDATE 1', 'INSERT 0 1', 'COMMIT']);
		const other = await open();
		await other.query('BEGIN; SELECT balance FROM account WHERE id = 7 FOR UPDATE');
		const next = change(80);
		await until('it waits', async () => (await ask(`SELECT 1 FROM pg_locks WHERE NOT granted`)).length > 0);
		await other.query('UPDATE account SET balance = 50 WHERE id = 7; COMMIT');
		// It reads what was committed while it waited.
		expect((await next)[2]).toBe('50');
		// Whoever does not come to the commit has changed nothing, and has sent nothing.
		await other.query(
			codeOf('row-lock')
				.replace('COMMIT;', '')
				.replaceAll(/:'?\w+'?/g, '0'),
		);
		other.close();
		expect(await ask('SELECT balance, version FROM account')).toEqual([['80', '2']]);
		expect(await ask('SELECT job FROM outbox')).toEqual([['pay-90'], ['pay-80']]);
		close();
	});

	it('of lesson 26 gives the lock to one connection at a time, and each the next number', async () => {
		const {run, ask, close} = await newSchema('CREATE SEQUENCE fence START 33; CREATE TABLE seen (number bigint)');
		// What the work is: here it keeps the number of its turn, and looks that nobody else has the lock.
		const work = `INSERT INTO seen SELECT currval('fence') WHERE 1 =
			(SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = 7 AND granted); SELECT pg_sleep(0.05);`;
		const turn = async () => await run(codeOf('pooler').replace('-- The work, and the token with it.', work), {});
		const turns = await Promise.all([turn(), turn(), turn()]);
		expect(turns.map((lines) => lines.at(-1))).toEqual(['t', 't', 't']);
		expect(await ask('SELECT number FROM seen')).toEqual([['33'], ['34'], ['35']]);
		close();
	});
});

describe.skipIf(recipes.redis === null && !inCi)('The code for Redis on the card', () => {
	let servers: Promise<readonly Server[]> | null = null;
	const three = () => {
		servers ??= Promise.all([1, 2, 3].map(() => started(recipes.redis)));
		return servers;
	};
	/** A client of ioredis for each node; it asks once. */
	const clients = async (): Promise<readonly Redis[]> =>
		(await three()).map(
			(server) => new Redis(server.port(), '127.0.0.1', {maxRetriesPerRequest: 0, retryStrategy: () => null}),
		);
	const first = async () => openRedis(onLoopback((await three())[0]?.port() ?? 0));

	it('of lesson 8 makes the lease of its owner longer, and nobody else’s', async () => {
		const redis = await first();
		const renew = (value: string, ttl: number) => redis.call('EVAL', codeOf('renewal'), 1, 'renewed', value, ttl);
		await redis.call('SET', 'renewed', 'A', 'PX', 60_000);
		expect(await renew('A', 600_000)).toBe(1);
		expect(Number(await redis.call('PTTL', 'renewed'))).toBeGreaterThan(60_000);
		await redis.call('SET', 'renewed', 'B', 'PX', 60_000);
		expect(await renew('A', 600_000)).toBe(0);
		expect(Number(await redis.call('PTTL', 'renewed'))).toBeLessThanOrEqual(60_000);
		redis.close();
	});

	it.skipIf(programs.cli === null && !inCi)(
		'of lesson 9 gives the lock to one client, and lets nobody release another’s',
		async () => {
			const port = (await three())[0]?.port() ?? 0;
			const [, acquire = '', release = ''] =
				/^(redis-cli SET .*)\n(redis-cli EVAL [\s\S]*)$/.exec(codeOf('release')) ?? [];
			const shell = (line: string, me: string) =>
				new Promise<string>((done, fail) => {
					const typed = `alias redis-cli='${programs.cli} -h 127.0.0.1 -p ${port}'\n${line}`;
					execFile('sh', ['-c', typed], {env: {...process.env, me}}, (error, stdout, stderr) =>
						error === null ? done(stdout.trim()) : fail(new Error(stderr)),
					);
				});
			expect(await shell(acquire, 'A')).toBe('OK');
			expect(await shell(acquire, 'B')).toBe('');
			expect(await shell(release, 'B')).toBe('0');
			expect(await shell(acquire, 'B')).toBe('');
			expect(await shell(release, 'A')).toBe('1');
			expect(await shell(acquire, 'B')).toBe('OK');
			expect(await shell(release, 'A')).toBe('0');
			const redis = await first();
			expect(await redis.call('GET', 'account')).toBe('B');
			expect(Number(await redis.call('PTTL', 'account'))).toBeLessThanOrEqual(10_000);
			await redis.call('DEL', 'account');
			redis.close();
		},
	);

	it('of lesson 23 renews until its end, and stops the work when a renewal is denied or cannot be sent', async () => {
		const redis = await first();
		const renewal = codeOf('renewal');
		const watched = async (renew: () => Promise<unknown>) => {
			let now = 0;
			const timers: (() => Promise<void>)[] = [];
			const work = new AbortController();
			await asFunction(codeOf('long-work'), {
				renew,
				work,
				performance: {now: () => now},
				setInterval: (round: () => Promise<void>) => timers.push(round) - 1,
				clearInterval: (timer: number) => timers.splice(timer, 1),
			});
			/** The second in which the work was stopped. */
			for (; now < 200_000 && !work.signal.aborted; ) {
				now += 10_000;
				for (const round of timers) await round();
			}
			return {stopped: now / 1000, timers: timers.length};
		};
		const renew = (value: string) => redis.call('EVAL', renewal, 1, 'worked', value, 30_000);
		await redis.call('SET', 'worked', 'A', 'PX', 30_000);
		// The last renewal is that of 50 s, which is good until 80 s.
		expect(await watched(() => renew('A'))).toEqual({stopped: 70, timers: 0});
		expect(await watched(() => renew('B'))).toEqual({stopped: 20, timers: 0});
		expect(await watched(() => Promise.reject(new Error('cut off')))).toEqual({stopped: 20, timers: 0});
		await redis.call('DEL', 'worked');
		redis.close();
	});

	it('of lesson 17 stops before a step when the time is over, and does not notice a pause inside a step', async () => {
		const nodes = await clients();
		const redlock = new Redlock(nodes, {retryCount: 0});
		let ahead = 0;
		const clock = {now: () => Date.now() + ahead};
		const done: string[] = [];
		const step =
			(name: string, pause = 0) =>
			async () => {
				ahead += pause;
				done.push(name);
			};
		const run = (work: readonly (() => Promise<void>)[]) =>
			asFunction(codeOf('break-redlock'), {redlock, work, Date: clock});
		await run([step('one'), step('two')]);
		expect(done).toEqual(['one', 'two']);
		// It was given back: the next one gets it at once.
		await expect(run([step('three'), step('late', 11_000), step('never')])).rejects.toThrow('too late');
		expect(done).toEqual(['one', 'two', 'three', 'late']);
		for (const node of nodes) {
			await node.del('account');
			node.disconnect();
		}
	});

	it('of lesson 16 grants the lock with a majority only, and for less than was asked', async () => {
		const nodes = await clients();
		const acquire = (me: string) =>
			asFunction(`${codeOf('redlock')}\nreturn {granted, yes, left};`, {nodes, me}) as Promise<{
				granted: boolean;
				yes: number;
				left: number;
			}>;
		const a = await acquire('A');
		expect(a).toMatchObject({granted: true, yes: 3});
		expect(a.left).toBeLessThan(9898);
		expect(await acquire('B')).toMatchObject({granted: false, yes: 0});
		const free = () => Promise.allSettled(nodes.map((node) => node.del('account')));
		await free();
		const [, second, third] = await three();
		await third?.kill();
		expect(await acquire('B')).toMatchObject({granted: true, yes: 2});
		await free();
		await second?.kill();
		expect(await acquire('C')).toMatchObject({granted: false, yes: 1});
		for (const node of nodes) node.disconnect();
	});
});

describe.skipIf(recipes.etcd === null && !inCi)('The code for etcd on the card', () => {
	it('of lesson 18 writes while the key in the queue is there, and not when it is gone or was made again', async () => {
		const server = await started(recipes.etcd);
		const etcd = etcdAt(() => onLoopback(server.port()));
		const mine = bytesOf('account/A');
		const create = async () => {
			await etcd.call('kv/put', {key: mine, value: bytesOf('')});
			return (await etcd.range({key: mine}))[0]?.create_revision ?? '';
		};
		const write = async (token: string, value: string) => {
			const known = {
				mine,
				token,
				data: bytesOf('data'),
				value: bytesOf(value),
				etcd: `http://127.0.0.1:${server.port()}`,
			};
			return (
				((await asFunction(`${codeOf('queue')}\nreturn said;`, known)) as {succeeded?: boolean}).succeeded === true
			);
		};
		const data = async () => textOf((await etcd.range({key: bytesOf('data')}))[0]?.value ?? '');
		const token = await create();
		expect(await write(token, 'A1')).toBe(true);
		// The session is over, and with it the key.
		await etcd.call('kv/deleterange', {key: mine});
		expect(await write(token, 'A2')).toBe(false);
		const newer = await create();
		expect(await write(token, 'A3')).toBe(false);
		expect(await data()).toBe('A1');
		expect(await write(newer, 'B1')).toBe(true);
		expect(await data()).toBe('B1');
	});
});

describe('The code for an object store on the card', () => {
	/** As much of an object store as the card asks for. Source: Amazon S3, conditional requests; RFC 9110, If-None-Match. */
	const bucket = () => {
		const objects = new Map<string, string>();
		const server = createServer(async (request, response) => {
			const name = request.url ?? '';
			const body = await bodyOf(request);
			const there = objects.get(name);
			if (request.method === 'PUT' && request.headers['if-none-match'] === '*' && there !== undefined)
				response.writeHead(412).end();
			else if (request.method === 'PUT') response.writeHead(200).end(void objects.set(name, body));
			else response.writeHead(there === undefined ? 404 : 200).end(there);
		});
		return {objects, server};
	};

	it('of lesson 27 creates a number once, and knows its own object after a second try', async () => {
		const {objects, server} = bucket();
		const address = await addressOf(server);
		const lock = (number: number) => `${address}lock/${number}`;
		const acquire = (me: string, number: number) => asFunction(codeOf('object-store'), {lock, me, number});
		await acquire('A', 33);
		// The answer to the first try was lost.
		await acquire('A', 33);
		await expect(acquire('B', 33)).rejects.toThrow('A has 33');
		await acquire('B', 34);
		await expect(acquire('A', 34)).rejects.toThrow('B has 34');
		expect([...objects]).toEqual([
			['/lock/33', 'A'],
			['/lock/34', 'B'],
		]);
		server.close();
	});
});

describe('The code for a leader in Kubernetes on the card', () => {
	/** As much of an API server as leaders need: one Lease, replaced only by who names its newest version. Source: Kubernetes, API concepts, resourceVersion (409 Conflict); coordination.k8s.io/v1, LeaseSpec. */
	const apiServer = (holderIdentity: string, leaseTransitions: number) => {
		let version = 1;
		let spec: unknown = {holderIdentity, leaseTransitions};
		return createServer(async (request, response) => {
			const body = await bodyOf(request);
			const said = body === '' ? null : JSON.parse(body);
			if (request.method === 'PUT' && said.metadata.resourceVersion !== String(version))
				return void response.writeHead(409).end();
			if (request.method === 'PUT') {
				version += 1;
				spec = said.spec;
			}
			const metadata = {name: 'y', resourceVersion: String(version)};
			response.writeHead(200).end(JSON.stringify({kind: 'Lease', metadata, spec}));
		});
	};

	/** Something outside the cluster that keeps the highest epoch that it has seen, as the card asks somebody to. */
	const outsideServer = (values: string[]) => {
		let highest = 0;
		return createServer(async (request, response) => {
			const epoch = Number(request.headers['epoch']);
			const body = await bodyOf(request);
			if (Number.isNaN(epoch) || epoch < highest) return void response.writeHead(412).end();
			highest = epoch;
			values.push(body);
			response.writeHead(200).end();
		});
	};

	it('of lesson 24 sends the epoch of its lead with all that it does, so that who led before is refused', async () => {
		const values: string[] = [];
		const servers = [apiServer('A', 3), outsideServer(values)] as const;
		const [lease, outside] = await Promise.all(servers.map(addressOf));
		const act = (me: string, body: string, meanwhile = async () => {}) =>
			asFunction(codeOf('election'), {
				lease,
				outside,
				me,
				body,
				fetch: async (url: string, init?: RequestInit) => {
					if (url === outside) await meanwhile();
					return await fetch(url, init);
				},
			});
		const replace = async (resourceVersion: string, spec: unknown) =>
			(await fetch(lease ?? '', {method: 'PUT', body: JSON.stringify({metadata: {resourceVersion}, spec})})).status;
		await act('A', 'A1');
		await expect(act('B', 'early')).rejects.toThrow('not mine');
		// A has read that it leads. Before its next request arrives B takes the lead over and acts.
		const overtaken = act('A', 'A2', async () => {
			expect(await replace('1', {holderIdentity: 'B', leaseTransitions: 4})).toBe(200);
			await act('B', 'B1');
		});
		await expect(overtaken).rejects.toThrow('another has led since');
		// The cluster's own objects are protected by their version.
		expect(await replace('1', {holderIdentity: 'A', leaseTransitions: 3})).toBe(409);
		await act('B', 'B2');
		await expect(act('A', 'A3')).rejects.toThrow('not mine');
		expect(values).toEqual(['A1', 'B1', 'B2']);
		for (const server of servers) server.close();
	});
});

async function addressOf(server: HttpServer): Promise<string> {
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return `http://127.0.0.1:${(server.address() as {readonly port: number}).port}/`;
}

async function bodyOf(request: AsyncIterable<unknown>): Promise<string> {
	let body = '';
	for await (const data of request) body += String(data);
	return body;
}

/** What the lines of a card return, run with these names as an author would have them around. */
function asFunction(code: string, known: Readonly<Record<string, unknown>>): Promise<unknown> {
	const Async = (async () => {}).constructor as new (
		...words: readonly string[]
	) => (...given: readonly unknown[]) => Promise<unknown>;
	return new Async(...Object.keys(known), code)(...Object.values(known));
}
