import type {Exercise} from '../../code/exercise.js';
import type {Lesson} from '../../lesson/lesson.js';
import {stepCountOf} from '../../lesson/pack.js';
import {exerciseIn, isTried, lessonOf, type Progress} from '../../progress/record.js';
import {due} from '../../progress/review.js';
import {exerciseToGoOnWith, goOnWith} from '../../session/course.js';
import type {ExerciseItem, LessonItem, LessonList} from '../../view/screens/lesson-list.js';
import {localDay} from './local-day.js';

/** What a list of lessons is made of. */
type Listed = {
	readonly lessons: readonly Lesson[];
	readonly exercises: readonly Exercise[];
	readonly progress: Progress;
};

/** The list without what takes a look into the lessons: the code on cards, the bets that are due and those that were missed. */
export function plainList({lessons, exercises, progress}: Listed): LessonList {
	const records = lessons.map((lesson) => ({lesson, record: lessonOf(progress, lesson.id)}));
	return {
		items: records.map(({lesson, record}): LessonItem => {
			const {id, number, title, part, role, minutes} = lesson;
			const steps = stepCountOf(lesson);
			const step = record.session === null ? null : Math.min(record.step, steps - 1);
			return {id, number, title, part, role, minutes, steps, step, solved: record.solvedAt !== null};
		}),
		exercises: exercises.map((exercise) => exerciseItem(exercise, progress)),
		cards: records.flatMap(({lesson, record}) => record.cards.map((text) => ({lesson: lesson.id, text, code: null}))),
		goOn: goOnWith({lessons, progress})?.id ?? null,
		goOnInCode: exerciseToGoOnWith({exercises, progress})?.id ?? null,
	};
}

/** The list as the home screen shows it, which says how many bets are due. */
export async function firstList(listed: Listed): Promise<LessonList> {
	const today = localDay(new Date().toISOString());
	const list = plainList(listed);
	if (due(listed.progress, today, localDay).length === 0) return {...list, due: 0};
	const {warmUpOf} = await import('../../session/asked-again.js');
	return {...list, due: warmUpOf(listed, today, localDay)?.asked.length ?? 0};
}

function exerciseItem({id, number, title, point, story, claim, lessons}: Exercise, progress: Progress): ExerciseItem {
	const record = exerciseIn(progress, id);
	return {id, number, title, point, story, claim, lessons, solved: record.solvedAt !== null, tried: isTried(record)};
}
