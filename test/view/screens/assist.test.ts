import {readdirSync, readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {namesOf} from '../../../src/language/names.js';
import {parseLine} from '../../../src/language/parse.js';
import {allowed} from '../../../src/lesson/allow.js';
import {compileLessons} from '../../../src/lesson/compile.js';
import type {Lesson, Task} from '../../../src/lesson/lesson.js';
import {isOver, questionOf, taskOf} from '../../../src/session/beat.js';
import {openLesson} from '../../../src/session/open.js';
import type {Session} from '../../../src/session/session.js';
import {present} from '../../../src/session/tree.js';
import {update} from '../../../src/session/update.js';
import {assistOf} from '../../../src/view/screens/assist.js';

const folder = new URL('../../../lessons/', import.meta.url);
const {lessons} = compileLessons(
	readdirSync(folder)
		.filter((name) => name.endsWith('.md'))
		.map((name) => ({name, text: readFileSync(new URL(name, folder), 'utf8')})),
);

/** Every moment of a lesson at which its author types a statement of a solution, and that statement. */
function typing(lesson: Lesson): readonly {readonly session: Session; readonly task: Task; readonly text: string}[] {
	const moments: {readonly session: Session; readonly task: Task; readonly text: string}[] = [];
	let {session} = openLesson(lesson);
	const enter = (text: string) => {
		({session} = update(session, {kind: 'line', text}));
	};
	for (let turn = 0; turn < 200; turn += 1) {
		const {place} = session;
		if (place.kind !== 'lesson' || present(place.tree).step >= lesson.steps.length) break;
		const task = taskOf(place);
		if (questionOf(place) !== null) enter('1');
		else if (task === null || isOver(place)) enter('');
		else
			for (const {text} of task.solution) {
				moments.push({session, task, text});
				enter(text);
			}
	}
	return moments;
}

describe.each(lessons.map((lesson) => [lesson.id, lesson] as const))('Tab in lesson %s', (_, lesson) => {
	const moments = typing(lesson);

	it('offers what its author types', () => {
		for (const {session, text} of moments) {
			const [first = '', second] = text.split(' ');
			const {complete} = assistOf(session, []);
			expect(complete('', 0).candidates, text).toContain(first);
			if (second === undefined || !/^[a-z]+$/i.test(second)) continue;
			expect(complete(`${first} `, first.length + 1).candidates, text).toContain(second);
		}
	});

	it('offers nothing that the task does not take, and nobody who may do nothing', () => {
		for (const {session, task} of moments) {
			const names = namesOf(present(session.place.tree).world);
			const {complete} = assistOf(session, []);
			for (const first of complete('', 0).candidates) {
				const whole = parseLine(first, names);
				const takesAlone = whole.ok && whole.statements.every(({statement}) => allowed(statement, task.allow));
				const more = complete(`${first} `, first.length + 1).candidates;
				expect(takesAlone || more.length > 0, first).toBe(true);
				for (const second of more) {
					const read = parseLine(`${first} ${second}`, names);
					if (read.ok)
						expect(allowed(read.statements[0]?.statement as never, task.allow), `${first} ${second}`).toBe(true);
				}
			}
		}
	});
});
