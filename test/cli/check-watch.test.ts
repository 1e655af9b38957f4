import {mkdirSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it, vi} from 'vitest';
import {watchFiles} from '../../src/cli/check/watch-files.js';
import {aFolder} from './a-folder.js';
import {fakeIo} from './fake-io.js';

describe('Watching files', () => {
	it('does the work at once, and again when the file is saved', async () => {
		const {cwd, worked, end} = watching((folder) => writeFileSync(join(folder, 'a.md'), ''), 'a.md');
		await worked(1);
		writeFileSync(join(cwd, 'a.md'), 'more');
		await worked(2);
		expect(await end()).toEqual({code: 0, stderr: 'Watching a.md. Ctrl-C ends it.\n'.repeat(2)});
	});

	it('follows a file that is saved by putting a new one in its place', async () => {
		const {cwd, worked, end} = watching((folder) => writeFileSync(join(folder, 'a.md'), ''), 'a.md');
		await worked(1);
		for (const round of [2, 3]) {
			writeFileSync(join(cwd, 'a.md~'), `${round}`);
			renameSync(join(cwd, 'a.md~'), join(cwd, 'a.md'));
			await worked(round);
		}
		expect((await end()).code).toBe(0);
	});

	it('takes one save of many writes as one', async () => {
		const {cwd, works, worked, end} = watching((folder) => writeFileSync(join(folder, 'a.md'), ''), 'a.md');
		await worked(1);
		for (let write = 0; write < 50; write++) writeFileSync(join(cwd, 'a.md'), `${write}`);
		await worked(2);
		expect((await end()).code).toBe(0);
		expect(works()).toBe(2);
	});

	it('watches the lessons of a folder and the outline of a course, and nothing else there', async () => {
		const {cwd, worked, end} = watching((folder) => mkdirSync(join(folder, 'course')), 'course');
		await worked(1);
		writeFileSync(join(cwd, 'course/notes.txt'), '');
		writeFileSync(join(cwd, 'course/01-a.md'), '');
		await worked(2);
		writeFileSync(join(cwd, 'course/course.yaml'), '');
		await worked(3);
		expect((await end()).code).toBe(0);
	});

	it('goes on when the file is taken away', async () => {
		const {cwd, worked, end} = watching((folder) => writeFileSync(join(folder, 'a.md'), ''), 'a.md');
		await worked(1);
		rmSync(join(cwd, 'a.md'));
		await worked(2);
		expect((await end()).code).toBe(0);
	});

	it('refuses what it cannot watch, and nothing', async () => {
		const {io} = fakeIo({cwd: aFolder()});
		await expect(watchFiles(['no/such/a.md'], io, async () => {})).rejects.toThrow(
			'no/such/a.md cannot be watched: there is no such file or folder. Check the name.',
		);
		await expect(watchFiles([], io, async () => {})).rejects.toThrow('Say what to watch');
	});
});

function watching(prepare: (folder: string) => void, name: string) {
	const cwd = aFolder();
	prepare(cwd);
	const {io, stderr} = fakeIo({cwd});
	let works = 0;
	let ending = () => {};
	const code = watchFiles(
		[name],
		io,
		async () => {
			works += 1;
		},
		(end) => {
			ending = end;
			return () => {};
		},
	);
	const end = async () => {
		ending();
		return {code: await code, stderr: stderr()};
	};
	// A busy machine is slow, not wrong.
	const worked = (count: number) => vi.waitUntil(() => works === count, {timeout: 300_000});
	return {cwd, works: () => works, worked, end};
}
