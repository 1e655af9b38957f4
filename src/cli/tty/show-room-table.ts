import chalk from 'chalk';
import {type RoomView, roomFrame, roomLength} from '../../view/presenter/room-table.js';
import type {Key} from '../../view/prompt/key.js';
import type {Io, Terminal} from '../io.js';
import {themeOfTerminal} from './ask-background.js';
import {codeOf} from './endings.js';
import {openFullScreen} from './full-screen.js';
import {isQuit} from './quit-key.js';

/** Who is where in a workshop, on the full screen, looked at anew again and again until the presenter leaves. Returns the exit code. */
export async function showRoomTable(look: () => Promise<RoomView>, io: Io, terminal: Terminal): Promise<number> {
	chalk.level = io.look.colors;
	const {theme, ...background} = themeOfTerminal(io);
	let found = await look();
	const ending = await openFullScreen(terminal, (screen, first) => {
		let size = first;
		let shown: RoomView['shown'] = 'people';
		let scroll = 0;
		let soon: NodeJS.Timeout | undefined;
		const again = async (): Promise<void> => {
			try {
				found = await look();
				screen.draw();
				soon = setTimeout(again, every);
			} catch (error) {
				screen.end({kind: 'crash', error});
			}
		};
		soon = setTimeout(again, every);
		const view = (): RoomView => ({...found, shown, scroll});
		const room = () => ({
			columns: size.columns,
			rows: Math.max(1, size.rows - 1),
			ascii: io.look.ascii,
			colorless: io.look.colors === 0,
		});
		const scrollBy = (rows: number): void => {
			scroll = Math.max(0, Math.min(scroll + rows, roomLength(view(), size.columns) - 1));
		};
		const press = (key: Key): void => {
			if (isQuit(key)) screen.end({kind: 'quit'});
			else if (key.kind === 'text' && key.text === ' ') scrollBy(size.rows - 5);
			else if (key.kind === 'press') {
				if (key.chord === 'tab') [shown, scroll] = [shown === 'people' ? 'bets' : 'people', 0];
				else scrollBy({up: -1, down: 1, pageup: 5 - size.rows, pagedown: size.rows - 5}[key.chord as string] ?? 0);
			}
		};
		return {
			view: () => ({frame: roomFrame(view(), room()), theme: theme()}),
			cursor: () => null,
			...background,
			onKeys(keys) {
				for (const key of keys) press(key);
				screen.draw();
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
		io.stderr.write(`fence-tutor: the folder cannot be read any more: ${String(ending.error)}\n`);
	return codeOf(ending);
}

/** Units: real ms. */
const every = 500;
