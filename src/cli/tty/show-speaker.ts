import type {SpeakerView} from '../../session/speaker-notes.js';
import {speakerFrame} from '../../view/presenter/speaker-frame.js';
import type {Io, Terminal} from '../io.js';
import {showFrames} from './show-frames.js';

/** The speaker's notes on the full screen, in step with the file, until the speaker leaves. Returns the exit code. */
export async function showSpeaker(
	look: () => Promise<SpeakerView | null>,
	first: SpeakerView,
	io: Io,
	terminal: Terminal,
): Promise<number> {
	let view = first;
	return await showFrames({io, terminal}, () => ({
		frame: (room) => speakerFrame(view, Date.now(), room),
		again: {
			every,
			async look() {
				// Half a file is what nobody writes; a file of another kind is left alone, and the last notes stand.
				view = (await look().catch(() => null)) ?? view;
			},
		},
	}));
}

/** Units: real ms. */
const every = 200;
