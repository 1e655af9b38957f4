import {grouped} from '../../language/grouped.js';
import type {App} from './app.js';
import {assistOf} from './assist.js';
import {type Frame, fitFrame} from './frame.js';
import {homeShown} from './home-shown.js';
import {paneFrame} from './pane.js';
import {roomOf} from './room.js';
import {isTooSmall, smallFrame} from './small-frame.js';
import type {Work} from './work.js';
import {workFrame} from './work-frame.js';

/** The whole screen as rows, exactly as many as the terminal takes and none wider. */
export function appFrame(app: App): Frame {
	const {screen, pane} = app;
	const room = roomOf(app);
	if (isTooSmall(app.size)) return fitFrame(smallFrame(room, app.size.rows), room);
	if (pane !== null) return fitFrame(paneFrame(pane, room), room);
	return screen.kind === 'home' ? homeShown(screen.home, app) : fitFrame(drawn(screen.work, app), room);
}

function drawn(work: Work, app: App): Frame {
	return workFrame(
		work,
		assistOf(work.session, work.line.history),
		app.exploring === null ? app.notice : searching(app.exploring),
		roomOf(app),
	);
}

function searching(states: number): string {
	return `Searching every schedule from here: ${grouped(states)} states so far. Esc stops.`;
}
