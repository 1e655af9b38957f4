import {spawnSync} from 'node:child_process';
import {mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import process from 'node:process';
import {describe, expect, it} from 'vitest';
import {followCode} from '../../../src/cli/code/check-code.js';
import {acquire, client, clients, fileText, read} from '../../code/clients.js';
import {aFolder} from '../a-folder.js';
import {fakeIo} from '../fake-io.js';
import {runProgram} from '../run-program.js';

describe('fence-tutor build', () => {
	it('writes a folder that an editor understands, with a file for each exercise', async () => {
		const folder = aFolder();
		const {code, stdout} = await runProgram(folder, ['build', 'mine']);
		expect(code).toBe(0);
		expect(stdout).toMatch(/^mine: 13 files written\./);
		const names = readdirSync(join(folder, 'mine'));
		expect(names).toEqual(expect.arrayContaining(['README.md', 'jsconfig.json', 'fence-tutor.d.ts', '06-advance.mjs']));
		const text = readFileSync(join(folder, 'mine/06-advance.mjs'), 'utf8');
		expect(text).toMatch(/^\/\*\n \* 06 Advance before you read\n/);
		expect(text).toContain('// your turn');
		expect(text).toContain("@type {import('./fence-tutor.js').Client}");
	});

	it.each(['.', './', '..', '2nd try', 'ünï cöde', 'looks-like-a.mjs'])(
		'takes a folder by any name: %s',
		async (name) => {
			const folder = join(aFolder(), 'here');
			mkdirSync(join(folder, 'looks-like-a.mjs'), {recursive: true});
			const {code, stderr} = await runProgram(folder, ['build', name]);
			expect({code, stderr}).toEqual({code: 0, stderr: ''});
			expect(readdirSync(resolve(folder, name))).toContain('06-advance.mjs');
		},
	);

	it('writes files in which an editor finds no fault, and types in which it finds each wrong call', async () => {
		const folder = aFolder();
		await runProgram(folder, ['build', 'mine']);
		expect(typeFaults(join(folder, 'mine'))).toEqual([]);
		writeFileSync(
			join(folder, 'mine/slips.mjs'),
			[
				"/** @type {import('./fence-tutor.js').Client} */",
				'const client = async ({lock, store, sleep}) => {',
				'	const lease = await lock.tryAcquire();',
				"	await store.write('balance', 90, {token: lease.token});",
				'	if (lease === null) return;',
				"	await store.write('balance', 90, {tokn: lease.token});",
				'	await lock.release();',
				"	await sleep('1s');",
				'	setTimeout(() => console.log(Date.now(), performance.now()), 5);',
				'	process.exit(1);',
				'};',
				'export default client;',
			].join('\n'),
		);
		expect(typeFaults(join(folder, 'mine'))).toEqual([4, 6, 7, 8, 10].map((line) => `slips.mjs:${line}`));
	});

	it('checks once the exercises that are begun, and no other', async () => {
		const folder = aFolder();
		await runProgram(folder, ['build', 'mine']);
		expect(await runProgram(folder, ['build', 'mine', '--once'])).toEqual({
			code: 0,
			stdout: 'mine: no exercise is begun, so there is nothing to check.\n',
			stderr: '',
		});
		const file = join(folder, 'mine/07-compare-and-swap.mjs');
		writeFileSync(file, `${readFileSync(file, 'utf8')}// mine\n`);
		const {code, stdout} = await runProgram(folder, ['build', 'mine', '--once']);
		expect(code).toBe(1);
		expect(stdout.match(/^\S mine\/[^:]*/gm)?.map((line) => line.slice(2))).toContain('mine/07-compare-and-swap.mjs');
		expect(stdout).not.toContain('06-advance');
	});

	it.each([
		'/**\n * fence\n * LINES\n */',
		'/* fence-tutor, exercise 6 */\n/* fence\nLINES\n*/',
		'// fence\n// LINES',
		'// fence it off\n/*fence\r\nLINES\n*/',
	])('finds the world in a comment of each form: %j', async (comment) => {
		const folder = aFolder();
		const [, world = ''] = /fence\n([\s\S]*)\n\*\//.exec(fileText(clients.reads)) ?? [];
		const mark = /^[*/ ]+(?=LINES)/m.exec(comment)?.[0] ?? '';
		writeFileSync(
			join(folder, 'mine.mjs'),
			`${comment.replace(/^.*LINES/m, world.replace(/^/gm, mark))}\n${clients.reads}`,
		);
		const {code, stdout, stderr} = await runProgram(folder, ['build', 'check', 'mine.mjs']);
		expect(stderr).toBe('');
		expect(code).toBe(0);
		expect(stdout).toContain('Holds: all 550 schedules of 2 clients.');
	});

	it('leaves what is the learner’s as it is, and writes no second file beside one in another language', async () => {
		const folder = aFolder();
		await runProgram(folder, ['build', 'mine']);
		writeFileSync(join(folder, 'mine/06-advance.mjs'), 'mine\n');
		rmSync(join(folder, 'mine/07-compare-and-swap.mjs'));
		writeFileSync(join(folder, 'mine/07-compare-and-swap.ts'), 'mine too\n');
		rmSync(join(folder, 'mine/08-job.mjs'));
		const {stdout} = await runProgram(folder, ['build', 'mine']);
		expect(stdout).toMatch(/1 files? written/);
		expect(readFileSync(join(folder, 'mine/06-advance.mjs'), 'utf8')).toBe('mine\n');
		expect(readdirSync(join(folder, 'mine')).filter((name) => name.startsWith('07'))).toEqual([
			'07-compare-and-swap.ts',
		]);
	});

	it('checks one exercise by its number, and shows the lines of the file as it was written', async () => {
		const folder = aFolder();
		await runProgram(folder, ['build']);
		const {code, stdout} = await runProgram(folder, ['build', '6', '--once']);
		expect(code).toBe(1);
		expect(stdout).toContain('Refuted in 7 moves: lost-update.');
		const text = readFileSync(join(folder, 'fence-exercises/06-advance.mjs'), 'utf8').split('\n');
		const line = Number(/06-advance\.mjs:(\d+) {2}const \{value\}/.exec(stdout)?.[1]);
		expect(text[line - 1]).toContain("await store.read('balance')");
	});

	it('tells one hint at a time, and refuses an exercise that there is not', async () => {
		const folder = aFolder();
		expect((await runProgram(folder, ['build', '6', '--hint', '2'])).stdout).toMatch(/^The fence has to hear/);
		expect(await runProgram(folder, ['build', '11'])).toMatchObject({
			code: 2,
			stderr: 'fence-tutor: There is no exercise 11: they go from 1 to 10.\n',
		});
		expect((await runProgram(folder, ['build', '6', '--hint', '9'])).code).toBe(2);
		expect((await runProgram(folder, ['build', 'gone.mjs'])).stderr).toContain('gone.mjs is not there');
	});

	it('takes an exercise by its name, and tells what it cannot take in a sentence', async () => {
		const folder = aFolder();
		const tried = async (...typed: readonly string[]) => await runProgram(folder, ['build', ...typed]);
		expect((await tried('06-advance', '--once')).stdout).toContain('Refuted in 7 moves: lost-update.');
		for (const [typed, said] of [
			[['6.5'], /There is no exercise 6\.5/],
			[['6', '--clients', '7'], /--clients takes a whole number from 1 to 6/],
			[['check', 'fence-exercises/06-advance.mjs', '--clients', '0'], /--clients takes a whole number from 1 to 6/],
			[['check', '-'], /Code is run from a file/],
			[['replay', '-'], /Code is run from a file/],
			[['-'], /Name a folder, an exercise or a file/],
		] as const) {
			const {code, stderr} = await tried(...typed);
			expect(stderr).toMatch(said);
			expect({code, lines: stderr.trim().split('\n').length}).toEqual({code: 2, lines: 1});
		}
		expect(readdirSync(folder).sort()).toEqual(['.home', 'fence-exercises']);
	});

	it.runIf(process.platform === 'linux')('gives up where no folder can be made, however far down', async () => {
		const {code, stderr} = await runProgram(aFolder(), ['build', '/proc/mine/deeper']);
		expect(stderr).toMatch(/^fence-tutor: \/proc\/mine\/deeper cannot be written: .*\n$/);
		expect(code).toBe(2);
	});

	it('replays the schedule that breaks code in a run without it', async () => {
		const folder = aFolder();
		writeFileSync(join(folder, 'mine.mjs'), fileText(clients.reads, {claim: 'claim never lost-update'}));
		const replay = await runProgram(folder, ['build', 'replay', 'mine.mjs']);
		expect(replay.code).toBe(1);
		const {stdout} = await runProgram(folder, ['run', '-', '--json'], replay.stdout);
		expect(stdout).toContain('"property":"lost-update"');
		const [checked = ''] = (await runProgram(folder, ['build', 'check', 'mine.mjs', '--json'])).stdout.split('\n');
		const {world, script, lines} = JSON.parse(checked);
		expect(`${[...world, ...script].join('\n')}\n`).toBe(replay.stdout);
		expect(lines[0]).toEqual({statement: 'A acquire account', file: 'mine.mjs', line: 9});
	});

	it('shows what the code prints beside the move in which it does, and says which lines no schedule comes to', async () => {
		const folder = aFolder();
		const printing = client(
			"console.log('at first');",
			acquire,
			'console.log(lease, {lease}, [{a: 1}], 2);',
			read,
			"if (value === 'never') {",
			"\tawait store.write('balance', 0); // store.write(",
			'}',
			"await store.write('balance', 90, {token: lease.token});",
		);
		writeFileSync(
			join(folder, 'mine.mjs'),
			fileText(printing, {clients: 1, claim: 'claim possible value of safe balance = 90'}),
		);
		writeFileSync(join(folder, 'all.mjs'), fileText(printing, {clients: 1, claim: 'claim never lost-update'}));
		const [line = ''] = (await runProgram(folder, ['build', 'check', 'mine.mjs', '--json'])).stdout.split('\n');
		expect(JSON.parse(line)).toMatchObject({
			said: [
				{move: 1, client: 'A', text: 'at first'},
				{move: 1, client: 'A', text: '{"token":33} {"lease":{"token":33}} [{"a":1}] 2'},
			],
			notes: [],
		});
		const {stdout} = await runProgram(folder, ['build', 'check', 'all.mjs']);
		const at = printing.split('\n').findIndex((text) => text.includes("'balance', 0")) + 1;
		const before = fileText('', {clients: 1, claim: 'claim never lost-update'}).split('\n').length - 1;
		expect(stdout).toContain(`Note: No schedule comes to all.mjs:${before + at}.\n`);
	});

	it('goes on with a file that is taken away meanwhile', async () => {
		const folder = aFolder();
		const claims = 'claim never value of safe balance = 7\nclaim never value of safe balance = 8';
		const file = join(folder, 'mine.mjs');
		writeFileSync(file, fileText(client('if (lock === 1) await sleep(1);', acquire), {claim: claims}));
		const notes: (readonly string[])[] = [];
		const options = {
			json: false,
			diagram: false,
			clients: 1,
			with: undefined,
			maxStates: undefined,
			maxSeconds: undefined,
		};
		const {io, stderr} = fakeIo({cwd: folder});
		const code = await followCode('mine.mjs', options, io, {
			begun() {},
			searched() {},
			answered(answer) {
				if (answer.kind === 'claim') notes.push(answer.finding.notes);
				rmSync(file, {force: true});
			},
		});
		expect({code, stderr: stderr()}).toEqual({code: 0, stderr: ''});
		expect(notes).toEqual([['No schedule comes to mine.mjs:10.'], ['No schedule comes to mine.mjs:10.']]);
	});

	it('does not pass over a fault that it does not try', async () => {
		const folder = aFolder();
		writeFileSync(
			join(folder, 'mine.mjs'),
			fileText(clients.reads, {lock: 'redlock nodes 3 ttl 10s', faults: 'late 1'}),
		);
		expect(await runProgram(folder, ['build', 'check', 'mine.mjs'])).toMatchObject({
			code: 2,
			stderr:
				'mine.mjs: The answers of the nodes of a redlock are not tried late on code. Take late out, or nothing would be known of it.\n',
		});
	});

	it('finds code in an import beside it, with the place in that file', async () => {
		const folder = aFolder();
		writeFileSync(
			join(folder, 'helper.mjs'),
			"export async function pay(store) {\n\tawait store.write('balance', 90);\n}\n",
		);
		writeFileSync(
			join(folder, 'mine.mjs'),
			fileText(
				"import {pay} from './helper.mjs';\nexport default async function client({lock, store}) {\n\tawait store.read('balance');\n\tawait pay(store);\n}\n",
				{store: 'raw unfenced', claim: 'claim never lost-update'},
			),
		);
		const {stdout} = await runProgram(folder, ['build', 'check', 'mine.mjs', '--json']);
		expect(JSON.parse(stdout).lines.at(-1)).toMatchObject({file: 'helper.mjs', line: 2});
	});
});

/** Where the types of a folder are not kept, as `file:line`, as an editor would show it. */
function typeFaults(folder: string): readonly string[] {
	const tsc = resolve(import.meta.dirname, '../../../node_modules/typescript/bin/tsc');
	const {stdout} = spawnSync(process.execPath, [tsc, '-p', 'jsconfig.json', '--pretty', 'false'], {
		cwd: folder,
		encoding: 'utf8',
	});
	const found = [...stdout.matchAll(/^(\S+)\((\d+),\d+\): error/gm)].map(([, file, line]) => `${file}:${line}`);
	return [...new Set(found)];
}
