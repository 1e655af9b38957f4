import {execFileSync, spawnSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {describe, expect, inject, it} from 'vitest';
import {emptyFolder, plainEnvironment, runInstalled} from './installed.js';
import {npm} from './pack.js';

const project = resolve(import.meta.dirname, '../..');
const program = join(inject('installed').folder, 'node_modules/fence-tutor/bin/fence-tutor.js');
const zombie = `client A
client B
lock account lease ttl 5s
store raw unfenced
store safe fenced
put account balance=100
A acquire
A write balance=90
A pause
wait 6s
B acquire
B write balance=80
A resume
A write balance=70
expect stale-write on raw and not stale-write on safe
expect token of A = 33 and token of B = 34
`;

/** A client with types, which begin and end on lines of their own. */
const withdraws = `/* fence
lock account lease ttl 10s
store safe fenced
put account balance=100
claim never stale-write
claim possible value of safe balance = 80
*/
type Given = any;

export default async function client({lock, store}: Given) {
	// eleven lines stand above the first ask
	const lease = await lock.acquire();
	const {value} = await store.read('balance');
	if (value === undefined) return;
	const {accepted} = await store.write('balance', value - 10, {token: lease.token});
	if (accepted) await lock.release(lease);
}
`;

describe('On every Node that is promised', () => {
	// The oldest that is promised, and the newest of each line since. Node itself comes as a package.
	it.each(['20.19.0', '22', '24', '26'])(
		'Node %s runs a script, a search, the sandbox, and code in JavaScript and TypeScript',
		(version) => {
			const folder = emptyFolder();
			writeFileSync(join(folder, 'package.json'), '{"private": true}\n');
			writeFileSync(join(folder, 'zombie.fence'), zombie);
			npm(folder, ['install', '--no-package-lock', `node@${version}`]);
			const node = join(folder, 'node_modules/node/bin/node');
			const run = (typed: readonly string[], input = '') =>
				execFileSync(node, [program, ...typed], {cwd: folder, env: plainEnvironment(folder), input, encoding: 'utf8'});
			expect(execFileSync(node, ['--version'], {encoding: 'utf8'})).toContain(`v${version.split('.')[0]}.`);
			expect(run(['run', 'zombie.fence'])).toContain('2 expectations held, 0 failed');
			expect(run(['explore', 'zombie.fence', '--fact', 'A holds account and B holds account'])).toContain('holds: all');
			expect(run(['play', '--plain'], 'A acquire\n')).toContain('token 33');
			writeFileSync(join(folder, 'mine.mjs'), withdraws.replace('type Given = any;', '').replace(': Given', ''));
			expect(run(['build', 'check', 'mine.mjs'])).toContain('Holds: all 550 schedules of 2 clients.');
			writeFileSync(join(folder, 'mine.ts'), withdraws);
			const {status, stdout, stderr} = spawnSync(node, [program, 'build', 'check', 'mine.ts', '--json'], {
				cwd: folder,
				env: plainEnvironment(folder),
				encoding: 'utf8',
			});
			if (version.startsWith('20'))
				expect([status, stderr]).toEqual([
					2,
					`mine.ts: TypeScript needs Node 22.13 or later, and this is Node ${version}. Save it as .mjs, without types.\n`,
				]);
			else {
				const [holds, shown] = stdout.trim().split('\n');
				expect(JSON.parse(holds ?? '')).toMatchObject({verdict: 'holds', schedules: '550'});
				expect(JSON.parse(shown ?? '').lines[0]).toEqual({statement: 'A acquire account', file: 'mine.ts', line: 12});
			}
		},
	);
});

describe('The tarball', () => {
	it('is the same, byte for byte, when it is packed twice', () => {
		const digests = ['first', 'second'].map((name) => {
			const folder = join(emptyFolder(), name);
			mkdirSync(folder);
			// What is there is packed as it is; that a build makes the same files again is tested on its own.
			npm(project, ['pack', '--ignore-scripts', '--pack-destination', folder]);
			const [tarball = ''] = readdirSync(folder);
			return createHash('sha256')
				.update(readFileSync(join(folder, tarball)))
				.digest('hex');
		});
		expect(digests[1]).toBe(digests[0]);
	});
});

describe('The program at work', () => {
	it('opens no connection and starts no process', async () => {
		const home = emptyFolder();
		const noted = join(home, 'noted.txt');
		const watcher = join(home, 'watcher.cjs');
		writeFileSync(watcher, watching(noted));
		writeFileSync(join(home, 'zombie.fence'), zombie);
		const env = {NODE_OPTIONS: `--require ${watcher}`};
		const commands: readonly (readonly string[])[] = [
			[],
			['list'],
			['doctor'],
			['run', 'zombie.fence', '--diagram'],
			['explore', 'zombie.fence', '--fact', 'stale-write on safe'],
			['new', 'mine'],
			['check', '01-mine.md'],
			['learn', 'lease', '--plain'],
			['play', '--plain'],
			['progress'],
			['completion', 'bash'],
		];
		for (const typed of commands) await runInstalled(typed, {home, cwd: home, env, stdin: '/help\nA acquire\n/quit\n'});
		expect(existsSync(noted) ? readFileSync(noted, 'utf8') : '').toBe(`${'started\n'.repeat(commands.length)}`);
	});
});

/** A module that notes every start of the program, and whatever in it would reach out of its process. */
function watching(file: string): string {
	return `const fs = require('node:fs');
const append = fs.appendFileSync;
const note = (what) => append(${JSON.stringify(file)}, what + '\\n');
note('started');
const watch = (name, functions) => {
	const loaded = require(name);
	for (const each of functions) {
		const original = loaded[each];
		loaded[each] = function (...given) { note(name + '.' + each); return original.apply(this, given); };
	}
};
watch('node:child_process', ['spawn', 'spawnSync', 'exec', 'execSync', 'execFile', 'execFileSync', 'fork']);
watch('node:dns', ['lookup', 'resolve']);
watch('node:http', ['request', 'get']);
watch('node:https', ['request', 'get']);
watch('node:net', ['connect', 'createConnection', 'createServer']);
watch('node:dgram', ['createSocket']);
const {fetch} = globalThis;
globalThis.fetch = (...given) => { note('fetch'); return fetch(...given); };
`;
}
