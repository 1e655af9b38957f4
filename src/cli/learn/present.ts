import {resolve} from 'node:path';
import type {Lesson} from '../../lesson/lesson.js';
import {realDiskLater} from '../../progress/disk-later.js';
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
	const writer = notes === null ? null : await openNotes(slides, talk, notes, io);
	if (io.terminal !== null) {
		const {openPresentation} = await import('../tty/open-presenter.js');
		const code = await openPresentation(io, io.terminal, slides, writer?.turnTo ?? null);
		await writer?.close();
		return code;
	}
	const {slideLines} = await import('../plain/slide-lines.js');
	io.stdout.write(`${slideLines(slides, {columns: io.columns, ascii: io.look.ascii}).join('\n')}\n`);
	return exitCode.fine;
}

/** As `present`, for a lesson. */
export async function presentLesson(lesson: Lesson, notes: string | null, io: Io): Promise<number> {
	return await present(slidesOf(lesson), lesson, notes, io);
}

/** The file for what the speaker sees. Nobody waits for the disk but `close`. */
type NotesWriter = {readonly turnTo: (at: number) => void; readonly close: () => Promise<void>};

/** Writes what the speaker sees of the first slide to a file, and of each slide that is turned to, in order. The talk begins when the first slide is left. */
async function openNotes(slides: readonly Slide[], talk: Talk, file: string, {cwd}: Io): Promise<NotesWriter> {
	const path = resolve(cwd, file);
	const there = await realDiskLater.read(path);
	if (there.kind !== 'absent' && (there.kind !== 'text' || readSpeakerText(there.text) === null))
		throw new UnusableInput(`${visible(file)} is there already, and holds no notes. Choose another name.`);
	let began: string | null = null;
	const write = async (at: number) =>
		await realDiskLater.replace(path, [speakerText(speakerView(talk, slides, at, began))]);
	const written = await write(0);
	if (!written.ok)
		throw new UnusableInput(`${visible(file)} cannot be written: ${written.reason}. Choose another name.`);
	let latest: Promise<unknown> = Promise.resolve();
	return {
		turnTo(at) {
			if (at > 0) began ??= new Date().toISOString();
			latest = latest.then(async () => await write(at));
		},
		async close() {
			await latest;
		},
	};
}
