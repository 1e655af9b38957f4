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

/** The screens of a lesson in which all is done as its author does: while a task is worked on, and when it is solved. */
function* through(
	lesson: Lesson,
	columns: number,
	rows: number,
): Generator<{app: App; solved: boolean; where: string}> {
	let {app} = updateApp(home(columns, rows), {kind: 'opened', session: openLesson(lesson).session});
	for (let turn = 0; turn < 400; turn += 1) {
		const place = placeIn(app);
		if (place.kind !== 'lesson' || present(place.tree).step >= lesson.steps.length) return;
		const where = `${lesson.id} ${present(place.tree).step + 1}`;
		const task = taskOf(place);
		if (questionOf(place) !== null) app = entered(app, '1');
		else if (task === null || isOver(place)) app = entered(app, '');
		else
			for (const {text} of task.solution) {
				app = entered(app, text);
				const now = placeIn(app);
				const solved = now.kind === 'lesson' && isOver(now);
				yield {app, solved, where: `${where}: ${text}`};
				if (solved) break;
			}
		if (beatOf(place) === beatOf(placeIn(app)) && placeIn(app) === place) return;
	}
}

describe.each(lessons.map((lesson) => [lesson.id, lesson] as const))('The screen of lesson %s', (_, lesson) => {
	it('has nine rows of the ladder at 80 by 24 while one works, and fourteen when a step is solved', () => {
		for (const {app, solved, where} of through(lesson, 80, 24)) {
			const {shown, all} = ladderIn(app);
			expect({where, solved, shown, all}).toSatisfy(() => shown >= Math.min(all, solved ? 14 : 9));
		}
	});

	it('has all of the ladder at 120 by 40 when a step is solved, and no reason beside it', () => {
		for (const {app, solved, where} of through(lesson, 120, 40)) {
			if (!solved) continue;
			const {shown, all} = ladderIn(app);
			expect({where, shown, all}).toSatisfy(() => shown >= Math.min(all, 30));
			expect(
				appFrame(app)
					.rows.map(rowText)
					.filter((text) => /\bwhy$/.test(text)),
			).toEqual([]);
		}
	});
});
