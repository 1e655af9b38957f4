import type {Slide} from '../../session/slides.js';
import {exitCode} from '../exit-code.js';
import type {Io} from '../io.js';

/** The exit code after slides were presented: on the full screen, or without one as a text for the speaker. */
export async function present(slides: readonly Slide[], io: Io): Promise<number> {
	if (io.terminal !== null)
		return await (await import('../tty/open-presenter.js')).openPresentation(io, io.terminal, slides);
	const {slideLines} = await import('../plain/slide-lines.js');
	io.stdout.write(`${slideLines(slides, {columns: io.columns, ascii: io.look.ascii}).join('\n')}\n`);
	return exitCode.fine;
}
