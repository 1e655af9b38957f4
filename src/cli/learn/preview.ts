import {visible} from '../../language/visible.js';
import {forgetful} from '../../progress/store.js';
import {openAt} from '../../session/open-at.js';
import {exitCode, UnusableInput} from '../exit-code.js';
import type {Io} from '../io.js';
import {lessonInFile} from './find-lesson.js';

/**
 * The exit code after a lesson file was shown from a step on, counted from 1; nothing of it is kept.
 * Fails: with UnusableInput where the lesson has no such step.
 */
export async function preview(file: string, step: number, io: Io): Promise<number> {
	const found = await lessonInFile(file, io.cwd);
	if (!found.ok) {
		io.stderr.write(found.problems.map((problem) => `${problem}\n`).join(''));
		return exitCode.unusable;
	}
	const {lesson} = found;
	const {length} = lesson.steps;
	if (!Number.isInteger(step) || step < 1 || step > length)
		throw new UnusableInput(
			`${visible(file)} has ${length === 1 ? 'one step' : `the steps 1 to ${length}`}, and no step ${step}.`,
		);
	const turn = openAt(lesson, step - 1);
	const store = forgetful();
	if (io.terminal === null) {
		const [{converse}, {plainShell}] = await Promise.all([import('../plain/converse.js'), import('../plain/shell.js')]);
		await converse(io, turn, plainShell({io, lessons: [lesson], store, resumable: false, open: () => turn}));
		return exitCode.fine;
	}
	const [{openScreens}, {openLibrary}] = await Promise.all([import('../tty/open-screens.js'), import('./library.js')]);
	const {library} = openLibrary([lesson], store, () => new Date().toISOString());
	return await openScreens(io, io.terminal, library, {kind: 'session', session: turn.session}, null);
}
