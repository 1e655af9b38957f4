import {spawnSync} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import * as nodeModule from 'node:module';
import {join} from 'node:path';
import process from 'node:process';
import {describe, expect, it} from 'vitest';
import {client, clients, fileText, worldText} from '../../code/clients.js';
import {aFolder} from '../a-folder.js';
import {runProgram} from '../run-program.js';

const hasPython = spawnSync('python3', ['--version']).status === 0;
const {reads} = clients;
const withLine = (line: string) => reads.replace('\tif (accepted)', `\t${line}\n\tif (accepted)`);

/** Slips of a learner: the file, and what is said of it. */
const slips: Readonly<Record<string, readonly [text: string, said: RegExp, code: number]>> = {
	'no file text at all': ['', /mine\.mjs:1:1: This file does not tell its world/, 2],
	'a comment that is not closed': [`\n/* fence\n${worldText({})}\n${reads}`, /mine\.mjs:2:1: .* has no end/, 2],
	'a comment of stars that is not closed': [
		`// "/* fence\n/**\n * fence\n * lock account lease\n${reads}`,
		/mine\.mjs:2:1: .* has no end/,
		2,
	],
	'a world that is only spoken of': [
		`/* begin with\n"""fence */\n// or with /* fence\nconst begin = '/* fence';\n${reads}`,
		/mine\.mjs:1:1: This file does not tell its world/,
		2,
	],
	'clients that are no number': [
		fileText(reads).replace(/clients \d/, 'clients three'),
		/mine\.mjs:2:1: How many clients run the code is a number from 1 to 6/,
		2,
	],
	'more clients than can be searched': [
		fileText(reads).replace('fence\n', 'fence\nclients 7\n'),
		/mine\.mjs:2:1: Code is run by 1 to 6 clients/,
		2,
	],
	'a rule that is misspelt': [fileText(reads, {store: 'safe fencde'}), /mine\.mjs:4:\d+: .*Did you mean fenced\?/, 2],
	'no default export': [fileText(reads.replace('default ', '')), /exports no client. It has to say: export default/, 2],
	'a class': [fileText('export default class Client {}\n'), /exports a class, and a client is an async function/, 2],
	'a generator': [
		fileText('export default function* client({lock}) {\n\tyield lock.acquire();\n}\n'),
		/exports a generator, and a client is an async function/,
		2,
	],
	'an older kind of module': [
		fileText('module.exports = async function client() {};\n'),
		/mine\.mjs:\d+:1: .*module is not defined\. Write it as a module: export default/,
		2,
	],
	'an import of a file that is not there': [
		fileText(`import {pay} from './gone.mjs';\n${reads}`),
		/mine\.mjs:8:1: This imports '\.\/gone\.mjs', and there is no such file beside it\./,
		2,
	],
	'an import of a name that is not exported': [
		fileText(`import {gone} from './helper.mjs';\n${reads}`),
		/mine\.mjs:8:1: This imports gone from '\.\/helper\.mjs', which exports nothing of that name\./,
		2,
	],
	'a world with latency': [
		fileText(reads, {store: 'safe fenced\nlatency 5ms'}),
		/^mine\.mjs:5:1: Code is answered at once: leave latency out\./,
		2,
	],
	'a world whose nodes are waited for': [
		fileText(reads, {store: 'safe fenced\nlock job redlock ttl 10s nodes 3 node-timeout 50ms'}),
		/^mine\.mjs:5:1: Code is answered at once: leave node-timeout out\./,
		2,
	],
	'a world in which a grant waits for replicas': [
		fileText(reads, {store: 'safe fenced\nlock job replicated ttl 10s wait 1'}),
		/^mine\.mjs:5:1: Code is answered at once: leave wait out\. No code waits for replicas here\./,
		2,
	],
	'a transaction': [
		fileText(reads.replace("store.read('balance')", "stores.safe.begin('safe')").replace('{lock,', '{lock, stores,')),
		/throws at mine\.mjs:10: .* Code has no transactions: each write is one of its own/,
		0,
	],
	'a row to lock': [
		fileText(reads.replace("read('balance')", "read('balance', {forUpdate: true})")),
		/throws at mine\.mjs:10: TypeError: store\.read takes the key and nothing else/,
		0,
	],
	'an option that is misspelt': [
		fileText(reads.replace('{token:', '{tokne:')),
		/throws at mine\.mjs:12: TypeError: store\.write has no option tokne; it has: token, ifVersion, job/,
		0,
	],
	'a number where options belong': [
		fileText(reads.replace('acquire()', 'acquire(5000)')),
		/lock\.acquire takes its options by name, such as \{ttl: \.\.\.\}/,
		0,
	],
	'a lease that is not passed on': [
		fileText(reads.replace('release(lease)', 'release()')),
		/lock\.release takes the lease: lock\.release\(lease\)/,
		0,
	],
	'a key that is misspelt': [
		fileText(reads.replace("read('balance')", "read('balanec')").replace('if (value === undefined) return;', '')),
		/the value is a whole number or text, and not NaN/,
		0,
	],
	'an export that is not the default': [
		fileText(reads.replace('export default', 'export')),
		/mine\.mjs:8:1: .* exports no client\. It has to say: export default .* has a name \(client\) and is not the default/,
		2,
	],
	'an export of what the client returns': [
		fileText(`${reads.replace('export default', '')}\nexport default client({});\n`),
		/exports no client\. It has to say: export default .* What it exports is no function/,
		2,
	],
	'parts that are taken one by one': [
		fileText(reads.replace(/\{(lock, [^}]*)\}\)/, '$1)')),
		/mine\.mjs:8:1: A client is given what it takes as one object, so lock stands in braces/,
		2,
	],
	'code outside of a client': [
		fileText('const lease = await lock.acquire();\n'),
		/mine\.mjs:8:1: .*lock is not defined\. The client is given it: export default async function client\(\{lock\}\)/,
		2,
	],
	'a brace that is not closed': [
		fileText(reads.trimEnd().replace(/\}$/, '')),
		/mine\.mjs:\d+:\d+: This is not JavaScript: Unexpected end of input\.\n .*\n +\^\n/,
		2,
	],
	'a lease that is not awaited': [
		fileText(client('const lease = lock.acquire();', 'await lock.release(lease);')),
		/takes the lease, and this is a promise of it: await it first[\s\S]*acquire at mine\.mjs:9 is asked without await/,
		0,
	],
	'a lease where its token belongs': [
		fileText(client('const lease = await lock.acquire();', "await store.write('balance', 90, {token: lease});")),
		/store\.write: the token is a part of the lease: \{token: lease\.token\}/,
		0,
	],
	'a call that is misspelt': [
		fileText(reads.replace('lock.acquire', 'lock.aquire')),
		/lock\.aquire is not a function\. A lock has acquire, tryAcquire, renew, release and isMine/,
		0,
	],
	'what only Node has': [
		fileText(client('const id = crypto.randomUUID();')),
		/crypto is not defined\. The code runs in a simulated world, in which there is no crypto/,
		0,
	],
	'an endless loop after an answer': [
		fileText(client('const lease = await lock.acquire();', 'while (lease);')),
		/did not come to an await in time .* The last that it was told is the answer to acquire at mine\.mjs:9\./,
		2,
	],
	'a client that throws in every schedule': [
		fileText(reads.replace('store.read', 'store.raed')),
		/The client never comes to its end, and so says little about the claim: it throws at mine\.mjs:\d+: TypeError: store\.raed/,
		0,
	],
	'a client that asks nothing': [
		fileText(client('return lock;')),
		/The client asks nothing of the lock and the store\. Is an await missing\?/,
		0,
	],
	'random numbers': [
		fileText(withLine('Math.random();')),
		/draws random numbers\. Here they are one fixed sequence/,
		0,
	],
	'the clock, with clocks that may step': [
		fileText(withLine('Date.now();'), {faults: 'clock 1'}),
		/faults: clock 1/,
		0,
	],
};

