import {beatOf} from '../../session/beat.js';
import {lessonIn} from '../../session/update.js';
import {toAscii} from '../text/ascii.js';
import type {Row} from '../text/row.js';
import {visible} from '../text/visible.js';
import {actRows} from './act-rows.js';
import type {App} from './app.js';
import {ladderPane} from './ladder-pane.js';
import {isTooSmall} from './small-frame.js';

/** What stays in the terminal after leaving: where the learner was, the goals as they stood, the last rows of the ladder, and how to go on. Empty where there was nothing to keep. */
export function farewell(app: App): readonly Row[] {
	const {screen, size} = app;
	if (screen.kind === 'home' || isTooSmall(size)) return [];
	const {session} = screen.work;
	const {place} = session;
	const lesson = lessonIn(session)?.lesson ?? null;
	const columns = Math.min(size.columns - 1, 120);
	const title: Row = [{text: lesson === null ? 'Sandbox' : visible(lesson.title), style: 'heading'}];
	const goals = beatOf(place)?.act.kind === 'task' ? actRows(place, -1, columns) : [];
	const ladder = ladderPane(place, {columns, rows: 12, scroll: 0});
	const again: Row = [
		{text: lesson === null ? 'To play on: ' : 'To go on where you were: ', style: 'dim'},
		{text: lesson === null ? 'fence-tutor play' : `fence-tutor learn ${lesson.id}`, style: 'code'},
	];
	return [title, ...goals, ...ladder, again].map((row) => (app.ascii ? toAscii(row) : row));
}
