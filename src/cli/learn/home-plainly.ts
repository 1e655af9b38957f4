import type {Exercise} from '../../code/exercise.js';
import {visible} from '../../language/visible.js';
import type {Lesson} from '../../lesson/lesson.js';
import {counted} from '../../narrate/counted.js';
import type {ProgressStore} from '../../progress/store.js';
import {warmUpOf} from '../../session/asked-again.js';
import {exitCode} from '../exit-code.js';
import type {Io} from '../io.js';
import {listed} from './list-lessons.js';
import {localDay} from './local-day.js';

/** Prints the list of lessons, with the ways to go on. */
export function homePlainly(
	{
		lessons,
		exercises,
		store,
	}: {readonly lessons: readonly Lesson[]; readonly exercises: readonly Exercise[]; readonly store: ProgressStore},
	io: Io,
): number {
	const {progress, notice} = store.load();
	if (notice !== null) io.stderr.write(`${visible(notice)}\n`);
	const due = warmUpOf({lessons, progress}, localDay(new Date().toISOString()), localDay)?.asked.length ?? 0;
	const review = due === 0 ? '' : `${counted(due, 'bet')} to warm up: fence-tutor learn --review\n\n`;
	io.stdout.write(`${title}\n${listed(lessons, progress, io.look, {exercises})}\n${review}${ways}`);
	return exitCode.fine;
}

const title = `fence-tutor: a lock with a timeout, a slow client, a stale write, and the fence that stops it.
`;

const ways = `fence-tutor learn ID   opens a lesson
fence-tutor build N    opens an exercise of code
fence-tutor play       opens the sandbox
fence-tutor --help     lists everything else
`;
