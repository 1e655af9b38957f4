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

/** Everything that can be opened, and what has been done. */
export type LessonList = {
	/** Order: as they are to be read. */
	readonly items: readonly LessonItem[];
	/** Cards collected, the latest last. */
	readonly cards: readonly Card[];
	/** The lesson that was worked on last and is not finished, or null. */
	readonly latest: string | null;
	/** Bets that went the other way than the learner said. */
	readonly missed?: readonly Missed[];
	/** How many bets of earlier lessons are to warm up with today. */
	readonly due?: number;
	/** What the lessons are together, where they are not the built-in ones. */
	readonly title?: string;
};

/** A bet that went the other way: its lesson, the question, what the learner said and what happens. */
export type Missed = {
	readonly lesson: string;
	readonly question: string;
	readonly said: string;
	readonly truth: string | null;
};

export type Card = {readonly lesson: string; readonly text: string};

/** The lesson to go on with: the one last worked on, else the first that is not solved, else the first. Null on an empty lessonList. */
export function nextItem({items, latest}: LessonList): LessonItem | null {
	return items.find(({id}) => id === latest) ?? items.find(({solved}) => !solved) ?? items[0] ?? null;
}
