import type {Lesson} from '../../lesson/lesson.js';
import type {ProgressStore} from '../../progress/store.js';
import {themeNamed} from '../../view/screens/theme.js';
import type {Io} from '../io.js';
import {paintHome} from '../tty/first-frame.js';
import {firstList} from './lesson-list.js';

/** The exit code after the list of lessons was shown: on the full screen until it is left, or as text with the ways to go on. */
export async function openHome(lessons: readonly Lesson[], store: ProgressStore, io: Io): Promise<number> {
	const {exercises} = await import('fence-tutor:exercises');
	const {terminal} = io;
	if (terminal === null) {
		const {homePlainly} = await import('./home-plainly.js');
		return homePlainly({lessons, exercises, store}, io);
	}
	const loaded = store.load();
	const {settings} = loaded.progress;
	const chosen = Object.hasOwn(settings, 'theme') ? settings['theme'] : null;
	const first = paintHome(terminal, io, await firstList({lessons, exercises, progress: loaded.progress}), {
		theme: typeof chosen === 'string' ? themeNamed(chosen) : null,
		notice: loaded.notice,
	});
	try {
		const [{openScreens}, {openLibrary}] = await Promise.all([
			import('../tty/open-screens.js'),
			import('./library.js'),
		]);
		const {library, notice} = openLibrary(lessons, store, () => new Date().toISOString(), {exercises, loaded});
		return await openScreens(io, terminal, library, {kind: 'home'}, notice, first);
	} catch (error) {
		first.hold.leave();
		throw error;
	}
}
