import {resolve} from 'node:path';
import {nearest} from '../../language/nearest.js';
import {visible} from '../../language/visible.js';
import type {Lesson} from '../../lesson/lesson.js';

/** A lesson by its id or its number, or that of a file; or the sentences that say why there is none. */
type Found = {readonly ok: true; readonly lesson: Lesson} | {readonly ok: false; readonly problems: readonly string[]};

/** The lesson that a word names: the id or number of one of the project's own, else a file. */
export async function findLesson(word: string, lessons: readonly Lesson[], cwd: string): Promise<Found> {
	const own = lessons.find(
		({id, number}) => id === word.toLowerCase() || (/^\d{1,3}$/.test(word) && number === Number(word)),
	);
	if (own !== undefined) return {ok: true, lesson: own};
	if (/[/\\.]/.test(word)) return await lessonInFile(word, cwd);
	const near = nearest(
		word,
		lessons.map(({id}) => id),
	);
	return {
		ok: false,
		problems: [
			`There is no lesson ${visible(word)}. ${near === null ? 'fence-tutor list shows them all.' : `Did you mean ${near}?`}`,
		],
	};
}

/** The lesson that a file holds. */
export async function lessonInFile(path: string, cwd: string): Promise<Found> {
	const [{readLessonFiles}, {parseLesson}] = await Promise.all([
		import('../read-lesson-files.js'),
		import('../../lesson/parse.js'),
	]);
	const {files, unreadable} = await readLessonFiles([path], cwd);
	const [file] = files;
	if (file === undefined || files.length > 1)
		return {
			ok: false,
			problems: unreadable
				.map(({file: name, message}) => `${visible(name)}: ${message}`)
				.concat(files.length > 1 ? [`${resolve(cwd, path)} is a folder of lessons. Name one of them.`] : []),
		};
	const parsed = parseLesson(file.name, file.text);
	if (parsed.ok) return parsed;
	return {
		ok: false,
		problems: parsed.problems.map(
			({file: name, line, column, message}) => `${visible(name)}:${line}:${column}: ${message}`,
		),
	};
}
