import type {Lesson} from '../../lesson/lesson.js';
import type {ProgressStore} from '../../progress/store.js';
import {isSolved, tasksOf} from '../../session/beat.js';
import {exerciseLines} from '../../session/course.js';
import {begunAnew, resumed} from '../../session/kept-lesson.js';
import {openLesson} from '../../session/open.js';
import type {LessonPlace, Turn} from '../../session/session.js';
import {atStepOf} from '../../session/to-step.js';
import {lessonIn} from '../../session/update.js';
import {visible} from '../../view/text/visible.js';
import {exitCode} from '../exit-code.js';
import type {Io} from '../io.js';
import {converse, isTerminal} from './converse.js';
import {fitted} from './message-lines.js';
import {plainShell} from './shell.js';

/** What line mode needs to open a lesson. `again`: at its beginning, whatever was done before; `way`: what stands before an id on the command line. */
export type Learn = {
	readonly io: Io;
	readonly lesson: Lesson;
	readonly lessons: readonly Lesson[];
	readonly store: ProgressStore;
	readonly again: boolean;
	/** The step to go to, from 0; null where the learner is. */
	readonly step?: number | null;
	readonly way?: string;
};

/**
 * The exit code after a lesson in line mode. A person may stop at any time: 0. Lines from a pipe or a file are an exercise: they begin at the lesson's
 * beginning, so that the same lines always come to the same, and leave 1 when a task is not solved at their end.
 */
export async function learnPlainly({io, lesson, lessons, store, again, step = null, way = ''}: Learn): Promise<number> {
	const resumable = isTerminal(io.stdin);
	const {notice} = store.load();
	if (notice !== null) io.stderr.write(`${visible(notice)}\n`);
	const open = (which: Lesson): Turn => (resumable ? resumed(which, store.load().progress) : openLesson(which));
	const start = atStepOf(again && resumable ? begunAnew(lesson, store.load().progress) : open(lesson), step);
	const last = await converse(io, start, plainShell({io, lessons, store, resumable, open, way}));
	const place = lessonIn(last);
	if (place === null) return exitCode.fine;
	const format = {columns: io.columns, ascii: io.look.ascii};
	io.stdout.write(
		`${summary(place, way)
			.flatMap((line) => fitted(line, format))
			.join('\n')}\n`,
	);
	return resumable || isSolved(place) ? exitCode.fine : exitCode.failed;
}

/** What is solved, and how to go on. */
function summary({lesson, standing}: LessonPlace, way: string): readonly string[] {
	const {id, title} = lesson;
	const tasks = tasksOf(lesson);
	const solved = tasks.filter((key) => standing.solved.includes(key)).length;
	if (tasks.length === 0) return [`"${title}" has no task to solve.`];
	if (solved === tasks.length)
		return [`You have solved "${title}".`, ...(standing.finished ? [] : exerciseLines(lesson))];
	return [
		`You have solved ${solved} of ${tasks.length} tasks of "${title}".`,
		`To go on: fence-tutor learn ${way}${id}`,
	];
}
