import {changeLesson} from './change.js';
import type {Day, Moment, Progress} from './record.js';
import {lessonOf} from './record.js';

/** A bet that is to be asked again. `stage`: how often in a row it has been right since it was asked anew; `on`: the day from which it is due. */
export type Due = {readonly lesson: string; readonly bet: string; readonly stage: number; readonly on: Day};

/** How long after it was last asked a bet is due again, at each stage; past the last it is not asked any more. Units: days. */
const spacing: readonly number[] = [1, 3, 7];

/** The most bets of one warm-up: one that goes on for long is put off. */
export const mostAtOnce = 5;

/**
 * The bets of solved lessons that are due on a day: one, three and seven days after each other, and after a wrong answer from the beginning. `dayOf` is the calendar day on
 * which a moment fell where the learner is. Order: what has been due for the longest first.
 */
export function due(progress: Progress, today: Day, dayOf: (moment: Moment) => Day): readonly Due[] {
	return schedule(progress, dayOf).filter(({on}) => on <= today);
}

/** The first day after `today` on which another bet is due, or null where none will be. */
export function nextDay(progress: Progress, today: Day, dayOf: (moment: Moment) => Day): Day | null {
	return schedule(progress, dayOf).find(({on}) => on > today)?.on ?? null;
}

/** The progress after a bet that was due has been asked again. Asking it twice on one day changes nothing more. */
export function reviewed(
	progress: Progress,
	{lesson, bet, stage}: Due,
	today: Day,
	right: boolean,
	at: Moment,
): Progress {
	const {reviews} = lessonOf(progress, lesson);
	const others = Object.entries(reviews).filter(([key]) => key !== bet);
	return changeLesson(progress, lesson, at, {
		reviews: Object.fromEntries([
			...others,
			[bet, {on: today, stage: right ? stage + 1 : 0, more: reviews[bet]?.more ?? {}}],
		]),
	});
}

function schedule(progress: Progress, dayOf: (moment: Moment) => Day): readonly Due[] {
	return Object.keys(progress.lessons)
		.flatMap((lesson) => {
			const {solvedAt, bets, reviews} = lessonOf(progress, lesson);
			if (solvedAt === null) return [];
			return Object.keys(bets).flatMap((bet): readonly Due[] => {
				const last = Object.hasOwn(reviews, bet) ? reviews[bet] : undefined;
				const stage = last?.stage ?? 0;
				const wait = spacing[stage];
				return wait === undefined ? [] : [{lesson, bet, stage, on: later(last?.on ?? dayOf(solvedAt), wait)}];
			});
		})
		.sort((one, other) => (one.on === other.on ? 0 : one.on < other.on ? -1 : 1));
}

/** A date that no calendar has stays as it is. */
function later(day: Day, days: number): Day {
	const noon = Date.parse(`${day}T12:00:00Z`);
	return Number.isNaN(noon) ? day : new Date(noon + days * 86_400_000).toISOString().slice(0, 10);
}
