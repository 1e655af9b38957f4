import {type RoomView, roomFrame, roomLength} from '../../view/presenter/room-table.js';
import type {Io, Terminal} from '../io.js';
import {showFrames} from './show-frames.js';

/** Who is where in a workshop, on the full screen, looked at anew again and again until the presenter leaves. Returns the exit code. */
export async function showRoomTable(look: () => Promise<RoomView>, io: Io, terminal: Terminal): Promise<number> {
	let found = await look();
	let shown: RoomView['shown'] = 'people';
	let scroll = 0;
	const view = (): RoomView => ({...found, shown, scroll});
	return await showFrames({io, terminal}, () => ({
		frame: (room) => roomFrame(view(), room),
		again: {
			every,
			async look() {
				found = await look();
			},
		},
		onKey(key, {columns, rows}) {
			const page = rows - 4;
			const scrollBy = (by: number): void => {
				scroll = Math.max(0, Math.min(scroll + by, roomLength(view(), columns) - 1));
			};
			if (key.kind === 'text' && key.text === ' ') scrollBy(page);
			else if (key.kind === 'press') {
				if (key.chord === 'tab') [shown, scroll] = [shown === 'people' ? 'bets' : 'people', 0];
				else scrollBy({up: -1, down: 1, pageup: -page, pagedown: page}[key.chord as string] ?? 0);
			}
		},
	}));
}

/** Units: real ms. */
const every = 500;
