import {counted} from '../../narrate/counted.js';
import {isSolved, tasksOf} from '../../session/beat.js';
import type {LessonPlace} from '../../session/session.js';
import {history} from '../../session/tree.js';
import type {Row} from '../text/row.js';
import {visible} from '../text/visible.js';
import {hangingRows, sentenceRow} from './prose-rows.js';

/** The end of a lesson: what was solved, how the bets went, the cards, what to write oneself, and what to read next. */
export function finishRows(place: LessonPlace, columns: number): readonly Row[] {
	const {lesson, standing} = place;
	const mark: Row = isSolved(place) ? [{text: ' ✓ ', style: 'accepted'}] : [{text: '   ', style: 'plain'}];
	const cards = standing.cards.flatMap((card) =>
		hangingRows([{text: ' ┃ ', style: 'accent'}], sentenceRow(card), columns),
	);
	const point = (to: string, words: Row) =>
		hangingRows([{text: ' · ', style: 'accent'}], [{text: `${to}: `, style: 'dim'}, ...words], columns);
	const coded = (lesson.exercises ?? []).flatMap(({number, title}) =>
		point('To write yourself', sentenceRow(`${visible(title)}, \`fence-tutor build ${number}\``)),
	);
	const shown = history(place.tree).some(({kind}) => kind === 'violated')
		? point('To show others', sentenceRow('`/share` makes a code of this story, `/share story.html` a page'))
		: [];
	const reading = lesson.reading.flatMap((each) => point('To read', [{text: visible(each), style: 'plain'}]));
	return [
		...hangingRows(mark, [{text: `That was "${visible(lesson.title)}". ${tally(place)}`, style: 'bold'}], columns),
		...(cards.length === 0 ? [] : [[], ...cards, []]),
		...coded,
		...shown,
		...reading,
	];
}

function tally({lesson, standing}: LessonPlace): string {
	const tasks = tasksOf(lesson);
	const solved = tasks.filter((task) => standing.solved.includes(task)).length;
	const right = standing.bets.filter((bet) => bet.choice === bet.right).length;
	const hints = Object.values(standing.hints).reduce((sum, count) => sum + count, 0);
	const parts = [
		...(tasks.length === 0 ? [] : [`${solved} of ${counted(tasks.length, 'task')} solved`]),
		...(standing.bets.length === 0 ? [] : [`${right} of ${counted(standing.bets.length, 'bet')} right`]),
		...(hints === 0 ? [] : [counted(hints, 'hint')]),
	];
	return parts.length === 0 ? '' : `${parts.join(', ')}.`;
}
