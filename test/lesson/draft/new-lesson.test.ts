import {describe, expect, it} from 'vitest';
import {checkLessons} from '../../../src/lesson/check/check.js';
import {everySchedule} from '../../../src/lesson/check/every-schedule.js';
import {newLesson} from '../../../src/lesson/draft/new-lesson.js';
import {lessonOf} from '../a-lesson.js';

describe('a new lesson', () => {
	it('passes every check as it stands, every schedule included', () => {
		const lesson = lessonOf(newLesson('our-lock', 'Our lock'), '01-our-lock.md');
		expect(checkLessons([lesson], [], everySchedule)).toEqual([[]]);
	});

	it('keeps a title that YAML would take for something else', () => {
		for (const title of ['yes', '# no title', 'a: b', '- x', '"quoted" \\ and more', '[1]'])
			expect(lessonOf(newLesson('x', title), '01-x.md').title).toBe(title);
	});
});
