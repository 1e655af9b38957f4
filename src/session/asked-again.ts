import {play, rightChoice, worldOf} from '../lesson/judge.js';
import type {Debrief, Lesson, Predict, Script, Snippet} from '../lesson/lesson.js';
import {betAt, warmUp, warmUpId, worldBefore} from '../lesson/warm-up.js';
import {type Day, lessonOf, type Moment, type Progress} from '../progress/record.js';
import {type Due, due, mostAtOnce, nextDay, reviewed} from '../progress/review.js';
import type {Course} from './course.js';
import type {LessonPlace} from './session.js';
import {plain} from './text.js';

/** The calendar day on which a moment falls where the learner is. */
type DayOf = (moment: Moment) => Day;

/** A lesson made of the bets that are due on a day, and what each of its steps asks again. */
export type WarmUp = {readonly lesson: Lesson; readonly asked: readonly Due[]; readonly today: Day};

/** The warm-up of a day, or null where no bet of these lessons is due. */
export function warmUpOf({lessons, progress}: Course, today: Day, dayOf: DayOf): WarmUp | null {
	const found = due(progress, today, dayOf)
		.flatMap((each) => {
			const lesson = lessons.find(({id}) => id === each.lesson);
			const bet = lesson === undefined ? null : betAt(lesson, each.bet);
			return bet === null ? [] : [{asked: each, bet}];
		})
		.slice(0, mostAtOnce);
	const lesson = warmUp(found.map(({bet}) => bet));
	return lesson === null ? null : {lesson, asked: found.map(({asked}) => asked), today};
}

/** The first day after `today` on which there is something to warm up with, or null. */
export function nextWarmUp({progress}: Course, today: Day, dayOf: DayOf): Day | null {
	return nextDay(progress, today, dayOf);
}

/** Whether a place is a warm-up, and no lesson of its own. */
export function isWarmUp({lesson}: LessonPlace): boolean {
	return lesson.id === warmUpId;
}

/** The progress with the bets of a warm-up that have been answered. */
export function keepWarmUp(progress: Progress, {standing}: LessonPlace, {asked, today}: WarmUp, at: Moment): Progress {
	return standing.bets.reduce((kept, {step, choice, right}) => {
		const bet = asked[step];
		return bet === undefined ? kept : reviewed(kept, bet, today, choice === right, at);
	}, progress);
}

/** The code on a card that was kept, or null. A card is kept by its words. */
export function codeOfCard(lesson: Lesson, card: string): Snippet | null {
	const acts = lesson.steps.flatMap(({beats}) => beats.map(({act}) => act));
	return acts.find((act): act is Debrief => act.kind === 'debrief' && plain(act.card) === card)?.code ?? null;
}

/** A bet that went the other way than the learner said. `truth`: what happens; null where the lesson has changed since. */
export type MissedBet = {
	readonly lesson: string;
	readonly question: string;
	readonly said: string;
	readonly truth: string | null;
	readonly because: string;
};

/** The bets that went the other way. Order: as the lessons and their steps. */
export function missedBets({lessons, progress}: Course): readonly MissedBet[] {
	return lessons.flatMap((lesson) =>
		Object.entries(lessonOf(progress, lesson.id).bets)
			.filter(([, {right}]) => !right)
			.sort(([one], [other]) => one.localeCompare(other, 'en', {numeric: true}))
			.flatMap(([key, {choice}]) => missed(lesson, key, choice)),
	);
}

function missed(lesson: Lesson, key: string, choice: number): readonly MissedBet[] {
	const bet = betAt(lesson, key);
	const step = lesson.steps[bet?.step ?? -1];
	const chosen = bet?.predict.choices[choice];
	if (bet === null || step === undefined || chosen === undefined) return [];
	const right = answerTo(bet.predict, worldBefore(step, bet.beat));
	const truth = right === null ? undefined : bet.predict.choices[right];
	return [
		{
			lesson: lesson.id,
			question: plain(bet.predict.question),
			said: plain(chosen.say),
			truth: truth === undefined ? null : plain(truth.say),
			because: plain(chosen.because),
		},
	];
}

/** What happens after a bet does not change, and the notes are asked for often. */
const answers = new WeakMap<Predict, {readonly right: number | null}>();

function answerTo(predict: Predict, before: Script): number | null {
	const known = answers.get(predict);
	if (known !== undefined) return known.right;
	const right = rightChoice(predict, play(predict.run, worldOf(before)).world);
	answers.set(predict, {right});
	return right;
}
