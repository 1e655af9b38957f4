import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import fc from 'fast-check';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {program} from '../../src/cli/program.js';
import {fakeIo} from './fake-io.js';

let cwd = '';

beforeEach(() => {
	cwd = mkdtempSync(join(tmpdir(), 'fence-tutor-receipt-'));
	writeFileSync(join(cwd, 'late.md'), lesson);
});

afterEach(() => rmSync(cwd, {recursive: true, force: true}));

const solved = '2\n\n\nwait 11s\nA write account balance=1\n';

describe('fence-tutor receipt', () => {
	it('writes what was solved and bet, also by lines from a pipe, and grade finds the same', async () => {
		expect((await run(['learn', 'late.md'], solved)).code).toBe(0);
		expect(await run(['receipt', 'ada.json', '--name', 'Ada'])).toEqual({
			code: 0,
			stdout: 'Written to ada.json: 2 runs of 1 lesson. To check it: fence-tutor grade ada.json\n',
			stderr: '',
		});
		expect(await run(['grade', 'ada.json', '--lesson', 'late.md'])).toEqual({
			code: 0,
			stdout: 'name  lesson  tasks  bets right  shortest  par\nAda   late    1/1    1/1         1         1\n',
			stderr: '',
		});
	});

	it('prints to standard output without a FILE', async () => {
		await run(['learn', 'late.md'], solved);
		expect(JSON.parse((await run(['receipt'])).stdout)).toMatchObject({
			receipt: 3,
			name: null,
			lessons: [{id: 'late'}],
		});
	});

	it('keeps the shortest way of several, and the first bet', async () => {
		await run(['learn', 'late.md'], '1\n\n\nA read\nwait 11s\nA write account balance=1\n');
		await run(['learn', 'late.md'], solved);
		await run(['learn', 'late.md'], '2\n\n\nA read\nA read\nwait 11s\nA write account balance=1\n');
		await run(['receipt', 'a.json']);
		expect((await run(['grade', 'a.json', '--lesson', 'late.md'])).stdout).toMatch(/a +late +1\/1 +0\/1 +1 +1\n/);
	});

	it('has nothing to write before anything was done', async () => {
		expect(await run(['receipt'])).toMatchObject({
			code: 2,
			stdout: '',
			stderr: expect.stringContaining('There is nothing to write yet'),
		});
	});

	it('writes over an older receipt, and over nothing else', async () => {
		await run(['learn', 'late.md'], solved);
		expect((await run(['receipt', 'a.json'])).code).toBe(0);
		expect((await run(['receipt', 'a.json'])).code).toBe(0);
		expect(await run(['receipt', 'late.md'])).toMatchObject({
			code: 2,
			stderr: expect.stringContaining('is there already, and it is no receipt'),
		});
		expect(readFileSync(join(cwd, 'late.md'), 'utf8')).toBe(lesson);
	});
});

describe('fence-tutor grade of a whole class', () => {
	it('says once what is wrong with many receipts, and counts the others', async () => {
		await run(['learn', 'late.md'], solved);
		await run(['receipt', 'all-1.json']);
		const receipt = readFileSync(join(cwd, 'all-1.json'), 'utf8');
		for (let student = 2; student <= 6; student++) writeFileSync(join(cwd, `all-${student}.json`), receipt);
		for (let student = 1; student <= 7; student++)
			writeFileSync(join(cwd, `torn-${student}.json`), receipt.slice(0, 40));
		const {code, stderr} = await run(['grade', '*.json', '--lesson', 'late.md', '--require', 'lease']);
		const lines = stderr.trimEnd().split('\n');
		expect(code).toBe(2);
		expect(lines).toHaveLength(8);
		expect(lines.slice(0, 4)).toEqual([
			...[1, 2, 3].map((student) => expect.stringMatching(`^torn-${student}.json: `)),
			expect.stringMatching(/^The same of 4 more: /),
		]);
		expect(lines.slice(4)).toEqual([
			...[1, 2, 3].map((student) => `all-${student}.json: lease is not solved, and it is required.`),
			'The same of 3 more: lease is not solved, and it is required.',
		]);
	});
});

