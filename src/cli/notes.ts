import {visible} from '../language/visible.js';
import {play, rightChoice, worldOf} from '../lesson/judge.js';
import type {Lesson, Predict, Script, Text} from '../lesson/lesson.js';
import {betAt, worldBefore} from '../lesson/warm-up.js';
import {lessonOf, type Progress} from '../progress/record.js';
import {plain} from '../session/text.js';

/** A bet that went the other way than the learner said. `truth`: what happens; null where the lesson has changed since. */
export type Missed = {
	readonly lesson: string;
	readonly question: string;
	readonly said: string;
	readonly truth: string | null;
	readonly because: string;
};

/** The bets that went the other way. Order: as the lessons and their steps. */
export function missedBets(lessons: readonly Lesson[], progress: Progress): readonly Missed[] {
	return lessons.flatMap((lesson) =>
		Object.entries(lessonOf(progress, lesson.id).bets)
			.filter(([, {right}]) => !right)
			.sort(([one], [other]) => one.localeCompare(other, 'en', {numeric: true}))
			.flatMap(([key, {choice}]) => missed(lesson, key, choice)),
	);
}

/** The learner's cards, own notes and missed bets by lesson, as Markdown. */
export function notesText(lessons: readonly Lesson[], progress: Progress): string {
	const bets = missedBets(lessons, progress);
	const known = lessons.map(({id, title}) => ({id, title}));
	const others = Object.keys(progress.lessons).filter((id) => !known.some((each) => each.id === id));
	const parts = [...known, ...others.map((id) => ({id, title: id}))].flatMap(({id, title}) => {
		const {cards, notes} = lessonOf(progress, id);
		const lines = [
			...[...cards, ...notes].map((card) => `- ${visible(card)}\n`),
			...bets.filter(({lesson}) => lesson === id).map(betText),
		];
		return lines.length === 0 ? [] : [`\n## ${visible(title)}\n\n${lines.join('')}`];
	});
	return `# My notes\n${parts.length === 0 ? '\nNo cards yet. Each lesson leaves one here when you have gone through it.\n' : parts.join('')}`;
}

function missed(lesson: Lesson, key: string, choice: number): readonly Missed[] {
	const bet = betAt(lesson, key);
	const step = lesson.steps[bet?.step ?? -1];
	const chosen = bet?.predict.choices[choice];
	if (bet === null || step === undefined || chosen === undefined) return [];
	const right = answerTo(bet.predict, worldBefore(step, bet.beat));
	const truth = right === null ? undefined : bet.predict.choices[right];
	return [
		{
			lesson: lesson.id,
			question: visiblePlain(bet.predict.question),
			said: visiblePlain(chosen.say),
			truth: truth === undefined ? null : visiblePlain(truth.say),
			because: visiblePlain(chosen.because),
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

function visiblePlain(text: Text): string {
	return visible(plain(text));
}

function betText({question, said, truth, because}: Missed): string {
	const happens = truth === null ? '' : `  What happens: ${truth}.\n`;
	return `- *${question}*\n  You said: ${said}.\n${happens}${because === '' ? '' : `  ${because}\n`}`;
}
