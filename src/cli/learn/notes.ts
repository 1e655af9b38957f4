import {visible} from '../../language/visible.js';
import type {Lesson, Snippet} from '../../lesson/lesson.js';
import {lessonOf, type Progress} from '../../progress/record.js';
import {codeOfCard, type MissedBet, missedBets} from '../../session/asked-again.js';

/** The learner's cards, own notes and missed bets by lesson, as Markdown. */
export function notesText(lessons: readonly Lesson[], progress: Progress): string {
	const bets = missedBets({lessons, progress});
	const known = lessons.map((lesson) => ({id: lesson.id, title: lesson.title, lesson}));
	const others = Object.keys(progress.lessons).filter((id) => !known.some((each) => each.id === id));
	const parts = [...known, ...others.map((id) => ({id, title: id, lesson: null}))].flatMap(({id, title, lesson}) => {
		const {cards, notes} = lessonOf(progress, id);
		const lines = [
			...cards.map((card) => `- ${visible(card)}\n${codeText(lesson === null ? null : codeOfCard(lesson, card))}`),
			...notes.map((note) => `- ${visible(note)}\n`),
			...bets.filter(({lesson}) => lesson === id).map(betText),
		];
		return lines.length === 0 ? [] : [`\n## ${visible(title)}\n\n${lines.join('')}`];
	});
	return `# My notes\n${parts.length === 0 ? '\nNo cards yet. Each lesson leaves one here when you have gone through it.\n' : parts.join('')}`;
}

/** As a block of code that belongs to the item above it. */
function codeText(code: Snippet | null): string {
	if (code === null) return '';
	const lines = code.lines.map((line) => `      ${visible(line)}\n`);
	return `\n  ${visible(code.where)}:\n\n${lines.join('')}\n`;
}

function betText(bet: MissedBet): string {
	const [question, said, because] = [bet.question, bet.said, bet.because].map(visible);
	const truth = bet.truth === null ? null : visible(bet.truth);
	const happens = truth === null ? '' : `  What happens: ${truth}.\n`;
	return `- *${question}*\n  You said: ${said}.\n${happens}${because === '' ? '' : `  ${because}\n`}`;
}
