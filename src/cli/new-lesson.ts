import {join, resolve} from 'node:path';
import {visible} from '../language/visible.js';
import {titleOf} from '../lesson/draft/front-text.js';
import {newLesson} from '../lesson/draft/new-lesson.js';
import {isId} from '../lesson/read-front.js';
import {lessonPage} from '../view/screens/lesson-page.js';
import {width} from '../view/text/width.js';
import {type ExitCode, exitCode, UnusableInput} from './exit-code.js';
import type {Io} from './io.js';
import {namesIn, writeNewFiles} from './write-whole.js';

/**
 * The exit code after a new lesson was written into a folder, under the next free number.
 * Fails: with UnusableInput where the id or the title cannot be one, or is taken, or the disk refuses.
 */
export async function writeNewLesson(id: string, folder: string, title: string | null, io: Io): Promise<ExitCode> {
	const called = title ?? titleOf(id);
	await mustBeFree(id);
	mustFit(called, title !== null);
	const path = resolve(io.cwd, folder);
	const name = `${await nextNumber(path, id)}-${id}.md`;
	const file = join(folder, name);
	await writeNewFiles(path, [{name, text: newLesson(id, called)}], file);
	const shown = visible(file);
	io.stdout.write(`Written to ${shown}. It passes the check as it is; now make it yours:\n`);
	io.stdout.write(`  fence-tutor preview ${shown}\n  fence-tutor check ${shown}\n`);
	return exitCode.fine;
}

async function mustBeFree(id: string): Promise<void> {
	if (!isId(id))
		throw new UnusableInput(
			`An id has small letters, digits and single hyphens, at most 40, as in our-lock; "${visible(id)}" has not.`,
		);
	const {lessons} = await import('fence-tutor:lessons');
	if (lessons.some((lesson) => lesson.id === id))
		throw new UnusableInput(
			`A built-in lesson has the id ${id}, and progress is kept by id. Choose another, such as our-${id}.`,
		);
}

function mustFit(title: string, isGiven: boolean): void {
	if (title.trim() === '')
		throw new UnusableInput('A title has at least one letter. Leave --title out to have one made from the id.');
	if (width(visible(title)) <= lessonPage.title) return;
	throw new UnusableInput(
		`A title has at most ${lessonPage.title} columns. ${isGiven ? 'Choose a shorter one.' : 'Choose one: --title "…"'}`,
	);
}

/** One more than the highest number there. */
async function nextNumber(folder: string, id: string): Promise<string> {
	const names = await namesIn(folder);
	const taken = names.find((name) => name.replace(/^\d+-/, '').toLowerCase() === `${id}.md`);
	if (taken !== undefined)
		throw new UnusableInput(`${visible(taken)} is there already. Choose another id, or another folder.`);
	const numbers = names.map((name) => Number(/^(\d{1,6})-.*\.md$/i.exec(name)?.[1] ?? 0));
	return String(Math.max(0, ...numbers) + 1).padStart(2, '0');
}
