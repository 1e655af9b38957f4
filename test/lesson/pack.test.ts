import {describe, expect, it} from 'vitest';
import {compiledLessons} from '../../src/build/compile-lessons.js';
import {packLessons, stepCountOf, unpackLessons} from '../../src/lesson/pack.js';
import {lessonDigest} from '../../src/session/lesson-digest.js';

describe('Lessons in the package', () => {
	it('are what they were, but for their places in files', async () => {
		const lessons = await compiledLessons();
		const {front, rows} = packLessons(lessons);
		let asked = 0;
		const unpacked = unpackLessons(JSON.parse(JSON.stringify(front)), () => {
			asked += 1;
			return rows;
		});
		expect(unpacked.map((lesson) => [lesson.id, stepCountOf(lesson)])).toEqual(
			lessons.map(({id, steps}) => [id, steps.length]),
		);
		expect(asked).toBe(0);
		expect(unpacked.map(placeless)).toEqual(lessons.map(placeless));
		expect(asked).toBe(1);
		expect(unpacked.map(lessonDigest)).toEqual(lessons.map(lessonDigest));
	});
});

function placeless(lesson: object): string {
	return JSON.stringify(Object.entries(lesson).sort(), (key, value) => (key === 'place' ? 0 : value));
}
