import {describe, expect, it} from 'vitest';
import {compileLessons} from '../../src/lesson/compile.js';
import {lessonText} from './a-lesson.js';

const text = (id: string): string => lessonText().replace('id: late', `id: ${id}`);

describe('Lessons of one collection', () => {
	it('come in the order of their numbers, those without one last and by name', () => {
		const {lessons, problems} = compileLessons([
			{name: 'b.md', text: text('bb')},
			{name: '10-ten.md', text: text('ten')},
			{name: 'a.md', text: text('aa')},
			{name: '09-nine.md', text: text('nine')},
		]);
		expect(problems).toEqual([]);
		expect(lessons.map(({file}) => file)).toEqual(['09-nine.md', '10-ten.md', 'a.md', 'b.md']);
	});

	it('may not share an id, since progress is kept by id', () => {
		const {problems} = compileLessons([
			{name: 'a.md', text: text('same')},
			{name: 'b.md', text: text('same')},
		]);
		expect(problems).toEqual([
			{file: 'b.md', line: 1, column: 1, message: 'The id same is taken by a.md. Give this lesson another.'},
		]);
	});

	it('leave out the ones that are not well-formed, and say all that is wrong with them', () => {
		const {lessons, problems} = compileLessons([
			{name: 'a.md', text: text('good')},
			{name: 'b.md', text: 'nothing'},
		]);
		expect(lessons.map(({id}) => id)).toEqual(['good']);
		expect(new Set(problems.map(({file}) => file))).toEqual(new Set(['b.md']));
	});
});
