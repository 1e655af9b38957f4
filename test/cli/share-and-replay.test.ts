import {existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import fc from 'fast-check';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {program} from '../../src/cli/program.js';
import {written} from '../../src/share/code.js';
import {rulesVersion} from '../../src/sim/rules-version.js';
import {fakeIo} from './fake-io.js';

const zombie = readFileSync(join(import.meta.dirname, '../stories/zombie.fence'), 'utf8');

let cwd = '';

beforeEach(() => {
	cwd = mkdtempSync(join(tmpdir(), 'fence-tutor-share-'));
	writeFileSync(join(cwd, 'zombie.fence'), zombie);
});

afterEach(() => rmSync(cwd, {recursive: true, force: true}));

describe('fence-tutor share', () => {
	it('prints one code, the same for a file and for standard input', async () => {
		const fromFile = await run(['share', 'zombie.fence']);
		expect(fromFile).toMatchObject({
			code: 0,
			stdout: expect.stringMatching(/^ft1\.[0-9a-hjkmnp-tv-z]+\n$/),
			stderr: '',
		});
		expect(await run(['share', '-'], zombie)).toEqual(fromFile);
		expect(await run(['share'], zombie)).toEqual(fromFile);
	});

	it.each<[string, string, string]>([
		['a line that is not in the language', 'client A\nA aquire', 'a.fence:2:3: '],
		['a line that cannot be done', 'client A\n\n  A resume', 'a.fence:3:3: A is not paused'],
		['nothing at all', '# nothing\n', 'a.fence:1:1: There is nothing to share yet. Do something first.'],
	])('says the place of %s, and prints no code', async (_, text, message) => {
		writeFileSync(join(cwd, 'a.fence'), text);
		expect(await run(['share', 'a.fence'])).toEqual({code: 2, stdout: '', stderr: expect.stringContaining(message)});
	});
});

describe('A page for a browser', () => {
	it('is written beside the code by share, and for a code or a script by replay, the same each time', async () => {
		const code = await shared(zombie);
		expect(await run(['share', 'zombie.fence', '--html', 'one.html'])).toMatchObject({
			code: 0,
			stdout: `${code}\n`,
			stderr: 'Written to one.html.\n',
		});
		expect(await run(['replay', code, '--html', 'two.html'])).toMatchObject({
			code: 0,
			stdout: 'Written to two.html.\n',
		});
		expect(await run(['replay', code, '--export', 'html'])).toMatchObject({
			code: 0,
			stdout: readFileSync(join(cwd, 'two.html'), 'utf8'),
		});
		expect(readFileSync(join(cwd, 'one.html'), 'utf8')).toBe(readFileSync(join(cwd, 'two.html'), 'utf8'));
		expect(await run(['share', 'zombie.fence', '--json', '--html', 'three.html'])).toMatchObject({
			stderr: '',
			stdout: expect.stringContaining('"html":"three.html"'),
		});
	});

	it('is never written over something, and one word says where it goes', async () => {
		writeFileSync(join(cwd, 'mine.html'), 'mine');
		for (const words of [
			['share', 'zombie.fence', '--html', 'mine.html'],
			['replay', 'zombie.fence', '--html', 'mine.html'],
		])
			expect(await run(words)).toMatchObject({
				code: 2,
				stdout: '',
				stderr: expect.stringContaining('mine.html is there already'),
			});
		expect(readFileSync(join(cwd, 'mine.html'), 'utf8')).toBe('mine');
		expect(await run(['replay', 'zombie.fence', '--html', 'a.html', '--export', 'svg'])).toMatchObject({
			code: 2,
			stderr: expect.stringContaining('give one of the two'),
		});
	});

	it('is written by /share where the name ends in .html', async () => {
		const typed = 'client A\nlock door lease\nA acquire door\n/share run.html\n/share run.html\n';
		const {stdout} = await run(['play'], typed);
		expect(stdout).toContain('Written to run.html. Any browser opens it, without a network.');
		expect(stdout).toContain('run.html is there already. Choose another name.');
		expect(readFileSync(join(cwd, 'run.html'), 'utf8')).toContain('At 0 s A asked for door.');
	});

	it('is no page where /save writes a script under such a name', async () => {
		const {stdout} = await run(['play'], 'client A\n/save mine.html\n');
		expect(stdout).toContain('Written to mine.html. To step through it: fence-tutor replay mine.html');
	});
});

describe('fence-tutor replay', () => {
	it('steps through a code and says that it gives the same events', async () => {
		const {stdout, code} = await run(['replay', await shared(zombie)]);
		expect(code).toBe(0);
		expect(stdout).toContain('A acquire account');
		expect(stdout.trimEnd().endsWith('It gives the same events as when it was shared.')).toBe(true);
	});

	it('reads a code from a file, also one that a mail has broken into lines', async () => {
		const code = await shared(zombie);
		writeFileSync(join(cwd, 'run.txt'), `${code.slice(0, 30)}\r\n  ${code.slice(30)}\r\n`);
		expect(await run(['replay', 'run.txt'])).toMatchObject({
			code: 0,
			stdout: expect.stringContaining('It gives the same events'),
		});
	});

	it('replays what the prompt has shared, and shares it again as the same code', async () => {
		const told = await run(['play'], 'A acquire\nwait 3s\nB acquire\nundo\n/share\n');
		const code = /^ft1\.\S+$/m.exec(told.stdout)?.[0] ?? '';
		const again = await run(['play'], `/load ${code}\n/redo 9\n/share\n`);
		expect(again.stdout).toContain(`\n${code}\n`);
		expect((await run(['replay', code])).stdout).toContain('It gives the same events');
	});

	it('fails when a run gives other events than its author saw, and says so', async () => {
		const other = written(
			new TextEncoder().encode('client A\nlock l lease ttl 1s\nA acquire l\n'),
			'12345678',
			rulesVersion,
		);
		expect(await run(['replay', other])).toMatchObject({
			code: 1,
			stdout: expect.stringContaining('It does NOT give the same events'),
		});
		expect(jsonLines((await run(['replay', other, '--json'])).stdout).at(-1)).toMatchObject({
			type: 'replay',
			same: false,
		});
	});

	it('plays a script, and compares it with what /save noted at its end', async () => {
		expect(await run(['replay', 'zombie.fence'])).toMatchObject({
			code: 0,
			stdout: expect.stringContaining('there is nothing to compare'),
		});
		await run(['play'], 'A acquire\n/save mine.fence\n');
		expect(await run(['replay', 'mine.fence'])).toMatchObject({
			code: 0,
			stdout: expect.stringContaining('It gives the same events'),
		});
		const saved = readFileSync(join(cwd, 'mine.fence'), 'utf8');
		writeFileSync(join(cwd, 'mine.fence'), saved.replace('A acquire', 'B acquire'));
		expect(await run(['replay', 'mine.fence'])).toMatchObject({code: 1, stdout: expect.stringContaining('does NOT')});
		writeFileSync(join(cwd, 'mine.fence'), saved.replace(/rules \d+/, 'rules 999'));
		expect(await run(['replay', 'mine.fence'])).toMatchObject({
			code: 1,
			stdout: expect.stringContaining('under other rules'),
		});
	});

	it('prints one JSON object a line, the last one with the answer', async () => {
		const {stdout} = await run(['replay', await shared(zombie), '--json']);
		const lines = jsonLines(stdout);
		expect(lines.map(({type}) => type).slice(-2)).toEqual(['end', 'replay']);
		expect(lines.at(-1)).toMatchObject({same: true});
	});

	it.each<[string, string]>([
		['code: The code is damaged', 'ft1.abc'],
		['code: This code is of the form ft9', 'ft9.abc'],
		[
			'code: This was made under version 999 of the rules',
			written(new TextEncoder().encode('client A\n'), '00000000', 999),
		],
		[
			'code: The code holds a line that cannot be done, `A resume`',
			written(new TextEncoder().encode('client A\nA resume\n'), '00000000', rulesVersion),
		],
		['no.fence:1:1: There is no such file', 'no.fence'],
	])('says "%s" and shows nothing of it', async (message, word) => {
		expect(await run(['replay', word])).toEqual({code: 2, stdout: '', stderr: expect.stringContaining(message)});
	});

	it('takes any bytes and any word without throwing', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.uint8Array({maxLength: 80}),
				fc.string({unit: 'binary', minLength: 1, maxLength: 30}),
				fc.boolean(),
				async (bytes, word, isCode) => {
					writeFileSync(join(cwd, 'bytes'), isCode ? Buffer.concat([Buffer.from('ft1.'), bytes]) : bytes);
					expect([0, 1, 2]).toContain((await run(['replay', 'bytes'])).code);
					expect([0, 2]).toContain((await run(['replay', '--', word])).code);
				},
			),
			{numRuns: 150},
		);
	});
});

