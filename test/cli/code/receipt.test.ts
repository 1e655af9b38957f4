import {readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {describe, expect, it} from 'vitest';
import {exerciseName, parseExercise} from '../../../src/code/exercise.js';
import {aFolder} from '../a-folder.js';
import {runProgram} from '../run-program.js';

const source = resolve(import.meta.dirname, '../../../lessons/exercises');
const all = readdirSync(source)
	.filter((name) => name.endsWith('.md'))
	.map((name) => ({...parseExercise(readFileSync(join(source, name), 'utf8'))}));

describe('A solved exercise', () => {
	it.each(all)('is kept, goes into a receipt, and is graded without its code: $exercise.id', async ({exercise}) => {
		const name = exerciseName(exercise);
		const at = aHome();
		at.write(`${name}.mjs`, exercise.start);
		expect((await at.run('build', 'check', `${name}.mjs`)).code).toBe(1);
		expect(await at.list(exercise.number)).toMatchObject({solved: false, solvedAt: null});
		at.write(`${name}.mjs`, exercise.solution);
		const checked = await at.run('build', 'check', `${name}.mjs`);
		expect(checked).toMatchObject({code: 0, stderr: ''});
		expect(checked.stdout).toContain('Solved: 1 of 10 exercises. The next: fence-tutor build ');
		expect(await at.list(exercise.number)).toMatchObject({solved: true});
		expect(await at.run('receipt', 'ada.json', '--name', 'Ada')).toMatchObject({
			code: 0,
			stdout: expect.stringContaining('1 exercise of code'),
		});
		at.remove(`${name}.mjs`);
		expect(await at.run('grade', 'ada.json', '--require', name)).toEqual({
			code: 0,
			stdout: expect.stringMatching(new RegExp(`^Ada +${name} +1/1 +- +- +-$`, 'm')),
			stderr: '',
		});
	});

	it('stays solved when it is tried in vain later, and is given up by progress reset', async () => {
		const at = aHome();
		await at.solve();
		at.write('06-advance.mjs', advance.exercise.start);
		expect((await at.run('build', 'check', '06-advance.mjs')).code).toBe(1);
		expect(await at.list(6)).toMatchObject({solved: true});
		expect((await at.run('progress')).stdout).toContain('1 of 10 exercises solved');
		expect((await at.run('progress', 'reset', 'advance', '--yes')).code).toBe(0);
		expect(await at.list(6)).toMatchObject({solved: false});
	});

	it('does not count with another number of clients', async () => {
		const at = aHome();
		at.write('06-advance.mjs', advance.exercise.solution);
		expect((await at.run('build', 'check', '06-advance.mjs', '--clients', '3')).code).toBe(0);
		expect(await at.list(6)).toMatchObject({solved: false});
	});

	it('is told to a program of the lessons only in a form that it can refuse', async () => {
		const at = aHome();
		await at.solve();
		expect(JSON.parse((await at.run('receipt')).stdout)).toMatchObject({receipt: 3, exercises: [{id: 'advance'}]});
	});
});

describe('A table that is cut or forged', () => {
	it.each([
		['a row is left out', (table: Table) => ({...table, rows: table.rows.slice(0, -1)}), 'lacks a story'],
		[
			'every row but the first is left out',
			(table: Table) => ({...table, rows: table.rows.slice(0, 1)}),
			'lacks a story',
		],
		['a row in the middle is left out', (table: Table) => ({...table, rows: table.rows.toSpliced(2, 1)}), ''],
		[
			'the client is said to end at once',
			(table: Table) => ({...table, rows: [[-1, -1, -1, 1]]}),
			'its table has 1 schedule for "never lost-update"',
		],
		[
			'it is said to advance where it reads',
			(table: Table) => ({...table, asks: table.asks.map((ask) => (ask.kind === 'read' ? {kind: 'advance'} : ask))}),
			'',
		],
		[
			'it is said to write without its token',
			(table: Table) => ({...table, asks: table.asks.map(({token: _token, ...ask}) => ask)}),
			'',
		],
		[
			'its asks are no asks',
			(table: Table) => ({...table, asks: table.asks.map(() => ({kind: 'format'}))}),
			'not whole',
		],
		['it is gone', () => null, 'not whole'],
	])('is told so in one sentence: %s', async (_, forge, said) => {
		const at = aHome();
		await at.solve();
		await at.run('receipt', 'eve.json');
		at.forge('eve.json', (shows) => ({...shows, tables: [forge(shows.tables[0])]}));
		const {code, stderr} = await at.run('grade', 'eve.json');
		expect(code).toBeGreaterThan(0);
		const own = stderr.split('\n').filter((line) => line !== '' && !line.includes('It is not as it was written'));
		expect(own).toHaveLength(1);
		expect(own[0]).toContain(said);
	});

	it('is told so where only the count is another', async () => {
		const at = aHome();
		await at.solve();
		await at.run('receipt', 'eve.json');
		at.forge('eve.json', (shows) => ({...shows, claims: shows.claims.map((claim) => ({...claim, schedules: '7'}))}));
		expect(await at.run('grade', 'eve.json')).toMatchObject({
			code: 1,
			stderr: expect.stringContaining('its table has 2546 schedules for "never lost-update", and not 7 as it says'),
		});
	});

	it('proves nothing for a class either', async () => {
		const at = aHome();
		const {solution} = all[2]?.exercise ?? advance.exercise;
		at.write('03-fenced-server.mjs', solution);
		expect((await at.run('build', 'check', '03-fenced-server.mjs')).code).toBe(0);
		await at.run('receipt', 'eve.json');
		const text = readFileSync(join(at.folder, 'eve.json'), 'utf8');
		writeFileSync(join(at.folder, 'cut.json'), text.replace(/"nodes":\[.*?\]\]/, '"nodes":[[]]'));
		writeFileSync(join(at.folder, 'forged.json'), text.replace('"answers":[true,', '"answers":[false,'));
		for (const file of ['cut.json', 'forged.json']) {
			const {code, stderr} = await at.run('grade', file);
			expect(code, stderr).toBe(1);
			expect(stderr).toMatch(/03-fenced-server: its table /);
		}
	});
});

type Table = {
	readonly asks: readonly {readonly kind: string; readonly token?: number}[];
	readonly rows: readonly (readonly number[])[];
};
type Shows = {readonly tables: readonly [Table]; readonly claims: readonly object[]};

const found = all.find(({exercise}) => exercise.id === 'advance');
if (found === undefined) throw new Error('there is no exercise 06');
const advance = found;

/** A folder of a learner whose progress stands in it. */
function aHome() {
	const folder = aFolder();
	const run = async (...words: readonly string[]) => await runProgram(folder, words);
	const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
	return {
		folder,
		run,
		write,
		remove: (name: string) => rmSync(join(folder, name)),
		async list(number: number) {
			const lines = (await run('list', '--json')).stdout.trim().split('\n');
			return lines.map((line) => JSON.parse(line)).find((each) => each.type === 'exercise' && each.number === number);
		},
		async solve() {
			write('06-advance.mjs', advance.exercise.solution);
			expect((await run('build', 'check', '06-advance.mjs')).code).toBe(0);
		},
		forge(name: string, how: (shows: Shows) => object) {
			const receipt = JSON.parse(readFileSync(join(folder, name), 'utf8'));
			const exercises = receipt.exercises.map((each: {shows: Shows}) => ({...each, shows: how(each.shows)}));
			write(name, JSON.stringify({...receipt, exercises}));
		},
	};
}
