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
		expect(annotation(judged, nowhere)).toBe('::error file=a%2Cb%3Ac.fence,line=3,col=1,title=x::100 %25%0Asecond\n');
		expect(annotation({...judged, message: 'a\r\n::error::b\u001b[2J'}, nowhere)).toBe(
			'::error file=a%2Cb%3Ac.fence,line=3,col=1,title=x::a\\x0d%0A::error::b\\x1b[2J\n',
		);
		const xml = junit([{...judged, name: '<a> & "b"', message: ']]>\u0000\uFFFF'}]);
		expect(xml).toContain('name="&lt;a&gt; &amp; &quot;b&quot;"');
		expect(xml).toContain(']]&gt;\\x00\uFFFD');
		expect(isWellFormed(xml)).toBe(true);
	});

	it('is read by the rules of the runner as what was judged, whatever stands in it', () => {
		const nasty = 'x=1,y::z%0A ##[error] ]]> "<&>" , ; 100%';
		for (const outcome of ['failed', 'unknown', 'unusable'] as const) {
			const line = annotation({...judged, file: nasty, name: nasty, message: `${nasty}\n${nasty}`, outcome}, nowhere);
			expect(readAsTheRunnerDoes(line ?? '')).toEqual({
				command: outcome === 'unknown' ? 'warning' : 'error',
				properties: {file: nasty, line: '3', col: '1', title: nasty},
				data: `${nasty}\n${nasty}`,
			});
		}
	});

	it('names a file from the top of the checkout, wherever in it the program runs, and none for standard input', () => {
		const at = (file: string, cwd: string) =>
			readAsTheRunnerDoes(annotation({...judged, file}, {cwd, env: {GITHUB_WORKSPACE: '/w/repo'}}) ?? '').properties;
		expect(at('a.fence', '/w/repo/locks')['file']).toBe('locks/a.fence');
		expect(at('../a.fence', '/w/repo/locks')['file']).toBe('a.fence');
		expect(at('/w/repo/locks/a.fence', '/tmp')['file']).toBe('locks/a.fence');
		expect(at('/tmp/a.fence', '/w/repo')['file']).toBe('/tmp/a.fence');
		expect(at('-', '/w/repo')).toEqual({title: 'x'});
	});

	it('holds to the schema that Jenkins reads: no place beside a test, and no two tests of one name in a file', () => {
		const xml = junit([judged, judged, {...judged, outcome: 'passed'}, {...judged, outcome: 'unknown', line: null}]);
		expect(foreignMarks(xml)).toEqual([]);
		expect(namesIn(xml)).toEqual(['x', 'x (2)', 'x (3)', 'x (4)']);
		expect(xml).toContain('>a,b:c.fence:3:1: 100 %\nsecond</failure>');
	});

	it('says in JUnit too that a fact that was typed cannot be read', async () => {
		const {io, stdout} = fakeIo({cwd: folder});
		const options = {
			prompt: false,
			json: false,
			format: 'junit',
			diagram: false,
			'max-bytes': undefined,
			'max-states': undefined,
			'max-seconds': undefined,
		};
		const code = await exploreCommand.run(
			{words: ['world.fence'], options: {...options, fact: ['stale-wrote'], as: undefined}},
			io,
		);
		expect(code).toBe(2);
		expect(stdout()).toContain('<testsuites name="fence-tutor" tests="1" failures="0" errors="1">');
		expect(stdout()).toContain('<testcase name="--fact stale-wrote"');
	});

	it('is refused where two forms are asked for at once', async () => {
		await expect(run(['quiet.fence'], 'junit', true)).rejects.toThrow('ask for two forms at once');
	});

	it('takes --format json for --json', async () => {
		expect((await run(['quiet.fence'], 'json')).stdout).toBe((await run(['quiet.fence'], undefined, true)).stdout);
	});
});

const nowhere = {cwd: folder, env: {}};

/** A line of the log as the runner takes it for a command. Source: actions/runner, ActionCommand.TryParseV2. */
function readAsTheRunnerDoes(line: string) {
	const [, command = '', properties = '', data = ''] = /^::([^ ]+) (.*?)::(.*)\n$/.exec(line) ?? [];
	const read = (text: string, marks: readonly (readonly [string, string])[]) =>
		marks.reduce((all, [mark, character]) => all.replaceAll(mark, character), text);
	const ofData = [
		['%0D', '\r'],
		['%0A', '\n'],
		['%25', '%'],
	] as const;
	const ofProperty = [
		['%0D', '\r'],
		['%0A', '\n'],
		['%3A', ':'],
		['%2C', ','],
		['%25', '%'],
	] as const;
	return {
		command,
		properties: Object.fromEntries(
			properties
				.trim()
				.split(',')
				.map((each) => [each.slice(0, each.indexOf('=')), read(each.slice(each.indexOf('=') + 1), ofProperty)]),
		) as Readonly<Record<string, string>>,
		data: read(data, ofData),
	};
}

/** The attributes that the schema permits. Source: junit-10.xsd of Jenkins' xUnit plugin. */
const permitted: Readonly<Record<string, readonly string[]>> = {
	testsuites: ['name', 'time', 'tests', 'failures', 'errors'],
	testsuite: [
		'name',
		'tests',
		'failures',
		'errors',
		'skipped',
		'file',
		'time',
		'timestamp',
		'hostname',
		'id',
		'package',
	],
	testcase: ['name', 'time', 'classname', 'group'],
	failure: ['type', 'message'],
	error: ['type', 'message'],
};

/** The elements and attributes that the schema does not know. */
function foreignMarks(xml: string): readonly string[] {
	return [...xml.matchAll(/<(\w+)((?:\s[\w-]+="[^"<>]*")*)\s*\/?>/g)].flatMap(([, element = '', attributes = '']) =>
		[...attributes.matchAll(/([\w-]+)="/g)]
			.map(([, name = '']) => name)
			.filter((name) => !permitted[element]?.includes(name))
			.map((name) => `${element} ${name}`),
	);
}

async function run(words: readonly string[], format: string | undefined, json = false) {
	const {io, stdout, stderr} = fakeIo({cwd: folder});
	const code = await runCommand.run({words, options: {json, format, diagram: false, quiet: false}}, io);
	return {code, stdout: stdout(), stderr: stderr()};
}

async function explore(words: readonly string[], format: string, states?: number) {
	const {io, stdout, stderr} = fakeIo({cwd: folder});
	const options = {
		fact: [],
		prompt: false,
		json: false,
		format,
		diagram: false,
		'max-bytes': undefined,
		'max-states': states,
		'max-seconds': undefined,
		as: undefined,
	};
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
