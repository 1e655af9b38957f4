import type {Lesson} from '../../lesson/lesson.js';
import type {ProgressStore} from '../../progress/store.js';
import {visible} from '../../view/text/visible.js';
import {exitCode} from '../exit-code.js';
import type {Io} from '../io.js';
import {listed} from '../list-lessons.js';
import {localDay} from '../local-day.js';
import {warmUpOf} from '../warm-up.js';

/** The exit code after the list of lessons has been printed, with the ways to go on. */
export function homePlainly(io: Io, lessons: readonly Lesson[], store: ProgressStore): number {
	const {progress, notice} = store.load();
	if (notice !== null) io.stderr.write(`${visible(notice)}\n`);
	const due = warmUpOf(lessons, progress, localDay(new Date().toISOString()))?.asked.length ?? 0;
	const review = due === 0 ? '' : `${due} ${due === 1 ? 'bet' : 'bets'} to warm up: fence-tutor learn --review\n\n`;
	io.stdout.write(`${title}\n${listed(lessons, progress, io.look)}\n${review}${ways}`);
	return exitCode.fine;
}

const title = `fence-tutor: a lock with a timeout, a slow client, a stale write, and the fence that stops it.
`;

const ways = `fence-tutor learn ID   opens a lesson
fence-tutor play       opens the sandbox
fence-tutor --help     lists everything else
`;
