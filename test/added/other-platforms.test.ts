import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {homedir, tmpdir} from 'node:os';
import {join, win32} from 'node:path';
import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest';
import {fakeIo} from '../cli/fake-io.js';

// Nothing here runs on the platform itself: what asks for the platform is told another, and what Windows would do is done by a stand-in.

const real = process.platform;
let folder = '';

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'fence-platform-'));
	vi.resetModules();
});
afterEach(() => {
	Object.defineProperty(process, 'platform', {value: real});
	rmSync(folder, {recursive: true});
	vi.doUnmock('node:fs');
	vi.doUnmock('node:path');
	vi.doUnmock('node:child_process');
	vi.unstubAllEnvs();
});

function be(platform: NodeJS.Platform): void {
	Object.defineProperty(process, 'platform', {value: platform});
}

describe('On Windows', () => {
	beforeEach(() => be('win32'));

	it('progress is kept in the local application data', async () => {
		vi.stubEnv('LOCALAPPDATA', '/c/Users/Ada/AppData/Local');
		const {stateFolder} = await import('../../src/progress/folder.js');
		expect(await stateFolder({})).toBe('/c/Users/Ada/AppData/Local/fence-tutor/Data');
	});

	it('Ctrl-Break and the closing of the window give the terminal back first', async () => {
		const {watchForEndings} = await import('../../src/cli/tty/endings.js');
		const ended: unknown[] = [];
		const stop = watchForEndings((ending) => ended.push(ending));
		process.emit('SIGBREAK');
		process.emit('SIGHUP');
		stop();
		expect(ended).toEqual([
			{kind: 'signal', name: 'SIGBREAK'},
			{kind: 'signal', name: 'SIGHUP'},
		]);
		expect(process.listenerCount('SIGBREAK')).toBe(0);
	});

	it('no signal is listened to that stops a program, since there is none', async () => {
		const {watchForSuspension} = await import('../../src/cli/tty/suspend.js');
		const before = process.listenerCount('SIGTSTP');
		const suspender = watchForSuspension(
			() => expect.unreachable(),
			() => expect.unreachable(),
		);
		suspender.suspend();
		expect(process.listenerCount('SIGTSTP')).toBe(before);
	});

	it('long work ends by itself, without a look at the terminal', async () => {
		const {watchBusy} = await import('../../src/cli/tty/busy-watch.js');
		const busy = watchBusy({stdin: process.stdin, stdout: process.stdout}, () => {});
		expect(busy.run(true, () => 42)).toBe(42);
	});

	it.each(['EPERM', 'EACCES', 'EBUSY'])(
		'a save waits for whoever has the file open for a moment (%s), and gives up on who keeps it',
		async (code) => {
			let refusals = 3;
			vi.doMock('node:fs', async (original) => {
				const fs = await original<typeof import('node:fs')>();
				return {
					...fs,
					renameSync: (from: string, to: string) => {
						if (refusals-- > 0) throw Object.assign(new Error(code), {code});
						fs.renameSync(from, to);
					},
				};
			});
			const {realDisk} = await import('../../src/progress/disk.js');
			const path = join(folder, 'progress.json');
			expect(realDisk.replace(path, 'saved')).toEqual({ok: true});
			expect(readFileSync(path, 'utf8')).toBe('saved');
			refusals = Number.POSITIVE_INFINITY;
			expect(realDisk.replace(path, 'again')).toMatchObject({ok: false});
			expect(readFileSync(path, 'utf8')).toBe('saved');
		},
	);

	it('an annotation has the slashes of the repository', async () => {
		vi.doMock('node:path', () => ({...win32, default: win32}));
		const {annotation} = await import('../../src/cli/report/github.js');
		const judged = {line: 3, column: 1, name: 'x', outcome: 'failed', message: 'm'} as const;
		const where = {cwd: 'D:\\a\\repo\\locks', env: {GITHUB_WORKSPACE: 'D:\\a\\repo'}};
		expect(annotation({...judged, file: 'own\\a.fence'}, where)).toContain('file=locks/own/a.fence,');
		expect(annotation({...judged, file: 'own\\a.fence'}, {...where, env: {}})).toContain('file=own/a.fence,');
		expect(annotation({...judged, file: 'C:\\other\\a.fence'}, where)).toContain('file=C%3A/other/a.fence,');
	});

	it('an editor that is begun by a .cmd is begun by the shell, with its words in quotes', async () => {
		const spawned: unknown[] = [];
		vi.doMock('node:child_process', () => ({
			spawn: (...given: unknown[]) => {
				spawned.push(given);
				return {on: (event: string, act: () => void) => event === 'exit' && act()};
			},
		}));
		const {runEditor} = await import('../../src/cli/code/edit-file.js');
		await runEditor({words: ['vim', '+3', 'C:\\My locks\\a.mjs'], takesTerminal: true}, folder);
		expect(spawned).toEqual([
			['"vim" "+3" "C:\\My locks\\a.mjs"', {cwd: folder, stdio: 'inherit', detached: false, shell: true}],
		]);
	});

	it('live stories are refused, with the way there is', async () => {
		const {runProgram} = await import('../cli/run-program.js');
		const {code, stderr} = await runProgram(folder, ['live', 'a.fence']);
		expect(code).toBe(2);
		expect(stderr).toContain('the Linux that Windows offers (WSL)');
	});
});

