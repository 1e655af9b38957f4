import {lessons} from 'fence-tutor:lessons';
import {describe, expect, it} from 'vitest';
import {isOver, questionOf, taskOf} from '../../../src/session/beat.js';
import {openLesson} from '../../../src/session/open.js';
import {history, present} from '../../../src/session/tree.js';
import type {App} from '../../../src/view/screens/app.js';
import {updateApp} from '../../../src/view/screens/update-app.js';
import {home, misshapen, shown} from './playing.js';

const [first] = lessons;

const placeIn = ({screen}: App) => {
	if (screen.kind !== 'work' || screen.work.session.place.kind !== 'lesson') throw new Error('no lesson is open');
	return screen.work.session.place;
};

/** Every screen of the first lesson, each with the line that led to it. */
function playedThrough(): readonly {readonly line: string; readonly app: App}[] {
	if (first === undefined) throw new Error('there are no lessons');
	let {app} = updateApp(home(), {kind: 'opened', session: openLesson(first).session});
	const played = [{line: '', app}];
	const enter = (line: string) => {
		app = updateApp(app, {kind: 'input', input: {kind: 'line', text: line}}).app;
		played.push({line, app});
	};
	while (present(placeIn(app).tree).step < first.steps.length) {
		const place = placeIn(app);
		const task = taskOf(place);
		if (questionOf(place) !== null) enter('1');
		else if (task === null || isOver(place)) enter('');
		else for (const {text} of task.solution) enter(text);
	}
	return played;
}

describe('The first lesson', () => {
	const played = playedThrough();

	it('comes to the first stale write after six times Enter and two typed lines', () => {
		const isLanded = ({app}: {readonly app: App}) =>
			history(placeIn(app).tree).some((event) => event.kind === 'violated' && event.property === 'stale-write');
		const lines = played.slice(1, played.findIndex(isLanded) + 1).map(({line}) => line);
		expect(lines.filter((line) => line === '').length).toBeLessThanOrEqual(6);
		expect(lines.filter((line) => line !== '')).toHaveLength(2);
	});

	it('ends with the whole story to scale on a screen of 80 by 24, and with the word that shows it to others', () => {
		const last = played.at(-1)?.app;
		const text = last === undefined ? '' : shown(last);
		expect(text).toMatch(/^ A +━+░+┄$/m);
		expect(text).toMatch(/^ raw +┄+✓B┄+A!$/m);
		expect(text).toContain('/share makes a code of this story');
		expect(last === undefined ? [] : misshapen(last)).toEqual([]);
	});
});
