import {readdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {aFolder} from './a-folder.js';
import {runProgram} from './run-program.js';

const zombie =
	'A acquire account; A pause; wait 10s; B acquire account; B write account balance=80 to raw; A resume; A write account balance=90 to raw';

describe('/record', () => {
	it('makes a lesson that passes the check of what was just done in the sandbox', async () => {
		const cwd = aFolder();
		const {stdout} = await runProgram(cwd, ['play'], `${zombie}\n/record 01-too-late.md\n`);
		expect(stdout).toContain('Written to 01-too-late.md. To see it: fence-tutor preview 01-too-late.md.');
		expect(await runProgram(cwd, ['check', '01-too-late.md'])).toEqual({
			code: 0,
			stdout: 'ok 01-too-late.md: Too late (1 task, 1 bet, 0 claims)\n',
			stderr: '',
		});
	});

	it('takes the run up to where the learner stands, in a lesson as in the sandbox', async () => {
		const cwd = aFolder();
		const {stdout} = await runProgram(cwd, ['play'], `${zombie}\n/undo\n/play\n/record up-to-here.md\n`);
		expect(stdout).toContain('Written to up-to-here.md');
		expect((await runProgram(cwd, ['preview', 'up-to-here.md', '--step', '2'])).stdout).toContain(
			'[ ] B holds account, and A believes that it does',
		);
	});

	it('writes over no file', async () => {
		const cwd = aFolder();
		writeFileSync(join(cwd, 'mine.md'), 'mine');
		const {stdout} = await runProgram(cwd, ['play'], `${zombie}\n/record mine.md\n`);
		expect(stdout).toContain('mine.md is there already. Choose another name.');
	});

	it.each([
		['/record', 'Say which file: /record our-lock.md'],
		['/record lesson.txt', 'A lesson is a file that ends in .md, and lesson.txt does not: /record our-lock.md'],
		['/record Our Lock.md', 'The name of a lesson has small letters, digits and single hyphens'],
		['/record our-lock.md', 'Nothing has been done here yet. Show first what your lesson is about'],
	])('answers %s with what to do, and writes nothing', async (line, sentence) => {
		const cwd = aFolder();
		const {stdout} = await runProgram(cwd, ['play'], `${line}\n`);
		expect(stdout.replace(/\s+/g, ' ')).toContain(sentence);
		expect(readdirSync(cwd)).toEqual([]);
	});
});
