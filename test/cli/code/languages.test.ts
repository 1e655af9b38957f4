import {execFileSync} from 'node:child_process';
import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import process from 'node:process';
import {describe, expect, it} from 'vitest';
import {clients, worldText} from '../../code/clients.js';
import {aFolder} from '../a-folder.js';
import {runProgram} from '../run-program.js';
import {hasPython} from './has-python.js';

const claims = 'claim never lost-update\nclaim never stale-write\nclaim possible value of safe balance = 80';

const inPython = {
	reads: `async def client(lock, store):
    lease = await lock.acquire()
    seen = await store.read('balance')
    answer = await store.write('balance', seen.value - 10, token=lease.token)
    if answer.accepted:
        await lock.release(lease)
`,
	advances: `async def client(lock, store):
    lease = await lock.acquire()
    if not (await store.advance(token=lease.token)).accepted:
        return
    seen = await store.read('balance')
    answer = await store.write('balance', seen.value - 10, token=lease.token)
    if answer.accepted:
        await lock.release(lease)
`,
	watchdog: `import asyncio

async def client(lock, store, sleep):
    lease = await lock.acquire()
    working = True

    async def watchdog():
        await sleep(5)
        if working:
            await lock.renew(lease)

    task = asyncio.create_task(watchdog())
    seen = await store.read('balance')
    answer = await store.write('balance', seen.value - 10, token=lease.token)
    working = False
    await task
    if answer.accepted:
        await lock.release(lease)
`,
};

/** The client that reads and writes, in POSIX shell and nothing else: the protocol needs no library. */
const inShell = `#!/bin/sh
# fence
#   lock account lease ttl 10s
#   store safe fenced
#   put account balance=100
#   claim never lost-update
#   claim never stale-write
#   claim possible value of safe balance = 80
ask() { echo "{\\"type\\":\\"ask\\",\\"id\\":$1,\\"ask\\":$2,\\"file\\":\\"client.sh\\",\\"line\\":$3}"; echo '{"type":"idle"}'; read -r answer || exit; }
field() { expr "$answer" : ".*\\"$1\\":\\([0-9a-z]*\\)"; }
read -r start || exit
ask 0 '{"kind":"acquire"}' 12
token=$(field token)
ask 1 '{"kind":"read","key":"balance"}' 14
value=$(($(field value) - 10))
ask 2 "{\\"kind\\":\\"write\\",\\"key\\":\\"balance\\",\\"value\\":$value,\\"token\\":$token}" 16
if [ "$(field accepted)" = true ]; then ask 3 '{"kind":"release"}' 17; fi
echo '{"type":"returned"}'
echo '{"type":"idle"}'
read -r end
`;

