import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import fc from 'fast-check';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {resetLesson, solveLesson} from '../../src/progress/change.js';
import {type Disk, realDisk} from '../../src/progress/disk.js';
import {stateFolder} from '../../src/progress/folder.js';
import {merge} from '../../src/progress/merge.js';
import {isSolved, noProgress} from '../../src/progress/record.js';
import {openProgress} from '../../src/progress/store.js';

const at = '2026-11-21T08:00:00.000Z';
const zombie = solveLesson(noProgress, 'zombie', at);
const fence = solveLesson(noProgress, 'fence', at);

let folder = '';
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'fence-tutor-progress-'));
});
afterEach(() => {
	rmSync(folder, {recursive: true, force: true});
});

describe('keeping progress on the disk', () => {
	it('starts with nothing, and leaves no trace until something is saved', () => {
		const store = openProgress(join(folder, 'not', 'there'));
		expect(store.load()).toEqual({progress: noProgress, notice: null, onDisk: true});
		expect(readdirSync(folder)).toEqual([]);
	});

	it('loads what was saved, from a folder that it makes', () => {
		const store = openProgress(join(folder, 'new', 'folder'));
		expect(store.save(zombie)).toEqual({progress: zombie, notice: null, onDisk: true});
		expect(openProgress(join(folder, 'new', 'folder')).load().progress).toEqual(zombie);
	});

	it('leaves one file behind, that only its owner can read', () => {
		openProgress(folder).save(zombie);
		expect(readdirSync(folder)).toEqual(['progress.json']);
		if (process.platform !== 'win32') expect(statSync(join(folder, 'progress.json')).mode & 0o777).toBe(0o600);
	});

	it('loses nothing that another program finished meanwhile', () => {
		const [first, second] = [openProgress(folder), openProgress(folder)];
		first.load();
		second.load();
		first.save(zombie);
		const {progress} = second.save(fence);
		expect([isSolved(progress, 'zombie'), isSolved(progress, 'fence')]).toEqual([true, true]);
		expect(first.load().progress).toEqual(progress);
	});

	it('writes through a symbolic link instead of replacing it', () => {
		writeFileSync(join(folder, 'elsewhere.json'), '{"version":1}');
		symlinkSync(join(folder, 'elsewhere.json'), join(folder, 'progress.json'));
		openProgress(folder).save(zombie);
		expect(readFileSync(join(folder, 'elsewhere.json'), 'utf8')).toContain('zombie');
	});

	it('goes on when a program died with the lock in its hand', () => {
		mkdirSync(join(folder, 'progress.json.lock'));
		expect(openProgress(folder).save(zombie).onDisk).toBe(true);
		expect(readdirSync(folder)).toEqual(['progress.json']);
	});

	it('copies the file aside for a backup, one name after the other', () => {
		const store = openProgress(folder);
		expect(store.backup()).toEqual({ok: true, to: null});
		store.save(zombie);
		expect(store.backup()).toEqual({ok: true, to: join(folder, 'progress.json.backup-1')});
		store.change((onDisk) => resetLesson(onDisk, 'zombie', '2026-11-21T09:00:00.000Z'));
		expect(store.backup()).toEqual({ok: true, to: join(folder, 'progress.json.backup-2')});
		expect(isSolved(store.load().progress, 'zombie')).toBe(false);
		expect(readFileSync(join(folder, 'progress.json.backup-1'), 'utf8')).toContain(at);
	});
});

