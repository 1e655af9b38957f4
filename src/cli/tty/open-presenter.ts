import type {Slide} from '../../session/slides.js';
import {openPresenter, presenterKey} from '../../view/presenter/presenter.js';
import {presenterFrame} from '../../view/presenter/presenter-frame.js';
import type {Io, Terminal} from '../io.js';
import {showFrames} from './show-frames.js';

/** The slides on the full screen, until the speaker leaves it. `onSlide` is told which slide is in view, from 0, whenever it is another. Returns the exit code. */
export async function openPresentation(
	io: Io,
	terminal: Terminal,
	slides: readonly Slide[],
	onSlide: ((at: number) => void) | null = null,
): Promise<number> {
	let presenter = openPresenter(slides);
	return await showFrames({io, terminal}, () => ({
		frame: (room) => presenterFrame(presenter, room),
		onKey(key) {
			const {at} = presenter;
			presenter = presenterKey(presenter, key);
			if (presenter.at !== at) onSlide?.(presenter.at);
		},
	}));
}
