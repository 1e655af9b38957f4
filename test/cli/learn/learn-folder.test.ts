import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {newLesson} from '../../../src/lesson/draft/new-lesson.js';
import {aFolder} from '../a-folder.js';
import {runProgram} from '../run-program.js';

const solution = [
	'',
	'',
	'2',
	'',
	'A acquire job; A pause; wait 10s',
	'B acquire job; B write job owner=B; A resume; A write job owner=A',
	'',
	'',
].join('\n');

describe('fence-tutor learn DIR', () => {
	it('lists the lessons of a course by its parts, and says how to go on', async () => {
		const cwd = aCourse();
		expect(await runProgram(cwd, ['learn', 'course'])).toEqual({
			code: 0,
			stdout: `Locks at our place

The end
     2  two  Two   5 min  adversary

The beginning
     1  one  One   5 min  adversary

0 of 2 solved. Go on with: fence-tutor learn course two
`,
			stderr: '',
		});
	});

	it('opens one of its lessons, and keeps what was done under its id', async () => {
		const cwd = aCourse();
		expect(await runProgram(cwd, ['learn', 'course', 'two'], solution)).toMatchObject({
			code: 0,
			stdout: expect.stringContaining('You have solved "Two".'),
		});
		expect((await runProgram(cwd, ['learn', 'course'])).stdout).toMatch(
			/✓ {2}2 {2}two[\s\S]*1 of 2 solved\. Go on with: fence-tutor learn course one\n$/,
		);
	});

	it('names the next lesson of the course, with the words that open it', async () => {
		const cwd = aCourse();
		const {stdout} = await runProgram(cwd, ['learn', 'course', 'two'], `${solution}\n\n`);
		expect(stdout).toContain('The next lesson: fence-tutor learn course one');
	});

	it('takes a folder without a course.yaml by number', async () => {
		const cwd = aCourse('');
		expect((await runProgram(cwd, ['learn', './course'])).stdout).toMatch(
			/1 {2}one[\s\S]*2 {2}two[\s\S]*learn \.\/course one\n$/,
		);
	});

	it('has no lesson of another name', async () => {
		expect(await runProgram(aCourse(), ['learn', 'course', 'ones'])).toEqual({
			code: 2,
			stdout: '',
			stderr: 'fence-tutor: There is no lesson "ones" in course. Did you mean one?\n',
		});
	});

	it('tells all that is wrong with a course, and opens nothing', async () => {
		const cwd = aCourse('title: x\nparts:\n  - title: y\n    lessons: [three]\n');
		expect(await runProgram(cwd, ['learn', 'course'])).toEqual({
			code: 2,
			stdout: '',
			stderr:
				'course/course.yaml:4:15: This folder has no lesson with the id three. Write its file, or take it out of the list.\n',
		});
		writeFileSync(join(cwd, 'course/02-two.md'), newLesson('two', 'Two').replace('B acquire job', 'B aquire job'));
		expect((await runProgram(cwd, ['learn', 'course'])).stderr).toMatch(/^course\/02-two\.md:\d+:\d+: /);
	});

	it('is checked in the order of the course', async () => {
		const cwd = aCourse();
		writeFileSync(
			join(cwd, 'course/01-one.md'),
			newLesson('one', 'One').replace('minutes: 5', 'minutes: 5\nuses: [our-word]'),
		);
		writeFileSync(
			join(cwd, 'course/02-two.md'),
			newLesson('two', 'Two').replace('minutes: 5', 'minutes: 5\nteaches: [our-word]'),
		);
		expect(await runProgram(cwd, ['check', 'course'])).toMatchObject({
			code: 0,
			stdout: expect.stringMatching(/^ok course\/02-two\.md.*\nok course\/01-one\.md/),
		});
	});
});

function aCourse(
	outline = 'title: Locks at our place\nparts:\n  - title: The end\n    lessons: [two]\n  - title: The beginning\n    lessons: [one]\n',
): string {
	const cwd = aFolder();
	mkdirSync(join(cwd, 'course'));
	writeFileSync(join(cwd, 'course/01-one.md'), newLesson('one', 'One'));
	writeFileSync(join(cwd, 'course/02-two.md'), newLesson('two', 'Two'));
	if (outline !== '') writeFileSync(join(cwd, 'course/course.yaml'), outline);
	return cwd;
}
