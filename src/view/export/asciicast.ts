import {openReplay} from '../../session/replay.js';
import {type App, openApp} from '../screens/app.js';
import {appFrame} from '../screens/app-frame.js';
import type {Frame} from '../screens/frame.js';
import {makeTheme, type Theme} from '../screens/theme.js';
import {updateApp} from '../screens/update-app.js';
import {toAscii} from '../text/ascii.js';
import type {Row} from '../text/row.js';
import type {Exportable, Sheet} from './export.js';

/**
 * The run as a recording of the screen, one step after the other. Shape: asciicast, version 2: a header, then one event a line, all JSON.
 * Source: https://docs.asciinema.org/manual/asciicast/v2/
 */
export function recording({tree, verdict}: Exportable, {columns, ascii}: Sheet): string {
	const size = {columns, rows: columns < 100 ? 24 : 36};
	const header = {
		version: 2,
		width: size.columns,
		height: size.rows,
		title: 'A run of fence-tutor',
		env: {TERM: 'xterm-256color'},
	};
	const theme = makeTheme('dark', 2);
	const frames: string[] = [];
	const opened = openApp({
		size,
		ascii,
		motion: false,
		theme: 'dark',
		lessonList: {items: [], cards: [], goOn: null},
		history: [],
	});
	let app: App = updateApp(opened, {kind: 'opened', session: openReplay({ok: true, tree, verdict}).session}).app;
	for (;;) {
		frames.push(painted(appFrame(app), theme, ascii));
		if (!isWalking(app)) break;
		app = updateApp(app, {kind: 'input', input: {kind: 'line', text: ''}}).app;
	}
	const events = frames.map((frame, index) => [
		index * secondsAStep,
		'o',
		(index === 0 ? hideCursor : '') + home + frame,
	]);
	const last = [frames.length * secondsAStep, 'o', showCursor];
	return [header, ...events, last].map((line) => `${JSON.stringify(line)}\n`).join('');
}

function isWalking({screen}: App): boolean {
	return screen.kind === 'work' && screen.work.session.place.tree.ahead.length > 0;
}

/** Every row of the screen, each cleared to its end. */
function painted({rows, field}: Frame, theme: Theme, ascii: boolean): string {
	return rows
		.map((row, index) => theme.paint(field?.row === index ? fieldRow(field, ascii) : row) + clearToEnd)
		.join('\r\n');
}

function fieldRow({label, value, placeholder}: NonNullable<Frame['field']>, ascii: boolean): Row {
	const row: Row = [...label, {text: value, style: 'plain'}, {text: placeholder, style: 'dim'}];
	return ascii ? toAscii(row) : row;
}

/** Long enough to read what a step changed. */
const secondsAStep = 2;

// Source: ECMA-48, and DEC private mode 25.
const home = '\u001B[H';
const clearToEnd = '\u001B[K';
const hideCursor = '\u001B[?25l\u001B[2J';
const showCursor = '\u001B[?25h';
