import {exercises} from 'fence-tutor:exercises';
import {lessons} from 'fence-tutor:lessons';
import {describe, expect, it} from 'vitest';
import {folderFiles} from '../../src/cli/code/write-folder.js';
import {exerciseName} from '../../src/code/exercise.js';
import {lessonDigest} from '../../src/session/lesson-digest.js';
import {lessonPlace, openLesson} from '../../src/session/open.js';
import {lessonIn, update} from '../../src/session/update.js';
import {finishRows} from '../../src/view/screens/finish-rows.js';
import {exercisePane} from '../../src/view/screens/pages.js';
import {rowText} from '../../src/view/text/row.js';

const pairs = exercises.flatMap((exercise) => exercise.lessons.map((lesson) => ({exercise, lesson})));
const practised = lessons.filter((lesson) => lesson.exercises !== undefined);

describe('A lesson and its exercises of code', () => {
	it.each(pairs)('name each other: $lesson and $exercise.number', ({exercise, lesson: id}) => {
		const lesson = lessons.find((each) => each.id === id);
		expect(lesson?.exercises).toContainEqual({number: exercise.number, title: exercise.title});
		const file = folderFiles(exercises).find(({name}) => name === `${exerciseName(exercise)}.mjs`);
		expect(file?.text).toContain(`fence-tutor learn ${id}`);
		const rows = exercisePane({...exercise, solved: false, tried: false}).rows(80);
		const page = rows.map(rowText).join(' ').replace(/\s+/g, ' ');
		expect(page).toContain(`fence-tutor learn ${id}`);
		expect(page).toContain(`fence-tutor build ${exercise.number}`);
	});

	it('are not few: every exercise has a lesson, and more than half of the lessons have an exercise', () => {
		expect(exercises.filter((exercise) => exercise.lessons.length === 0)).toEqual([]);
		expect(practised.length).toBeGreaterThan(12);
		for (const lesson of practised)
			for (const {number} of lesson.exercises ?? [])
				expect(exercises.find((each) => each.number === number)?.lessons).toContain(lesson.id);
	});

	it.each(practised)('are shown with the line to type at the end of the lesson, and in its /help: $id', (lesson) => {
		const lines = (lesson.exercises ?? []).map(({number}) => `fence-tutor build ${number}`);
		const end = finishRows(lessonPlace(lesson), 80).map(rowText).join('\n');
		for (const line of lines) expect(end).toContain(line);
		const open = openLesson(lesson).session;
		const place = lessonIn(open);
		if (place === null) throw new Error('no lesson is open');
		const over = {...open, place: {...place, standing: {...place.standing, finished: true}}};
		const said = JSON.stringify(update(over, {kind: 'line', text: '/help'}).session.said);
		for (const line of lines) expect(said).toContain(line);
	});

	it('leave the digest of the lesson as it was, so that older runs and receipts of it still count', () => {
		for (const lesson of practised) {
			const {exercises: _links, ...alone} = lesson;
			expect(lessonDigest(lesson)).toBe(lessonDigest(alone));
		}
	});
});
