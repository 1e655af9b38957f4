import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import process from 'node:process';
import {describe, expect, it} from 'vitest';
import {client, worldText} from '../../code/clients.js';
import {aFolder} from '../a-folder.js';
import {runProgram} from '../run-program.js';
import {hasPython} from './has-python.js';

const several = [
	'clients 1',
	'lock account lease ttl 10s',
	'lock stock lease ttl 10s',
	'store bank unfenced',
	'store shop fenced',
	'put account n=100',
	'put stock n=5 left=9',
	'claim never lost-update',
	'claim possible value of bank account.n = 90 and value of shop stock.left = 8',
	'claim never value of shop account.n = 90',
].join('\n');

const byName = `export default async function client({locks, stores}) {
	if (Object.keys(locks).join() !== 'account,stock' || Object.keys(stores).join() !== 'bank,shop') throw new Error('others');
	const one = await locks.account.acquire();
	const two = await locks.stock.acquire();
	const {value} = await stores.bank.read('account.n');
	await stores.bank.write('account.n', value - 10);
	const {value: left} = await stores.shop.read('left');
	await stores.shop.write('left', left - 1, {token: two.token});
	await locks.stock.release(two);
	await locks.account.release(one);
}
`;

const byNameInPython = `async def client(locks, stores):
    if ','.join(locks) != 'account,stock' or ','.join(stores) != 'bank,shop':
        raise ValueError('others')
    one = await locks.account.acquire()
    two = await locks['stock'].acquire()
    seen = await stores.bank.read('account.n')
    await stores.bank.write('account.n', seen.value - 10)
    left = await stores.shop.read('left')
    await stores.shop.write('left', left.value - 1, token=two.token)
    await locks.stock.release(two)
    await locks.account.release(one)
`;

const patient = worldText({
	store: 'safe unfenced',
	claim: [
		'claim never value of safe gave = 1 and time < 3s',
		'claim possible value of safe gave = 1',
		'claim possible value of safe gave = 0 and time > 4s',
		'claim never A done and time < 3s',
	].join('\n'),
}).replace('balance=100', 'balance=100 gave=0');

const gives = client(
	'const lease = await lock.acquire({within: 3000});',
	"if (lease === null) await store.write('gave', 1);",
	'else await sleep(5000);',
);

const givesInPython = `async def client(lock, store, sleep):
    lease = await lock.acquire(within=3000)
    if lease is None:
        await store.write('gave', 1)
    else:
        await sleep(5)
`;

/** The same code in each language that can run here; CI has all. Shape: language, name of the file, its text. */
function languages(javascript: string, python: string, world: string): readonly (readonly [string, string, string])[] {
	const all = [
		['JavaScript', 'mine.mjs', `/* fence\n${world}\n*/\n${javascript}`],
		['Python', 'mine.py', `"""fence\n${world}\n"""\n${python}`],
	] as const;
	return hasPython || process.env['CI'] === 'true' ? all : all.slice(0, 1);
}

const pathOnly = {PATH: process.env['PATH']};

describe('What code is given', () => {
	it.each(languages(byName, byNameInPython, several))(
		'is every lock and every store of its world by name, in %s',
		async (_, name, code) => {
			const folder = aFolder();
			writeFileSync(join(folder, name), code);
			const {code: exit, stdout, stderr} = await runProgram(folder, ['build', 'check', name, '--json'], '', pathOnly);
			expect([exit, stderr]).toEqual([0, '']);
			const answers = stdout
				.trim()
				.split('\n')
				.map((line) => JSON.parse(line));
			expect(answers.map(({verdict}) => verdict)).toEqual(['holds', 'holds', 'holds']);
			const {world, script} = answers[1];
			expect(script).toContain('A acquire stock');
			expect(script).toContain('A write account n-=10 to bank no token');
			writeFileSync(
				join(folder, 'shown.fence'),
				[...world, ...script, 'expect value of bank account.n = 90'].join('\n'),
			);
			expect((await runProgram(folder, ['run', 'shown.fence'])).code).toBe(0);
		},
	);

	it('lacks what its world has not, which is said with the line', async () => {
		const folder = aFolder();
		writeFileSync(
			join(folder, 'mine.mjs'),
			`/* fence\nstore safe cas\nput account n=1\nclaim never lost-update\n*/\n${client('await lock.acquire();')}`,
		);
		expect(await runProgram(folder, ['build', 'check', 'mine.mjs'])).toMatchObject({
			code: 2,
			stderr: 'mine.mjs:7:1: acquire cannot be done here: this world has no lock.\n',
		});
	});

	it.each(languages(gives, givesInPython, patient))(
		'waits for a lock for so long only, in %s',
		async (_, name, code) => {
			const folder = aFolder();
			writeFileSync(join(folder, name), code);
			const {code: exit, stdout, stderr} = await runProgram(folder, ['build', 'check', name], '', pathOnly);
			expect([exit, stderr]).toEqual([0, '']);
			expect(stdout.match(/✓/g)).toHaveLength(4);
			expect(stdout).toMatch(/Holds: all \d+ schedules of 2 clients\./);
		},
	);
});
