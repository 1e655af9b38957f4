import type {Prose, Text} from '../../lesson/lesson.js';
import type {Body, Slide} from '../../session/slides.js';
import {headOf, proseLines} from '../../session/speaker-notes.js';
import {plain} from '../../session/text.js';
import {codeLines} from './beat-lines.js';
import {fitted, type LineFormat} from './message-lines.js';

/** The slides as a text for the speaker: what each shows, its answer, and the notes where a step begins. */
export function slideLines(slides: readonly Slide[], format: LineFormat): readonly string[] {
	return slides
		.flatMap((slide, index) => {
			const before = slides[index - 1];
			const begins = slide.step !== '' && before?.step !== slide.step;
			return [
				...(begins ? ['', `## ${slide.step}`, ...notesOf(slide.notes)] : []),
				'',
				`${index + 1}/${slides.length}  ${headOf(slide.body)}`,
				...linesOf(slide.body).map((line) => `      ${line}`),
			];
		})
		.flatMap((line) =>
			line.startsWith('      ')
				? fitted(line.trimStart(), {...format, columns: format.columns - 6}).map((each) => `      ${each}`)
				: fitted(line, format),
		);
}

function notesOf(notes: readonly Prose[]): readonly string[] {
	return notes.length === 0 ? [] : ['', 'Notes:', ...notes.flatMap(proseLines).map((line) => `      ${line}`)];
}

function linesOf(body: Body): readonly string[] {
	switch (body.kind) {
		case 'title':
			return [body.about];
		case 'prose':
			return body.prose.flatMap(proseLines);
		case 'statement':
			return [
				...body.notices.filter(({kind}) => kind === 'violation').map(({text}) => `! ${text}`),
				...body.goals.map(({show, done}) => `${done ? '[x]' : '[ ]'} ${plain(show)}`),
			];
		case 'question':
			return body.predict.choices.map(({say}, index) => `${index + 1}. ${plain(say)}`);
		case 'answer':
			return body.predict.choices.flatMap(({say, because}, index) => [
				`${index === body.right ? 'right' : 'wrong'}: ${plain(say)}`,
				...reasonLines(because),
			]);
		case 'goals':
			return body.goals.map(({show, done}) => `${done ? '[x]' : '[ ]'} ${plain(show)}`);
		case 'debrief':
			return [...body.prose.flatMap(proseLines), `Card: ${plain(body.card)}`, ...codeLines(body.code)];
		case 'end':
			return [];
	}
}

function reasonLines(because: Text): readonly string[] {
	return because.length === 0 ? [] : [`       ${plain(because)}`];
}
