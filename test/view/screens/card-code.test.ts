import {lessons} from 'fence-tutor:lessons';
import {describe, expect, it} from 'vitest';
import {notesText} from '../../../src/cli/learn/notes.js';
import {beatLines} from '../../../src/cli/plain/beat-lines.js';
import type {Debrief, Lesson, Snippet} from '../../../src/lesson/lesson.js';
import {keepCard} from '../../../src/progress/change.js';
import {noProgress} from '../../../src/progress/record.js';
import {openAt} from '../../../src/session/open-at.js';
import {slidesOf} from '../../../src/session/slides.js';
import {plain} from '../../../src/session/text.js';
import {openPresenter} from '../../../src/view/presenter/presenter.js';
import {presenterFrame} from '../../../src/view/presenter/presenter-frame.js';
import {notesPane} from '../../../src/view/screens/pages.js';
import {updateApp} from '../../../src/view/screens/update-app.js';
import {type Row, rowText} from '../../../src/view/text/row.js';
import {home, lessonList, misshapen, shown} from './playing.js';

/** The lessons whose card has code, and the card. */
const withCode = lessons.flatMap((lesson) => {
	const found = cardOf(lesson);
	return found === null || found.code === null ? [] : [{...found, id: lesson.id, code: found.code, lesson}];
});

describe.each(withCode)('The code on the card of $id', ({lesson, card, code}) => {
	it.each([
		[80, 24],
		[60, 20],
		[120, 40],
	])('is shown whole in a terminal of %d by %d, with the card', (columns, rows) => {
		const {app} = updateApp(home(columns, rows), {kind: 'opened', session: atDebrief(lesson)});
		expect(dense(shown(app))).toContain(dense([plain(card).replaceAll('`', ''), ...wordsOf(code)].join(' ')));
		expect(misshapen(app)).toEqual([]);
	});

	it('is said in line mode, each line as it stands', () => {
		const {place} = atDebrief(lesson);
		const lines = place.kind === 'lesson' ? beatLines(place) : [];
		expect(lines.join('\n')).toContain([`${code.where}:`, ...code.lines.map((line) => `    ${line}`)].join('\n'));
	});

	it('is among the notes, on the screen and as Markdown', () => {
		const text = plain(card);
		const {rows} = notesPane({...lessonList, cards: [{lesson: lesson.id, text, code}]});
		const onScreen = rows(80).map(rowText).join('\n');
		for (const line of code.lines) expect(onScreen).toContain(line);
		const kept = keepCard(noProgress, lesson.id, '2026-11-21T08:30:00.000Z', text);
		expect(notesText(lessons, kept)).toContain(
			[`- ${text}`, '', `  ${code.where}:`, '', ...code.lines.map((line) => `      ${line}`), ''].join('\n'),
		);
	});

	it('is on the slide of a presentation', () => {
		const slides = slidesOf(lesson);
		const at = slides.findIndex(({body}) => body.kind === 'debrief');
		const frame = presenterFrame({...openPresenter(slides), at}, {columns: 80, rows: 24, ascii: false});
		expect(dense(textOf(frame.rows))).toContain(dense(wordsOf(code).join(' ')));
	});
});

describe('The cards', () => {
	it('have code where real systems have such code, at most six lines of 72 columns each', () => {
		expect(withCode.map(({lesson}) => lesson.number)).toEqual(
			expect.arrayContaining([5, 6, 8, 9, 10, 13, 14, 16, 17, 18, 19]),
		);
		for (const {code} of withCode) {
			expect(code.lines.length).toBeLessThanOrEqual(6);
			expect(Math.max(...code.lines.map((line) => line.length))).toBeLessThanOrEqual(72);
		}
	});
});

function atDebrief(lesson: Lesson) {
	return openAt(lesson, lesson.steps.length - 1).session;
}

function cardOf({steps}: Lesson): Debrief | null {
	const acts = steps.flatMap(({beats}) => beats.map(({act}) => act));
	return acts.find((act): act is Debrief => act.kind === 'debrief') ?? null;
}

function wordsOf({where, lines}: Snippet): readonly string[] {
	return [`${where}:`, ...lines];
}

/** Where a line is broken says nothing here. */
function dense(text: string): string {
	return text.replaceAll(/[\s┃]+/g, '');
}

function textOf(rows: readonly Row[]): string {
	return rows.map(rowText).join('\n');
}
