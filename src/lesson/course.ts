import {nearest} from '../language/nearest.js';
import {clipped} from '../language/visible.js';
import type {Report} from './blocks.js';
import {compileLessons, type LessonFile, withWordsToCome} from './compile.js';
import {asText, fieldsOf} from './fields.js';
import type {Lesson, Problem} from './lesson.js';
import {largestYaml, plainYaml, type TextDatum} from './plain-yaml.js';

/** Lessons in the order in which they are to be taken, each in its part. `title` null: the folder has no course.yaml. */
export type Course = {readonly title: string | null; readonly lessons: readonly Lesson[]};

/** The file that makes a course of a folder of lessons. */
export const courseFile = 'course.yaml';

/**
 * Returns the course that a folder's files make, and every problem in them; without a course file the lessons stand by number. Never throws, on any bytes.
 * Order: the lessons of each part as the course file lists them, then those that it does not list.
 */
export function compileCourse(
	course: LessonFile | null,
	files: readonly LessonFile[],
): {readonly course: Course; readonly problems: readonly Problem[]} {
	const {lessons, problems} = compileLessons(files);
	if (course === null) return {course: {title: null, lessons: withWordsToCome(lessons)}, problems};
	const found: Problem[] = [];
	const report: Report = ({line, column}, message) => found.push({file: course.name, line, column, message});
	const outline = read(course.text, report);
	const isWhole = problems.length === 0;
	for (const {id, listed} of isWhole ? outline.places : []) mustBeThere(id, listed, lessons, outline.places, report);
	return {
		course: {title: outline.title, lessons: withWordsToCome(arranged(outline.places, lessons))},
		problems: [...found, ...problems],
	};
}

type ListedLesson = {readonly id: string; readonly part: string; readonly listed: TextDatum};

type Outline = {readonly title: string; readonly places: readonly ListedLesson[]};

function read(source: LessonFile['text'], report: Report): Outline {
	const none: Outline = {title: '', places: []};
	const text = decoded(source, report);
	const datum = text === null ? null : plainYaml(text, 1, report);
	const fields = datum === null ? null : fieldsOf(datum, 'a course', ['title', 'parts'], report);
	if (fields === null) return none;
	const places = fields.list('parts').flatMap((part) => {
		const of = fieldsOf(part, 'a part of a course', ['title', 'lessons'], report);
		const title = of?.text('title')?.text ?? '';
		return (of?.list('lessons') ?? []).flatMap((each): readonly ListedLesson[] => {
			const listed = asText(each, 'lessons', report);
			return listed === null ? [] : [{id: listed.text, part: title, listed}];
		});
	});
	return {title: fields.text('title')?.text ?? '', places};
}

function decoded(source: LessonFile['text'], report: Report): string | null {
	if (source.length > 4 * largestYaml) {
		report(
			{line: 1, column: 1},
			`This file is too large for the outline of a course; it may have ${largestYaml} characters.`,
		);
		return null;
	}
	if (typeof source === 'string') return source;
	try {
		return new TextDecoder('utf-8', {fatal: true}).decode(source);
	} catch {
		report({line: 1, column: 1}, 'This file is not UTF-8 text. Save it as UTF-8.');
		return null;
	}
}

function mustBeThere(
	id: string,
	listed: TextDatum,
	lessons: readonly Lesson[],
	places: readonly ListedLesson[],
	report: Report,
): void {
	const ids = lessons.map((lesson) => lesson.id);
	const near = nearest(id, ids);
	if (!ids.includes(id))
		report(
			listed.place,
			`This folder has no lesson with the id ${clipped(id) || '""'}.${near === null ? ' Write its file, or take it out of the list.' : ` Did you mean ${near}?`}`,
		);
	else if (places.find((place) => place.id === id)?.listed !== listed)
		report(listed.place, `The lesson ${clipped(id)} is listed twice. Keep one of them.`);
}

function arranged(places: readonly ListedLesson[], lessons: readonly Lesson[]): readonly Lesson[] {
	const listed = [...new Map(places.map((place) => [place.id, place])).values()].flatMap(({id, part}) => {
		const lesson = lessons.find((each) => each.id === id);
		return lesson === undefined ? [] : [{...lesson, part}];
	});
	return [...listed, ...lessons.filter(({id}) => !listed.some((each) => each.id === id))];
}
