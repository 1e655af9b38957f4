import {readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {aFolder} from '../a-folder.js';
import {runProgram} from '../run-program.js';

describe('fence-tutor new', () => {
	it('writes a lesson that passes the check', async () => {
		const cwd = aFolder();
		expect(await runProgram(cwd, ['new', 'our-lock'])).toEqual({
			code: 0,
			stdout:
				'Written to 01-our-lock.md. It passes the check as it is; now make it yours:\n  fence-tutor preview 01-our-lock.md\n  fence-tutor check 01-our-lock.md\n',
			stderr: '',
		});
		expect(await runProgram(cwd, ['check', '01-our-lock.md'])).toEqual({
			code: 0,
			stdout: 'ok 01-our-lock.md: Our lock (1 task, 1 bet, 0 claims)\n',
			stderr: '',
		});
	});

	it('takes the next free number, in a folder that it makes', async () => {
		const cwd = aFolder();
		await runProgram(cwd, ['new', 'first', 'course/lessons']);
		writeFileSync(join(cwd, 'course/lessons/07-seventh.md'), '');
		await runProgram(cwd, ['new', 'last', 'course/lessons', '--title', 'The last: #1']);
		expect(readdirSync(join(cwd, 'course/lessons'))).toEqual(['01-first.md', '07-seventh.md', '08-last.md']);
		expect(readFileSync(join(cwd, 'course/lessons/08-last.md'), 'utf8')).toContain('title: "The last: #1"');
	});

	it('writes over nothing', async () => {
		const cwd = aFolder();
		writeFileSync(join(cwd, '03-our-lock.md'), 'mine');
		expect(await runProgram(cwd, ['new', 'our-lock'])).toEqual({
			code: 2,
			stdout: '',
			stderr: 'fence-tutor: 03-our-lock.md is there already. Choose another id, or another folder.\n',
		});
		expect(readdirSync(cwd)).toEqual(['03-our-lock.md']);
	});

	it.each([
		[
			'Our Lock',
			'fence-tutor: An id has small letters, digits and single hyphens, at most 40, as in our-lock; "Our Lock" has not.\n',
		],
		[
			'../x',
			'fence-tutor: An id has small letters, digits and single hyphens, at most 40, as in our-lock; "../x" has not.\n',
		],
		[
			'zombie',
			'fence-tutor: A built-in lesson has the id zombie, and progress is kept by id. Choose another, such as our-zombie.\n',
		],
	])('refuses the id %s with what to do', async (id, stderr) => {
		const cwd = aFolder();
		expect(await runProgram(cwd, ['new', id])).toEqual({code: 2, stdout: '', stderr});
		expect(readdirSync(cwd)).toEqual([]);
	});

	it('refuses a title that the screen has no room for', async () => {
		expect(await runProgram(aFolder(), ['new', 'x', '--title', 'x'.repeat(49)])).toMatchObject({code: 2});
	});

	it('says what stands in the way where the folder is a file', async () => {
		const cwd = aFolder();
		writeFileSync(join(cwd, 'here'), '');
		const {code, stderr} = await runProgram(cwd, ['new', 'our-lock', 'here']);
		expect({code, stderr}).toEqual({code: 2, stderr: expect.stringContaining('a part of its path is no folder')});
	});
});

describe('fence-tutor preview', () => {
	it('opens a lesson at a step, as the author comes to it, and keeps nothing', async () => {
		const cwd = aFolder();
		await runProgram(cwd, ['new', 'our-lock']);
		const {code, stdout} = await runProgram(cwd, ['preview', '01-our-lock.md', '--step', '2'], '2\n');
		expect(code).toBe(0);
		expect(stdout).toMatch(/^\n## Place your bet \(step 2 of 4\)\n/);
		expect(stdout).toContain('Your bet was right: owner=A: the last write wins.');
		expect(readdirSync(cwd)).toEqual(['01-our-lock.md']);
	});

	it('shows a step without a world in the world that the steps before it leave', async () => {
		const cwd = aFolder();
		await runProgram(cwd, ['new', 'our-lock']);
		const {stdout} = await runProgram(cwd, ['preview', '01-our-lock.md', '--step', '4'], '/state\n');
		expect(stdout).toContain('## What you saw (step 4 of 4)');
		expect(stdout).toContain('owner=A');
	});

	it.each(['0', '5', '1.5'])('has no step %s', async (step) => {
		const cwd = aFolder();
		await runProgram(cwd, ['new', 'our-lock']);
		expect(await runProgram(cwd, ['preview', '01-our-lock.md', '--step', step])).toEqual({
			code: 2,
			stdout: '',
			stderr: `fence-tutor: 01-our-lock.md has the steps 1 to 4, and no step ${step}.\n`,
		});
	});

	it('tells every problem of a lesson that is not well-formed', async () => {
		const cwd = aFolder();
		writeFileSync(join(cwd, 'x.md'), '---\nid: x\n---\n');
		const {code, stdout, stderr} = await runProgram(cwd, ['preview', 'x.md']);
		expect({code, stdout}).toEqual({code: 2, stdout: ''});
		expect(stderr.trimEnd().split('\n').length).toBeGreaterThan(3);
	});
});
