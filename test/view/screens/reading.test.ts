import {lessons} from 'fence-tutor:lessons';
import {describe, expect, it} from 'vitest';
import {linesOfMessages} from '../../../src/cli/plain/message-lines.js';
import type {Lesson} from '../../../src/lesson/lesson.js';
import {isOver, questionOf, taskOf} from '../../../src/session/beat.js';
import {openLesson} from '../../../src/session/open.js';
import {present} from '../../../src/session/tree.js';
import {type Property, properties} from '../../../src/sim/event.js';
import type {App} from '../../../src/view/screens/app.js';
import {updateApp} from '../../../src/view/screens/update-app.js';
import {home, shown} from './playing.js';

const sessionIn = ({screen}: App) => {
	if (screen.kind !== 'work') throw new Error('no lesson is open');
	return screen.work.session;
};

const entered = (app: App, text: string) => updateApp(app, {kind: 'input', input: {kind: 'line', text}}).app;

/** Every screen of a lesson in which all is done as its author does, and what is said there line by line. The world itself is told as it was declared. */
function textsOf(lesson: Lesson): readonly string[] {
	const texts: string[] = [];
	let {app} = updateApp(home(120, 40), {kind: 'opened', session: openLesson(lesson).session});
	const enter = (text: string) => {
		app = entered(app, text);
		const lines = linesOfMessages(sessionIn(app), {columns: 80, ascii: false});
		texts.push(shown(app), lines.filter((line) => !/^ *store \w+ \w+$/.test(line)).join('\n'));
	};
	while (true) {
		const {place} = sessionIn(app);
		if (place.kind !== 'lesson' || present(place.tree).step >= lesson.steps.length) return texts;
		const task = taskOf(place);
		if (questionOf(place) !== null) enter('1');
		else if (task === null || isOver(place)) enter('');
		else {
			for (const {text} of task.solution) enter(text);
			for (const command of ['/why', '/state', '/timeline', '/why 2']) enter(command);
		}
	}
}

const named = (id: string): Lesson => {
	const found = lessons.find((lesson) => lesson.id === id);
	if (found === undefined) throw new Error(`there is no lesson ${id}`);
	return found;
};

describe('What a lesson shows', () => {
	it('has no token, no version, no rule and no flag but its own in the first lesson', () => {
		const texts = textsOf(named('lease'));
		const all = texts.join('\n');
		expect(texts.length).toBeGreaterThan(20);
		expect(all).toContain('stale-write');
		expect(all.match(/\b3[345]\b|\btokens?\b|\bversion\b|\bunfenced\b/g)).toBeNull();
		expect(all).not.toContain('without a token');
	});

	it('has tokens from the lesson on that teaches them, and versions and rules later', () => {
		const second = textsOf(named('zombie')).join('\n');
		expect(second).toMatch(/granted 33/);
		expect(second).toContain('two-believers');
		expect(second.match(/\bversion \d|\bunfenced\b/g)).toBeNull();
		expect(textsOf(named('fence')).join('\n')).toContain('unfenced');
		expect(textsOf(named('equal')).join('\n')).toMatch(/version \d/);
	});

	it.each(lessons.filter(({number}) => number !== null && number <= 12))(
		'flags in $id only what has been taught',
		(lesson) => {
			const later = properties.filter((property: Property) => lesson.notYet?.includes(property));
			const all = textsOf(lesson).join('\n');
			expect(later.filter((property) => all.includes(property))).toEqual([]);
		},
	);
});