describe('A slip', () => {
	it.each(Object.entries(slips))('that is %s gets a sentence that says what to do', async (_, [text, said, code]) => {
		const folder = aFolder();
		writeFileSync(join(folder, 'mine.mjs'), text);
		writeFileSync(join(folder, 'helper.mjs'), 'export const other = 1;\n');
		const ran = await runProgram(folder, ['build', 'check', 'mine.mjs']);
		expect(ran.stdout + ran.stderr).toMatch(said);
		expect(ran.code).toBe(code);
	});

	it.skipIf(!hasPython && process.env['CI'] !== 'true')('in Python gets one, too', async () => {
		const folder = aFolder();
		const said = async (...lines: readonly string[]) => {
			const body = lines.map((line) => `    ${line}\n`).join('');
			writeFileSync(
				join(folder, 'mine.py'),
				`"""fence\n${worldText({})}\n"""\nimport time\nasync def client(lock, store):\n${body}`,
			);
			return (await runProgram(folder, ['build', 'check', 'mine.py'], '', {PATH: process.env['PATH']})).stdout;
		};
		expect(await said('time.sleep(1)')).toMatch(
			/throws at mine\.py:10: TypeError: time\.sleep would stop every client/,
		);
		expect(await said('lease = await lock.acquire()', 'await lock.release()')).toContain(
			'lock.release takes the lease',
		);
		expect(await said('lock.acquire()')).toContain('Is an await missing?');
		expect(await said("await store.read('balance')", 'lock.acquire()')).toContain(
			'lock.acquire at mine.py:11 is never done: it is called, and nothing awaits it.',
		);
		expect(await said("await store.write('balance', 1, tokn=3)")).toContain(
			"store.write: got an unexpected keyword argument 'tokn'",
		);
		expect(await said("await store.read('balance', for_update=True)")).toContain(
			"got an unexpected keyword argument 'for_update': code has no transactions, and no row to lock",
		);
		expect(await said('await lock.aquire()')).toContain('lock has no aquire; it has: acquire, try_acquire');
		expect(await said('lease = await lock.acquire()', "await store.write('balance', 1, token=lease)")).toContain(
			'the token is a part of the lease: token=lease.token',
		);
		expect(await said('import random', "await store.write('balance', random.randint(1, 9))")).toMatch(
			/draws random numbers/,
		);
		expect(await said('import datetime', 'datetime.datetime.now()')).toContain('The code looks at the clock');
	});
});

