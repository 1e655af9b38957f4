import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, it, onTestFinished} from 'vitest';
import {doctorCommand} from '../../src/cli/commands/doctor.js';
import {fakeIo} from './fake-io.js';

it('names the progress file, and says whether it is there', async () => {
	const home = emptyFolder();
	expect(await told({FENCE_TUTOR_HOME: home})).toContain(
		`progress     ${join(home, 'progress.json')}\n             is not there yet, and can be written\n`,
	);
	writeFileSync(join(home, 'progress.json'), '{}');
	expect(await told({FENCE_TUTOR_HOME: home})).toContain('is there, and can be written');
});

it('looks for the file and does not make it', async () => {
	const home = join(emptyFolder(), 'deep', 'er');
	expect(await told({FENCE_TUTOR_HOME: home})).toBe(await told({FENCE_TUTOR_HOME: home}));
});

it('says when the file cannot be written', async () => {
	const file = join(emptyFolder(), 'file');
	writeFileSync(file, '');
	expect(await told({FENCE_TUTOR_HOME: file})).toContain('cannot be written');
});

it('shows a folder with an escape in its name without obeying it', async () => {
	const text = await told({FENCE_TUTOR_HOME: '/nowhere/\u001B[2J'});
	expect(text).toContain('\\x1b[2J');
	expect(text).not.toContain('\u001B');
});

it('says why there is no full screen, and what helps', async () => {
	const text = await told({});
	expect(text).toContain('line mode, because the test says so');
	expect(text).toContain('add --ascii');
});

async function told(env: Readonly<Record<string, string>>): Promise<string> {
	const fake = fakeIo({env});
	expect(await doctorCommand.run({words: [], options: {}}, fake.io)).toBe(0);
	return fake.stdout();
}

function emptyFolder(): string {
	const folder = mkdtempSync(join(tmpdir(), 'fence-tutor-test-'));
	onTestFinished(() => rmSync(folder, {recursive: true, force: true}));
	return folder;
}
