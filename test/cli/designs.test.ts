import {designs} from 'fence-tutor:designs';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {designsCommand} from '../../src/cli/commands/designs.js';
import {width} from '../../src/view/text/width.js';
import {fakeIo} from './fake-io.js';
import {type Ran, runProgram} from './run-program.js';

let folder = '';

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'fence-tutor-designs-'));
});

afterAll(() => rmSync(folder, {recursive: true, force: true}));

const own = `client A
client B
lock account lease ttl 10s
store raw unfenced
put account n=0
A runs acquire account; read account; write account n+=1; release account
B runs acquire account; read account; write account n+=1; release account
claim never stale-write
`;

describe('fence-tutor designs', () => {
	it.each([80, 60, 40])('lists every design in %i columns, no line wider', async (columns) => {
		const {stdout} = await typed([], columns);
		const lines = stdout.split('\n');
		for (const {name} of designs) expect(lines.some((line) => line.startsWith(name))).toBe(true);
		if (columns >= 60) for (const line of lines) expect(width(line)).toBeLessThanOrEqual(columns);
	});

	it('shows which fault breaks which promise by its letter', async () => {
		expect((await typed([])).stdout).toMatch(
			/^redis-set-nx +P·CR·S ·O {2}PDCR·S ·O {2}PDCR·S ·O {2}······ ·· {2}······ ··$/m,
		);
	});

	it.each([80, 60])('shows a design with its source, its world and its table in %i columns', async (columns) => {
		const {code, stdout} = await typed(['redis-set-nx'], columns);
		expect(code).toBe(0);
		expect(stdout).toContain('Source: docs: Redis, distributed locks');
		expect(stdout).toContain('  lock account redis ttl 10s\n');
		expect(stdout).toMatch(columns === 80 ? /^pause +broken in 4 +broken in 12/m : /^pause +in 4 +in 12/m);
		expect(stdout).toMatch(/^failover +- /m);
		for (const line of stdout.split('\n').slice(0, -2)) expect(width(line)).toBeLessThanOrEqual(columns);
	});

	it('takes a name in any case', async () => {
		expect((await typed(['Redis-SET-nx'])).code).toBe(0);
	});

	it('tells the shortest story of a cell, on the ladder, and what would mend it', async () => {
		const stdout = (await typed(['redis-set-nx', '--cell', 'clock:one-believer'])).stdout.replace(
			/(?<=\S)\n +(?=\S)/g,
			' ',
		);
		expect(stdout).toContain('Broken in 3 moves, and none is shorter. Spent: clock 1.');
		expect(stdout).toContain('step A; locks clock +11s; step B\n');
		expect(stdout).toContain('two-believers: B believes that it holds account');
		expect(stdout).toContain('What would mend it: ');
		expect(stdout).toContain('Proved to keep this promise there: ');
	});

	it('tells of a cell that is not broken what was searched, or why nothing was', async () => {
		expect((await typed(['redis-set-nx', '--cell', 'cut:no-stale-write'])).stdout).toMatch(
			/Proved: all [\d,]+ states were searched, with cut 1\./,
		);
		expect((await typed(['redis-set-nx', '--cell', 'failover:goes-on'])).stdout).toContain(
			'Does not apply: a fault of this kind can do nothing in this world.',
		);
	});

	it.each([
		[['redlok'], 'There is no design redlok. Did you mean redlock?'],
		[['qqqqqqqqqq'], 'There is no design qqqqqqqqqq. "fence-tutor designs" lists them.'],
		[['redlock', '--cell', 'pause'], '--cell takes a fault and a promise with a colon between them, and not "pause".'],
		[['--cell', 'pause:goes-on'], '--cell goes with the name of a design, or with a file.'],
		[['--json', '--markdown'], '--json, --markdown, --html and --cell go one at a time.'],
		[['x.fence', '--max-seconds', '0'], '--max-seconds takes a number above 0.'],
	])('says what is wrong with %j', async (words, sentence) => {
		const {code, stdout, stderr} = await typed(words);
		expect({code, stdout}).toEqual({code: 2, stdout: ''});
		expect(stderr).toContain(`fence-tutor: ${sentence}`);
	});

	it('writes the same for other programs, a JSON object a line', async () => {
		const lines = jsonOf(await typed(['redis-set-nx', '--json']));
		expect(lines[0]).toMatchObject({type: 'design', name: 'redis-set-nx', leftOut: []});
		expect(lines).toHaveLength(1 + 10 * 5);
		expect(lines).toContainEqual({
			type: 'cell',
			design: 'redis-set-nx',
			fault: 'clock',
			promise: 'one-believer',
			property: 'two-believers',
			verdict: 'broken',
			moves: 3,
			states: expect.any(Number),
			faults: {clock: 1},
			script: ['step A', 'locks clock +11s', 'step B'],
			because: null,
		});
		expect(lines).toContainEqual(
			expect.objectContaining({
				fault: 'failover',
				promise: 'goes-on',
				verdict: 'does-not-apply',
				states: null,
				because: 'idle',
			}),
		);
	});

	it('writes all designs so, too', async () => {
		const lines = jsonOf(await typed(['--json']));
		expect(lines.filter(({type}) => type === 'design')).toHaveLength(designs.length);
		expect(lines.filter(({type}) => type === 'cell')).toHaveLength(designs.length * 50);
	});

	it('replays a story of the JSON in run, after the world that stands there', async () => {
		const lines = jsonOf(await typed(['redis-set-nx', '--json']));
		const cell = lines.find(({fault, promise}) => fault === 'delay' && promise === 'no-stale-write');
		const script = [...linesIn(lines[0]?.['world']), ...linesIn(cell?.['script']), 'expect stale-write'].join('\n');
		expect((await runProgram(folder, ['run', '-', '--quiet'], `${script}\n`)).code).toBe(0);
	});

	it('finds the same with explore --prompt', async () => {
		const lines = jsonOf(await typed(['redis-set-nx', '--json']));
		const world = `${linesIn(lines[0]?.['world']).join('\n')}\nfaults delay 1\nclaim possible stale-write in 11\n`;
		expect((await runProgram(folder, ['explore', '-', '--prompt'], world)).code).toBe(0);
	});

	it('writes a page in Markdown', async () => {
		const {stdout} = await typed(['redis-set-nx', '--markdown']);
		expect(stdout).toContain('## redis-set-nx\n');
		expect(stdout).toContain('| pause | broken in 4 |');
	});

	it('writes a page for a browser, and overwrites none', async () => {
		expect(await typed(['redis-set-nx', '--html', 'one.html'])).toMatchObject({
			code: 0,
			stdout: 'Written to one.html.\n',
		});
		const page = readFileSync(join(folder, 'one.html'), 'utf8');
		expect(page).toContain("default-src 'none'; style-src 'sha256-");
		expect(page).not.toMatch(/<script|https?:\/\/|\son\w+=/);
		expect((await typed(['redis-set-nx', '--html', 'one.html'])).code).toBe(2);
	});
});