describe('The language of the code', () => {
	it.skipIf(!hasPython && process.env['CI'] !== 'true').each(Object.entries(inPython))(
		'makes no difference to what is found: %s in Python',
		async (name, code) => {
			const folder = aFolder();
			writeFileSync(join(folder, 'mine.py'), `"""fence\n${worldText({claim: claims})}\n"""\n${code}`);
			const script = clients[name as keyof typeof inPython];
			writeFileSync(join(folder, 'mine.mjs'), `/* fence\n${worldText({claim: claims})}\n*/\n${script}`);
			const [python, javascript] = [await found(folder, 'mine.py'), await found(folder, 'mine.mjs')];
			expect(python.map(bare)).toEqual(javascript.map(bare));
			expect(python.every(({lines}) => lines.every(({file, line}) => file === 'mine.py' && line > 8))).toBe(true);
		},
	);

	it.skipIf(!hasPython && process.env['CI'] !== 'true')(
		'makes no difference to imports that go round, and what Python prints stands beside its move',
		async () => {
			const folder = aFolder();
			const code = inPython.reads.replace(
				'    answer',
				"    print('read', other.shown(seen), sep='=')\n    print(lease, seen)\n    answer",
			);
			const world = worldText({claim: 'claim never lost-update'});
			writeFileSync(join(folder, 'mine.py'), ['"""fence', world, '"""', 'import other', 'amount = 1', code].join('\n'));
			writeFileSync(join(folder, 'other.py'), 'import mine\n\ndef shown(seen):\n    return seen.value + mine.amount\n');
			const env = {PATH: process.env['PATH']};
			const {stdout, stderr} = await runProgram(folder, ['build', 'check', 'mine.py'], '', env);
			expect(stderr).toBe('');
			expect(stdout).toMatch(
				/^ {4}A read account\n.*\n.*balance=100\.\n {6}A prints: read=101\n {6}A prints: Lease\(token=33\) Answer\(value=100, version=0\)\n/m,
			);
		},
	);

	it('may be any that can speak in lines of JSON: the same client in POSIX shell', async () => {
		const folder = aFolder();
		writeFileSync(join(folder, 'client.sh'), inShell);
		writeFileSync(join(folder, 'mine.mjs'), `/* fence\n${worldText({claim: claims})}\n*/\n${clients.reads}`);
		const shell = await found(folder, 'client.sh', '--with', 'sh');
		expect(shell.map(bare)).toEqual((await found(folder, 'mine.mjs')).map(bare));
		expect(shell[0]?.lines[0]).toEqual({statement: 'A acquire account', file: 'client.sh', line: 12});
	});

	it.skipIf(!hasPython && process.env['CI'] !== 'true').each([
		['a mistake in Python', 'async def client(:\n    pass\n', /mine\.py:7:\d+: This is not Python/],
		['no client', 'x = 1\n', /This defines no client\. It has to say: async def client/],
		['a module that is not to be had', 'import os\nasync def client(lock):\n    pass\n', /imports "os"/],
		['an endless loop', 'async def client(lock):\n    while True:\n        pass\n', /Is there a loop without an end/],
		['an exception', 'async def client(lock):\n    None.x\n', /throws at mine\.py:8: AttributeError/],
	])('tells %s in a sentence with its place', async (_, code, said) => {
		const folder = aFolder();
		writeFileSync(join(folder, 'mine.py'), `"""fence\n${worldText({})}"""\n${code}`);
		const {stdout, stderr} = await runProgram(folder, ['build', 'check', 'mine.py'], '', pathOnly);
		expect(stdout + stderr).toMatch(said);
	});

	it.skipIf(!hasPython && process.env['CI'] !== 'true')(
		'makes no difference to a client that waits for so long only, and for two things at once',
		async () => {
			const folder = aFolder();
			const world = worldText({claim: 'claim never value of safe balance = 7\nclaim never value of safe balance = 8'});
			const python = [
				'import asyncio',
				'async def client(*, lock, store, amount=7):',
				'    try:',
				'        lease = await asyncio.wait_for(lock.acquire(), 5)',
				'    except asyncio.TimeoutError:',
				"        await store.write('balance', amount, token=40)",
				'        return',
				"    await asyncio.gather(store.read('balance'), lock.is_mine(lease))",
			].join('\n');
			const javascript = [
				'export default async function client({lock, store}) {',
				'	const late = Symbol();',
				'	let timer;',
				'	const end = new Promise((done) => { timer = setTimeout(() => done(late), 5000); });',
				'	const lease = await Promise.race([lock.acquire(), end]);',
				'	clearTimeout(timer);',
				"	if (lease === late) { await store.write('balance', 7, {token: 40}); return; }",
				"	await Promise.all([store.read('balance'), lock.isMine(lease)]);",
				'}',
			].join('\n');
			writeFileSync(join(folder, 'mine.py'), `\uFEFF"""fence\n${world}\n"""\n${python}\n`);
			writeFileSync(join(folder, 'mine.mjs'), `/* fence\n${world}\n*/\n${javascript}\n`);
			const inPlace = await found(folder, 'mine.py');
			expect(inPlace.map(bare)).toEqual((await found(folder, 'mine.mjs')).map(bare));
			expect(inPlace.map(({verdict}) => verdict)).toEqual(['violated', 'holds']);
			expect(inPlace[0]?.lines.map(({line}) => line)).toEqual([14]);
		},
	);

	it.each([
		['says no line of JSON', 'echo hello', /says what is not JSON: hello/],
		['says what the protocol has not', 'echo null', /says something that the protocol does not have: null/],
		['asks without a number', say('{"type":"ask","ask":{"kind":"acquire"}}'), /does not have: \{"type":"ask"/],
		['asks for nothing', say('{"type":"ask","id":0}'), /does not have: \{"type":"ask","id":0\}/],
		[
			'asks for what is not',
			say('{"type":"ask","id":0,"ask":{"kind":"lock"}}'),
			/asks what the protocol does not have/,
		],
		[
			'asks with less than it needs',
			say('{"type":"ask","id":0,"ask":{"kind":"write","key":"balance"}}'),
			/asks what the protocol does not have: \{"kind":"write","key":"balance"\}/,
		],
		[
			'never says that it is idle',
			'echo \'{"type":"again"}\'; read -r end; read -r end',
			/did not come to an await in time/,
		],
		['ends', 'exit 3', /ended without a word \(exit code 3\)/],
		[
			'says a line without an end',
			'head -c 2000000 /dev/zero | tr "\\0" x; read -r end',
			/a line that is longer than 1 MB/,
		],
	])('may be one whose program %s: that is a sentence', async (_, code, said) => {
		const folder = aFolder();
		writeFileSync(
			join(folder, 'client.sh'),
			`# fence\n${worldText({}).replace(/^/gm, '# ')}\nread -r start\n${code}\n`,
		);
		const {code: exit, stderr} = await runProgram(
			folder,
			['build', 'check', 'client.sh', '--with', 'sh'],
			'',
			pathOnly,
		);
		expect(stderr).toMatch(said);
		expect(stderr.trim().split('\n')).toHaveLength(1);
		expect(exit).toBe(2);
	});

	it.skipIf(!hasPython && process.env['CI'] !== 'true')(
		'says which Python it needs where there is an older one',
		async () => {
			const folder = aFolder();
			const real = execFileSync('python3', ['-c', 'import sys; print(sys.executable)'], {encoding: 'utf8'}).trim();
			const older = 'import sys; sys.version_info = (3, 7, 1); sys.argv.pop(0); exec(sys.argv[0])';
			mkdirSync(join(folder, 'bin'));
			writeFileSync(join(folder, 'bin/python3'), `#!/bin/sh\nshift 6\nexec '${real}' -c '${older}' "$@"\n`, {
				mode: 0o755,
			});
			writeFileSync(join(folder, 'mine.py'), `"""fence\n${worldText({})}\n"""\n${inPython.reads}`);
			const env = {PATH: `${join(folder, 'bin')}:${process.env['PATH']}`};
			const {code, stderr} = await runProgram(folder, ['build', 'check', 'mine.py'], '', env);
			expect({code, stderr}).toEqual({
				code: 2,
				stderr: 'mine.py: Code in Python needs Python 3.8 or later, and this is 3.7.1.\n',
			});
		},
	);

	it('names what is missing', async () => {
		const folder = aFolder();
		writeFileSync(join(folder, 'mine.rb'), `# fence\n${worldText({}).replace(/^/gm, '# ')}\n`);
		expect((await runProgram(folder, ['build', 'check', 'mine.rb'])).stderr).toContain('--with COMMAND');
		const {code, stderr} = await runProgram(folder, ['build', 'check', 'mine.rb', '--with', 'no-such-command']);
		expect(code).toBe(2);
		expect(stderr).toContain('There is no no-such-command on the PATH');
	});
});

function say(line: string): string {
	return `echo '${line}'\necho '{"type":"idle"}'\nread -r end`;
}

type Found = {
	readonly claim: string;
	readonly verdict: string;
	readonly schedules: string | null;
	readonly moves: number | null;
	readonly script: readonly string[];
	readonly lines: readonly {readonly statement: string; readonly file: string; readonly line: number}[];
};

const pathOnly = {PATH: process.env['PATH']};

async function found(folder: string, ...typed: readonly string[]): Promise<readonly Found[]> {
	const {stdout, stderr} = await runProgram(folder, ['build', 'check', ...typed, '--json'], '', pathOnly);
	expect(stderr).toBe('');
	return stdout
		.trim()
		.split('\n')
		.map((line) => JSON.parse(line));
}

function bare({claim, verdict, schedules, moves, script}: Found) {
	return {claim, verdict, schedules, moves, script};
}
