import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {compileCourse} from '../../src/lesson/course.js';
import {newLesson} from '../../src/lesson/draft/new-lesson.js';

const lessons = ['one', 'two', 'three'].map((id, index) => ({name: `0${index + 1}-${id}.md`, text: newLesson(id, id)}));

describe('A course', () => {
	it('is a folder of lessons by number where nothing else is said', () => {
		const {course, problems} = compileCourse(null, lessons);
		expect({title: course.title, ids: ids(course), problems}).toEqual({
			title: null,
			ids: ['one', 'two', 'three'],
			problems: [],
		});
	});

	it('has a title, and parts with their lessons in order; what no part lists comes last', () => {
		const {course, problems} = compile(
			'title: Locks at our place\nparts:\n  - title: First\n    lessons: [three]\n  - title: Then\n    lessons:\n      - one\n',
		);
		expect(problems).toEqual([]);
		expect(course.title).toBe('Locks at our place');
		expect(course.lessons.map(({id, part}) => `${part}: ${id}`)).toEqual(['First: three', 'Then: one', 'null: two']);
	});

	it.each([
		['parts: []', 'course.yaml:1:1: A course needs the field title.'],
		[
			'title: x\npart: y',
			'course.yaml:2:1: A course has no field part; did you mean parts. It may have: title, parts.',
		],
		['title: x\nparts:\n  - lessons: [ones]', 'course.yaml:3:5: A part of a course needs the field title.'],
		[
			'title: x\nparts:\n  - title: y\n    lessons: [ones]',
			'course.yaml:4:15: This folder has no lesson with the id ones. Did you mean one?',
		],
		[
			'title: x\nparts:\n  - title: y\n    lessons: [one, two, one]',
			'course.yaml:4:25: The lesson one is listed twice. Keep one of them.',
		],
		[
			'title: x\nparts:\n  - title: y\n    lessons: ../../etc/passwd',
			'course.yaml:4:14: This folder has no lesson with the id ../../etc/passwd. Write its file, or take it out of the list.',
		],
		['title: &a x\nparts: *a', 'course.yaml:1:11: An anchor (&) cannot stand in a lesson. Take it out.'],
		['a: &a [x,x]\nb: &b [*a,*a]\ntitle: *b', 'course.yaml:1:7: An anchor (&) cannot stand in a lesson. Take it out.'],
		['title: !!js/function x', 'course.yaml:1:8: A tag (!) cannot stand in a lesson. Take it out.'],
		['title: !!binary eA==', 'course.yaml:1:8: A tag (!) cannot stand in a lesson. Take it out.'],
		['title: !!timestamp 2001-12-14', 'course.yaml:1:8: A tag (!) cannot stand in a lesson. Take it out.'],
		[
			`title: ${'['.repeat(100)}`,
			'course.yaml:1:1: This block is nested more than 32 deep. A lesson needs no more than four levels.',
		],
		['title: x\n'.repeat(5000), 'course.yaml:1:1: This block has 45000 characters; one block may have 32768.'],
	])('is refused with the place: %j', (text, problem) => {
		expect(
			compile(text).problems.map(({file, line, column, message}) => `${file}:${line}:${column}: ${message}`),
		).toContain(problem);
	});

	it('is refused where it is not UTF-8, or has no end', () => {
		expect(
			compileCourse({name: 'course.yaml', text: new Uint8Array([0xff, 0xfe, 0x41])}, lessons).problems,
		).toMatchObject([{message: 'This file is not UTF-8 text. Save it as UTF-8.'}]);
		expect(compileCourse({name: 'course.yaml', text: new Uint8Array(300_000)}, lessons).problems).toMatchObject([
			{message: expect.stringContaining('too large')},
		]);
	});

	it('says that two lessons have one id', () => {
		expect(
			compileCourse(null, [...lessons, {name: '09-one.md', text: newLesson('one', 'again')}]).problems,
		).toMatchObject([{file: '09-one.md', message: 'The id one is taken by 01-one.md. Give this lesson another.'}]);
	});

	it('never throws, whatever the bytes of its files', () => {
		const piece = fc.constantFrom(
			'title: ',
			'parts:\n',
			'  - ',
			'lessons: ',
			'[',
			']',
			'&a ',
			'*a',
			'!!binary ',
			'one',
			'"',
			'\u001b[2J',
			'|\n',
			'? ',
			': ',
			'\t',
			'{',
			'}',
			'\n',
			'#',
			'%YAML 1.2\n',
			'--- ',
		);
		fc.assert(
			fc.property(
				fc.oneof(
					fc.array(piece, {maxLength: 40}).map((pieces) => pieces.join('')),
					fc.string(),
					fc.uint8Array(),
				),
				(text) => {
					const {problems} = compileCourse({name: 'course.yaml', text}, []);
					for (const {line, column, message} of problems)
						expect(line >= 1 && column >= 1 && message.length > 0).toBe(true);
				},
			),
			{numRuns: 300},
		);
	});
});

function compile(text: string) {
	return compileCourse({name: 'course.yaml', text}, lessons);
}

function ids({lessons: all}: {readonly lessons: readonly {readonly id: string}[]}): readonly string[] {
	return all.map(({id}) => id);
}
