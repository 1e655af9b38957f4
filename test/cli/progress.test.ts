import {mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import fc from 'fast-check';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {listCommand} from '../../src/cli/commands/list.js';
import {progressCommand} from '../../src/cli/commands/progress.js';
import {UnusableInput} from '../../src/cli/exit-code.js';
import type {Terminal} from '../../src/cli/io.js';
import {changeLesson, resetLesson, solveLesson, tryExercise} from '../../src/progress/change.js';
import {parseProgress, serializeProgress} from '../../src/progress/parse.js';
import {isSolved, noProgress, type Progress} from '../../src/progress/record.js';
import {openProgress} from '../../src/progress/store.js';
import {fakeIo} from './fake-io.js';

const eight = '2026-11-21T08:00:00.000Z';
const nine = '2026-11-21T09:00:00.000Z';
const zombie = solveLesson(noProgress, 'zombie', eight);
const fence = solveLesson(noProgress, 'fence', eight);

let folder = '';
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'fence-tutor-cli-'));
});
afterEach(() => {
	rmSync(folder, {recursive: true, force: true});
});

describe('progress', () => {
	it('says that nothing is done yet, and where it will be kept', async () => {
		const {stdout, code} = await progress([]);
		expect(stdout).toMatch(/^0 of \d+ lessons solved, 0 cards in your notes\.\n/);
		expect(stdout).toContain(`It is kept in ${join(folder, 'home', 'progress.json')}\n`);
		expect(code).toBe(0);
	});

	it('shows the course as a map, part by part', async () => {
		openProgress(join(folder, 'home')).save(zombie);
		const {stdout, code} = await progress(['map']);
		expect(code).toBe(0);
		expect(stdout).toMatch(/^ The lease and the zombie +1· {2}2✓ {2}3· {2}4· +1 of 4$/m);
		expect(stdout).toMatch(/^ Write it yourself .* 10· +0 of 10$/m);
		await expect(progress(['map', 'zombie'])).rejects.toThrow('"zombie" is one word too many');
	});

	it('says the path of the file', async () => {
		expect((await progress(['path'])).stdout).toBe(`${join(folder, 'home', 'progress.json')}\n`);
		expect((await progress(['path'], {json: true})).stdout).toBe(
			`{"type":"path","path":${JSON.stringify(join(folder, 'home', 'progress.json'))}}\n`,
		);
	});

	it('exports to standard output what import reads from standard input', async () => {
		keep(zombie);
		const exported = (await progress(['export', '-'])).stdout;
		rmSync(join(folder, 'home'), {recursive: true});
		expect((await progress(['import', '-'], {}, {stdin: exported})).stdout).toBe(
			'- is part of your progress now. Newly solved: zombie.\n',
		);
		expect(kept()).toEqual(zombie);
	});

	it('exports to a file, over an older export and over nothing else', async () => {
		keep(zombie);
		writeFileSync(join(folder, 'letter.txt'), 'Dear friend,');
		await progress(['export', 'mine.json']);
		await progress(['export', 'mine.json']);
		expect(parseProgress(readFileSync(join(folder, 'mine.json'), 'utf8'))).toEqual({
			kind: 'progress',
			progress: zombie,
		});
		await expect(progress(['export', 'letter.txt'])).rejects.toThrow(
			'letter.txt is there already, and it is no exported progress. Choose another name.',
		);
		expect(readFileSync(join(folder, 'letter.txt'), 'utf8')).toBe('Dear friend,');
	});

	it('imports without losing what is there', async () => {
		keep(fence);
		writeFileSync(join(folder, 'mine.json'), serializeProgress(zombie));
		expect((await progress(['import', 'mine.json'], {json: true})).stdout).toBe(
			'{"type":"imported","file":"mine.json","gained":["zombie"]}\n',
		);
		expect([isSolved(kept(), 'zombie'), isSolved(kept(), 'fence')]).toEqual([true, true]);
	});

	it('imports no bytes that are no progress, and changes nothing then', async () => {
		keep(zombie);
		await fc.assert(
			fc.asyncProperty(fc.uint8Array({maxLength: 100}), async (bytes) => {
				writeFileSync(join(folder, 'any.json'), bytes);
				const {stderr, code} = await progress(['import', 'any.json']);
				expect(stderr).toMatch(/^any\.json:\d+:\d+: This is no/);
				expect(code).toBe(2);
				expect(kept()).toEqual(zombie);
			}),
			{numRuns: 50},
		);
	});

	it('says what is wrong with a file that it cannot import', async () => {
		writeFileSync(join(folder, 'odd.json'), '{"version":1,"lessons":{"zombie":{"step":"two"}}}');
		expect((await progress(['import', 'odd.json'])).stderr).toBe(
			'odd.json:1:1: This is no exported progress. "step" of "zombie" in "lessons" must be a whole number, 0 or more. Nothing has changed.\n',
		);
		expect((await progress(['import', 'gone.json'])).stderr).toBe(
			'gone.json:1:1: There is no such file. Check the name.\n',
		);
	});

	it('resets nothing without a yes', async () => {
		keep(zombie);
		await expect(progress(['reset'])).rejects.toThrow(
			'This gives up all your progress. If that is what you want, add --yes.',
		);
		const {stdout} = await progress(['reset', 'zombie'], {}, {stdin: 'no\n', terminal: aTerminal});
		expect(stdout).toBe('Give up your progress in zombie? Type yes: Nothing has changed.\n');
		expect(kept()).toEqual(zombie);
	});

	it('resets one lesson on a yes, and keeps a backup that takes it back', async () => {
		keep(solveLesson(zombie, 'fence', nine));
		const {stdout} = await progress(['reset', 'zombie'], {}, {stdin: 'yes\n', terminal: aTerminal});
		const backup = join(folder, 'home', 'progress.json.backup-1');
		expect(stdout).toContain(`Done. To take it back: fence-tutor progress import ${backup}\n`);
		expect([isSolved(kept(), 'zombie'), isSolved(kept(), 'fence')]).toEqual([false, true]);
		await progress(['import', backup]);
		expect([isSolved(kept(), 'zombie'), isSolved(kept(), 'fence')]).toEqual([true, true]);
	});

	it('resets everything with --yes', async () => {
		keep(solveLesson(zombie, 'fence', nine));
		await progress(['reset'], {yes: true});
		expect([isSolved(kept(), 'zombie'), isSolved(kept(), 'fence')]).toEqual([false, false]);
		expect(readdirSync(join(folder, 'home')).sort()).toEqual(['progress.json', 'progress.json.backup-1']);
	});

	it('names the nearest lesson when it knows none of that name', async () => {
		keep(zombie);
		await expect(progress(['reset', 'zombi'], {yes: true})).rejects.toThrow(
			'There is no lesson or exercise "zombi". Did you mean zombie?',
		);
	});

	it.each([
		[['exprot'], 'Progress has no "exprot". Did you mean "fence-tutor progress export"?'],
		[['import'], 'Something is missing. Type: fence-tutor progress import FILE'],
		[['path', 'x'], '"x" is one word too many. Type: fence-tutor progress path'],
		[['import', 'a', 'b'], '"b" is one word too many. Type: fence-tutor progress --help'],
	])('cannot use %s', async (words, sentence) => {
		await expect(progress(words)).rejects.toThrow(new UnusableInput(sentence));
	});

	it('tells that the file cannot be used and was kept aside', async () => {
		keep(zombie);
		writeFileSync(join(folder, 'home', 'progress.json'), 'damaged');
		expect((await progress([])).stderr).toContain('progress.json.bad-1, and you start with a new one.');
	});

	it('does not say that it imported what it could not write', async () => {
		writeFileSync(join(folder, 'home'), 'not a folder');
		writeFileSync(join(folder, 'mine.json'), serializeProgress(zombie));
		await expect(progress(['import', 'mine.json'])).rejects.toThrow('a part of the path is not a folder');
	});
});