describe('fence-tutor replay --export', () => {
	it('writes the same diagram as run does, as text', async () => {
		const {stdout} = await run(['replay', 'zombie.fence', '--export', 'text']);
		expect((await run(['run', 'zombie.fence', '--diagram'])).stdout).toContain(`\n${stdout}`);
	});

	it('writes a page with the script, the diagram, the words and a code that opens it', async () => {
		const {stdout} = await run(['replay', 'zombie.fence', '--export', 'markdown']);
		const diagram = (await run(['replay', 'zombie.fence', '--export', 'text'])).stdout;
		expect(stdout).toContain(`\`\`\`text\n${diagram}\`\`\``);
		expect(stdout).toMatch(/- \*\*stale-write\*\* on raw: /);
		const code = /npx fence-tutor replay (ft1\.\S+)/.exec(stdout)?.[1] ?? '';
		expect((await run(['replay', code])).code).toBe(0);
	});

	it('writes a picture in which every word of the text stands', async () => {
		const {stdout} = await run(['replay', 'zombie.fence', '--export', 'svg', '--columns', '100']);
		const words = (await run(['replay', 'zombie.fence', '--export', 'text', '--columns', '100'])).stdout.split(/\s+/);
		const drawn = stdout
			.replace(/<[^>]*>/g, ' ')
			.replaceAll('&gt;', '>')
			.replaceAll('&lt;', '<')
			.replaceAll('&amp;', '&')
			.replace(/\s/g, '');
		expect(words.filter((word) => !drawn.includes(word))).toEqual([]);
		expect(stdout).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="868"/);
	});

	it('writes a recording: a header, then the screen after every step, all of one size', async () => {
		const lines = (await run(['replay', 'zombie.fence', '--export', 'asciicast'])).stdout
			.trimEnd()
			.split('\n')
			.map((line) => JSON.parse(line));
		expect(lines[0]).toMatchObject({version: 2, width: 80, height: 24});
		const events: readonly [number, string, string][] = lines.slice(1);
		expect(events.map(([at]) => at)).toEqual([...events.keys()].map((index) => 2 * index));
		const heights = events.slice(0, -1).map(([, , text]) => text.split('\r\n').length);
		expect(new Set(heights).size).toBe(1);
		expect(heights[0]).toBeLessThanOrEqual(24);
		expect(events.at(-2)?.[2]).toContain('33 < 34');
	});

	it('gives the same bytes each time, in ASCII where that is asked for', async () => {
		for (const form of ['text', 'markdown', 'svg', 'asciicast']) {
			const first = await run(['replay', 'zombie.fence', '--export', form, '--ascii']);
			expect(await run(['replay', 'zombie.fence', '--export', form, '--ascii'])).toEqual(first);
			expect(first.stdout).toMatch(/^[\n -~]*$/);
		}
	});

	it('obeys nothing that a run holds', async () => {
		writeFileSync(
			join(cwd, 'odd.fence'),
			'client A\nlock l lease ttl 1s\nstore s unfenced\nA acquire\nA write l "k`|<b>"="a\x1b[31m](x)"\n',
		);
		for (const form of ['text', 'markdown', 'svg', 'asciicast']) {
			const {stdout, code} = await run(['replay', 'odd.fence', '--export', form]);
			expect(code).toBe(0);
			expect(stdout).not.toContain('\x1b');
			if (form === 'asciicast') expect(stdout).not.toContain('a\\u001b[31m');
			if (form === 'svg') expect(stdout).not.toContain('<b>');
		}
	});

	it('writes to a file that is not there yet, and to no other', async () => {
		expect(await run(['replay', 'zombie.fence', '--export', 'svg', '--out', 'zombie.svg'])).toMatchObject({
			code: 0,
			stdout: 'Written to zombie.svg.\n',
		});
		expect(existsSync(join(cwd, 'zombie.svg'))).toBe(true);
		expect(await run(['replay', 'zombie.fence', '--export', 'svg', '--out', 'zombie.fence'])).toMatchObject({
			code: 2,
			stderr: expect.stringContaining('is there already'),
		});
		expect(readFileSync(join(cwd, 'zombie.fence'), 'utf8')).toBe(zombie);
	});

	it.each([
		['--out goes with --export', ['--out', 'x']],
		['--columns takes a whole number from 40 to 300.', ['--columns', '7']],
		['--export takes text, markdown, svg, html, asciicast, and not "gif".', ['--export', 'gif']],
	])('refuses with "%s"', async (message, options) => {
		expect(await run(['replay', 'zombie.fence', ...options])).toMatchObject({
			code: 2,
			stderr: expect.stringContaining(message),
		});
	});
});

async function run(typed: readonly string[], stdin = '') {
	const outside = fakeIo({cwd, stdin, env: {FENCE_TUTOR_HOME: join(cwd, 'home')}});
	const code = await program({typed, io: ({ascii}) => ({...outside.io, look: {...outside.io.look, ascii}})});
	return {code, stdout: outside.stdout(), stderr: outside.stderr()};
}

async function shared(text: string): Promise<string> {
	return (await run(['share', '-'], text)).stdout.trim();
}

function jsonLines(text: string): readonly Record<string, unknown>[] {
	return text
		.trimEnd()
		.split('\n')
		.map((line) => JSON.parse(line));
}
