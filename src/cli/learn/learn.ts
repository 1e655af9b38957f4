import {stat} from 'node:fs/promises';
import {resolve} from 'node:path';
import {visible} from '../../language/visible.js';
import type {Lesson} from '../../lesson/lesson.js';
import type {ProgressStore} from '../../progress/store.js';
import {goOnWith} from '../../session/course.js';
import {stepNamed, stepsOf} from '../../session/to-step.js';
import {exitCode, UnusableInput} from '../exit-code.js';
import type {Io} from '../io.js';
import {findLesson} from './find-lesson.js';
import {openHome} from './home.js';
import {learnFolder} from './learn-folder.js';
import {learnWarmUp} from './learn-warm-up.js';
import {localDay} from './local-day.js';
import {presentLesson} from './present.js';
import {takeLesson} from './take-lesson.js';

/** What `learn` is asked for: `words` as typed; `again` begins at the beginning, whatever was done before. */
export type Learn = {
	readonly words: readonly string[];
	readonly again: boolean;
	/** The bets that are due, in place of a lesson, on a day or today. */
	readonly review: boolean;
	readonly today: string | null;
	/** As slides, for a speaker; and the file for what only the speaker sees, if any. */
	readonly presenter: boolean;
	readonly notes: string | null;
	readonly lessons: readonly Lesson[];
	readonly store: ProgressStore;
};

/**
 * The exit code after a lesson, or a course of lessons, was taken.
 * Fails: with UnusableInput where there is no such lesson.
 */
export async function learn(
	{words, again, review, today, presenter, notes, lessons, store}: Learn,
	io: Io,
): Promise<number> {
	if (notes !== null && !presenter)
		throw new UnusableInput('--notes goes with --presenter: it takes the file for your notes.');
	const [word, more] = words;
	if (today !== null && (!review || !isDay(today)))
		throw new UnusableInput('--today takes a date such as 2026-11-21, and goes with --review.');
	if (review && word !== undefined)
		throw new UnusableInput(`"${visible(word)}" is one word too many. Type: fence-tutor learn --review`);
	if (review) return await learnWarmUp({lessons, store, today: today ?? localDay(new Date().toISOString())}, io);
	if (word !== undefined && (await isFolder(word, lessons, io)))
		return await learnFolder({folder: word, id: more ?? null, again, presenter, notes, store}, io);
	if (word === undefined) return await goOn({lessons, store, again, presenter, notes}, io);
	const found = await findLesson(word, lessons, io.cwd);
	const step = more === undefined || !found.ok ? null : stepNamed(found, more);
	if (found.ok && more !== undefined && step === null)
		throw new UnusableInput(
			`"${visible(more)}" is no step of ${visible(found.lesson.id)}. Say which, ${stepsOf(found)}: fence-tutor learn ${visible(found.lesson.id)} 1`,
		);
	if (found.ok && presenter) return await presentLesson(found.lesson, notes, io);
	if (found.ok) return await takeLesson({lesson: found.lesson, lessons, store, again, step}, io);
	io.stderr.write(found.problems.map((problem) => `${problem}\n`).join(''));
	return exitCode.unusable;
}

/** Where every lesson is solved there is none to go on with, and the list says what else there is. */
async function goOn(
	{lessons, store, again, presenter, notes}: Omit<Learn, 'words' | 'review' | 'today'>,
	io: Io,
): Promise<number> {
	if (lessons.length === 0) throw new UnusableInput('There is no lesson here. Name a file: fence-tutor learn mine.md');
	const lesson = goOnWith({lessons, progress: store.load().progress});
	if (lesson === null) return await openHome(lessons, store, io);
	return presenter ? await presentLesson(lesson, notes, io) : await takeLesson({lesson, lessons, store, again}, io);
}

function isDay(text: string): boolean {
	return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(`${text}T12:00:00Z`));
}

/** A folder that bears the name of a lesson is meant where it is written as a path. */
async function isFolder(word: string, lessons: readonly Lesson[], {cwd}: Io): Promise<boolean> {
	if (lessons.some(({id, number}) => id === word.toLowerCase() || String(number) === word)) return false;
	try {
		return (await stat(resolve(cwd, word))).isDirectory();
	} catch {
		return false;
	}
}
