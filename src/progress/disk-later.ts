import {type BigIntStats, createReadStream, promises} from 'node:fs';
import {dirname} from 'node:path';
import {type Found, isHeldOpen, largest, makeFolders, nap, patience, reasonOf} from './disk.js';

/** What the progress asks of a disk while somebody types: as of `Disk`, but nothing waits for a slow one. Nothing here rejects. */
export type DiskLater = {
	/** What tells a file from what it was before and from any other: another one whenever it has been written. Empty where there is none. */
	stamp(path: string): Promise<string>;
	read(path: string): Promise<Found>;
	/** Writes the file whole or not at all, with its folder. `pieces` are put one after the other. Where `since` is given and the file has another stamp by then, nothing is written. */
	replace(path: string, pieces: readonly string[], since?: string): Promise<Replaced>;
	alone<T>(path: string, work: () => Promise<T>): Promise<T>;
};

/** Whether a file was written, and the stamp it has now; `reason` completes "because ". */
type Replaced =
	| {readonly ok: true; readonly stamp: string}
	| {readonly ok: false; readonly reason: string; readonly isOvertaken: boolean};

/** The real disk. */
export const realDiskLater: DiskLater = {stamp, read, replace, alone};

async function stamp(path: string): Promise<string> {
	try {
		return stampOf(await promises.stat(path, {bigint: true}));
	} catch {
		return '';
	}
}

/** A new name for a file changes nothing of it. */
function stampOf({dev, ino, size, mtimeNs}: BigIntStats): string {
	return [dev, ino, size, mtimeNs].join(' ');
}

async function read(path: string): Promise<Found> {
	try {
		const found = await promises.stat(path);
		if (!found.isFile()) return {kind: 'unreadable', reason: 'it is not a file'};
		if (found.size > largest) return {kind: 'unreadable', reason: 'it is too large'};
		const decoder = new TextDecoder('utf-8', {fatal: true});
		let text = '';
		for await (const chunk of createReadStream(path)) text += decoder.decode(chunk as Buffer, {stream: true});
		return {kind: 'text', text: text + decoder.decode()};
	} catch (error) {
		const code = error instanceof Error && 'code' in error ? error.code : '';
		return code === 'ENOENT' || code === 'ENOTDIR' ? {kind: 'absent'} : {kind: 'unreadable', reason: reasonOf(error)};
	}
}

async function replace(path: string, pieces: readonly string[], since?: string): Promise<Replaced> {
	const temporary = `${path}.${crypto.randomUUID()}.tmp`;
	try {
		makeFolders(dirname(path));
		const written = await writeThrough(temporary, pieces);
		// The lock has a timeout, which keeps nobody out who is late.
		if (since !== undefined && since !== (await stamp(path))) {
			await promises.rm(temporary, {force: true});
			return {ok: false, reason: 'another program has changed it meanwhile', isOvertaken: true};
		}
		const target = await promises.realpath(path).catch(() => path);
		for (let waited = 0; ; waited += nap) {
			try {
				await promises.rename(temporary, target);
				return {ok: true, stamp: written};
			} catch (error) {
				if (!isHeldOpen(error) || waited >= patience) throw error;
				await new Promise((done) => setTimeout(done, nap));
			}
		}
	} catch (error) {
		await promises.rm(temporary, {force: true}).catch(() => {});
		return {ok: false, reason: reasonOf(error), isOvertaken: false};
	}
}

/** The stamp of a new file with the pieces in it, once they are on the disk. */
async function writeThrough(path: string, pieces: readonly string[]): Promise<string> {
	const file = await promises.open(path, 'wx', 0o600);
	try {
		for (const piece of pieces) await file.writeFile(piece);
		await file.sync();
		return stampOf(await file.stat({bigint: true}));
	} finally {
		await file.close();
	}
}

async function alone<T>(path: string, work: () => Promise<T>): Promise<T> {
	const lock = `${path}.lock`;
	const isTaken = await take(lock);
	try {
		return await work();
	} finally {
		// Taken over by a program that lost its patience, and given back by it, it is not there any more.
		if (isTaken) await promises.rmdir(lock).catch(() => {});
	}
}

async function take(lock: string): Promise<boolean> {
	try {
		makeFolders(dirname(lock));
	} catch {
		return false;
	}
	for (let waited = 0; waited < patience; waited += nap) {
		const code = await promises.mkdir(lock, {mode: 0o700}).then(
			() => '',
			(error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : 'unknown'),
		);
		if (code !== 'EEXIST') return code === '';
		await new Promise((done) => setTimeout(done, nap));
	}
	return true;
}
