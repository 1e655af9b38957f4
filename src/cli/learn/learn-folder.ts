import {nearest} from '../../language/nearest.js';
import {visible} from '../../language/visible.js';
import type {Lesson} from '../../lesson/lesson.js';
import type {ProgressStore} from '../../progress/store.js';
import {exitCode, UnusableInput} from '../exit-code.js';
import type {Io} from '../io.js';
import {listed} from './list-lessons.js';
import {presentLesson} from './present.js';
import {takeLesson} from './take-lesson.js';

type Learn = {
	readonly folder: string;
	readonly id: string | null;
	readonly again: boolean;
	readonly presenter: boolean;
	readonly notes: string | null;
	readonly store: ProgressStore;
};

/**
 * The exit code after a course, a folder of lessons, was opened at its list or at one of its lessons. Where any of its files is not well-formed, all that is wrong is said
 * and nothing is opened.
 * Fails: with UnusableInput where the course has no such lesson.
 */
export async function learnFolder({folder, id, again, presenter, notes, store}: Learn, io: Io): Promise<number> {
	const [{readLessonFiles}, {compileCourse}] = await Promise.all([
		import('../read-lesson-files.js'),
		import('../../lesson/course.js'),
	]);
	const {files, course: outline, unreadable} = await readLessonFiles([folder], io.cwd);
	const {course, problems} = compileCourse(outline, files);
	for (const {file, message} of unreadable) io.stderr.write(`${visible(`${file}: ${message}`)}\n`);
	for (const {file, line, column, message} of problems)
		io.stderr.write(`${visible(`${file}:${line}:${column}: ${message}`)}\n`);
	if (unreadable.length + problems.length > 0) return exitCode.unusable;
	const {lessons} = course;
	const title = course.title ?? folder;
	const way = `${visible(folder)} `;
	if (presenter && id === null)
		throw new UnusableInput(
			`Say which lesson to present: fence-tutor learn ${visible(folder)} ${lessons[0]?.id ?? 'ID'} --presenter`,
		);
	if (presenter && id !== null) return await presentLesson(lessonIn(lessons, id, folder), notes, io);
	if (id !== null)
		return await takeLesson({lesson: lessonIn(lessons, id, folder), lessons, store, again, way, title}, io);
	if (io.terminal === null) return list(lessons, title, way, store, io);
	const [{openScreens}, {openLibrary}] = await Promise.all([import('../tty/open-screens.js'), import('./library.js')]);
	const {library, notice} = openLibrary(lessons, store, () => new Date().toISOString(), {title});
	return await openScreens(io, io.terminal, library, {kind: 'home'}, notice);
}

function lessonIn(lessons: readonly Lesson[], id: string, folder: string): Lesson {
	const lesson = lessons.find((each) => each.id === id.toLowerCase());
	if (lesson !== undefined) return lesson;
	const near = nearest(
		id,
		lessons.map((each) => each.id),
	);
	throw new UnusableInput(
		`There is no lesson "${visible(id)}" in ${visible(folder)}. ${near === null ? `fence-tutor learn ${visible(folder)} lists them.` : `Did you mean ${near}?`}`,
	);
}

function list(lessons: readonly Lesson[], title: string, way: string, store: ProgressStore, io: Io): number {
	const {progress, notice} = store.load();
	if (notice !== null) io.stderr.write(`${visible(notice)}\n`);
	io.stdout.write(`${visible(title)}\n\n${listed(lessons, progress, io.look, {way})}`);
	return exitCode.fine;
}
