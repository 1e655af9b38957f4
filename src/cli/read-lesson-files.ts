import {open, readdir, stat} from 'node:fs/promises';
import {join, resolve} from 'node:path';
import type {LessonFile} from '../lesson/compile.js';
import {largestLesson} from '../lesson/parse.js';

/** Lesson files as they were read, and what could not be read with the reason. Order: as given; within a folder by name. */
export type ReadFiles = {readonly files: readonly LessonFile[]; readonly unreadable: readonly {readonly file: string; readonly message: string}[]};

/** Returns the bytes of the named files, and of every `*.md` but README.md right in the named folders. */
export async function readLessonFiles(names: readonly string[], cwd: string): Promise<ReadFiles> {
	const files: LessonFile[] = [];
	const unreadable: {file: string; message: string}[] = [];
	for (const name of names) {
		try {
			for (const file of await filesIn(name, cwd)) files.push({name: file, text: await firstBytes(resolve(cwd, file))});
		} catch (error) {
			unreadable.push({file: name, message: sentence(error)});
		}
	}
	return {files, unreadable};
}

async function filesIn(name: string, cwd: string): Promise<readonly string[]> {
	if (!(await stat(resolve(cwd, name))).isDirectory()) return [name];
	const found = (await readdir(resolve(cwd, name))).filter((file) => file.endsWith('.md') && file.toLowerCase() !== 'readme.md').sort();
	if (found.length === 0) throw new Error('This folder holds no lesson. A lesson is a file that ends in .md.');
	return found.map((file) => join(name, file));
}

/** One byte more than a lesson may have shows that it is too large; a device that never ends is not read on. */
async function firstBytes(path: string): Promise<Uint8Array> {
	const handle = await open(path, 'r');
	try {
		const buffer = new Uint8Array(largestLesson + 1);
		let length = 0;
		while (length < buffer.length) {
			const {bytesRead} = await handle.read(buffer, length, buffer.length - length);
			if (bytesRead === 0) break;
			length += bytesRead;
		}
		return buffer.subarray(0, length);
	} finally {
		await handle.close();
	}
}

function sentence(error: unknown): string {
	const code = error instanceof Error && 'code' in error ? error.code : null;
	if (code === 'ENOENT') return 'There is no such file or folder.';
	if (code === 'EACCES' || code === 'EPERM') return 'This may not be read by you.';
	return error instanceof Error ? error.message : String(error);
}