describe('list', () => {
	it('prints one object a lesson, with what is solved', async () => {
		const first = (await listed()).at(0);
		expect(Object.keys(first ?? {})).toEqual([
			'type',
			'id',
			'number',
			'title',
			'part',
			'role',
			'minutes',
			'solved',
			'solvedAt',
		]);
		keep(solveLesson(noProgress, String(first?.['id']), eight));
		expect((await listed()).at(0)).toEqual({...first, solved: true, solvedAt: eight});
	});

	it('prints every lesson with a mark for what is solved and what is begun, and where to go on', async () => {
		const ids = (await listed()).filter(({type}) => type === 'lesson').map((lesson) => String(lesson['id']));
		const [first = '', second = first] = ids;
		keep(changeLesson(solveLesson(noProgress, first, eight), second, nine, {session: {some: 'run'}}));
		const {io, stdout} = fakeIo({env: {FENCE_TUTOR_HOME: join(folder, 'home')}});
		expect(await listCommand.run({words: [], options: {json: false}}, io)).toBe(0);
		for (const id of ids) expect(stdout()).toContain(` ${id} `);
		expect(stdout()).toMatch(new RegExp(`✓ +1 +${first} `));
		const challenges = (await listed()).filter(({part}) => part === 'Challenges').length;
		expect(stdout()).toContain(`1 of ${ids.length - challenges} solved, and 0 of ${challenges} challenges.`);
	});

	it('lists the exercises of code after the lessons, with the line that begins each and a mark for what is solved and begun', async () => {
		const coded = (await listed()).filter(({type}) => type === 'exercise');
		expect(coded).toHaveLength(10);
		expect(Object.keys(coded[0] ?? {})).toEqual(['type', 'id', 'number', 'title', 'lessons', 'solved', 'solvedAt']);
		keep(tryExercise(tryExercise(noProgress, 'check', eight, {shown: 1}), 'advance', nine, null));
		const {io, stdout} = fakeIo({env: {FENCE_TUTOR_HOME: join(folder, 'home')}});
		expect(await listCommand.run({words: [], options: {json: false}}, io)).toBe(0);
		expect(stdout()).toMatch(/✓ build 4 +A look before the write\n/);
		expect(stdout()).toMatch(/▸ build 6 +Advance before you read\n/);
		expect(stdout()).toContain('1 of 10 exercises solved.');
	});

	it('leaves a reset lesson unmarked', async () => {
		const [first] = await listed();
		const id = String(first?.['id']);
		keep(resetLesson(solveLesson(noProgress, id, eight), id, nine));
		expect((await listed()).at(0)).toMatchObject({solved: false, solvedAt: null});
	});
});

const aTerminal: Terminal = {stdin: process.stdin, stdout: process.stdout};

async function progress(
	words: readonly string[],
	given: {readonly json?: boolean; readonly yes?: boolean} = {},
	changes: Parameters<typeof fakeIo>[0] = {},
) {
	const {io, stdout, stderr} = fakeIo({cwd: folder, env: {FENCE_TUTOR_HOME: join(folder, 'home')}, ...changes});
	const code = await progressCommand.run({words, options: {json: false, yes: false, ...given}}, io);
	return {code, stdout: stdout(), stderr: stderr()};
}

async function listed(): Promise<readonly Readonly<Record<string, unknown>>[]> {
	const {io, stdout} = fakeIo({env: {FENCE_TUTOR_HOME: join(folder, 'home')}});
	expect(await listCommand.run({words: [], options: {json: true}}, io)).toBe(0);
	return stdout()
		.trimEnd()
		.split('\n')
		.map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
}

function keep(progressToKeep: Progress): void {
	openProgress(join(folder, 'home')).save(progressToKeep);
}

function kept(): Progress {
	return openProgress(join(folder, 'home')).load().progress;
}
