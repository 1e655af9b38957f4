import {execFileSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {program} from '../../src/cli/program.js';
import {fakeIo} from './fake-io.js';

let cwd = '';

beforeEach(() => {
	cwd = mkdtempSync(join(tmpdir(), 'fence-tutor-room-'));
	mkdirSync(join(cwd, 'room'));
});

afterEach(() => rmSync(cwd, {recursive: true, force: true}));

const toTheBet = '\n\n\n\n';

describe('A learner in a workshop', () => {
	it('appears in the room as soon as a lesson is open, and their bets as soon as they are placed', async () => {
		await learner('Ada', ['learn', 'zombie'], '');
		await learner('Bob', ['learn', 'zombie'], `${toTheBet}1\n`);
		const {stdout, code} = await present('--once', '--json');
		expect(code).toBe(0);
		const lines = stdout
			.trim()
			.split('\n')
			.map((line) => JSON.parse(line));
		expect(lines.filter(({type}) => type === 'learner')).toMatchObject([
			{name: 'Ada', solved: 0},
			{name: 'Bob', lesson: 'zombie', step: 1},
		]);
		expect(lines.filter(({type}) => type === 'bets')).toMatchObject([{lesson: 'zombie', place: '1.3'}]);
	});

	it('writes a receipt that grade takes, and the same file when they come back', async () => {
		await learner('Ada', ['learn', 'zombie'], `${toTheBet}1\n`);
		await learner('Ada', ['learn', 'lease'], '');
		await learner('Ada', ['learn', 'zombie'], `${toTheBet}1\n`, 'another-home');
		expect(readdirSync(join(cwd, 'room'))).toHaveLength(2);
		expect(await run(['grade', 'room'], {})).toMatchObject({code: 0, stdout: expect.stringMatching(/Ada +zombie/)});
	});

	it('is told of a folder that is not there before anything begins', async () => {
		const {code, stderr, stdout} = await run(['learn', 'zombie'], {FENCE_TUTOR_TO: 'nowhere'});
		expect([code, stdout]).toEqual([2, '']);
		expect(stderr).toContain('There is no folder nowhere. --to takes the shared folder of the workshop.');
	});
});

describe('fence-tutor present', () => {
	it('shows a workshop, or those who had the key, and nobody else', async () => {
		await learner('Ada', ['learn', 'zombie', '--key', 'plum'], '', 'a', 'berlin');
		await learner('Bob', ['learn', 'zombie', '--key', 'pear'], '', 'b', 'Berlin');
		await learner('Cid', ['learn', 'zombie', '--key', 'plum'], '', 'c', 'paris');
		const names = async (env: Readonly<Record<string, string>>, ...typed: readonly string[]) =>
			[...(await run(['present', '--collect', 'room', '--once', ...typed], env)).stdout.matchAll(/Ada|Bob|Cid/g)].map(
				String,
			);
		expect(await names({})).toEqual(['Ada', 'Bob', 'Cid']);
		expect(await names({FENCE_TUTOR_WORKSHOP: 'berlin'})).toEqual(['Ada', 'Bob']);
		expect(await names({}, '--key', 'plum')).toEqual(['Ada', 'Cid']);
	});

	it.runIf(process.platform !== 'win32')(
		'waits for no pipe, follows no circle and leaves alone what a system puts beside files',
		async () => {
			await learner('Ada', ['learn', 'zombie'], `${toTheBet}1\n`);
			const room = join(cwd, 'room');
			execFileSync('mkfifo', [join(room, 'pipe.json')]);
			symlinkSync('/dev/zero', join(room, 'zero.json'));
			symlinkSync('loop.json', join(room, 'loop.json'));
			mkdirSync(join(room, 'folder.json'));
			writeFileSync(join(room, '._ada.json'), 'x');
			writeFileSync(join(room, 'half.json'), '{"receipt": 3, "rules');
			const {code, stdout} = await present('--once');
			expect([code, stdout]).toEqual([0, expect.stringMatching(/ Ada +2 {2}The zombie/)]);
			expect(stdout).toContain('folder.json: It cannot be read: it is not a file. And 3 more like it.');
			expect(stdout).not.toContain('._ada');
			const graded = await run(['grade', 'room'], {});
			expect(graded.stdout).toMatch(/Ada +zombie/);
			expect(graded.stderr).toContain('half.json: This is no receipt.');
			expect(graded.stderr).not.toMatch(/pipe|zero|\._ada/);
		},
	);

	it('shows forty people, two of one name among them, and nobody without one', async () => {
		await learner('Ada', ['learn', 'zombie'], `${toTheBet}1\n`, 'a');
		await learner('Ada', ['learn', 'zombie'], `${toTheBet}2\n`, 'b');
		await learner('  ', ['learn', 'zombie'], '', 'c');
		const [first = ''] = readdirSync(join(cwd, 'room'));
		const text = readFileSync(join(cwd, 'room', first), 'utf8');
		for (let index = 0; index < 37; index++) writeFileSync(join(cwd, 'room', `copy-${index}.json`), text);
		const {stdout} = await present('--once', '--json');
		const people = stdout
			.trim()
			.split('\n')
			.map((line) => JSON.parse(line))
			.filter(({type}) => type === 'learner');
		expect(people).toHaveLength(40);
		expect(people.filter(({name}) => name === '')).toEqual([]);
	});

	it('takes no name that no table could show', async () => {
		const {code, stderr} = await run(['learn', 'zombie', '--name', 'n'.repeat(61)], {FENCE_TUTOR_TO: 'room'});
		expect([code, stderr]).toEqual([2, expect.stringContaining('A name has at most 60 characters')]);
		expect(readdirSync(join(cwd, 'room'))).toEqual([]);
	});

	it('says of what else lies in the folder that it is no receipt, and shows the others', async () => {
		await learner('Ada', ['learn', 'zombie'], '');
		writeFileSync(join(cwd, 'room', 'notes.json'), '{}');
		writeFileSync(join(cwd, 'room', 'todo.txt'), 'buy milk');
		const {stdout} = await present('--once');
		expect(stdout).toContain('Ada');
		expect(stdout).toContain('notes.json: This is no receipt.');
		expect(stdout).not.toContain('todo');
	});

	it.each([
		[['present'], 'Say which folder the learners write to: fence-tutor present --collect DIR.'],
		[['present', '--collect', 'nope', '--once'], 'There is no folder nope.'],
		[['present', '--collect', 'room', '--json'], '--json goes with --once'],
	])('refuses %j with a sentence', async (typed, sentence) => {
		expect(await run(typed, {})).toMatchObject({code: 2, stdout: '', stderr: expect.stringContaining(sentence)});
	});
});

async function present(...typed: readonly string[]) {
	return await run(['present', '--collect', 'room', ...typed], {});
}

async function learner(name: string, typed: readonly string[], stdin: string, home = name, workshop = 'berlin') {
	const env = {FENCE_TUTOR_TO: 'room', FENCE_TUTOR_WORKSHOP: workshop, FENCE_TUTOR_HOME: join(cwd, home)};
	await run([...typed, '--name', name], env, stdin);
	// What is handed in is whole at every moment.
	for (const file of readdirSync(join(cwd, 'room'))) JSON.parse(readFileSync(join(cwd, 'room', file), 'utf8'));
}

async function run(typed: readonly string[], env: Readonly<Record<string, string>>, stdin = '') {
	const outside = fakeIo({cwd, stdin, env: {FENCE_TUTOR_HOME: join(cwd, 'home'), ...env}});
	const code = await program({typed, io: () => outside.io});
	return {code, stdout: outside.stdout(), stderr: outside.stderr()};
}
