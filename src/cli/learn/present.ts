import {resolve} from 'node:path';
import type {Lesson} from '../../lesson/lesson.js';
import {realDisk} from '../../progress/disk.js';
import {type Slide, slidesOf} from '../../session/slides.js';
import {readSpeakerText, speakerText, speakerView, type Talk} from '../../session/speaker-notes.js';
import {visible} from '../../view/text/visible.js';
import {exitCode, UnusableInput} from '../exit-code.js';
import type {Io} from '../io.js';

/**
 * The exit code after slides were presented: on the full screen, or without one as a text for the speaker. `notes`: the file that holds what the speaker sees, in step.
 * Fails: with UnusableInput where that file cannot be written, or holds something else.
 */
export async function present(slides: readonly Slide[], talk: Talk, notes: string | null, io: Io): Promise<number> {
	const write = notes === null ? null : notesWriter(slides, talk, notes, io);
	if (io.terminal !== null)
		return await (await import('../tty/open-presenter.js')).openPresentation(io, io.terminal, slides, write);
	const {slideLines} = await import('../plain/slide-lines.js');
	io.stdout.write(`${slideLines(slides, {columns: io.columns, ascii: io.look.ascii}).join('\n')}\n`);
	return exitCode.fine;
}

/** As `present`, for a lesson. */
export async function presentLesson(lesson: Lesson, notes: string | null, io: Io): Promise<number> {
	return await present(slidesOf(lesson), lesson, notes, io);
}

/** Writes what the speaker sees of a slide to a file. The talk begins when the first slide is left. */
function notesWriter(slides: readonly Slide[], talk: Talk, file: string, {cwd}: Io): (at: number) => void {
	const path = resolve(cwd, file);
	const there = realDisk.read(path);
	if (there.kind !== 'absent' && (there.kind !== 'text' || readSpeakerText(there.text) === null))
		throw new UnusableInput(`${visible(file)} is there already, and holds no notes. Choose another name.`);
	let began: string | null = null;
	const write = (at: number) => {
		if (at > 0) began ??= new Date().toISOString();
		return realDisk.replace(path, speakerText(speakerView(talk, slides, at, began)));
	};
	const written = write(0);
	if (!written.ok)
		throw new UnusableInput(`${visible(file)} cannot be written: ${written.reason}. Choose another name.`);
	return (at) => void write(at);
}
