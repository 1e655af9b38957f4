import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, describe, expect, it} from 'vitest';
import {checkCommand} from '../../src/cli/commands/check.js';
import {exploreCommand} from '../../src/cli/commands/explore.js';
import {runCommand} from '../../src/cli/commands/run.js';
import {annotation} from '../../src/cli/report/github.js';
import {junit} from '../../src/cli/report/junit.js';
import {fakeIo} from './fake-io.js';

const folder = mkdtempSync(join(tmpdir(), 'fence-report-'));
afterAll(() => rmSync(folder, {recursive: true}));

const world = [
	'client A',
	'client B',
	'lock account lease ttl 10s',
	'store raw unfenced',
	'put account n=0',
	'A runs acquire account; read account; write account n+=1; release account',
	'B runs acquire account; read account; write account n+=1; release account',
];
put('world.fence', [...world, 'claim never stale-write', 'claim possible late-write', 'claim never torn-write']);
put('expects.fence', [...world, 'A acquire account', 'expect A holds account', 'expect B holds account']);
put('refused.fence', [...world, 'A resume']);
put('typo.fence', ['client A', 'A aquire account']);
put('quiet.fence', world);

describe('run --format github', () => {
	it('annotates the line of each expectation that is false', async () => {
		const {code, stdout} = await run(['expects.fence'], 'github');
		expect(code).toBe(1);
		expect(stdout).toBe(
			'::error file=expects.fence,line=10,col=1,title=line 10%3A expect B holds account::Line 10: B holds account is false: A holds account, expected B.\n',
		);
	});

	it('annotates what cannot be read and what is refused', async () => {
		const {code, stdout, stderr} = await run(['typo.fence', 'refused.fence', 'none.fence'], 'github');
		expect(code).toBe(2);
		expect(stdout.split('\n').map((line) => /^::error file=(\S+?),line=(\d+),col=(\d+),/.exec(line)?.slice(1))).toEqual(
			[['typo.fence', '2', '3'], ['none.fence', '1', '1'], ['refused.fence', '8', '1'], undefined],
		);
		expect(stderr).toContain('typo.fence:2:3: ');
	});

	it('says nothing where all is right', async () => {
		expect(await run(['quiet.fence'], 'github')).toEqual({code: 0, stdout: '', stderr: ''});
	});
});

describe('explore --format', () => {
	it('github shows the shortest schedule in the annotation of a claim that breaks', async () => {
		const {code, stdout} = await explore(['world.fence'], 'github');
		expect(code).toBe(1);
		expect(stdout.split('\n')).toHaveLength(2);
		expect(stdout).toMatch(
			/^::error file=world.fence,line=8,col=1,title=line 8%3A claim never stale-write::violated: /,
		);
		expect(stdout).toContain(
			'%0A    step A%0A    step A%0A    wait 10s   # A stands still before its write account n+=1%0A',
		);
	});

	it('junit has a test for each claim, and counts those that fail', async () => {
		const {stdout} = await explore(['world.fence'], 'junit');
		expect(stdout).toContain('<testsuites name="fence-tutor" tests="3" failures="1" errors="0">');
		expect(namesIn(stdout)).toEqual([
			'line 8: claim never stale-write',
			'line 9: claim possible late-write',
			'line 10: claim never torn-write',
		]);
		expect(isWellFormed(stdout)).toBe(true);
	});

	it('junit makes an error of what stays unknown, so that no build is green by it', async () => {
		const {code, stdout} = await explore(['world.fence'], 'junit', 10);
		expect(code).toBe(3);
		expect(stdout).toContain('errors="3"');
		expect(stdout).toContain('<error type="unknown" message="unknown: ');
	});
});