describe('On macOS', () => {
	it('progress is kept in Application Support', async () => {
		be('darwin');
		const {stateFolder} = await import('../../src/progress/folder.js');
		expect(await stateFolder({})).toBe(`${homedir()}/Library/Application Support/fence-tutor`);
	});

	it('Ctrl-Break is no signal', async () => {
		be('darwin');
		const {watchForEndings} = await import('../../src/cli/tty/endings.js');
		const stop = watchForEndings(() => {});
		expect(process.listenerCount('SIGBREAK')).toBe(0);
		stop();
	});
});

describe('Text that another system has written', () => {
	const script = 'client A\nlock account lease ttl 10s\nA acquire account\nexpect A holds account\n';
	const run = async (bytes: Uint8Array) => {
		writeFileSync(join(folder, 'a.fence'), bytes);
		const {runCommand} = await import('../../src/cli/commands/run.js');
		const {io, stdout, stderr} = fakeIo({cwd: folder});
		const options = {json: false, quiet: false, diagram: false, format: undefined};
		const code = await runCommand.run({words: ['*.fence'], options}, io);
		return {code, stdout: stdout(), stderr: stderr()};
	};

	it('reads the same, whatever ends its lines and whatever mark stands before it', async () => {
		const plain = await run(Buffer.from(script));
		expect(plain).toMatchObject({code: 0, stderr: ''});
		expect(await run(Buffer.from(script.replaceAll('\n', '\r\n')))).toEqual(plain);
		expect(await run(Buffer.from(`\uFEFF${script.replaceAll('\n', '\r\n')}`))).toEqual(plain);
		// As PowerShell writes what a program says into a file.
		expect(await run(Buffer.from(`\uFEFF${script.replaceAll('\n', '\r\n')}`, 'utf16le'))).toEqual(plain);
	});

	it('is a lesson with either line end', async () => {
		const lesson = readFileSync(new URL('../../lessons/01-lease.md', import.meta.url), 'utf8');
		const {checkCommand} = await import('../../src/cli/commands/check.js');
		writeFileSync(join(folder, 'lesson.md'), lesson.replaceAll('\n', '\r\n'));
		const {io, stdout} = fakeIo({cwd: folder});
		const options = {json: false, look: false, watch: false, format: undefined};
		expect(await checkCommand.run({words: ['lesson.md'], options}, io)).toBe(0);
		expect(stdout()).toMatch(/^ok lesson\.md: /);
	});
});
