import {mkdtempSync, readFileSync, rmSync, statSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {rememberLine} from '../../src/progress/change.js';
import {handingIn} from '../../src/progress/hand-in.js';
import type {Progress} from '../../src/progress/record.js';
import {openProgress} from '../../src/progress/store.js';

let folder = '';

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'fence-tutor-hand-in-'));
});

afterEach(() => rmSync(folder, {recursive: true, force: true}));

const textOf = ({history}: Progress) => (history.length === 0 ? null : history.join('\n'));

describe('A store that hands in', () => {
	it('writes what is made of the progress, whichever way it is kept, for everybody to read', async () => {
		const path = join(folder, 'ada.json');
		const store = handingIn(openProgress(join(folder, 'home')), {path, textOf});
		store.change((progress) => rememberLine(progress, 'A pause'));
		expect(readFileSync(path, 'utf8')).toBe('A pause');
		expect(statSync(path).mode & 0o777).toBe(0o644);
		await store.changeLater(function* (progress) {
			yield;
			return rememberLine(progress, 'wait 6s');
		});
		expect(readFileSync(path, 'utf8')).toBe('A pause\nwait 6s');
		store.save(rememberLine(store.load().progress, 'B acquire'));
		expect(readFileSync(path, 'utf8')).toBe('A pause\nwait 6s\nB acquire');
	});

	it('writes nothing where there is nothing new', () => {
		const path = join(folder, 'ada.json');
		const store = handingIn(openProgress(join(folder, 'home')), {path, textOf});
		store.load();
		expect(() => statSync(path)).toThrow('ENOENT');
		store.change((progress) => rememberLine(progress, 'A pause'));
		const {ino} = statSync(path);
		store.change((progress) => progress);
		store.load();
		expect(statSync(path).ino).toBe(ino);
	});

	it('says once that the folder cannot be written, and keeps everything else', () => {
		const home = join(folder, 'home');
		const store = handingIn(openProgress(home), {path: join('/proc/no-such', 'ada.json'), textOf});
		const first = store.change((progress) => rememberLine(progress, 'A pause'));
		expect(first.notice).toMatch(
			/^Your receipt cannot be written to .*You can go on; what you do is kept as always\.$/,
		);
		expect(first.onDisk).toBe(true);
		expect(store.change((progress) => rememberLine(progress, 'wait 6s')).notice).toBeNull();
		expect(openProgress(home).load().progress.history).toEqual(['A pause', 'wait 6s']);
	});
});
