import type {App} from './app.js';
import {assistOf} from './assist.js';
import {type Frame, fitFrame} from './frame.js';
import {homeFrame} from './home-frame.js';
import {paneFrame} from './pane.js';
import {roomOf} from './room.js';
import {isTooSmall, smallFrame} from './small-frame.js';
import {workFrame} from './work-frame.js';

/** The whole screen as rows, exactly as many as the terminal takes and none wider. */
export function appFrame(app: App): Frame {
	const room = roomOf(app);
	return fitFrame(draw(app), room);
}

function draw(app: App): Frame {
	const room = roomOf(app);
	if (isTooSmall(app.size)) return smallFrame(room, app.size.rows);
	if (app.pane !== null) return paneFrame(app.pane, room);
	switch (app.screen.kind) {
		case 'home':
			return homeFrame(app.screen.home, app.lessonList, app.notice, room);
		case 'work': {
			const {work} = app.screen;
			return workFrame(
				work,
				assistOf(work.session, work.line.history),
				app.exploring === null ? app.notice : searching(app.exploring),
				room,
			);
		}
	}
}

function searching(states: number): string {
	return `Searching every schedule from here: ${states.toLocaleString('en')} states so far. Esc stops.`;
}
