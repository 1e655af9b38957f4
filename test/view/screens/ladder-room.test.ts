import {readdirSync, readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {compileLessons} from '../../../src/lesson/compile.js';
import type {Lesson} from '../../../src/lesson/lesson.js';
import {beatOf, isOver, questionOf, taskOf} from '../../../src/session/beat.js';
import {openLesson} from '../../../src/session/open.js';
import {present} from '../../../src/session/tree.js';
import {widestWithoutWhy} from '../../../src/view/diagram/layout.js';
import type {App} from '../../../src/view/screens/app.js';
import {appFrame} from '../../../src/view/screens/app-frame.js';
import {wholeLadder} from '../../../src/view/screens/ladder-pane.js';
import {updateApp} from '../../../src/view/screens/update-app.js';
import {rowText} from '../../../src/view/text/row.js';
import {home} from './playing.js';

const folder = new URL('../../../lessons/', import.meta.url);
const {lessons} = compileLessons(
	readdirSync(folder)
		.filter((name) => name.endsWith('.md'))
		.map((name) => ({name, text: readFileSync(new URL(name, folder), 'utf8')})),
);

const placeIn = ({screen}: App) => {
	if (screen.kind !== 'work') throw new Error('no lesson is open');
	return screen.work.session.place;
};

/** How many rows of the ladder, its header aside, the screen shows, and how many there are. */
function ladderIn(app: App): {readonly shown: number; readonly all: number} {
	const [, ...all] = wholeLadder(placeIn(app), Math.min(app.size.columns, widestWithoutWhy)).map(rowText);
	const rows = appFrame(app).rows.map(rowText);
	return {shown: rows.filter((text) => text !== '' && all.includes(text)).length, all: all.length};
}

const entered = (app: App, text: string) => updateApp(app, {kind: 'input', input: {kind: 'line', text}}).app;

/** A screen that a lesson comes to. `solved`: after a statement of a task's solution, whether it has solved it; else null. */
type Stop = {readonly app: App; readonly solved: boolean | null; readonly where: string};

/** Every screen of a lesson in which all is done as its author does. */
function through(lesson: Lesson): readonly Stop[] {
	const stops: Stop[] = [];
	let {app} = updateApp(home(), {kind: 'opened', session: openLesson(lesson).session});
	for (let turn = 0; turn < 400; turn += 1) {
		const place = placeIn(app);
		if (place.kind !== 'lesson' || present(place.tree).step >= lesson.steps.length) break;
		const where = `${lesson.id} ${present(place.tree).step + 1}`;
		stops.push({app, solved: null, where});
		const task = taskOf(place);
		if (questionOf(place) !== null) app = entered(app, '1');
		else if (task === null || isOver(place)) app = entered(app, '');
		else
			for (const {text} of task.solution) {
				app = entered(app, text);
				const now = placeIn(app);
				const solved = now.kind === 'lesson' && isOver(now);
				stops.push({app, solved, where: `${where}: ${text}`});
				if (solved) break;
			}
		if (beatOf(place) === beatOf(placeIn(app)) && placeIn(app) === place) break;
	}
	return [...stops, {app, solved: null, where: `${lesson.id} end`}];
}

const inSize = (app: App, columns: number, rows: number) =>
	updateApp(app, {kind: 'resized', size: {columns, rows}}).app;

/** The most rows in a row that are empty: more than one is room that nothing has a use for. */
function emptyTogether(rows: readonly string[]): number {
	return Math.max(
		...rows
			.join('\n')
			.split(/[^\n]+/)
			.map((gap) => gap.length - 1),
	);
}

describe.each(lessons.map((lesson) => [lesson.id, lesson] as const))('The screen of lesson %s', (_, lesson) => {
	const stops = through(lesson);

	it('has nine rows of the ladder at 80 by 24 while one works, and fourteen when a step is solved', () => {
		for (const {app, solved, where} of stops) {
			if (solved === null) continue;
			const {shown, all} = ladderIn(inSize(app, 80, 24));
			expect({where, solved, shown, all}).toSatisfy(() => shown >= Math.min(all, solved ? 14 : 9));
		}
	});

	it('has all of the ladder at 120 by 40 when a step is solved, and no reason beside it', () => {
		for (const {app, solved, where} of stops) {
			if (solved !== true) continue;
			const wide = inSize(app, 120, 40);
			const {shown, all} = ladderIn(wide);
			expect({where, shown, all}).toSatisfy(() => shown >= Math.min(all, 30));
			expect(
				appFrame(wide)
					.rows.map(rowText)
					.filter((text) => /\bwhy$/.test(text)),
			).toEqual([]);
		}
	});

	it.each([
		[80, 24],
		[60, 20],
		[120, 40],
	])('leaves no row empty at %i by %i while the ladder or the text is cut, and none at the bottom', (columns, rows) => {
		for (const {app, where} of stops) {
			const sized = inSize(app, columns, rows);
			const {rows: drawn, field} = appFrame(sized);
			const frame = drawn.map((row, index) => (field?.row === index ? '>' : rowText(row)));
			expect({where, frame}).toSatisfy(() => frame.at(-1)?.trim() !== '');
			if (emptyTogether(frame) < 2) continue;
			const {shown, all} = ladderIn(sized);
			expect({where, shown, all, frame}).toSatisfy(
				() => (shown === 0 || shown === all) && !frame.some((text) => text.includes('Ctrl-O shows the text')),
			);
		}
	});
});