it('fence-tutor grade says of a folder without receipts that it has none', async () => {
	mkdirSync(join(cwd, 'empty'));
	expect(await run(['grade', 'empty'])).toMatchObject({
		code: 2,
		stderr: 'empty: This folder holds no receipt. A receipt is a file that ends in .json.\n',
	});
});

describe('fence-tutor grade of receipts that are alike', () => {
	it('says which have the same lines under two names, and which go on from another, and leaves 0', async () => {
		await run(['learn', 'late.md'], '2\n\n\nA read\nwait 2s\nwait 9s\nA read\nB read\nA write account balance=1\n');
		await run(['receipt', 'nina.json', '--name', 'Nina']);
		await run(['receipt', 'bob.json', '--name', 'Bob']);
		const {code, stdout} = await run(['grade', 'bob.json', 'nina.json', '--lesson', 'late.md']);
		expect(code).toBe(0);
		expect(stdout).toContain(
			'\nLook at these. They prove nothing:\n  Bob and Nina have the same 2 runs, line for line, done at the very same moment.\n',
		);
		const alone = await run(['grade', 'nina.json', '--lesson', 'late.md']);
		expect(alone.stdout).not.toContain('line for line');
		const json = await run(['grade', 'nina.json', 'bob.json', '--lesson', 'late.md', '--json']);
		expect(jsonLines(json.stdout).map(({doubts}) => doubts)).toEqual(
			['Nina', 'Bob'].map((name) => [
				{kind: 'all-same', names: ['Nina', 'Bob'], runs: 2, isSameTime: true},
				{kind: 'quick', name, lesson: 'late', of: '1.0', characters: expect.any(Number), seconds: expect.any(Number)},
			]),
		);
	});
});

describe('--key', () => {
	it('marks a receipt, and grade says which were made with it', async () => {
		await run(['learn', 'late.md'], solved);
		await run(['receipt', 'ada.json', '--name', 'Ada', '--key', 'plum']);
		await run(['receipt', 'bob.json', '--name', 'Bob']);
		await run(['receipt', 'cid.json', '--name', 'Cid', '--key', 'pear']);
		const {code, stdout} = await run([
			'grade',
			'ada.json',
			'bob.json',
			'cid.json',
			'--key',
			' plum',
			'--lesson',
			'late.md',
		]);
		expect(code).toBe(0);
		expect(
			stdout
				.split('\n')
				.slice(0, 4)
				.map((line) => line.split(/ +/).filter(Boolean).at(-1)),
		).toEqual(['key', 'yes', 'no', 'no']);
		const moved = readFileSync(join(cwd, 'ada.json'), 'utf8').replace('"Ada"', '"Eve"');
		writeFileSync(join(cwd, 'eve.json'), moved);
		expect((await run(['grade', 'eve.json', '--key', 'plum', '--lesson', 'late.md'])).stdout).toMatch(/Eve \* .* no\n/);
		const csv = await run(['grade', 'ada.json', '--key', 'plum', '--csv', '--lesson', 'late.md']);
		expect(csv.stdout.split('\n')[0]).toMatch(/,problems,key$/);
		expect(csv.stdout.split('\n')[1]).toMatch(/,yes$/);
	});
});

describe('--workshop', () => {
	it('keeps progress apart, and tags the receipt', async () => {
		await run(['learn', 'late.md', '--workshop', 'Berlin'], solved);
		expect((await run(['receipt'])).code).toBe(2);
		expect(JSON.parse((await run(['--workshop', 'berlin', 'receipt'])).stdout)).toMatchObject({
			workshop: 'berlin',
			lessons: [{id: 'late'}],
		});
		expect((await run(['progress', 'path', '--workshop', 'berlin'])).stdout).toBe(
			`${join(cwd, 'home', 'workshops', 'berlin', 'progress.json')}\n`,
		);
	});

	it.each(['../up', 'a/b', '', 'a b', '-x', '.', 'x'.repeat(41)])(
		'refuses a name that could not name a folder everywhere: %j',
		async (name) => {
			expect(await run(['progress', 'path', `--workshop=${name}`])).toMatchObject({
				code: 2,
				stdout: '',
				stderr: expect.stringContaining('--workshop'),
			});
		},
	);
});

