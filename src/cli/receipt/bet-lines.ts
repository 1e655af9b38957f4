import type {Lesson} from '../../lesson/lesson.js';
import {type BetCount, betCounts} from '../../session/bet-counts.js';
import type {Grade} from '../../session/grade.js';
import {plain} from '../../session/text.js';
import {visible} from '../../view/text/visible.js';
import {jsonLine} from '../json-line.js';

/** How often each choice was bet on, question by question. */
export function betLines(grades: readonly Grade[], lessons: readonly Lesson[]): string {
	const counts = betCounts(grades, lessons);
	if (counts.length === 0) return 'No bet stands in these receipts.\n';
	return counts.map((count) => `${heading(count)}\n${choiceLines(count).join('\n')}\n`).join('\n');
}

/** The same as one JSON object a line, a line per question. */
export function betJsonLines(grades: readonly Grade[], lessons: readonly Lesson[]): string {
	return betCounts(grades, lessons)
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

function heading({lesson, place, question}: BetCount): string {
	return visible(`${lesson}, bet ${place}: ${plain(question.question)}`);
}

function choiceLines({question, choices, right}: BetCount): readonly string[] {
	return question.choices.map(
		({say}, index) =>
			`${String(choices[index] ?? 0).padStart(4)}  ${index + 1}. ${visible(plain(say))}${right === index + 1 ? '  (right)' : ''}`,
	);
}
