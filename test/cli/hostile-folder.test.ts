import {execFileSync} from 'node:child_process';
import {mkdirSync, symlinkSync, truncateSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {newLesson} from '../../src/lesson/draft/new-lesson.js';
import {aFolder} from './a-folder.js';
import {type Ran, runProgram} from './run-program.js';

const bomb = `---\nid: x\ntitle: &a [x,x,x,x,x,x,x,x,x]\nrole: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nminutes: &c [*b,*b,*b,*b,*b,*b,*b,*b]\n---\n`;
const escapes = '\u001b]0;owned\u0007\u001b[2J\u009b31m\u202e\u0000';

/** What a folder from a stranger may hold. */
const pieces: readonly string[] = [
	newLesson('one', 'One'),
	...[
		'---\n',
		'id: one\n',
		'title: ',
		'role: adversary\n',
		'minutes: 5\n',
		'## Step\n',
		'```world\n',
		'```task\n',
		'```predict\n',
		'```debrief\n',
		'```\n',
		'client A\n',
		'wait 10y\n',
	],
	...[
		'goal:\n  - show: x\n    when: time > 1s\n',
		'&a [*a]\n',
		'!!js/function x\n',
		'{{{{',
		'[[[[',
		'\t',
		'"',
		'\ufeff',
		'\ud800',
		'\u2028',
		escapes,
		'%YAML 9.9\n',
		'course',
		'x'.repeat(5000),
	],
];

const aFile = fc.record({
	name: fc.oneof(
		fc.constantFrom(
			'01-one.md',
			'02-one.md',
			'x.md',
			'course.yaml',
			'.md',
			'99999999999-x.md',
			`${escapes.replace('\u0000', '')}.md`,
		),
		fc.stringMatching(/^[a-z0-9 ._-]{1,20}\.md$/),
	),
	text: fc.oneof(
		fc.array(fc.constantFrom(...pieces), {maxLength: 12}).map((each) => Buffer.from(each.join(''))),
		fc.uint8Array({maxLength: 500}).map((bytes) => Buffer.from(bytes)),
	),
});

describe('A folder from a stranger', () => {
	it('breaks neither the program nor the terminal, whatever it holds', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(aFile, {minLength: 1, maxLength: 4}), async (files) => {
				const cwd = aFolder();
				mkdirSync(join(cwd, 'theirs'));
				for (const {name, text} of files) writeFileSync(join(cwd, 'theirs', name), text);
				await tryAll(cwd);
			}),
			{numRuns: 40},
		);
	});

	it.each<readonly [string, (folder: string) => void]>([
		['a bomb of aliases', (folder) => writeFileSync(join(folder, '01-x.md'), bomb)],
		[
			'a bomb of aliases for its outline',
			(folder) => writeFileSync(join(folder, 'course.yaml'), bomb.replaceAll('---\n', '')),
		],
		[
			'escapes for the terminal everywhere',
			(folder) =>
				writeFileSync(
					join(folder, '01-one.md'),
					withoutTask(newLesson('one', escapes)).replace('Say here', escapes.replace('\u0000', '')),
				),
		],
		['a file of 5 GiB', (folder) => hugeFile(join(folder, '01-x.md'))],
		['an outline of 5 GiB', (folder) => hugeFile(join(folder, 'course.yaml'))],
		['a link to itself', (folder) => symlinkSync('01-x.md', join(folder, '01-x.md'))],
		['a link to the folder itself', (folder) => symlinkSync('.', join(folder, '01-x.md'))],
		[
			'links in a circle',
			(folder) => {
				symlinkSync('02-x.md', join(folder, '01-x.md'));
				symlinkSync('01-x.md', join(folder, '02-x.md'));
			},
		],
		['a link to a device that never ends', (folder) => symlinkSync('/dev/zero', join(folder, '01-x.md'))],
		['a pipe that nobody writes to', (folder) => execFileSync('mkfifo', [join(folder, '01-x.md')])],
		['a folder that is named like a lesson', (folder) => mkdirSync(join(folder, '01-x.md'))],
		['a folder that is named like an outline', (folder) => mkdirSync(join(folder, 'course.yaml'))],
		[
			'two lessons of one id',
			(folder) => {
				for (const name of ['01-x.md', '02-x.md']) writeFileSync(join(folder, name), withoutTask(newLesson('x', 'X')));
			},
		],
		[
			'UTF-16',
			(folder) => writeFileSync(join(folder, '01-x.md'), Buffer.from(`\ufeff${newLesson('x', 'X')}`, 'utf16le')),
		],
		['Latin 1', (folder) => writeFileSync(join(folder, '01-x.md'), Buffer.from(newLesson('x', 'Schlösser'), 'latin1'))],
		[
			'a thousand lessons',
			(folder) => Array.from({length: 1000}, (_, index) => writeFileSync(join(folder, `${index}-x.md`), '')),
		],
		['nothing', () => {}],
	])('may hold %s', async (_, fill) => {
		const cwd = aFolder();
		mkdirSync(join(cwd, 'theirs'));
		fill(join(cwd, 'theirs'));
		for (const {code, stdout, stderr} of await tryAll(cwd))
			if (code === 2 && !stdout.startsWith('{')) expect(stderr).toMatch(/\.\n$/);
	});

	it('is opened where only its bytes are strange: a byte order mark and line ends of another system', async () => {
		const cwd = aFolder();
		mkdirSync(join(cwd, 'theirs'));
		writeFileSync(join(cwd, 'theirs/01-x.md'), `\ufeff${newLesson('x', 'X').replaceAll('\n', '\r\n')}`);
		expect((await runProgram(cwd, ['check', 'theirs'])).code).toBe(0);
	});
});

/** A lesson whose check has nothing to search. */
function withoutTask(text: string): string {
	return text.replace(/## Your turn[\s\S]*(?=## What you saw)/, '');
}

function hugeFile(path: string): void {
	writeFileSync(path, '');
	truncateSync(path, 5 * 1024 ** 3);
}

async function tryAll(cwd: string): Promise<readonly Ran[]> {
	const runs: Ran[] = [];
	for (const typed of [
		['learn', 'theirs'],
		['learn', 'theirs', 'one'],
		['check', 'theirs'],
		['check', '--json', 'theirs'],
		['preview', 'theirs/01-x.md'],
		['new', 'y', 'theirs'],
	])
		runs.push(await runProgram(cwd, typed, '\n\n/state\n/notes\n/menu\n'));
	for (const {code, stdout, stderr} of runs) {
		expect([0, 1, 2, 3]).toContain(code);
		expect(stdout + stderr).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
		expect(stderr).not.toMatch(/mistake of its own|\n\s+at /);
	}
	return runs;
}
