import {mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {basename, join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {until} from '../../src/live/clock.js';
import {etcdServer} from '../../src/live/server/etcd.js';
import {postgresServer} from '../../src/live/server/postgres.js';
import {redisServer} from '../../src/live/server/redis.js';
import {zooKeeperServer} from '../../src/live/server/zookeeper.js';
import {beginLive, isBuilt, nothingLeft, patient, runLive} from './run-story.js';

const folder = join(import.meta.dirname, 'stories');
const readme = join(import.meta.dirname, '../../README.md');
const ofLessons = join(import.meta.dirname, '../../lessons/live');
const stories = [folder, ofLessons].flatMap((each) =>
	readdirSync(each)
		.filter((name) => name.endsWith('.fence'))
		.map((name) => join(each, name)),
);
const servers = [redisServer('no'), etcdServer(), zooKeeperServer(100), await postgresServer()];
const missing = servers.includes(null) || !isBuilt;

describe.skipIf(missing && process.env['CI'] !== 'true')(
	`Live stories${missing ? ' (a server or the built program is missing here)' : ''}`,
	() => {
		it('has at least twelve stories', () => {
			expect(stories.length).toBeGreaterThanOrEqual(12);
		});

		it.concurrent.for(stories)(
			'comes out as its script expects, and as in the simulator: %s',
			async (path, {expect: expected}) => {
				expected(await toldOf({typed: [...storesOf(path), path]})).toEqual(asItShould);
			},
		);

		it.concurrent.for([
			'redis ttl 10s counter-in-redis',
			'redlock ttl 10s',
			'etcd ttl 10s',
			'zookeeper ttl 10s',
			'postgres ttl 10s',
		])('plays the script of the README with a lock of its own: %s', async (lock, {expect: expected}) => {
			const script = /```\n(client A\n[\s\S]*?)```/.exec(readFileSync(readme, 'utf8'))?.[1] ?? '';
			const place = mkdtempSync(join(tmpdir(), 'live-readme-'));
			const path = join(place, 'readme.fence');
			writeFileSync(path, script.replace('lease ttl 10s', lock));
			expected(await toldOf({typed: ['--stores', 'redis', path]})).toEqual(asItShould);
			rmSync(place, {recursive: true});
		});

		it('ends with 1 where an expectation is false of the real run too, and says what is so instead', async () => {
			const place = mkdtempSync(join(tmpdir(), 'live-false-'));
			const path = join(place, 'false.fence');
			writeFileSync(path, 'client A\nlock x redis\nA acquire\nexpect nobody holds x\n');
			const {code, stdout} = await runLive({typed: [path]});
			expect(code).toBe(1);
			expect(stdout).toContain('false: A holds x');
			rmSync(place, {recursive: true});
		});

		it('has grants of whole milliseconds, whatever the scale makes of their times', async () => {
			const place = mkdtempSync(join(tmpdir(), 'live-whole-'));
			const path = join(place, 'whole.fence');
			writeFileSync(path, 'client A\nlock x redis ttl 10s\nA acquire\nA renew ttl 3334ms\nexpect last granted\n');
			expect(await toldOf({typed: ['--scale', '3', path]})).toEqual(asItShould);
			rmSync(place, {recursive: true});
		});

		it('prints nothing but JSON lines with --json, as run does', async () => {
			const {code, stdout} = await runLive({typed: ['--json', join(folder, 'redis-stale-write.fence')]});
			const lines = stdout
				.trim()
				.split('\n')
				.map((line) => JSON.parse(line) as {readonly type: string; readonly held?: boolean});
			expect(code).toBe(0);
			expect(new Set(lines.map(({type}) => type))).toEqual(new Set(['step', 'expect', 'end', 'live']));
			expect(lines.filter(({type}) => type === 'expect').every(({held}) => held === true)).toBe(true);
		});

		it('draws the real ladder and the simulated one with --diagram', async () => {
			const {stdout} = await runLive({typed: ['--diagram', join(folder, 'redis-stale-write.fence')]});
			expect(stdout.match(/[─ ]granted 34[ ►]/g)).toHaveLength(2);
		});

		it('ends with 130 and leaves nothing after Ctrl-C', async () => {
			const begun = await beginLive({typed: [join(folder, 'redis-stale-write.fence')]});
			await until('its server runs', () => begun.leftovers().some((each) => each.includes('redis-server')), patient);
			process.kill(begun.pid, 'SIGINT');
			expect((await begun.done).code).toBe(130);
			await nothingLeft(begun);
			await begun.clean();
		});

		it('leaves nothing where it is killed, at a hundred moments of its run', {timeout: 300_000}, async () => {
			const story = join(folder, 'redis-cut.fence');
			const began = performance.now();
			await runLive({typed: [story]});
			const whole = performance.now() - began;
			const moments = Array.from({length: 100}, (_, index) => (whole * (index + 0.5)) / 100);
			const killAt = async (moment: number): Promise<void> => {
				const begun = await beginLive({typed: [story]});
				await Promise.race([begun.done, new Promise((done) => setTimeout(done, moment))]);
				try {
					process.kill(begun.pid, 'SIGKILL');
				} catch {
					// It was over before.
				}
				await nothingLeft(begun);
				await begun.clean();
			};
			const queue = [...moments];
			const worker = async (): Promise<void> => {
				for (let moment = queue.pop(); moment !== undefined; moment = queue.pop()) await killAt(moment);
			};
			await Promise.all(Array.from({length: 6}, worker));
			expect(queue).toEqual([]);
		});

		it('listens on loopback only', async () => {
			const begun = await beginLive({typed: [join(folder, 'redlock-stale-write.fence')]});
			const seen = new Set<string>();
			const look = setInterval(() => {
				for (const address of listeningOf(begun.leftovers())) seen.add(address);
			}, 20);
			await begun.done;
			clearInterval(look);
			await nothingLeft(begun);
			await begun.clean();
			expect([...seen]).toEqual(['0100007F']);
		});

		it('never prints, saves or shares a password', async () => {
			const {stdout, stderr, code} = await runLive({
				typed: ['--yes', '--on', 'redis://alice:s3cret@127.0.0.1:1', join(folder, 'redis-cut.fence')],
			});
			expect(code).toBe(2);
			expect(stdout + stderr).not.toMatch(/s3cret|alice/);
			expect(stderr).toContain('redis://127.0.0.1:1');
		});
	},
);

/** Stories that have their stores where they are if nobody says so: in a PostgreSQL, whose making takes more than the rest of a story. How both keep each rule is told by stores.real.test.ts. */
const onPostgres: readonly string[] = ['postgres-stale-write.fence', 'redis-stale-write.fence', 'zombie.fence'];

function storesOf(path: string): readonly string[] {
	return onPostgres.includes(basename(path)) || basename(path).startsWith('row') ? [] : ['--stores', 'redis'];
}

const asItShould = {code: 0, wrong: null, otherwise: null, stderr: ''};

/** What is worth a word of a live run. Where this machine was late for it, it has said so and tried again by itself. */
async function toldOf(typed: Parameters<typeof runLive>[0]) {
	const {code, stdout, stderr} = await runLive(typed);
	for (const again of stderr.match(/^.*Once more.*$/gm) ?? []) console.log(`${typed.typed.join(' ')}: ${again}`);
	expect(stdout).toContain('Real beside simulated');
	return {
		code,
		wrong: stdout.match(/^.*false: .*$/gm),
		otherwise: stdout.match(/^Line \d+: (?!The real expiry came \d+ ms late: ).*$/gm),
		stderr: stderr.replaceAll(/^\.\.\. .*\n/gm, ''),
	};
}

/** The local addresses, in hexadecimal, at which these processes listen by TCP. Source: proc(5), /proc/net/tcp; state 0A is LISTEN. */
function listeningOf(processes: readonly string[]): readonly string[] {
	const inodes = new Set(
		processes.flatMap((each) => {
			const pid = each.split(' ')[0] ?? '';
			if (!/^\d+$/.test(pid)) return [];
			try {
				return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => socketOf(`/proc/${pid}/fd/${fd}`));
			} catch {
				return [];
			}
		}),
	);
	return ['tcp', 'tcp6'].flatMap((table) =>
		readFileSync(`/proc/net/${table}`, 'utf8')
			.split('\n')
			.slice(1)
			.map((line) => line.trim().split(/\s+/))
			.filter((fields) => fields[3] === '0A' && inodes.has(fields[9] ?? ''))
			.map((fields) => fields[1]?.split(':')[0] ?? ''),
	);
}

function socketOf(path: string): readonly string[] {
	try {
		const target = readlinkSync(path);
		const inode = /^socket:\[(\d+)\]$/.exec(target)?.[1];
		return inode === undefined ? [] : [inode];
	} catch {
		return [];
	}
}
