import {afterAll, describe, expect, it} from 'vitest';
import {mono, until} from '../../src/live/clock.js';
import {bytesOf, etcdAt} from '../../src/live/protocol/etcd.js';
import {onLoopback} from '../../src/live/protocol/link.js';
import {openPostgres} from '../../src/live/protocol/postgres.js';
import {openRedis} from '../../src/live/protocol/resp.js';
import {etcdServer} from '../../src/live/server/etcd.js';
import {ownPostgres, postgresServer} from '../../src/live/server/postgres.js';
import {redisServer} from '../../src/live/server/redis.js';
import {newServer} from '../../src/live/server/server.js';
import {openSweeper} from '../../src/live/sweeper.js';
import {beginLive, isBuilt, nothingLeft, patient, runLive} from './run-story.js';

const recipes = {redis: redisServer('always'), etcd: etcdServer(), postgres: await postgresServer()};
const missing = Object.values(recipes).includes(null) || !isBuilt;

describe.skipIf(missing && process.env['CI'] !== 'true')(
	`A room${missing ? ' (a server or the built program is missing here)' : ''}`,
	async () => {
		const sweeper = await openSweeper();
		afterAll(() => sweeper.close());

		/** A room on a new server, and the names of all that is stored there. */
		const openRoom = async (system: keyof typeof recipes) => {
			const recipe = recipes[system];
			if (recipe === null) throw new Error(`${system} is missing`);
			const server = newServer(recipe, sweeper);
			await server.start();
			const port = server.port();
			const urls = {
				redis: `redis://127.0.0.1:${port}`,
				etcd: `http://127.0.0.1:${port}`,
				postgres: `postgres://fence@127.0.0.1:${port}/postgres`,
			};
			const names = {
				redis: async () => {
					const redis = await openRedis(onLoopback(port));
					const keys = await redis.call('KEYS', '*');
					redis.close();
					return Array.isArray(keys) ? keys.map(String) : [];
				},
				etcd: async () =>
					(await etcdAt(() => onLoopback(port)).range({key: bytesOf('\0'), range_end: bytesOf('\0')})).map(
						({key}) => key,
					),
				postgres: async () => {
					const link = await openPostgres(ownPostgres(port));
					const rows = await link.query(`SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace`);
					link.close();
					return rows.map(([name]) => String(name));
				},
			};
			const url = urls[system];
			const presenter = await beginLive({typed: ['--yes', '--plain', '--presenter', '--room', url]});
			await until('the room is open', () => presenter.printed().includes('The room is open'), patient);
			const learner = (name: string, ...lines: readonly string[]) =>
				runLive({typed: ['--yes', '--room', url, '--name', name], answer: lines.map((line) => `${line}\n`).join('')});
			const close = async (signal: NodeJS.Signals = 'SIGINT'): Promise<string> => {
				process.kill(presenter.pid, signal);
				const {stdout} = await presenter.done;
				await nothingLeft(presenter);
				await until('nothing is left there', async () => (await names[system]()).length === 0, patient);
				await presenter.clean();
				return stdout;
			};
			return {url, learner, close, presenter, names: names[system]};
		};

		it.concurrent.each(['redis', 'etcd', 'postgres'] as const)(
			'has one lock for all, is told to the presenter, and leaves nothing: %s',
			async (system) => {
				const {learner, close, presenter} = await openRoom(system);
				// A session of etcd is kept alive by itself; any other grant has to last while a busy machine does the next three things.
				const acquire = system === 'etcd' ? 'acquire' : 'acquire ttl 300s';
				const ann = await learner('Ann', acquire, 'ask', 'bogus', 'release');
				expect(ann.stdout).toContain('Ann asks whether it still holds account; LOCK says yes.');
				expect(ann.stdout).toContain('Expected a verb after Ann');
				expect(ann.stdout).toContain('Ann gives account back; LOCK frees it.');
				const others = system === 'etcd' ? [] : ['write n=5', 'begin safe', 'write n=6 held'];
				const bob = await learner('Bob', acquire, ...others, 'release', 'quit');
				expect(bob.stdout).toMatch(/LOCK grants account to Bob with token \d+/);
				if (system !== 'etcd') {
					expect(bob.stdout).toMatch(/Bob writes n=5 with token 34; safe accepts it\./);
					expect(bob.stdout).toContain('> begin safe\nIn a room there is: ');
					expect(bob.stdout).toContain('> write n=6 held\nSingle messages of real connections cannot be delayed');
				}
				await until('the presenter has heard of both', () => presenter.printed().includes('Bob has left.'), patient);
				const told = await close();
				expect(told).toMatch(
					/Ann is here\.[\s\S]*LOCK grants account to Ann[\s\S]*Ann has left\.[\s\S]*LOCK grants account to Bob/,
				);
				expect(told).toContain('Nobody holds the lock. 0 learners,');
			},
		);

		it.concurrent.each(['redis', 'etcd', 'postgres'] as const)(
			'leaves nothing where somebody leaves after it is closed: %s',
			async (system) => {
				const {learner, close, presenter, names} = await openRoom(system);
				const ann = learner('Ann', 'acquire', 'wait 5s');
				await until('she holds the lock', () => presenter.printed().includes('LOCK grants account to Ann'), patient);
				await close();
				expect((await ann).code).toBe(0);
				expect(await names()).toEqual([]);
			},
		);

		it('is joined only while it is open, and opened only once', async () => {
			const {url, learner, close} = await openRoom('redis');
			const second = await runLive({typed: ['--yes', '--plain', '--presenter', '--room', url]});
			expect(second).toMatchObject({code: 2, stderr: expect.stringContaining('The room is open there already.')});
			expect(await learner('a b', 'acquire')).toMatchObject({
				code: 2,
				stderr: expect.stringContaining('a b cannot be your name here.'),
			});
			await close('SIGKILL');
			expect(await learner('Ann', 'acquire')).toMatchObject({
				code: 2,
				stderr: expect.stringContaining('The room is not open at'),
			});
		});

		it('bears forty learners with two operations a second each', {timeout: 300_000}, async () => {
			const {url, close, presenter} = await openRoom('redis');
			const rounds = 10;
			const lines = Array.from({length: rounds}, () => ['acquire', 'wait 480ms', 'read', 'wait 480ms']).flat();
			const learners = await Promise.all(
				Array.from({length: 40}, (_, index) =>
					beginLive({
						typed: ['--yes', '--room', url, '--name', `L${index + 1}`],
						answer: `${[...lines, 'release'].join('\n')}\n`,
					}),
				),
			);
			const waking = watchWaking();
			const runs = await Promise.all(learners.map(({done}) => done));
			const late = waking();
			for (const each of learners) await each.clean();
			expect(runs.filter(({code}) => code !== 0)).toEqual([]);
			const took = runs.flatMap(({stdout}) => [...stdout.matchAll(/^ {2}\((\d+) ms\)$/gm)].map(([, ms]) => Number(ms)));
			expect(took).toHaveLength(40 * (2 * rounds + 1));
			const granted = runs.flatMap(({stdout}) => [...stdout.matchAll(/LOCK grants account to \w+ with token (\d+)/g)]);
			const tokens = granted.map(([, token]) => Number(token)).sort((one, other) => one - other);
			expect(tokens).toEqual(tokens.map((_, index) => 33 + index));
			await until(
				'the presenter has heard of everybody',
				() => (presenter.printed().match(/ has left\.$/gm)?.length ?? 0) === 40,
				patient,
			);
			const told = await close();
			expect(told).toContain(` ${took.length} operations,`);
			// On a quick machine the one who got it first still holds it when the last has asked.
			expect(told).toContain(` ${tokens.length} ${tokens.length === 1 ? 'grant' : 'grants'}.`);
			const middle = middleOf(took);
			// Two a second leave half a second for each. An operation asks the server three times, and each time two processes are woken.
			expect(middle).toBeLessThan(500 + 6 * late);
			console.log(
				`forty learners: ${took.length} operations, median ${middle} ms, longest ${Math.max(...took)} ms, on a machine that wakes a process ${late.toFixed(1)} ms late`,
			);
		});
	},
);

/** Watches how late this process is woken when it waits, until the answer is called: how late in the middle. Units: ms. */
function watchWaking(): () => number {
	const every = 20;
	const late: number[] = [];
	let due = mono() + every;
	const timer = setInterval(() => {
		late.push(mono() - due);
		due = mono() + every;
	}, every);
	return () => {
		clearInterval(timer);
		return Math.max(0, middleOf(late));
	};
}

function middleOf(numbers: readonly number[]): number {
	return [...numbers].sort((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? 0;
}
