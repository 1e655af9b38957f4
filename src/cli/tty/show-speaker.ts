import chalk from 'chalk';
import type {SpeakerView} from '../../session/speaker-notes.js';
import {speakerFrame} from '../../view/presenter/speaker-frame.js';
import type {Io, Terminal} from '../io.js';
import {themeOfTerminal} from './ask-background.js';
import {codeOf} from './endings.js';
import {openFullScreen} from './full-screen.js';
import {isQuit} from './quit-key.js';

/** The speaker's notes on the full screen, in step with the file, until the speaker leaves. Returns the exit code. */
export async function showSpeaker(
	look: () => Promise<SpeakerView | null>,
	first: SpeakerView,
	io: Io,
	terminal: Terminal,
): Promise<number> {
	chalk.level = io.look.colors;
	const {theme, ...background} = themeOfTerminal(io);
	const ending = await openFullScreen(terminal, (screen, firstSize) => {
		let size = firstSize;
		let view = first;
		let soon: NodeJS.Timeout | undefined;
		const again = async (): Promise<void> => {
			// Half a file is what nobody writes; a file of another kind is left alone, and the last notes stand.
			view = (await look().catch(() => null)) ?? view;
			screen.draw();
			soon = setTimeout(again, every);
		};
		soon = setTimeout(again, every);
		return {
			view: () => {
				const room = {
					columns: size.columns,
					rows: Math.max(1, size.rows - 1),
					ascii: io.look.ascii,
					colorless: io.look.colors === 0,
				};
				return {frame: speakerFrame(view, Date.now(), room), theme: theme()};
			},
			cursor: () => null,
			...background,
			onKeys(keys) {
				for (const key of keys) if (isQuit(key)) screen.end({kind: 'quit'});
			},
			onSize(next) {
				size = next;
			},
			async onEnd() {
				clearTimeout(soon);
				return '';
			},
		};
	});
	if (ending.kind === 'crash')
		io.stderr.write(
			`fence-tutor has broken down. That is our mistake, not yours. Please report this:\n${String(ending.error)}\n`,
		);
	return codeOf(ending);
}

/** Units: real ms. */
const every = 200;