describe('fence-tutor designs FILE', () => {
	it('makes the same table for a world of the reader, row by row', async () => {
		writeFileSync(join(folder, 'ours.fence'), own);
		const {code, stdout, stderr} = await typed(['ours.fence']);
		expect({code, stderr}).toEqual({code: 0, stderr: ''});
		expect(stdout).toMatch(/^pause +broken in 4 +broken in 9/m);
		expect(stdout).toMatch(/^clock step +- /m);
		expect(stdout).toMatch(/^crash +proved +proved +proved +proved +proved/m);
		expect(stdout).toContain('Without any fault every promise is kept.');
	});

	it('reads a world from standard input, and asks about one cell only', async () => {
		const {code, stdout} = await typed(['-', '--cell', 'crash:goes-on'], 80, own.replace('ttl 10s', 'ttl none'));
		expect(code).toBe(0);
		expect(stdout).toContain('Broken in 2 moves');
		expect(stdout).toContain('step A; A crash');
	});

	it('says that it does not know once its seconds are over', async () => {
		const {code, stdout} = await typed(['-', '--max-seconds', '0.000001', '--json'], 80, own);
		expect(code).toBe(3);
		expect(new Set(jsonOf({code, stdout, stderr: ''}).flatMap(({verdict}) => verdict ?? []))).toEqual(
			new Set(['unknown', 'does-not-apply']),
		);
	});

	it.each([
		['client A\nA aquire account\n', '-:2:3: '],
		['client A\nA acquire\n', '-:2:'],
		['', '-:1:1: No client has a program here'],
		['client A\nlock account lease\nA pause\nA pause\n', '-:4:1: A is paused'],
	])('says what is wrong with %j, and where', async (text, start) => {
		const {code, stdout, stderr} = await typed(['-'], 80, text);
		expect({code, stdout}).toEqual({code: 2, stdout: ''});
		expect(stderr).toContain(start);
	});

	it('says that a file is not there', async () => {
		const {code, stderr} = await typed(['nothing.fence']);
		expect(code).toBe(2);
		expect(stderr).toBe('nothing.fence:1:1: There is no such file. Check the name.\n');
	});

	it('asks nothing that the world has not', async () => {
		const lines = jsonOf(
			await typed(
				['-', '--json'],
				80,
				'client A\nstore raw cas\nput account n=0\nA runs read account; write account n+=1\n',
			),
		);
		const because = (promise: string) =>
			lines.find((line) => line['fault'] === 'pause' && line['promise'] === promise)?.['because'];
		expect(['one-believer', 'no-stale-write', 'no-lost-update', 'goes-on'].map(because)).toEqual([
			'no-lock',
			'no-grant',
			null,
			'no-grant',
		]);
	});
});

/** What stands in a field that holds statements. */
function linesIn(field: unknown): readonly string[] {
	return Array.isArray(field) ? field.map(String) : [];
}

async function typed(words: readonly string[], columns = 80, stdin = ''): Promise<Ran> {
	const {io, stdout, stderr} = fakeIo({cwd: folder, stdin, columns});
	const {program} = await import('../../src/cli/program.js');
	const code = await program({typed: [designsCommand.name, ...words], io: () => io});
	return {code, stdout: stdout(), stderr: stderr()};
}

function jsonOf({stdout}: Ran): readonly Readonly<Record<string, unknown>>[] {
	return stdout
		.trimEnd()
		.split('\n')
		.map((line) => JSON.parse(line));
}