describe('A verdict on code', () => {
	it('says which faults it rests on, which were left out, and which can do nothing', async () => {
		const folder = aFolder();
		writeFileSync(
			join(folder, 'mine.mjs'),
			fileText(clients.advances, {faults: 'crash 1 clock 1', claim: 'claim never stale-write'}),
		);
		const {stdout} = await runProgram(folder, ['build', 'check', 'mine.mjs', '--json']);
		expect(JSON.parse(stdout)).toMatchObject({verdict: 'holds', searched: {crash: 1}});
		const {notSearched, idle} = JSON.parse(stdout);
		expect(notSearched).toEqual(expect.arrayContaining(['late', 'lose', 'node']));
		for (const kind of ['crash', 'delay', 'pause']) expect(notSearched).not.toContain(kind);
		expect([...notSearched, ...idle, ...Object.keys(JSON.parse(stdout).searched)]).toContain('clock');
		const told = await runProgram(folder, ['build', 'check', 'mine.mjs']);
		expect(told.stdout).toMatch(/In them any request is served late .*; faults: crash 1.*\. Not tried: .*lose/);
	});

	it.each([
		['looks at its own', 'lease ttl 10s', clients.checks, /; faults: clock 1\./],
		['does not, though the lock goes by it', 'postgres ttl 10s clock client', clients.plain, /Not tried: .*clock/],
	])('tells of a clock that steps what was searched for code that %s', async (_, lock, code, said) => {
		const folder = aFolder();
		const world = {lock, faults: 'clock 1', claim: 'claim never value of safe balance = 7'};
		writeFileSync(join(folder, 'mine.mjs'), fileText(code, world));
		const {stdout} = await runProgram(folder, ['build', 'check', 'mine.mjs']);
		expect(stdout).toMatch(/Holds: /);
		expect(stdout).toMatch(said);
		expect(stdout.match(/\bclock 1\b|Not tried: .*\bclock\b/g)).toHaveLength(1);
	});
});

describe('TypeScript', () => {
	const text = fileText(
		"import {pay, type Amount} from './pay.ts';\n\nconst amount: Amount = 10;\n\nexport default async function client({lock, store}: any): Promise<void> {\n\tconst lease = await lock.acquire();\n\tconst {value}: {value: number} = await store.read('balance');\n\tawait pay(store, value - amount, lease.token);\n}\n",
	);
	const strips = 'stripTypeScriptTypes' in nodeModule;

	it.runIf(strips)('runs without its types, with its own lines and those of what it imports', async () => {
		const folder = aFolder();
		writeFileSync(join(folder, 'mine.ts'), text);
		writeFileSync(
			join(folder, 'pay.ts'),
			"export type Amount = number;\n\nexport async function pay(store: any, value: Amount, token: number | null) {\n\tawait store.write('balance', value, {token});\n}\n",
		);
		const {stdout} = await runProgram(folder, ['build', 'check', 'mine.ts', '--json']);
		const [{lines}] = stdout
			.trim()
			.split('\n')
			.map((line) => JSON.parse(line));
		expect(lines[0]).toEqual({statement: 'A acquire account', file: 'mine.ts', line: 13});
		expect(lines.at(-1)).toMatchObject({file: 'pay.ts', line: 4});
	});

	it.runIf(strips)('that cannot be stripped is told with its line', async () => {
		const folder = aFolder();
		writeFileSync(join(folder, 'mine.ts'), text.replace('const amount', 'enum Kind {A}\nconst amount'));
		expect((await runProgram(folder, ['build', 'check', 'mine.ts'])).stderr).toMatch(/mine\.ts:10:1: .*enum/);
	});

	it.runIf(!strips)('on a Node that cannot strip types gets a sentence that names one that can', async () => {
		const folder = aFolder();
		writeFileSync(join(folder, 'mine.ts'), text);
		expect(await runProgram(folder, ['build', 'check', 'mine.ts'])).toMatchObject({
			code: 2,
			stderr: `mine.ts: TypeScript needs Node 22.13 or later, and this is Node ${process.versions.node}. Save it as .mjs, without types.\n`,
		});
	});
});
