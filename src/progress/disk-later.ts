import {randomUUID} from 'node:crypto';
import {mkdir, open, readFile, realpath, rename, rm, rmdir, stat} from 'node:fs/promises';
import {dirname} from 'node:path';
import {type Done, type Found, largest, makeFolders, nap, patience, reasonOf} from './disk.js';

/** What the progress asks of a disk while somebody types: as of `Disk`, but nothing waits for a slow one. Nothing here rejects. */
export type DiskLater = {
	read(path: string): Promise<Found>;
	replace(path: string, text: string): Promise<Done>;
	alone<T>(path: string, work: () => Promise<T>): Promise<T>;
};

/** The real disk. */
export const realDiskLater: DiskLater = {read, replace, alone};

async function read(path: string): Promise<Found> {
	try {
		const found = await stat(path);
		if (!found.isFile()) return {kind: 'unreadable', reason: 'it is not a file'};
		if (found.size > largest) return {kind: 'unreadable', reason: 'it is too large'};
		return {kind: 'text', text: new TextDecoder('utf-8', {fatal: true}).decode(await readFile(path))};
	} catch (error) {
		const code = error instanceof Error && 'code' in error ? error.code : '';
		return code === 'ENOENT' || code === 'ENOTDIR' ? {kind: 'absent'} : {kind: 'unreadable', reason: reasonOf(error)};
	}
}

async function replace(path: string, text: string): Promise<Done> {
	const temporary = `${path}.${randomUUID()}.tmp`;
	try {
		makeFolders(dirname(path));
		const file = await open(temporary, 'wx', 0o600);
		try {
			await file.writeFile(text);
			await file.sync();
		} finally {
			await file.close();
		}
		await rename(temporary, await realpath(path).catch(() => path));
		return {ok: true};
	} catch (error) {
		await rm(temporary, {force: true}).catch(() => {});
		return {ok: false, reason: reasonOf(error)};
	}
}

async function alone<T>(path: string, work: () => Promise<T>): Promise<T> {
	const lock = `${path}.lock`;
	const isTaken = await take(lock);
	try {
		return await work();
	} finally {
		// Taken over by a program that lost its patience, and given back by it, it is not there any more.
		if (isTaken) await rmdir(lock).catch(() => {});
	}
}

async function take(lock: string): Promise<boolean> {
	try {
		makeFolders(dirname(lock));
	} catch {
		return false;
	}
	for (let waited = 0; waited < patience; waited += nap) {
		const code = await mkdir(lock, {mode: 0o700}).then(
			() => '',
			(error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : 'unknown'),
		);
		if (code !== 'EEXIST') return code === '';
		await new Promise((done) => setTimeout(done, nap));
	}
	return true;
}
