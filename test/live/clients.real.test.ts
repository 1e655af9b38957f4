import {execFileSync} from 'node:child_process';
import {existsSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {delimiter, join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {redisServer} from '../../src/live/server/redis.js';
import {isBuilt, runLive} from './run-story.js';

const project = join(import.meta.dirname, '../..');
const isServed = redisServer('no') !== null && isBuilt;
const hasRedlock = existsSync(join(project, 'node_modules/redlock'));
const hasRedisPy = (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
	try {
		execFileSync(join(folder, 'python3'), ['-c', 'import redis.lock'], {stdio: 'ignore'});
		return true;
	} catch {
		return false;
	}
});
const inCi = process.env['CI'] === 'true';
const facts = (stdout: string) => stdout.match(/^ +\d+ {2}expect .* ✓$/gm)?.length ?? 0;

describe('The code that people run', () => {
	it.skipIf(!(isServed && hasRedlock) && !inCi)(
		`is node-redlock: a pause beyond the ttl gives two holders, and so do three of five servers that come back empty${hasRedlock ? '' : ' (it is missing here)'}`,
		async () => {
			const {code, stdout, stderr} = await runLive({typed: ['--client', 'redlock', '--stores', 'redis']});
			expect(stderr).toMatch(/^The clients are redlock 4\.2\.0 with ioredis \d+\.\d+\.\d+\.\n/);
			expect(stdout.match(/^.*false: .*$/gm)).toBeNull();
			expect({code, facts: facts(stdout)}).toEqual({code: 0, facts: 5});
			expect(stdout).toContain('! two-believers: B believes that it holds account while A still does.');
			expect(stdout).toContain('! two-grants: account was granted to B while the grant to A had not expired.');
		},
	);

	it.skipIf(!(isServed && hasRedisPy) && !inCi)(
		`is redis.lock of Python: a pause beyond the timeout gives two holders${hasRedisPy ? '' : ' (it is missing here)'}`,
		async () => {
			const {code, stdout, stderr} = await runLive({typed: ['--client', 'redis-py', '--stores', 'redis']});
			expect(stderr).toMatch(/^The clients are redis\.lock of redis-py \d+\.\d+\.\d+\.\n/);
			expect(stdout.match(/^.*false: .*$/gm)).toBeNull();
			expect({code, facts: facts(stdout)}).toEqual({code: 0, facts: 6});
			expect(stdout).toContain('! two-believers: B believes that it holds account while A still does.');
		},
	);

	it.skipIf(!isBuilt && !inCi)('is never installed: where it is missing, a sentence says how to get it', async () => {
		const cwd = mkdtempSync(join(tmpdir(), 'live-empty-'));
		expect(await runLive({typed: ['--client', 'redlock'], cwd})).toEqual({
			code: 2,
			stdout: '',
			stderr:
				'fence-tutor: There is no redlock with ioredis in the node_modules of this folder. In a folder of your own type: npm install redlock ioredis\n',
		});
		rmSync(cwd, {recursive: true});
	});
});
