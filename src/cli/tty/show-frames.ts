import chalk from 'chalk';
import type {Key} from '../../view/prompt/key.js';
import type {Frame, Room} from '../../view/screens/frame.js';
import type {Io, Terminal} from '../io.js';
import {themeOfTerminal} from './ask-background.js';
import {codeOf, type Ending} from './endings.js';
import {type FullScreen, openFullScreen} from './full-screen.js';
import {isQuit} from './quit-key.js';

/** What fills a screen at which nothing is typed. */
type Frames = {
	readonly frame: (room: Room) => Frame;
	/** A key that does not leave the screen. Left out where no other key does anything. */
	readonly onKey?: (key: Key, room: Room) => void;
	/** What is looked at anew, again and again, before the screen is drawn anew. Fails: the screen ends as by a crash. Units of `every`: real ms. */
	readonly again?: {readonly every: number; readonly look: () => Promise<void>};
	/** What is left in the scrollback. */
	readonly left?: () => string;
};

/**
 * Shows frames on the full screen until the user leaves by q, Ctrl-C or Ctrl-D, or a signal comes. `start` gets the screen, for what it hears of by itself.
 * `broken`: what is told where the screen ends by an error. Returns the exit code.
 */
export async function showFrames(
	{
		io,
		terminal,
		broken = ourMistake,
	}: {readonly io: Io; readonly terminal: Terminal; readonly broken?: (error: unknown) => string},
	start: (screen: FullScreen) => Frames,
): Promise<number> {
	chalk.level = io.look.colors;
	const {theme, ...background} = themeOfTerminal(io);
	const ending: Ending = await openFullScreen(terminal, (screen, first) => {
		let size = first;
		let soon: NodeJS.Timeout | undefined;
		const room = (): Room => ({
			columns: size.columns,
			rows: Math.max(1, size.rows - 1),
			ascii: io.look.ascii,
			colorless: io.look.colors === 0,
		});
		const {frame, onKey, again, left} = start(screen);
		const lookAgain = ({every, look}: NonNullable<Frames['again']>): void => {
			soon = setTimeout(async () => {
				try {
					await look();
					screen.draw();
					lookAgain({every, look});
				} catch (error) {
					screen.end({kind: 'crash', error});
				}
			}, every);
		};
		if (again !== undefined) lookAgain(again);
		return {
			view: () => ({frame: frame(room()), theme: theme()}),
			cursor: () => null,
			...background,
			onKeys(keys) {
				for (const key of keys) {
					if (isQuit(key)) screen.end({kind: 'quit'});
					else onKey?.(key, room());
				}
				if (onKey !== undefined) screen.draw();
			},
			onSize(next) {
				size = next;
			},
			async onEnd() {
				clearTimeout(soon);
				return left?.() ?? '';
			},
		};
	});
	if (ending.kind === 'crash') io.stderr.write(broken(ending.error));
	return codeOf(ending);
}

/** What is told where a screen ends by a mistake of our own. */
export function ourMistake(error: unknown): string {
	return `fence-tutor has broken down. That is our mistake, not yours. Please report this:\n${String(error)}\n`;
}
