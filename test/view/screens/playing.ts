import {readFileSync} from 'node:fs';
import {compileLessons} from '../../../src/lesson/compile.js';
import {openLesson, openSandbox} from '../../../src/session/open.js';
import type {Key} from '../../../src/view/prompt/key.js';
import {press} from '../../../src/view/prompt/key.js';
import {type App, type Effect, openApp} from '../../../src/view/screens/app.js';
import {appFrame} from '../../../src/view/screens/app-frame.js';
import type {LessonList} from '../../../src/view/screens/lesson-list.js';
import {updateApp} from '../../../src/view/screens/update-app.js';
import {rowText} from '../../../src/view/text/row.js';
import {width} from '../../../src/view/text/width.js';

/** The first lessons of the curriculum. */
export const {lessons} = compileLessons(
	['01-lease.md', '02-zombie.md', '03-check-then-act.md', '05-fence.md'].map((name) => ({
		name,
		text: readFileSync(new URL(`../../../lessons/${name}`, import.meta.url), 'utf8'),
	})),
);

/** The screens with a shell that opens what is asked for and does nothing else. */
export type Play = {readonly app: App; readonly effects: readonly Effect[]};

/** The first lessons, none of them begun. */
export const lessonList: LessonList = {
	items: lessons.map(({id, number, title, part, role, minutes, steps}) => ({
		id,
		number,
		title,
		part,
		role,
		minutes,
		steps: steps.length,
		step: null,
		solved: false,
	})),
	cards: [],
	goOn: lessons[0]?.id ?? null,
};

/** The home screen in a terminal of a size. */
export const home = (columns = 80, rows = 24, change: Partial<App> = {}): App => ({
	...openApp({size: {columns, rows}, ascii: false, motion: false, theme: 'dark', lessonList, history: []}),
	...change,
});

/** The screens after keys: chords in angle brackets, anything else typed. */
export const play = (start: App, ...typed: readonly (string | Key)[]): Play =>
	typed.flatMap(keysOf).reduce<Play>(
		({app, effects}, key) => {
			const turn = updateApp(app, {kind: 'key', key});
			return {app: turn.effects.reduce(answer, turn.app), effects: [...effects, ...turn.effects]};
		},
		{app: start, effects: []},
	);

/** The first lesson, at its beginning. */
export const firstLesson = (columns = 80, rows = 24): App => play(home(columns, rows), '<enter>').app;

/** The sandbox. */
export const sandbox = (columns = 80, rows = 24): App => play(home(columns, rows), 'sandbox', '<enter>').app;

/** The screen as text. */
export const shown = (app: App): string => {
	const {rows, field} = appFrame(app);
	return rows
		.map((row, index) =>
			field?.row === index ? `${rowText(field.label)} ${field.value}${field.placeholder}${field.ahead}` : rowText(row),
		)
		.join('\n');
};

/** What is wrong with the shape of a frame: rows too many, too few or too wide; a cursor outside. Empty when nothing is. */
export const misshapen = (app: App): readonly string[] => {
	const {rows, field} = appFrame(app);
	const {columns, rows: terminalRows} = app.size;
	const wide = rows.flatMap((row) => (width(rowText(row)) > columns ? [`too wide: ${rowText(row)}`] : []));
	const count =
		rows.length === Math.max(1, terminalRows - 1) ? [] : [`${rows.length} rows in a terminal of ${terminalRows}`];
	const fieldWidth =
		field === null ? 0 : width(rowText(field.label)) + width(field.value + field.ahead + field.placeholder);
	const cursor =
		field === null || (field.cursor <= width(field.value) && fieldWidth <= columns) ? [] : ['the field is too wide'];
	return [...wide, ...count, ...cursor];
};

const answer = (app: App, effect: Effect): App => {
	if (effect.kind !== 'open') return app;
	const lesson = lessons.find(({id}) => id === effect.lesson);
	return updateApp(app, {kind: 'opened', session: (lesson === undefined ? openSandbox() : openLesson(lesson)).session})
		.app;
};

const keysOf = (typed: string | Key): readonly Key[] => {
	if (typeof typed !== 'string') return [typed];
	const chord = /^<(.+)>$/.exec(typed)?.[1];
	return chord === undefined ? [...typed].map((text) => ({kind: 'text', text})) : [press(chord)];
};
