import {wordsToRead} from '../narrate/reading.js';
import type {Lesson, Problem} from './lesson.js';
import {parseLesson} from './parse.js';

/** A lesson file as it was read. */
export type LessonFile = {readonly name: string; readonly text: string | Uint8Array};

/** Returns the lessons that the files hold and every problem in them. Order: lessons by number, then by name of the file, those without a number last. */
export function compileLessons(files: readonly LessonFile[]): {
	readonly lessons: readonly Lesson[];
	readonly problems: readonly Problem[];
} {
	const parsed = files.map(({name, text}) => parseLesson(name, text));
	const lessons = parsed.flatMap((each) => (each.ok ? [each.lesson] : [])).sort(byNumber);
	return {lessons, problems: [...parsed.flatMap((each) => (each.ok ? [] : each.problems)), ...sameIds(lessons)]};
}

function byNumber(one: Lesson, other: Lesson): number {
	const last = Number.MAX_SAFE_INTEGER;
	return (one.number ?? last) - (other.number ?? last) || (one.file < other.file ? -1 : 1);
}

/** Progress is kept by id, so two lessons of one collection never share one. */
function sameIds(lessons: readonly Lesson[]): readonly Problem[] {
	return lessons.flatMap((lesson, index) => {
		const earlier = lessons.slice(0, index).find(({id}) => id === lesson.id);
		if (earlier === undefined) return [];
		return [
			{
				file: lesson.file,
				line: 1,
				column: 1,
				message: `The id ${lesson.id} is taken by ${earlier.file}. Give this lesson another.`,
			},
		];
	});
}

/** The lessons of a course in their order, each with the words that only later ones introduce. */
export function withWordsToCome(lessons: readonly Lesson[]): readonly Lesson[] {
	return lessons.map((lesson, index): Lesson => {
		const known = new Set([...lessons.slice(0, index + 1).flatMap(({teaches}) => teaches), ...lesson.uses]);
		const words = [...new Set(lessons.slice(index + 1).flatMap(({teaches}) => teaches))];
		const notYet = words.filter((word) => !known.has(word) && wordsToRead.includes(word));
		return notYet.length === 0 ? lesson : {...lesson, notYet};
	});
}
