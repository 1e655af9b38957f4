import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {checkCommand} from '../../src/cli/commands/check.js';
import {aTask, block, lessonText} from '../lesson/a-lesson.js';
import {fakeIo} from './fake-io.js';

let cwd = '';

const runs = ['A', 'B']
	.map((name) => `${name} runs acquire account; read account; write account balance-=1; release account`)
	.join('\n');

beforeEach(() => {
	cwd = mkdtempSync(join(tmpdir(), 'fence-tutor-check-'));
});

afterEach(() => {
	rmSync(cwd, {recursive: true, force: true});
});

describe('fence-tutor check', () => {
	it('says ok for a good file and ends with 0', async () => {
		put('late.md', lessonText());
		expect(await check(['late.md'])).toEqual({
			code: 0,
			stdout: 'ok late.md: A late write (1 task, 0 bets, 0 claims)\n',
			stderr: '',
		});
	});

	it('says what is wrong with a well-formed lesson and ends with 1', async () => {
		put('late.md', lessonText({steps: aTask.replace('  A write account balance=90\n', '')}));
		const {code, stdout, stderr} = await check(['late.md']);
		expect({code, stderr}).toEqual({code: 1, stderr: ''});
		expect(stdout).toMatch(/^late\.md:27:3: The solution does not meet the goal "A stale write"/);
	});

	it('asks every schedule about each claim, and shows the schedule that refutes one', async () => {
		put(
			'late.md',
			lessonText({
				steps: `${aTask}\n${block('claims', `${runs}\nclaim never lost-update on raw\nclaim possible lost-update on raw in 7\nclaim never two-grants`)}`,
			}),
		);
		const {code, stdout} = await check(['late.md']);
		expect(code).toBe(1);
		expect(stdout).toMatch(
			/^late\.md:38:1: claim never lost-update on raw: this is not so; the shortest way takes 7 moves: .*wait.*\.\n$/,
		);
	});

	it('reports a malformed file on standard error, still checks the others, and ends with 2', async () => {
		put('a.md', lessonText().replace('unfenced', 'unfensed'));
		put('b.md', lessonText());
		const {code, stdout, stderr} = await check(['a.md', 'b.md']);
		expect(code).toBe(2);
		expect(stderr).toMatch(/^a\.md:13:11: .*Did you mean unfenced\?\n$/);
		expect(stdout).toBe('ok b.md: A late write (1 task, 0 bets, 0 claims)\n');
	});

	it('checks every lesson of a folder and leaves its README alone', async () => {
		put('01-late.md', lessonText());
		put('02-later.md', lessonText().replace('id: late', 'id: later').replace('teaches', 'uses'));
		put('README.md', 'no lesson');
		expect(await check(['.'])).toEqual({
			code: 0,
			stdout:
				'ok 01-late.md: A late write (1 task, 0 bets, 0 claims)\nok 02-later.md: A late write (1 task, 0 bets, 0 claims)\n',
			stderr: '',
		});
	});

	it('reports an id that is taken', async () => {
		put('a.md', lessonText());
		put('b.md', lessonText());
		const {code, stderr} = await check(['a.md', 'b.md']);
		expect({code, stderr}).toEqual({
			code: 2,
			stderr: 'b.md:1:1: The id late is taken by a.md. Give this lesson another.\n',
		});
	});

	it('lets a lesson of one’s own use what the built-in ones teach', async () => {
		put('late.md', lessonText().replace('teaches', 'uses: [lease, zombie, fence]\nteaches'));
		expect((await check(['late.md'])).code).toBe(0);
	});

	it('lets a built-in lesson use what every built-in one before it teaches, whichever of them are checked with it', async () => {
		const text = (id: string, words: string) =>
			lessonText()
				.replace('id: late', `id: ${id}`)
				.replace(/teaches.*/, words);
		put('05-fence.md', text('fence', 'teaches: [fence]'));
		put('09-release.md', text('release', 'teaches: [mine]\nuses: [fence, name and number]'));
		expect((await check(['.'])).stdout).toContain('ok 09-release.md');
		put('05-fence.md', text('fence', 'teaches: [fence]\nuses: [name and number]'));
		expect((await check(['.'])).stdout).toContain('05-fence.md:1:1: This lesson uses name and number');
	});

	it('says that a file is missing, and ends with 2', async () => {
		expect(await check(['nowhere.md'])).toEqual({
			code: 2,
			stdout: '',
			stderr: 'nowhere.md: There is no such file or folder. Check the name.\n',
		});
	});

	it('prints one JSON object a line', async () => {
		put('a.md', lessonText().replace('unfenced', 'unfensed'));
		put('b.md', lessonText());
		const {code, stdout} = await check(['a.md', 'b.md'], true);
		const objects = stdout
			.trimEnd()
			.split('\n')
			.map((line) => JSON.parse(line));
		expect(code).toBe(2);
		expect(objects).toEqual([
			{
				type: 'lesson',
				file: 'b.md',
				id: 'late',
				title: 'A late write',
				tasks: 1,
				bets: 0,
				claims: 0,
				ok: true,
				problems: [],
			},
			{
				type: 'lesson',
				file: 'a.md',
				id: null,
				ok: false,
				problems: [{line: 13, column: 11, message: expect.stringContaining('unfenced')}],
			},
			{type: 'end', lessons: 1, problems: 1, exit: 2},
		]);
	});

	it('says of each claim that holds which faults were searched and which were not', async () => {
		put('b.md', lessonText({steps: `${aTask}\n${block('claims', `${runs}\nfaults pause 1\nclaim never two-grants`)}`}));
		const line = 'claim never two-grants holds: all';
		expect((await check(['b.md'])).stdout).toContain(line);
		expect((await check(['b.md'])).stdout).toContain('searched with pause 1; not searched: delay,');
		const [lesson] = (await check(['b.md'], true)).stdout.split('\n').map((each) => JSON.parse(each || 'null'));
		expect(lesson.holds).toEqual([
			expect.objectContaining({claim: 'claim never two-grants', searched: {pause: 1}, idle: []}),
		]);
		expect(lesson.holds[0].notSearched).toContain('cut');
	});

	it('prints as JSON what cannot be read, too', async () => {
		const {code, stdout} = await check(['nowhere.md'], true);
		expect({code, stdout}).toEqual({
			code: 2,
			stdout:
				'{"type":"lesson","file":"nowhere.md","id":null,"ok":false,"problems":[{"line":1,"column":1,"message":"There is no such file or folder. Check the name."}]}\n{"type":"end","lessons":0,"problems":1,"exit":2}\n',
		});
	});

	it('shows control characters of a file and never obeys them', async () => {
		put('a.md', lessonText().replace('title: A late write', 'title: "A \\e[2J\\a write"'));
		expect((await check(['a.md'])).stdout).toBe('ok a.md: A \\x1b[2J\\x07 write (1 task, 0 bets, 0 claims)\n');
	});
});

function put(name: string, text: string): void {
	writeFileSync(join(cwd, name), text);
}

async function check(
	words: readonly string[],
	json = false,
): Promise<{readonly code: number; readonly stdout: string; readonly stderr: string}> {
	const {io, stdout, stderr} = fakeIo({cwd});
	const code = await checkCommand.run({words, options: {look: false, json, watch: false, format: undefined}}, io);
	return {code, stdout: stdout(), stderr: stderr()};
}
