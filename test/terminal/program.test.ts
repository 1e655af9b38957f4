import {spawn} from 'node:child_process';
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {packageJson} from '../../src/build/project.js';
import {emptyFolder, installedProgram, plainEnvironment, runInstalled} from './installed.js';
import {openTerminal} from './open-terminal.js';

describe('The installed program', () => {
	it('says its version and nothing else', async () => {
		const expected = {code: 0, signal: null, stdout: `${packageJson().version}\n`, stderr: ''};
		expect(await runInstalled(['--version'])).toEqual(expected);
		expect(await runInstalled(['doctor', '--version'])).toEqual(expected);
	});

	it('lists every subcommand in its help', async () => {
		const {code, stdout, stderr} = await runInstalled(['--help']);
		expect({code, stderr}).toEqual({code: 0, stderr: ''});
		expect(stdout).toMatch(/^ {2}doctor /m);
		expect(stdout).toContain('--no-color');
	});

	it('shows examples in the help of each subcommand that its help lists', async () => {
		const {stdout} = await runInstalled(['--help']);
		const names = [...stdout.matchAll(/^ {2}([a-z]+)\b.* {2}[A-Z]/gm)].map((match) => match[1] ?? '');
		const helps = await Promise.all([...new Set(names)].map((name) => runInstalled([name, '--help'])));
		expect(names).toContain('completion');
		for (const help of helps) expect(help).toMatchObject({code: 0, stdout: expect.stringContaining('Examples:')});
	});

	it('refuses a subcommand it does not have, and names the nearest', async () => {
		expect(await runInstalled(['docter'])).toEqual({
			code: 2,
			signal: null,
			stdout: '',
			stderr: 'fence-tutor: There is no subcommand "docter". Did you mean "fence-tutor doctor"?\n',
		});
	});

	it('refuses an option it does not have, and names the nearest', async () => {
		const {code, stdout, stderr} = await runInstalled(['doctor', '--plian']);
		expect({code, stdout, stderr}).toEqual({
			code: 2,
			stdout: '',
			stderr: 'fence-tutor: There is no option --plian. Did you mean --plain?\n',
		});
	});

	it('shows the escapes in a mistyped word and does not obey them', async () => {
		const {stderr} = await runInstalled(['\u001B[2Jdoctor']);
		expect(stderr).toContain('\\x1b[2J');
		expect(stderr).not.toContain('\u001B');
	});

	it('finds the full screen in a terminal, and line mode with a file for standard input', async () => {
		const terminal = openTerminal(['doctor'], {columns: 100, rows: 30});
		expect(await terminal.ended()).toEqual({code: 0, signal: 0});
		await terminal.shows('full screen, because standard input and output are a terminal');
		await terminal.shows('100 columns, 30 rows');

		const piped = await runInstalled(['doctor'], {stdin: 'A acquire\n'});
		expect(piped).toMatchObject({
			code: 0,
			stdout: expect.stringContaining('line mode, because standard input is not a terminal'),
		});
	});

	it('ends quietly when whoever reads its output has gone', async () => {
		const home = emptyFolder();
		const child = spawn(installedProgram(), ['completion', 'bash'], {
			env: plainEnvironment(home),
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		let complaint = '';
		child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
		child.stdout.destroy();
		const code = await new Promise((done) => child.on('close', done));
		expect({code, complaint}).toEqual({code: 0, complaint: ''});
	});

	it('ends quietly when its reader goes in the middle of a long run', async () => {
		const home = emptyFolder();
		const file = join(home, 'long.fence');
		writeFileSync(file, `client A\n${'wait 1s\n'.repeat(9_000)}`);
		const child = spawn(installedProgram(), ['run', file], {
			env: plainEnvironment(home),
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		let complaint = '';
		child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
		child.stdout.once('data', () => child.stdout.destroy());
		const code = await new Promise((done) => child.on('close', done));
		expect({code, complaint}).toEqual({code: 0, complaint: ''});
	});

	it('starts for a user whom the system does not know, and who has no home folder', async () => {
		const folder = emptyFolder();
		const unknown = join(folder, 'unknown.cjs');
		writeFileSync(
			unknown,
			"require('node:os').homedir = require('node:os').userInfo = () => { throw new Error('uv_os_homedir returned ENOENT'); };\n",
		);
		const env = {HOME: '', NODE_OPTIONS: `--require ${unknown}`};
		const {code, stdout, stderr} = await runInstalled(['list'], {env});
		expect({code, stdout}).toEqual({code: 0, stdout: expect.stringContaining('0 of 27 solved')});
		expect(stderr).toMatch(/^There is no folder to keep your progress in .*\.\n$/);
		expect(await runInstalled(['--help'], {env})).toMatchObject({code: 0, stderr: ''});
	});

	it('says in one sentence which Node it needs, in words that an old Node can read', () => {
		const entry = readFileSync(installedProgram(), 'utf8');
		expect(entry).toContain('var needed = [20, 19]');
		expect(entry.replace(/\/\/.*$/gm, '')).not.toMatch(/=>|\b(const|let|import|async|await|class)\b|`|\?\./);
	});
});
