import type {Exercise} from '../../code/exercise.js';
import type {Snippet} from '../../lesson/lesson.js';
import type {MissedBet} from '../../session/asked-again.js';

/** One lesson as the home screen lists it. */
export type LessonItem = {
	readonly id: string;
	readonly number: number | null;
	readonly title: string;
	readonly part: string | null;
	readonly role: string;
	readonly minutes: number;
	readonly steps: number;
	/** The step the learner is at, from 0; null when it was never opened. */
	readonly step: number | null;
	readonly solved: boolean;
};

/** One exercise of code as the home screen lists it and tells of it. */
export type ExerciseItem = Pick<Exercise, 'id' | 'number' | 'title' | 'point' | 'story' | 'claim' | 'lessons'> & {
	readonly solved: boolean;
	/** It has been checked. */
	readonly tried: boolean;
};

/** Everything that can be opened, and what has been done. */
export type LessonList = {
	/** Order: as they are to be read. */
	readonly items: readonly LessonItem[];
	/** Exercises of code. Order: by number. */
	readonly exercises?: readonly ExerciseItem[];
	/** Cards collected, the latest last. */
	readonly cards: readonly Card[];
	/** The lesson to go on with, or null where all are solved. */
	readonly goOn: string | null;
	/** The exercise to go on with once all lessons are solved, by its id, or null. */
	readonly goOnInCode?: string | null;
	/** Bets that went the other way than the learner said. */
	readonly missed?: readonly MissedBet[];
	/** How many bets of earlier lessons are to warm up with today. */
	readonly due?: number;
	/** What the lessons are together, where they are not the built-in ones. */
	readonly title?: string;
};

type Card = {readonly lesson: string; readonly text: string; readonly code: Snippet | null};

/** The lesson to go on with, or null. */
export function itemToGoOnWith({items, goOn}: LessonList): LessonItem | null {
	return items.find(({id}) => id === goOn) ?? null;
}

/** The exercise of code to go on with once there is no lesson to go on with, or null. */
export function exerciseToGoOnWith({exercises = [], goOn, goOnInCode}: LessonList): ExerciseItem | null {
	return goOn === null ? (exercises.find(({id}) => id === goOnInCode) ?? null) : null;
}
