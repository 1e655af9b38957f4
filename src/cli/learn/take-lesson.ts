import type {Lesson} from '../../lesson/lesson.js';
import type {ProgressStore} from '../../progress/store.js';
import {begunAnew, resumed} from '../../session/kept-lesson.js';
import {atStepOf} from '../../session/to-step.js';
import type {Io} from '../io.js';

/** One lesson of a lessonList, on the full screen or line by line. `way`: what stands before an id on the command line. */
type Taken = {
	readonly lesson: Lesson;
	readonly lessons: readonly Lesson[];
	readonly store: ProgressStore;
	readonly again: boolean;
	/** The step to go to, from 0; null where the learner is. */
	readonly step?: number | null;
	readonly way?: string;
	readonly title?: string;
};

/** The exit code after a lesson was taken. */
export async function takeLesson(
	{lesson, lessons, store, again, step = null, way = '', title}: Taken,
	io: Io,
): Promise<number> {
	if (io.terminal === null)
		return await (await import('../plain/learn.js')).learnPlainly({io, lesson, lessons, store, again, step, way});
	const [{openScreens}, {openLibrary}] = await Promise.all([import('../tty/open-screens.js'), import('./library.js')]);
	// Lessons that are not the built-in ones have no exercises.
	const {exercises} = title === undefined ? await import('fence-tutor:exercises') : {exercises: []};
	const {library, notice} = openLibrary(lessons, store, () => new Date().toISOString(), {title, exercises});
	const {session} = atStepOf((again ? begunAnew : resumed)(lesson, store.load().progress), step);
	return await openScreens(io, io.terminal, library, {kind: 'session', session}, notice);
}