describe('a progress file that cannot be used', () => {
	it('never stops the program, whatever its bytes', () => {
		fc.assert(
			fc.property(fc.uint8Array({maxLength: 200}), (bytes) => {
				writeFileSync(join(folder, 'progress.json'), bytes);
				expect(openProgress(folder).load().onDisk).toBe(true);
			}),
			{numRuns: 50},
		);
	});

	it('is kept aside under the next free name, and told', () => {
		writeFileSync(join(folder, 'progress.json'), 'first');
		openProgress(folder).load();
		writeFileSync(join(folder, 'progress.json'), Uint8Array.of(0xff, 0xfe));
		const {notice} = openProgress(folder).load();
		expect(notice).toBe(
			`The progress file ${join(folder, 'progress.json')} cannot be used: it is not UTF-8 text. It is kept as ${join(folder, 'progress.json.bad-2')}, and you start with a new one.`,
		);
		expect(readFileSync(join(folder, 'progress.json.bad-1'), 'utf8')).toBe('first');
		expect([...readFileSync(join(folder, 'progress.json.bad-2'))]).toEqual([0xff, 0xfe]);
	});

	it('is kept aside when it is damaged while a lesson is under way, and the lesson is saved', () => {
		const store = openProgress(folder);
		store.save(zombie);
		writeFileSync(join(folder, 'progress.json'), '{"version":1,"lessons":7}');
		expect(store.save(zombie)).toMatchObject({
			onDisk: true,
			notice: expect.stringContaining('"lessons" must be an object') as unknown,
		});
		expect(openProgress(folder).load().progress).toEqual(zombie);
	});

	it('is kept aside when it is a folder', () => {
		mkdirSync(join(folder, 'progress.json'));
		expect(openProgress(folder).load().notice).toContain('it is not a file');
		expect(readdirSync(folder)).toEqual(['progress.json.bad-1']);
	});

	it('is left as it is when a newer version wrote it', () => {
		const text = '{"version":9,"lessons":["in a shape to come"]}';
		writeFileSync(join(folder, 'progress.json'), text);
		const store = openProgress(folder);
		expect(store.load().notice).toContain('newer fence-tutor');
		expect(store.save(zombie)).toEqual({progress: zombie, notice: null, onDisk: false});
		expect(readFileSync(join(folder, 'progress.json'), 'utf8')).toBe(text);
	});

	it('is left as it is when it cannot be moved', () => {
		const written: string[] = [];
		const stuck: Disk = {
			...realDisk,
			read: () => ({kind: 'text', text: 'damaged'}),
			setAside: () => ({ok: false, reason: 'the disk is read-only'}),
			replace: (path) => {
				written.push(path);
				return {ok: true};
			},
		};
		const store = openProgress(folder, stuck);
		expect(store.load().notice).toContain('It is left as it is');
		expect(store.save(zombie)).toEqual({progress: zombie, notice: null, onDisk: false});
		expect(written).toEqual([]);
	});
});

describe('a disk that takes nothing', () => {
	it('is told of once, and the record goes on in memory', () => {
		const full: Disk = {...realDisk, replace: () => ({ok: false, reason: 'the disk is full'})};
		const store = openProgress(folder, full);
		expect(store.save(zombie)).toEqual({
			progress: zombie,
			notice: `Your progress cannot be saved in ${join(folder, 'progress.json')}: the disk is full. You can go on; it is kept in memory until you quit.`,
			onDisk: false,
		});
		expect(store.save(merge(zombie, fence))).toMatchObject({notice: null, onDisk: false});
	});

	it('is told of when a part of the path is a file', () => {
		writeFileSync(join(folder, 'home'), '');
		const store = openProgress(join(folder, 'home', 'state'));
		expect(store.load()).toEqual({progress: noProgress, notice: null, onDisk: true});
		expect(store.save(zombie)).toMatchObject({
			notice: expect.stringContaining('a part of the path is not a folder') as unknown,
			onDisk: false,
		});
	});

	it.runIf(existsSync('/proc/self'))('is told of where a folder can be neither found nor made', () => {
		expect(openProgress('/proc/not-there/state').save(zombie)).toMatchObject({
			notice: expect.stringContaining('/proc/not-there') as unknown,
			onDisk: false,
		});
	});

	it('leaves the old file whole, and no half-written one beside it', () => {
		openProgress(folder).save(zombie);
		const before = readFileSync(join(folder, 'progress.json'), 'utf8');
		mkdirSync(join(folder, 'target'));
		expect(realDisk.replace(join(folder, 'target'), 'text')).toMatchObject({ok: false});
		expect(readdirSync(folder).sort()).toEqual(['progress.json', 'target']);
		expect(readFileSync(join(folder, 'progress.json'), 'utf8')).toBe(before);
	});

	it('keeps the record in memory where there is no folder at all', () => {
		const store = openProgress(null);
		expect(store.load().notice).toContain('FENCE_TUTOR_HOME');
		expect(store.save(zombie)).toEqual({progress: zombie, notice: null, onDisk: false});
		expect(store.save(fence).progress).toEqual(merge(fence, zombie));
	});
});

describe('the state folder', () => {
	it('is FENCE_TUTOR_HOME when that is set', async () => {
		expect(await stateFolder({FENCE_TUTOR_HOME: folder})).toBe(folder);
	});

	it('is a folder named after the program, by the convention of the platform', async () => {
		expect(await stateFolder({FENCE_TUTOR_HOME: ''})).toMatch(/fence-tutor/);
	});
});
