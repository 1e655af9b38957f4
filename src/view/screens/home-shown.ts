import type {App} from './app.js';
import {type Frame, fitFrame} from './frame.js';
import type {Home} from './home.js';
import {homeFrame} from './home-frame.js';
import {roomOf} from './room.js';
import {isTooSmall, smallFrame} from './small-frame.js';

/** The home screen as rows. It needs nothing of what the other screens do, so that it can stand before they are loaded. */
export function homeShown(home: Home, app: Pick<App, 'size' | 'ascii' | 'colorless' | 'lessonList' | 'notice'>): Frame {
	const room = roomOf(app);
	return fitFrame(
		isTooSmall(app.size) ? smallFrame(room, app.size.rows) : homeFrame(home, app.lessonList, app.notice, room),
		room,
	);
}
