import type {Lesson} from '../lesson/lesson.js';
import {betAt, warmUp, warmUpId} from '../lesson/warm-up.js';
import type {Day, Moment, Progress} from '../progress/record.js';
import {type Due, due, mostAtOnce, reviewed} from '../progress/review.js';
import type {LessonPlace} from '../session/session.js';
import {localDay} from './local-day.js';

/** A lesson made of the bets that are due on a day, and what each of its steps asks again. */
export type WarmUp = {readonly lesson: Lesson; readonly asked: readonly Due[]; readonly today: Day};

/** The warm-up of a day, or null where no bet of these lessons is due. */
export function warmUpOf(lessons: readonly Lesson[], progress: Progress, today: Day): WarmUp | null {
	const found = due(progress, today, localDay)
		.flatMap((each) => {
			const lesson = lessons.find(({id}) => id === each.lesson);
			const bet = lesson === undefined ? null : betAt(lesson, each.bet);
			return bet === null ? [] : [{asked: each, bet}];
		})
		.slice(0, mostAtOnce);
	const lesson = warmUp(found.map(({bet}) => bet));
	return lesson === null ? null : {lesson, asked: found.map(({asked}) => asked), today};
}

/** The progress with the bets of a warm-up that have been answered. */
export function keepWarmUp(progress: Progress, {standing}: LessonPlace, {asked, today}: WarmUp, at: Moment): Progress {
	return standing.bets.reduce((kept, {step, choice, right}) => {
		const bet = asked[step];
		return bet === undefined ? kept : reviewed(kept, bet, today, choice === right, at);
	}, progress);
}

/** Whether a place is a warm-up, and no lesson of its own. */
export function isWarmUp({lesson}: LessonPlace): boolean {
	return lesson.id === warmUpId;
}
