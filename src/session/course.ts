import type {Lesson} from '../lesson/lesson.js';
import {exerciseIn, isSolved, lessonOf, type Progress} from '../progress/record.js';
import {isGoneThrough} from './record.js';

/** What a course decides on: its lessons in order, and what the learner has done. */
export type Course = {readonly lessons: readonly Lesson[]; readonly progress: Progress};

/** The lesson to go on with: the one worked on last that has not been gone through, else the first that is not solved; null where all are solved. */
export function goOnWith({lessons, progress}: Course): Lesson | null {
	const underWay = lessons
		.map((lesson) => ({lesson, record: lessonOf(progress, lesson.id)}))
		.filter(({record}) => record.session !== null && !isGoneThrough(record.session))
		.sort((one, other) => ((one.record.savedAt ?? '') < (other.record.savedAt ?? '') ? 1 : -1));
	return underWay[0]?.lesson ?? lessons.find(({id}) => !isSolved(progress, id)) ?? null;
}

/** What the course of exercises decides on. */
type Coding<Listed> = {readonly exercises: readonly Listed[]; readonly progress: Progress};

/** The exercise to go on with: the first after the one named that is not solved, else the first of all; null where all are solved. */
export function exerciseToGoOnWith<Listed extends {readonly id: string}>(
	{exercises, progress}: Coding<Listed>,
	after: string | null = null,
): Listed | null {
	const at = exercises.findIndex(({id}) => id === after) + 1;
	const inOrder = [...exercises.slice(at), ...exercises.slice(0, at)];
	return inOrder.find(({id}) => exerciseIn(progress, id).solvedAt === null) ?? null;
}

/** What comes after a lesson: the next in order; null after the last, and after a warm-up, which is none of them. */
export function lessonAfter<Listed extends {readonly id: string}>(
	lessons: readonly Listed[],
	id: string,
): Listed | null {
	const at = lessons.findIndex((lesson) => lesson.id === id);
	return at === -1 ? null : (lessons[at + 1] ?? null);
}

/** How to go on with a lesson in code of one's own, a line for each of its exercises. */
export function exerciseLines({exercises = []}: Pick<Lesson, 'exercises'>): readonly string[] {
	return exercises.map(({number, title}) => `To write it yourself (${title}): fence-tutor build ${number}`);
}
