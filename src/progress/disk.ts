import {
	chmodSync,
	closeSync,
	existsSync,
	fsyncSync,
	mkdirSync,
	openSync,
	readFileSync,
	realpathSync,
	renameSync,
	rmdirSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import {dirname} from 'node:path';

/** What was found where a file is looked for. */
export type Found =
	| {readonly kind: 'text'; readonly text: string}
	| {readonly kind: 'absent'}
	| {readonly kind: 'unreadable'; readonly reason: string};

/** Whether something was done on the disk; `reason` completes "because ". */
export type Done<T = unknown> = ({readonly ok: true} & T) | {readonly ok: false; readonly reason: string};

/** What the progress asks of a disk. Nothing here throws. */
export type Disk = {
	read(path: string): Found;
	/** Writes the file whole or not at all, with its folder. */
	replace(path: string, text: string): Done;
	/** Renames the file to the first free one of `path.bad-1`, `path.bad-2` and so on. */
	setAside(path: string): Done<{readonly to: string}>;
	/** The first free one of `path.word-1`, `path.word-2` and so on. */
	freeName(path: string, word: string): string;
	/** Runs the work while no other program that asks for the same path runs its own. */
	alone<T>(path: string, work: () => T): T;
};

/** The real disk. Everything of the learner's that is read or written goes through here. */
export const realDisk: Disk = {read, replace, setAside, freeName, alone};

function read(path: string): Found {
	try {
		const {size, isFile} = shapeOf(path);
		// A pipe or a device would block, or never end.
		if (!isFile) return {kind: 'unreadable', reason: 'it is not a file'};
		if (size > largest) return {kind: 'unreadable', reason: `it is larger than ${largest / 1024 / 1024} MiB`};
		return {kind: 'text', text: new TextDecoder('utf-8', {fatal: true}).decode(readFileSync(path))};
	} catch (error) {
		if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return {kind: 'absent'};
		return {kind: 'unreadable', reason: reasonOf(error)};
	}
}

/** The text is on the disk before its name is: after a loss of power the file is the old one or the new one. */
function replace(path: string, text: string): Done {
	const temporary = `${path}.${crypto.randomUUID()}.tmp`;
	try {
		makeFolders(dirname(path));
		writeThrough(temporary, text);
		const target = existsSync(path) ? realpathSync(path) : path;
		for (let waited = 0; ; waited += nap) {
			try {
				renameSync(temporary, target);
				return {ok: true};
			} catch (error) {
				if (!isHeldOpen(error) || waited >= patience) throw error;
				Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, nap);
			}
		}
	} catch (error) {
		removeIfThere(temporary);
		return {ok: false, reason: reasonOf(error)};
	}
}

/** Makes the folder and those above it. Order: one after the other, since `recursive` of mkdirSync never ends where a folder can be neither found nor made, as in /proc. Fails: throws with the system's code. */
export function makeFolders(path: string): void {
	if (existsSync(path) || dirname(path) === path) return;
	makeFolders(dirname(path));
	const code = makeFolder(path);
	if (code !== '' && code !== 'EEXIST') throw Object.assign(new Error(`${path} cannot be made`), {code});
}

function writeThrough(path: string, text: string): void {
	const file = openSync(path, 'wx', 0o600);
	try {
		writeFileSync(file, text);
		fsyncSync(file);
	} finally {
		closeSync(file);
	}
}

/** Lets everybody on the machine read a file, as far as the disk knows of such things. */
export function letOthersRead(path: string): void {
	try {
		chmodSync(path, 0o644);
	} catch {
		// A disk without such rights lets everybody read it anyway.
	}
}

function removeIfThere(path: string): void {
	try {
		rmSync(path, {force: true});
	} catch {
		// There is no folder for it to be in.
	}
}

function setAside(path: string): Done<{readonly to: string}> {
	const to = freeName(path, 'bad');
	try {
		renameSync(path, to);
		return {ok: true, to};
	} catch (error) {
		return {ok: false, reason: reasonOf(error)};
	}
}

function freeName(path: string, word: string): string {
	let number = 1;
	while (existsSync(`${path}.${word}-${number}`)) number += 1;
	return `${path}.${word}-${number}`;
}

/**
 * A lock with a timeout: it keeps programs apart that behave, and no zombie out. That is enough, because every program merges its own record again with every
 * save; and a file system has no fence to offer.
 */
function alone<T>(path: string, work: () => T): T {
	const lock = `${path}.lock`;
	const taken = take(lock);
	try {
		return work();
	} finally {
		if (taken) giveBack(lock);
	}
}

/** False where there can be no lock at all. One that is not given back within the patience is taken over. */
function take(lock: string): boolean {
	try {
		makeFolders(dirname(lock));
	} catch {
		return false;
	}
	for (let waited = 0; waited < patience; waited += nap) {
		const code = makeFolder(lock);
		if (code !== 'EEXIST') return code === '';
		Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, nap);
	}
	return true;
}

/** Empty when the folder has been made, else the code of the error. */
function makeFolder(path: string): string {
	try {
		mkdirSync(path, {mode: 0o700});
		return '';
	} catch (error) {
		return codeOf(error) || 'unknown';
	}
}

function giveBack(lock: string): void {
	try {
		rmdirSync(lock);
	} catch {
		// Taken over by a program that lost its patience, and given back by it.
	}
}

function shapeOf(path: string): {readonly size: number; readonly isFile: boolean} {
	const stat = statSync(path);
	return {size: stat.size, isFile: stat.isFile()};
}

function codeOf(error: unknown): string {
	return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** Whether a file could not be put in the place of another because some program has the other open, which only Windows minds: a scanner of viruses does so for a moment. Source: MoveFileEx, and what npm's own packages do about it. */
export function isHeldOpen(error: unknown): boolean {
	return process.platform === 'win32' && ['EPERM', 'EACCES', 'EBUSY'].includes(codeOf(error));
}

/** Why something could not be done; completes "because ". */
export function reasonOf(error: unknown): string {
	const code = codeOf(error);
	return (
		reasons[code] ??
		(error instanceof TypeError ? 'it is not UTF-8 text' : `the system answered ${code || 'with an error'}`)
	);
}

/** The most a file may hold. Units: bytes. */
export const largest = 16 * 1024 * 1024;
/** How long to wait for a lock before it is taken over. Units: ms. A save takes a few. */
export const patience = 1000;
/** How long to wait before asking again. Units: ms. */
export const nap = 10;

const reasons: Readonly<Record<string, string>> = {
	EACCES: 'this user may not write or read there',
	EPERM: 'this user may not write or read there',
	EROFS: 'the disk is read-only',
	ENOSPC: 'the disk is full',
	EDQUOT: 'the disk quota is used up',
	EFBIG: 'a file of this user may not be that large (ulimit -f)',
	EISDIR: 'it is a folder',
	ENOTDIR: 'a part of the path is not a folder',
	EEXIST: 'a part of the path is not a folder',
	ENOENT: 'the folder is not there',
};
