import type {Lesson, Predict} from '../lesson/lesson.js';
import {readersPlace} from './beat-place.js';
import type {Grade} from './grade.js';
import type {Bet} from './session.js';

/** How a group bet on one question. `choices`: how many bets there are on each, in their order. `right`: the choice that is, from 1; null where no bet of the group tells. */
export type BetCount = {
	readonly lesson: string;
	readonly place: string;
	readonly question: Predict;
	readonly choices: readonly number[];
	readonly right: number | null;
};

/** How often each choice was bet on in a group, question by question, in the order of its first lessons. */
export function betCounts(grades: readonly Grade[], lessons: readonly Lesson[]): readonly BetCount[] {
	const ids = new Set(grades.flatMap((grade) => grade.lessons.map(({id}) => id)));
	return [...ids].flatMap((id) => {
		const lesson = lessons.find((each) => each.id === id);
		const bets = grades.flatMap((grade) =>
			grade.lessons.filter((each) => each.id === id).flatMap(({placed}) => placed),
		);
		return lesson === undefined
			? []
			: questionsOf(lesson).flatMap(({step, beat, question}) => countOf(id, step, beat, question, bets));
	});
}

function countOf(
	lesson: string,
	step: number,
	beat: number,
	question: Predict,
	bets: readonly Bet[],
): readonly BetCount[] {
	const here = bets.filter((bet) => bet.step === step && bet.beat === beat);
	if (here.length === 0) return [];
	const choices = question.choices.map((_, index) => here.filter(({choice}) => choice === index + 1).length);
	return [
		{
			lesson,
			place: readersPlace(`${step}.${beat}`),
			question,
			choices,
			right: here.find(({right}) => right !== null)?.right ?? null,
		},
	];
}

function questionsOf({
	steps,
}: Lesson): readonly {readonly step: number; readonly beat: number; readonly question: Predict}[] {
	return steps.flatMap(({beats}, step) =>
		beats.flatMap(({act}, beat) => (act.kind === 'predict' ? [{step, beat, question: act}] : [])),
	);
}
