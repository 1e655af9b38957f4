import type {Lesson} from '../../lesson/lesson.js';
import {warmUpId} from '../../lesson/warm-up.js';
import type {Day} from '../../progress/record.js';
import type {ProgressStore} from '../../progress/store.js';
import {nextWarmUp, warmUpOf} from '../../session/asked-again.js';
import {openLesson} from '../../session/open.js';
import {exitCode} from '../exit-code.js';
import type {Io} from '../io.js';
import {localDay} from './local-day.js';

type Learn = {readonly lessons: readonly Lesson[]; readonly store: ProgressStore; readonly today: Day};

/** The exit code after the bets that are due were asked again. */
export async function learnWarmUp({lessons, store, today}: Learn, io: Io): Promise<number> {
	const {progress} = store.load();
	const warmUp = warmUpOf({lessons, progress}, today, localDay);
	if (warmUp === null) {
		const next = nextWarmUp({lessons, progress}, today, localDay);
		io.stdout.write(
			`No bet to warm up today. ${next === null ? 'Solve a lesson, and its bets come back the day after.' : `The next one is due on ${next}.`}\n`,
		);
		return exitCode.fine;
	}
	if (io.terminal !== null) {
		const [{exercises}, {openScreens}, {openLibrary}] = await Promise.all([
			import('fence-tutor:exercises'),
			import('../tty/open-screens.js'),
			import('./library.js'),
		]);
		const {library, notice} = openLibrary(lessons, store, () => new Date().toISOString(), {exercises, today});
		return await openScreens(io, io.terminal, library, {kind: 'lesson', id: warmUpId}, notice);
	}
	const [{converse, isTerminal}, {plainShell}] = await Promise.all([
		import('../plain/converse.js'),
		import('../plain/shell.js'),
	]);
	const start = openLesson(warmUp.lesson);
	await converse(
		io,
		start,
		plainShell({io, lessons, store, resumable: isTerminal(io.stdin), open: openLesson, warmUp, today}),
	);
	return exitCode.fine;
}
