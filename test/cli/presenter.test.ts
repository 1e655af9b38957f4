import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {newLesson} from '../../src/lesson/draft/new-lesson.js';
import {aFolder} from './a-folder.js';
import {runProgram} from './run-program.js';

describe('--presenter without a screen', () => {
	it('prints the slides of a lesson with the speaker’s notes, which learners do not see', async () => {
		const cwd = aFolder();
		const text = newLesson('our-lock', 'Our lock').replace(
			'## Your turn\n',
			'## Your turn\n\n```notes\nGive them *two minutes*.\n\n- Who has an idea?\n```\n',
		);
		writeFileSync(join(cwd, '01-our-lock.md'), text);
		const {code, stdout} = await runProgram(cwd, ['learn', './01-our-lock.md', '--presenter']);
		expect(code).toBe(0);
		expect(stdout).toContain('## Your turn\n\nNotes:\n      Give them two minutes.\n      - Who has an idea?\n');
		expect(stdout).toContain('right: owner=A: the last write wins');
		expect((await runProgram(cwd, ['learn', './01-our-lock.md'], '\n\n2\n\n')).stdout).not.toContain('two minutes');
		expect((await runProgram(cwd, ['check', '01-our-lock.md'])).code).toBe(0);
	});

	it('prints the statements of a script', async () => {
		const cwd = aFolder();
		writeFileSync(join(cwd, 'mine.fence'), 'client A\nlock l lease ttl 5s\nA acquire\nwait 5s\n');
		for (const command of ['play', 'replay']) {
			const {stdout} = await runProgram(cwd, [command, 'mine.fence', '--presenter']);
			expect(stdout).toMatch(/1\/4 {2}.*\n {6}2 statements\n[\s\S]*2\/4 {2}> A acquire\n[\s\S]*3\/4 {2}> wait 5s\n/);
		}
	});

	it('has to know what to present', async () => {
		const cwd = aFolder();
		writeFileSync(join(cwd, '01-our-lock.md'), newLesson('our-lock', 'Our lock'));
		expect(await runProgram(cwd, ['play', '--presenter'])).toMatchObject({
			code: 2,
			stderr: 'fence-tutor: Say what to present: fence-tutor play mine.fence --presenter\n',
		});
		expect(await runProgram(cwd, ['learn', '.', '--presenter'])).toMatchObject({
			code: 2,
			stderr: 'fence-tutor: Say which lesson to present: fence-tutor learn . our-lock --presenter\n',
		});
		expect((await runProgram(cwd, ['learn', '.', 'our-lock', '--presenter'])).code).toBe(0);
	});

	it('keeps notes short enough to be read between two sentences', async () => {
		const cwd = aFolder();
		writeFileSync(
			join(cwd, 'x.md'),
			newLesson('x', 'X').replace('## Your turn\n', `## Your turn\n\n\`\`\`notes\n${'word '.repeat(200)}\n\`\`\`\n`),
		);
		const {code, stdout} = await runProgram(cwd, ['check', 'x.md']);
		expect({code, stdout}).toEqual({
			code: 1,
			stdout: expect.stringContaining('The notes of a step have at most 8 lines'),
		});
	});

	it('refuses notes that stand in no step', async () => {
		const cwd = aFolder();
		writeFileSync(
			join(cwd, 'x.md'),
			newLesson('x', 'X').replace('## A healthy run', '```notes\nEarly.\n```\n\n## A healthy run'),
		);
		expect((await runProgram(cwd, ['check', 'x.md'])).stderr).toMatch(
			/This notes block stands in no step\. Put a ## heading above it\./,
		);
	});
});
