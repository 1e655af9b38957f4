import {describe, expect, it} from 'vitest';
import {checkLessons} from '../../src/lesson/check/check.js';
import {withWordsToCome} from '../../src/lesson/compile.js';
import {compileCourse} from '../../src/lesson/course.js';
import {lessonOf, lessonText} from './a-lesson.js';

const front = (id: string, teaches: string, uses = '') =>
	`---\nid: ${id}\ntitle: ${id}\nrole: adversary\nminutes: 3\nteaches: [${teaches}]\n${uses === '' ? '' : `uses: [${uses}]\n`}---\n`;

const lesson = (id: string, teaches: string, uses = '') =>
	lessonOf(lessonText({front: front(id, teaches, uses)}), `${id}.md`);

describe('The words that are to come in a course', () => {
	it('are those that only a later lesson teaches and this one does not use', () => {
		const course = withWordsToCome([
			lesson('one', 'stale-write', 'version'),
			lesson('two', 'token'),
			lesson('three', 'version, fence, token, queue'),
		]);
		expect(course.map(({notYet}) => notYet)).toEqual([['token', 'fence'], ['version', 'fence'], undefined]);
	});

	it('are none in a lesson of no course, and follow the order of the course file', () => {
		expect(lesson('one', 'stale-write').notYet).toBeUndefined();
		const files = [front('one', 'token'), front('two', 'stale-write')].map((text, index) => ({
			name: `0${index + 1}.md`,
			text: lessonText({front: text}),
		}));
		const outline = {name: 'course.yaml', text: 'title: t\nparts:\n  - title: p\n    lessons: [two, one]\n'};
		const {course} = compileCourse(outline, files);
		expect(course.lessons.map(({id, notYet}) => [id, notYet])).toEqual([
			['two', ['token']],
			['one', undefined],
		]);
	});

	it('cannot be asked for in a goal, since nobody would see them come true', () => {
		const course = withWordsToCome([lesson('one', 'lease'), lesson('two', 'stale-write')]);
		const [first = [], second = []] = checkLessons(course, []);
		expect(first.map(({message}) => message)).toEqual([
			'This goal asks for stale-write, which only a later lesson teaches. Teach it here, or ask for something else.',
		]);
		expect(second).toEqual([]);
	});
});
