import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import fc from 'fast-check';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {runCommand} from '../../src/cli/commands/run.js';
import {scripts} from '../stories/lines.js';
import {fakeIo} from './fake-io.js';

const world = [
	'client A',
	'client B',
	'lock account lease ttl 10s',
	'store raw unfenced',
	'store safe fenced',
	'put account balance=100',
];

let folder = '';
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'fence-tutor-run-'));
	mkdirSync(join(folder, 'folder.fence'));
	writeFileSync(join(folder, 'good.fence'), script('A acquire', 'expect token of A = 33'));
	writeFileSync(join(folder, 'false.fence'), script('A acquire', 'expect token of A = 34', 'expect A holds account'));
	writeFileSync(join(folder, 'refused.fence'), script('A pause', 'A acquire', 'expect A holds account'));
	writeFileSync(join(folder, 'typo.fence'), script('A acquire', '\tA aquire; expect A hold account'));
	writeFileSync(
		join(folder, 'latin.fence'),
		Buffer.concat([Buffer.from('client A\nclient B # caf'), Buffer.of(0xe9), Buffer.from('\n')]),
	);
});
afterAll(() => {
	rmSync(folder, {recursive: true, force: true});
});

describe('run --json', () => {
	it('says of a violation what its facts are, and the same in one sentence made of them', async () => {
		const lines = ['A acquire', 'A pause', 'wait 11s', 'B acquire', 'B write account balance=1', 'A resume'];
		const {stdout} = await run(script(...lines, 'A write account balance=2 to raw'), {json: true});
		const printed = stdout
			.trim()
			.split('\n')
			.map((line): {readonly events?: readonly object[]} => JSON.parse(line));
		const events = printed.flatMap(({events: some}) => some ?? []);
		const stale = events.find((event) => 'property' in event && event.property === 'stale-write');
		expect(Object.keys(stale ?? {})).toEqual(['seq', 'at', 'kind', 'property', 'store', 'because', 'of']);
		expect(stale).toMatchObject({
			store: 'raw',
			because: expect.stringMatching(/^raw accepted A's write with token 33 \(event \d+\) after .* B with token 34 /),
			of: {
				resource: 'account',
				grants: [
					{client: 'A', token: 33, grant: 1},
					{client: 'B', token: 34, grant: 2},
				],
			},
		});
	});

	it('prints a step with the fields of the contract, in their order', async () => {
		const {stdout} = await run(script('A acquire'), {json: true});
		const step = lines(stdout)[6];
		expect(Object.keys(parsed(step))).toEqual(['type', 'file', 'line', 'column', 'input', 'at', 'ok', 'events']);
		expect(parsed(step)).toMatchObject({
			type: 'step',
			file: '-',
			line: 7,
			column: 1,
			input: 'A acquire',
			at: 0,
			ok: true,
		});
		expect(step).toContain(
			'{"seq":2,"at":0,"kind":"granted","client":"A","lock":"account","token":33,"expiresAt":10000}',
		);
	});

	it('prints a refused step with the refusal in place of the events', async () => {
		const {stdout, stderr, code} = await run(script('A pause', 'A acquire'), {json: true});
		expect(lines(stdout)[7]).toBe(
			'{"type":"step","file":"-","line":8,"column":1,"input":"A acquire","at":0,"ok":false,"refusal":"A is paused. Type: A resume"}',
		);
		expect(stderr).toBe('-:8:1: A is paused. Type: A resume\n');
		expect(code).toBe(2);
	});

	it('prints a message with an expectation only when it is false', async () => {
		const {stdout} = await run(script('A acquire', 'expect token of A = 33', '  EXPECT token of A = 34'), {json: true});
		expect(lines(stdout)[7]).toBe(
			'{"type":"expect","file":"-","line":8,"column":1,"fact":"token of A = 33","held":true}',
		);
		expect(lines(stdout)[8]).toBe(
			'{"type":"expect","file":"-","line":9,"column":3,"fact":"token of A = 34","held":false,"message":"Line 9: token of A = 34 is false: token of A is 33, expected 34."}',
		);
	});

	it('prints the end with what was violated and the state of everything', async () => {
		const late = [
			'A acquire',
			'A read',
			'A pause',
			'wait until expiry',
			'B acquire',
			'B write account balance=80',
			'A resume',
			'A write account balance=90',
		];
		const {stdout, code} = await run(script(...late, 'expect stale-write on raw', 'expect stale-write on safe'), {
			json: true,
		});
		const end = parsed(lines(stdout).at(-1));
		expect(Object.keys(end)).toEqual(['type', 'file', 'at', 'violations', 'expectations', 'state']);
		expect(end).toMatchObject({type: 'end', file: '-', at: 10_000, expectations: {held: 1, failed: 1}});
		expect(end['violations']).toContainEqual({
			property: 'stale-write',
			store: 'raw',
			because: expect.any(String) as unknown,
			seq: expect.any(Number) as unknown,
		});
		expect(end['state']).toEqual({
			clients: {
				A: {paused: false, crashed: false, believes: {}},
				B: {paused: false, crashed: false, believes: {account: {until: 20_000, token: 34}}},
			},
			locks: {account: {holder: 'B', token: 34, expiresAt: 20_000}},
			stores: {
				raw: {account: {highest: null, version: 2, values: {balance: 90}}},
				safe: {account: {highest: 34, version: 1, values: {balance: 80}}},
			},
		});
		expect(code).toBe(1);
	});

	it('says null of a lock that nobody holds, and of a token that a store has not seen', async () => {
		const {stdout} = await run(script('wait 1s'), {json: true});
		expect(parsed(lines(stdout).at(-1))['state']).toMatchObject({
			locks: {account: {holder: null, token: null, expiresAt: null}},
			stores: {safe: {account: {highest: null, version: 0, values: {balance: 100}}}},
		});
	});

	it('tells the statements of one line by their columns, and nothing of claims', async () => {
		const {stdout} = await run(script('A acquire ; wait 1s  # a comment', 'claim never stale-write on raw'), {
			json: true,
		});
		const steps = lines(stdout).slice(6).map(parsed);
		expect(steps.map(({type, line, column, input}) => [type, line, column, input])).toEqual([
			['step', 7, 1, 'A acquire'],
			['step', 7, 13, 'wait 1s'],
			['end', undefined, undefined, undefined],
		]);
	});

	it('prints nothing that a terminal obeys', async () => {
		const {stdout} = await run(script('A write account note="\u009b2J\u202e\u2028"'), {json: true});
		expect(stdout).not.toMatch(/[\u007f-\u009f\u202e\u2028]/);
		expect(parsed(lines(stdout)[6])).toMatchObject({input: 'A write account note="\u009b2J\u202e\u2028"'});
	});

	it('prints failures and the end only, when it is to be quiet', async () => {
		const {stdout} = await run(
			script('A acquire', 'expect token of A = 33', 'expect token of A = 34', 'A pause', 'A release'),
			{json: true, quiet: true},
		);
		expect(lines(stdout).map((line) => parsed(line)['type'])).toEqual(['expect', 'step', 'end']);
	});
});

describe('run in words', () => {
	it('prints each statement and what happened', async () => {
		const {stdout, stderr, code} = await run(script('A acquire', 'expect A holds account'));
		expect(stdout).toContain('   7  A acquire\n');
		expect(stdout).toContain('LOCK grants account to A with token 33 until 10 s.\n');
		expect(stdout).toContain('   8  expect A holds account  ✓\n');
		expect(stdout).toContain('At 0 ms: 1 expectation held, 0 failed.\n');
		expect([stderr, code]).toEqual(['', 0]);
	});

	it('says of an expectation that is false what its parts are instead', async () => {
		const {stdout, code} = await run(script('A acquire', 'expect token of A = 34'));
		expect(stdout).toContain('   8  expect token of A = 34\n      ✗ false: token of A is 33, expected 34\n');
		expect(code).toBe(1);
	});

	it('goes on after a refusal and after an expectation that is false', async () => {
		const {stdout, code} = await run(script('A pause', 'A acquire', 'expect A holds account', 'wait 1s'));
		expect(stdout).toContain('✗ refused: A is paused. Type: A resume');
		expect(stdout).toContain('At 1000 ms: 0 expectations held, 1 failed, 1 statement refused.');
		expect(code).toBe(2);
	});

	it('makes control characters visible', async () => {
		const {stdout, stderr} = await run(script('A write account note="\u001b[2J"', 'A write account \u001b[31m'));
		expect(stdout + stderr).not.toContain('\u001b');
		expect(stderr).toContain('\\x1b[31m');
	});

	it('uses ASCII alone when it is asked to', async () => {
		const {stdout} = await run(
			script('A acquire', 'expect A holds account', 'expect B holds account'),
			{},
			{ascii: true, colors: 0, motion: false},
		);
		expect(stdout).toMatch(/^[ -~\n]*$/);
	});

	it('prints only what failed, when it is to be quiet', async () => {
		const {stdout, stderr, code} = await runFiles(['good.fence', 'false.fence', 'refused.fence'], {quiet: true});
		expect(stdout).toBe(
			'false.fence:8:1: token of A = 34 is false: token of A is 33, expected 34.\nrefused.fence:9:1: A holds account is false: nobody holds account, expected A.\n',
		);
		expect(stderr).toBe('refused.fence:8:1: A is paused. Type: A resume\n');
		expect(code).toBe(2);
	});
});

describe('a file that is no script', () => {
	it('has its first 20 errors told, and how many more there are', async () => {
		const {stderr, code} = await run(script(...Array.from({length: 23}, (_, index) => `A aquire${index}`)));
		expect(stderr.match(/Did you mean|acquire/g)?.length).toBeGreaterThanOrEqual(20);
		expect(lines(stderr).filter((line) => line.startsWith('-:'))).toHaveLength(21);
		expect(stderr).toMatch(/-: and 3 more errors\.\n$/);
		expect(code).toBe(2);
	});

	it('says one cause once: a client whose line was misspelled, and a lock whose line was refused', async () => {
		const misspelled = await run(script('clint C', ...Array.from({length: 1000}, () => 'C acquire account')));
		expect(lines(misspelled.stderr).length).toBeLessThan(10);
		expect(misspelled.stderr).toMatch(/The same in 99\d more lines, up to line \d+\./);
		const refused = await run(script(...Array.from({length: 1000}, () => 'A resume')));
		expect(lines(refused.stderr)).toHaveLength(4);
		expect(refused.stderr).toContain('-: and 997 more for the same reason: A is not paused.');
		expect(refused.code).toBe(2);
	});

	it('is told apart when it is a lesson, with what to type instead', async () => {
		const {stderr, code} = await run('---\ntitle: A lesson\n---\n\n# Some text\n');
		expect(stderr).toBe(
			'-:1:1: This is a lesson in Markdown and not a script. Type: fence-tutor learn FILE, or: fence-tutor check FILE\n',
		);
		expect(code).toBe(2);
	});
});

describe('run --diagram', () => {
	const late = script(
		'A acquire',
		'A pause',
		'wait until expiry',
		'B acquire',
		'B write account balance=80',
		'A resume',
		'A write account balance=90',
	);

	it('adds the ladder at the end, in the width there is', async () => {
		const {stdout} = await run(late, {diagram: true});
		const [transcript = '', ladder = ''] = stdout.split('\n  #    ms');
		expect(transcript).toBe((await run(late)).stdout);
		expect(ladder).toContain('│◄ granted 33╢');
		expect(Math.max(...lines(ladder).map((line) => [...line].length))).toBeLessThanOrEqual(80);
	});

	it('tells below the ladder why each property is violated, by the rows of the ladder and never by events that cannot be seen', async () => {
		const {stdout} = await run(late, {diagram: true});
		expect(stdout).toContain(
			'\n! 6 two-believers: B believes that it holds account (row 6) while A still does\n    (row 2).\n',
		);
		expect(stdout).not.toContain('(event ');
	});

	it('adds it to a quiet run too, and to no JSON', async () => {
		expect((await run(late, {diagram: true, quiet: true})).stdout).toMatch(/^\n {2}#/);
		expect((await run(late, {diagram: true, json: true})).stdout).toBe((await run(late, {json: true})).stdout);
	});

	it('says so when there is nothing to draw', async () => {
		expect((await run(script(), {diagram: true, quiet: true})).stdout).toBe(
			'\nNothing has happened that could be drawn.\n',
		);
	});

	it('is ASCII alone when it is asked to', async () => {
		expect((await run(late, {diagram: true}, {ascii: true, colors: 0, motion: false})).stdout).toMatch(/^[ -~\n]*$/);
	});
});

describe('the files of a run', () => {
	it('are all parsed before the first one runs, and one with a syntax error does not run at all', async () => {
		const {stdout, stderr, code} = await runFiles(['good.fence', 'typo.fence'], {json: true});
		expect(new Set(lines(stdout).map((line) => parsed(line)['file']))).toEqual(new Set(['good.fence']));
		expect(stderr).toMatch(/^typo\.fence:8:4: .*Did you mean acquire\?\ntypo\.fence:8:\d+: .*\n$/);
		expect(code).toBe(2);
	});

	it('point at a syntax error with a caret, in words', async () => {
		const {stderr} = await runFiles(['typo.fence']);
		expect(stderr).toContain('  \\x09A aquire; expect A hold account\n        ^^^^^^\n');
	});

	it('run one after the other, each in a world of its own', async () => {
		const {stdout, code} = await runFiles(['good.fence', 'good.fence'], {json: true});
		const ends = lines(stdout)
			.map(parsed)
			.filter(({type}) => type === 'end');
		expect(ends).toHaveLength(2);
		expect(ends[0]).toEqual(ends[1]);
		expect(code).toBe(0);
	});

	it.each([
		{what: 'is not there', file: 'gone.fence', sentence: 'gone.fence:1:1: There is no such file. Check the name.\n'},
		{
			what: 'is a folder',
			file: 'folder.fence',
			sentence: 'folder.fence:1:1: This is a folder. Name the files in it.\n',
		},
		{
			what: 'is said to be in a file',
			file: 'good.fence/more',
			sentence: 'good.fence/more:1:1: There is no such file: a part of its path is not a folder. Check the name.\n',
		},
		{
			what: 'is not UTF-8',
			file: 'latin.fence',
			sentence: 'latin.fence:2:15: This is not UTF-8 text. Save the file as UTF-8 and run it again.\n',
		},
		{
			what: 'has a null character in its name',
			file: '\u0000',
			sentence: '\\x00:1:1: There is no such file: a name cannot hold a null character. Check the name.\n',
		},
		{
			what: 'has a name without end',
			file: 'x'.repeat(5000),
			sentence: `${'x'.repeat(5000)}:1:1: There is no such file: its name is too long. Check the name.\n`,
		},
	])('end with 2 and one sentence where one $what', async ({file, sentence}) => {
		expect(await runFiles([file, 'good.fence'], {quiet: true})).toEqual({stdout: '', stderr: sentence, code: 2});
	});

	it('may end their lines as on any system, and begin with a byte order mark', async () => {
		const {code, stderr} = await run(`\uFEFF${script('A acquire', 'expect token of A = 33').replaceAll('\n', '\r\n')}`);
		expect([stderr, code]).toEqual(['', 0]);
	});

	it('may be empty', async () => {
		expect(await run('', {json: true})).toEqual({
			stdout:
				'{"type":"end","file":"-","at":0,"violations":[],"expectations":{"held":0,"failed":0},"state":{"clients":{},"locks":{},"stores":{}}}\n',
			stderr: '',
			code: 0,
		});
	});

	it('are never read past what a script can hold', async () => {
		const endless = async function* () {
			for (;;) yield Buffer.alloc(1 << 20, 'x');
		};
		const {io, stderr} = fakeIo();
		expect(await runCommand.run({words: ['-'], options: options({})}, {...io, stdin: endless()})).toBe(2);
		expect(stderr()).toContain('-:1:1: This is larger than a script can be');
	});
});

describe('whatever the bytes', () => {
	it('a run neither throws nor hangs, and ends with a code of the contract', async () => {
		await fc.assert(
			fc.asyncProperty(fc.uint8Array({maxLength: 400}), fc.boolean(), async (bytes, json) => {
				expect([0, 1, 2]).toContain((await run(bytes, {json})).code);
			}),
		);
	});

	it('a damaged script neither throws nor hangs', async () => {
		await fc.assert(
			fc.asyncProperty(
				scripts,
				fc.nat(),
				fc.uint8Array({minLength: 1, maxLength: 3}),
				fc.boolean(),
				async (lines, at, damage, json) => {
					const text = Buffer.from(lines.join('\n'));
					const place = at % text.length;
					const damaged = Buffer.concat([text.subarray(0, place), damage, text.subarray(place + 1)]);
					const {code, stdout, stderr} = await run(damaged, {json});
					expect([0, 1, 2]).toContain(code);
					if (code === 2) expect(stderr).toMatch(/^-:\d+:\d+: /);
					expect(stdout + stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
				},
			),
		);
	});

	it('the same lines give the same bytes twice', async () => {
		await fc.assert(
			fc.asyncProperty(scripts, fc.boolean(), async (lines, json) => {
				expect(await run(lines.join('\n'), {json})).toEqual(await run(lines.join('\n'), {json}));
			}),
		);
	});

	it('every line of --json is one object', async () => {
		await fc.assert(
			fc.asyncProperty(scripts, async (typed) => {
				const {stdout} = await run(typed.join('\n'), {json: true});
				const types = lines(stdout).map((line) => parsed(line)['type']);
				expect(types.pop()).toBe('end');
				expect(types.every((type) => type === 'step' || type === 'expect')).toBe(true);
			}),
		);
	});
});

type Options = {readonly json?: boolean; readonly quiet?: boolean; readonly diagram?: boolean};

function options(given: Options) {
	return {json: false, quiet: false, diagram: false, format: undefined, ...given};
}

async function run(input: string | Uint8Array, given: Options = {}, look = fakeIo().io.look) {
	const {io, stdout, stderr} = fakeIo({look});
	const chunks = async function* () {
		yield input;
	};
	const code = await runCommand.run({words: ['-'], options: options(given)}, {...io, stdin: chunks()});
	return {code, stdout: stdout(), stderr: stderr()};
}

async function runFiles(files: readonly string[], given: Options = {}) {
	const {io, stdout, stderr} = fakeIo({cwd: folder});
	const code = await runCommand.run({words: files, options: options(given)}, io);
	return {code, stdout: stdout(), stderr: stderr()};
}

function script(...rest: readonly string[]): string {
	return `${[...world, ...rest].join('\n')}\n`;
}

function lines(text: string): readonly string[] {
	return text.trimEnd().split('\n');
}

function parsed(line = ''): Readonly<Record<string, unknown>> {
	return JSON.parse(line) as Readonly<Record<string, unknown>>;
}