describe('fence-tutor grade', () => {
	it('finds out a forged receipt, says which and why, and leaves 1', async () => {
		const text = await receipt();
		const forgeries: Readonly<Record<string, [string, string]>> = {
			'edited.json': [text.replace('balance=1"', 'balance=2"'), 'other events'],
			'claimed.json': [text.replace(/"lines": \[[^\]]*wait[^\]]*\]/, '"lines": []'), 'do not solve it'],
			'text.json': [text.replace(/"text": "\w+"/, '"text": "0000000000000000"'), 'another text of the lesson'],
			'time.json': [text.replace(/"at": 11000/, '"at": 1'), 'end at 11000 ms'],
			'disallowed.json': [text.replace('"wait 11s"', '"A resume", "wait 11s"'), 'This step leaves that out on purpose'],
		};
		for (const [file, [forged]] of Object.entries(forgeries)) {
			expect(forged).not.toBe(text);
			writeFileSync(join(cwd, file), forged);
		}
		for (const [file, [, problem]] of Object.entries(forgeries)) {
			const {code, stderr} = await run(['grade', file, '--lesson', 'late.md']);
			expect(code).toBe(1);
			expect(stderr).toContain(`${file}: It is not as it was written`);
			expect(stderr).toContain(problem);
		}
		writeFileSync(join(cwd, 'true.json'), text);
		const {stdout, code} = await run([
			'grade',
			'true.json',
			...Object.keys(forgeries),
			'--lesson',
			'late.md',
			'--json',
		]);
		expect(code).toBe(1);
		expect(jsonLines(stdout).map(({ok}) => ok)).toEqual([true, false, false, false, false, false]);
	});

	it('cannot grade a receipt of other rules or another form, and leaves 2', async () => {
		const text = await receipt();
		writeFileSync(join(cwd, 'rules.json'), text.replace(/"rules": \d+/, '"rules": 999'));
		writeFileSync(join(cwd, 'form.json'), text.replace('"receipt": 3', '"receipt": 4'));
		expect(await run(['grade', 'rules.json', '--lesson', 'late.md'])).toMatchObject({
			code: 2,
			stdout: '',
			stderr: expect.stringContaining('version 999 of the rules'),
		});
		expect(await run(['grade', 'form.json', '--lesson', 'late.md'])).toMatchObject({
			code: 2,
			stdout: '',
			stderr: expect.stringContaining('another form'),
		});
		expect(await run(['grade', 'late.md'])).toMatchObject({
			code: 2,
			stdout: '',
			stderr: 'late.md: This is no receipt. A receipt is written by: fence-tutor receipt FILE\n',
		});
		expect((await run(['grade', 'no.json'])).code).toBe(2);
	});

	it('says what to do about a lesson that it does not have', async () => {
		writeFileSync(join(cwd, 'a.json'), await receipt());
		expect(await run(['grade', 'a.json'])).toMatchObject({
			code: 1,
			stderr: 'a.json: There is no lesson late here. Name its file: fence-tutor grade --lesson FILE\n',
		});
	});

	it('judges an exercise by its exit code', async () => {
		await run(['learn', 'late.md'], '2\n');
		await run(['receipt', 'a.json']);
		expect((await run(['grade', 'a.json', '--lesson', 'late.md'])).code).toBe(0);
		expect(await run(['grade', 'a.json', '--lesson', 'late.md', '--require', 'late'])).toMatchObject({
			code: 1,
			stderr: 'a.json: late is not solved, and it is required.\n',
		});
		await run(['learn', 'late.md'], solved);
		await run(['receipt', 'a.json']);
		expect((await run(['grade', 'a.json', '--lesson', 'late.md', '--require', 'late'])).code).toBe(0);
		expect((await run(['grade', 'a.json', '--require', 'no-such'])).code).toBe(2);
	});

	it('prints CSV that no spreadsheet takes for a formula', async () => {
		writeFileSync(join(cwd, 'a.json'), await receipt('=cmd|"x",\n1'));
		expect((await run(['grade', 'a.json', '--lesson', 'late.md', '--csv'])).stdout).toBe(
			'file,name,workshop,lesson,tasks,solved,bets,right,shortest,par,problems\na.json,"\'=cmd|""x"",\\x0a1",,late,1,1,1,1,1,1,\n',
		);
	});

	it('counts the bets of a group', async () => {
		writeFileSync(join(cwd, 'a.json'), await receipt());
		writeFileSync(join(cwd, 'b.json'), await receipt());
		await run(['progress', 'reset', '--yes']);
		await run(['learn', 'late.md'], '1\n');
		await run(['receipt', 'c.json']);
		const files = ['a.json', 'b.json', 'c.json', '--lesson', 'late.md', '--bets'];
		expect((await run(['grade', ...files])).stdout).toBe(
			'late, bet 1.1: A waits 11 s. Does it believe?\n   1  1. It does\n   2  2. It does not  (right)\n',
		);
		expect(jsonLines((await run(['grade', ...files, '--json'])).stdout)).toMatchObject([
			{type: 'bets', right: 2, choices: [{bets: 1}, {bets: 2}]},
		]);
	});

	it('takes any bytes without throwing', async () => {
		const text = await receipt();
		await fc.assert(
			fc.asyncProperty(fc.uint8Array({maxLength: 60}), fc.nat(text.length), async (bytes, at) => {
				writeFileSync(join(cwd, 'noise'), bytes);
				expect((await run(['grade', 'noise'])).code).toBe(2);
				writeFileSync(
					join(cwd, 'noise'),
					Buffer.concat([Buffer.from(text.slice(0, at)), bytes, Buffer.from(text.slice(at))]),
				);
				expect([0, 1, 2]).toContain((await run(['grade', 'noise', '--lesson', 'late.md'])).code);
			}),
			{numRuns: 100},
		);
	});
});

