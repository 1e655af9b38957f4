import {existsSync, readdirSync, readFileSync} from 'node:fs';
import type {Lesson} from '../lesson/lesson.js';
import {importTypescript} from './import-typescript.mjs';
import {inProject} from './project.js';

/**
 * Returns the lessons of the folder `lessons` as plain data. Order: by number.
 * Fails: with every problem of every file, one a line.
 */
export async function compiledLessons(): Promise<readonly Lesson[]> {
	// Not imported by its name: what is wrong in there concerns who wants lessons, and not every test.
	const {compileLessons}: typeof import('../lesson/compile.js') = await importTypescript(inProject('src/lesson/compile.ts'), inProject('.build/run'));
	const {lessons, problems} = compileLessons(lessonFiles());
	if (problems.length > 0) throw new Error(problems.map(({file, line, column, message}) => `${file}:${line}:${column}: ${message}`).join('\n'));
	return lessons;
}

function lessonFiles(): readonly {readonly name: string; readonly text: string}[] {
	const folder = inProject('lessons');
	if (!existsSync(folder)) return [];
	const names = readdirSync(folder).filter((name) => name.endsWith('.md'));
	return names.sort().map((name) => ({name: `lessons/${name}`, text: readFileSync(inProject('lessons', name), 'utf8')}));
}
