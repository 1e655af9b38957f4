import {open, readdir, stat} from 'node:fs/promises';
import {join, resolve} from 'node:path';
import type {LessonFile} from '../lesson/compile.js';
import {courseFile} from '../lesson/course.js';
import {largestLesson} from '../lesson/parse.js';
import {fileReason} from './file-reason.js';

/** Lesson files as they were read, the outline of a course that one of the folders holds, and what could not be read with the reason. Order: as given; within a folder by name. */
export type ReadFiles = {
	readonly files: readonly LessonFile[];
	readonly course: LessonFile | null;
	readonly unreadable: readonly {readonly file: string; readonly message: string}[];
};

/** Returns the bytes of the named files, and of every `*.md` but README.md right in the named folders. Never throws, whatever is there. */
export async function readLessonFiles(names: readonly string[], cwd: string): Promise<ReadFiles> {
	const files: LessonFile[] = [];
	const unreadable: {file: string; message: string}[] = [];
	let course: LessonFile | null = null;
	const take = async (file: string): Promise<LessonFile | null> => {
		try {
			return {name: file, text: await firstBytes(resolve(cwd, file))};
		} catch (error) {
			unreadable.push({file, message: sentence(error)});
			return null;
		}
	};
	for (const name of names) {
		try {
			const found = await filesIn(name, cwd);
			for (const file of found.lessons) files.push(...present(await take(file)));
			if (found.course !== null) course = await take(found.course);
		} catch (error) {
			unreadable.push({file: name, message: sentence(error)});
		}
	}
	return {files, course, unreadable};
}

/** The most lessons that one folder may have. */
const mostLessons = 200;

async function filesIn(
	name: string,
	cwd: string,
): Promise<{readonly lessons: readonly string[]; readonly course: string | null}> {
	if (!(await stat(resolve(cwd, name))).isDirectory()) return {lessons: [name], course: null};
	const there = await readdir(resolve(cwd, name));
	const found = there.filter((file) => file.endsWith('.md') && file.toLowerCase() !== 'readme.md').sort();
	if (found.length === 0) throw new Error('This folder holds no lesson. A lesson is a file that ends in .md.');
	if (found.length > mostLessons)
		throw new Error(
			`This folder holds ${found.length} files that end in .md; a course may have ${mostLessons} lessons.`,
		);
	return {
		lessons: found.map((file) => join(name, file)),
		course: there.includes(courseFile) ? join(name, courseFile) : null,
	};
}

/** One byte more than a lesson may have shows that it is too large. A pipe or a device is not opened: it might never answer. */
async function firstBytes(path: string): Promise<Uint8Array> {
	if (!(await stat(path)).isFile()) throw new Error('This is no file. A lesson is a file that ends in .md.');
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

function present<T>(value: T | null): readonly T[] {
	return value === null ? [] : [value];
}

function sentence(error: unknown): string {
	if (!(error instanceof Error) || 'code' in error) {
		const reason = fileReason(error);
		return reason.charAt(0).toUpperCase() + reason.slice(1);
	}
	return error.message;
}