async function receipt(name = 'Ada'): Promise<string> {
	await run(['learn', 'late.md'], solved);
	return (await run(['receipt', '--name', name])).stdout;
}

async function run(typed: readonly string[], stdin = '') {
	const outside = fakeIo({cwd, stdin});
	const code = await program({
		typed,
		io: ({workshop}) => ({...outside.io, env: {FENCE_TUTOR_HOME: join(cwd, 'home'), FENCE_TUTOR_WORKSHOP: workshop}}),
	});
	return {code, stdout: outside.stdout(), stderr: outside.stderr()};
}

function jsonLines(text: string): readonly Record<string, unknown>[] {
	return text
		.trimEnd()
		.split('\n')
		.map((line) => JSON.parse(line));
}

const lesson = `---
id: late
title: Too late
role: adversary
minutes: 1
teaches: [lease]
---

\`\`\`world
client A
lock account lease ttl 10s
store raw unfenced
put account balance=100
A acquire account
\`\`\`

## Bet

\`\`\`predict
question: A waits 11 s. Does it believe?
run: wait 11s
choices:
  - say: It does
    when: A believes account
    because: Its clock says no.
  - say: It does not
    when: not A believes account
    because: Its clock tells it.
\`\`\`

It is over.

## Be late

Write after the lease.

\`\`\`task
goal:
  - show: A writes late
    when: time >= 11s and A accepted on raw
allow: [wait, A write, A read]
hints: [When?, After the lease., wait 11s]
solution: |
  wait 11s
  A write account balance=1
reject: [A write account balance=1]
\`\`\`
`;