describe('check --format', () => {
	it('junit has a test for each built-in lesson that is right', async () => {
		const {io, stdout} = fakeIo({cwd: join(import.meta.dirname, '../..')});
		const code = await checkCommand.run(
			{words: ['lessons/01-lease.md'], options: {json: false, look: false, watch: false, format: 'junit'}},
			io,
		);
		expect(code).toBe(0);
		expect(stdout()).toContain('tests="1" failures="0" errors="0"');
		expect(isWellFormed(stdout())).toBe(true);
	});

	it('github annotates each problem of a lesson at its line', async () => {
		put('broken.md', ['---', 'id: broken', 'title: Broken', '---', '', '# One', '', '```fence', 'A aquire x', '```']);
		const {io, stdout} = fakeIo({cwd: folder});
		const code = await checkCommand.run(
			{words: ['broken.md'], options: {json: false, look: false, watch: false, format: 'github'}},
			io,
		);
		expect(code).not.toBe(0);
		expect(stdout()).toMatch(/^::error file=broken\.md,line=\d+,/);
	});
});

describe('A report', () => {
	const judged = {
		file: 'a,b:c.fence',
		line: 3,
		column: 1,
		name: 'x',
		outcome: 'failed',
		message: '100 %\nsecond',
	} as const;

	it('cannot be led astray by a file name or by a message', () => {
		expect(annotation(judged)).toBe('::error file=a%2Cb%3Ac.fence,line=3,col=1,title=x::100 %25%0Asecond\n');
		expect(annotation({...judged, message: 'a\r\n::error::b\u001b[2J'})).toBe(
			'::error file=a%2Cb%3Ac.fence,line=3,col=1,title=x::a\\x0d%0A::error::b\\x1b[2J\n',
		);
		const xml = junit([{...judged, name: '<a> & "b"', message: ']]>\u0000\uFFFF'}]);
		expect(xml).toContain('name="&lt;a&gt; &amp; &quot;b&quot;"');
		expect(xml).toContain(']]&gt;\\x00\uFFFD');
		expect(isWellFormed(xml)).toBe(true);
	});

	it('is refused where two forms are asked for at once', async () => {
		await expect(run(['quiet.fence'], 'junit', true)).rejects.toThrow('ask for two forms at once');
	});

	it('takes --format json for --json', async () => {
		expect((await run(['quiet.fence'], 'json')).stdout).toBe((await run(['quiet.fence'], undefined, true)).stdout);
	});
});

async function run(words: readonly string[], format: string | undefined, json = false) {
	const {io, stdout, stderr} = fakeIo({cwd: folder});
	const code = await runCommand.run({words, options: {json, format, diagram: false, quiet: false}}, io);
	return {code, stdout: stdout(), stderr: stderr()};
}

async function explore(words: readonly string[], format: string, states?: number) {
	const {io, stdout, stderr} = fakeIo({cwd: folder});
	const options = {fact: [], json: false, format, diagram: false, 'max-states': states, 'max-seconds': undefined};
	const code = await exploreCommand.run({words, options}, io);
	return {code, stdout: stdout(), stderr: stderr()};
}

function namesIn(xml: string): readonly string[] {
	return [...xml.matchAll(/<testcase name="([^"]*)"/g)].map(([, name = '']) => name);
}

/** Whether every element is closed in its turn and no mark stands where text is. */
function isWellFormed(xml: string): boolean {
	const open: string[] = [];
	for (const [, close, name = '', , empty] of xml
		.replace(/^<\?xml[^>]*\?>\n/, '')
		.matchAll(/<(\/?)(\w+)((?:\s[\w-]+="[^"<>]*")*)\s*(\/?)>/g)) {
		if (close === '/') {
			if (open.pop() !== name) return false;
		} else if (empty !== '/') open.push(name);
	}
	const rest = xml.replace(/^<\?xml[^>]*\?>\n/, '').replace(/<\/?\w+(?:\s[\w-]+="[^"<>]*")*\s*\/?>/g, '');
	return open.length === 0 && !/[<>]|&(?!(?:amp|lt|gt|quot);)/.test(rest);
}

function put(name: string, lines: readonly string[]): void {
	writeFileSync(join(folder, name), `${lines.join('\n')}\n`);
}
