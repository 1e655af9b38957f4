import {readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {clients, fileText} from '../../code/clients.js';
import {aFolder} from '../a-folder.js';
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
		expect(text).toContain("@type {import('./fence-tutor').Client}");
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

	it('does not pass over a fault that it does not try', async () => {
		const folder = aFolder();
		writeFileSync(join(folder, 'mine.mjs'), fileText(clients.reads, {faults: 'cut 1'}));
		expect(await runProgram(folder, ['build', 'check', 'mine.mjs'])).toMatchObject({
			code: 2,
			stderr:
				'mine.mjs: These faults are not tried on code yet: cut. Take them out, or nothing would be known of them.\n',
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
