import {lessons} from 'fence-tutor:lessons';
import {describe, expect, it} from 'vitest';
import type {Act, Lesson} from '../../src/lesson/lesson.js';
import {tasksOf} from '../../src/session/beat.js';
import {grade} from '../../src/session/grade.js';
import {lessonDigest} from '../../src/session/lesson-digest.js';
import {openLesson} from '../../src/session/open.js';
import {readReceipt, receiptText} from '../../src/session/receipt.js';
import {newRuns} from '../../src/session/run.js';
import {lessonIn, update} from '../../src/session/update.js';
import {rulesVersion} from '../../src/sim/rules-version.js';

/** What a learner types at an act who knows everything, and Enter to go on. */
function typedAt(act: Act): readonly string[] {
	switch (act.kind) {
		case 'read':
		case 'debrief':
			return [''];
		case 'try':
			return ['', ''];
		case 'predict':
			return ['/bet 1', ''];
		case 'task':
			return [...act.solution.map(({text}) => text), ''];
	}
}

const actsOf = ({steps}: Lesson): readonly Act[] => steps.flatMap(({beats}) => beats.map(({act}) => act));

describe.each(lessons.map((lesson) => [lesson.id, lesson] as const))('the lesson %s', (_, lesson) => {
	it('is worth in a receipt what was done in it: every task by the author’s own way, every bet', () => {
		const start = openLesson(lesson).session;
		const session = actsOf(lesson)
			.flatMap(typedAt)
			.reduce((now, text) => update(now, {kind: 'line', text}).session, start);
		const place = lessonIn(session);
		const runs = place === null ? [] : newRuns(place, {});
		const read = readReceipt(
			receiptText({
				name: null,
				workshop: null,
				rules: rulesVersion,
				here: null,
				lessons: [{id: lesson.id, text: lessonDigest(lesson), runs}],
				exercises: [],
			}),
		);
		const {lessons: graded, problems} = read.ok
			? grade(read.receipt, lessons, [])
			: {lessons: [], problems: [read.sentence]};
		expect(problems).toEqual([]);
		const questions = actsOf(lesson).filter(({kind}) => kind === 'predict').length;
		const [first] = graded;
		expect(first).toMatchObject({solved: tasksOf(lesson).length, tasks: tasksOf(lesson).length, bets: questions});
		expect(first?.length).toBeGreaterThanOrEqual(first?.par ?? 0);
	});
});
