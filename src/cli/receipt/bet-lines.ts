import type {Lesson, Predict} from '../../lesson/lesson.js';
import type {Bet} from '../../session/session.js';
import {plain} from '../../session/text.js';
import {visible} from '../../view/text/visible.js';
import {jsonLine} from '../json-line.js';
import type {GradedFile} from './grade-files.js';

/** How a group bet on one question. `choices`: how many bets there are on each, in their order. `right`: the choice that is, from 1; null where no bet of the group tells. */
type Count = {
	readonly lesson: string;
	readonly place: string;
	readonly question: Predict;
	readonly choices: readonly number[];
	readonly right: number | null;
};

/** How often each choice was bet on, question by question. */
export function betLines(graded: readonly GradedFile[], lessons: readonly Lesson[]): string {
	const counts = countsOf(graded, lessons);
	if (counts.length === 0) return 'No bet stands in these receipts.\n';
	return counts.map((count) => `${heading(count)}\n${choiceLines(count).join('\n')}\n`).join('\n');
}

/** The same as one JSON object a line, a line per question. */
export function betJsonLines(graded: readonly GradedFile[], lessons: readonly Lesson[]): string {
	return countsOf(graded, lessons)
		.map(({lesson, place, question, choices, right}) =>
			jsonLine({
				type: 'bets',
				lesson,
				place,
				question: plain(question.question),
				choices: question.choices.map(({say}, index) => ({say: plain(say), bets: choices[index]})),
				right,
			}),
		)
		.join('');
}

function countsOf(graded: readonly GradedFile[], lessons: readonly Lesson[]): readonly Count[] {
	const ids = new Set(graded.flatMap(({grade}) => grade.lessons.map(({id}) => id)));
	return [...ids].flatMap((id) => {
		const lesson = lessons.find((each) => each.id === id);
		const bets = graded.flatMap(({grade}) =>
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
): readonly Count[] {
	const here = bets.filter((bet) => bet.step === step && bet.beat === beat);
	if (here.length === 0) return [];
	const choices = question.choices.map((_, index) => here.filter(({choice}) => choice === index + 1).length);
	return [
		{
			lesson,
			place: `${step + 1}.${beat + 1}`,
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

function heading({lesson, place, question}: Count): string {
	return visible(`${lesson}, bet ${place}: ${plain(question.question)}`);
}

function choiceLines({question, choices, right}: Count): readonly string[] {
	return question.choices.map(
		({say}, index) =>
			`${String(choices[index] ?? 0).padStart(4)}  ${index + 1}. ${visible(plain(say))}${right === index + 1 ? '  (right)' : ''}`,
	);
}
