import {existsSync, readdirSync, readFileSync} from 'node:fs';
import type {Lesson} from '../lesson/lesson.js';
import {compiledExercises} from './compile-exercises.js';
import {importTypescript} from './import-typescript.mjs';
import {inProject} from './project.js';

/**
 * Returns the lessons of the folder `lessons` and the challenges below it as plain data. Order: lessons by number, then challenges by name.
 * Fails: with every problem of every file, one a line.
 */
export async function compiledLessons(): Promise<readonly Lesson[]> {
	// Not imported by its name: what is wrong in there concerns who wants lessons, and not every test.
	const {compileLessons, withWordsToCome}: typeof import('../lesson/compile.js') = await importTypescript(
		inProject('src/lesson/compile.ts'),
		inProject('.build/run'),
	);
	const {lessons, problems} = compileLessons(lessonFiles());
	if (problems.length > 0)
		throw new Error(
			problems.map(({file, line, column, message}) => `${file}:${line}:${column}: ${message}`).join('\n'),
		);
	const {withProofs}: typeof import('../lesson/proofs.js') = await importTypescript(
		inProject('src/lesson/proofs.ts'),
		inProject('.build/run'),
	);
	const exercises = await compiledExercises();
	return withProofs(withWordsToCome(lessons), proofs()).map((lesson) => {
		const links = exercises.filter(({lessons: ids}) => ids.includes(lesson.id));
		return links.length === 0 ? lesson : {...lesson, exercises: links.map(({number, title}) => ({number, title}))};
	});
}

/** What `npm run prove` has written down. */
function proofs(): import('../lesson/proofs.js').Proofs {
	const file = inProject('lessons/proofs.json');
	return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}

function lessonFiles(): readonly {readonly name: string; readonly text: string}[] {
	return ['lessons', 'lessons/challenges'].flatMap((folder) => {
		if (!existsSync(inProject(folder))) return [];
		const names = readdirSync(inProject(folder)).filter((name) => name.endsWith('.md'));
		return names
			.sort()
			.map((name) => ({name: `${folder}/${name}`, text: readFileSync(inProject(folder, name), 'utf8')}));
	});
}
