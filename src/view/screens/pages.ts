import {proseOfBeat} from '../../session/beat.js';
import type {Place, Session} from '../../session/session.js';
import {type Row, row} from '../text/row.js';
import {visible} from '../text/visible.js';
import {actRows} from './act-rows.js';
import type {Room} from './frame.js';
import {helpRows} from './help-rows.js';
import {stripPane, wholeLadder} from './ladder-pane.js';
import type {ExerciseItem, LessonList} from './lesson-list.js';
import {rowsOfMessages} from './message-rows.js';
import type {Pane} from './pane.js';
import {mapRows} from './progress-map.js';
import {codeRows, hangingRows, proseRows, sentenceRow} from './prose-rows.js';
import {timelineRows} from './timeline-rows.js';

/** The page that the session's latest answer asks for, or null. */
export function pageOf({said, place}: Session): Pane | null {
	const page = said.findLast(({kind}) => kind === 'page' || kind === 'timeline');
	switch (page?.kind) {
		case 'page':
			return {title: page.title, top: 0, rows: (columns) => page.lines.flatMap((line) => pageRows(line, columns))};
		case 'timeline':
			return {title: 'Timeline', top: 0, rows: (columns) => timelineRows(place.tree, columns)};
		case undefined:
			return null;
	}
	return null;
}

/** Keys and commands. */
export function helpPane(): Pane {
	return {title: 'Help', top: 0, rows: helpRows};
}

/** The whole text of the present beat, and everything that was just said. */
export function textPane(session: Session): Pane {
	const {place, said} = session;
	const rows = (columns: number): readonly Row[] => {
		const measure = Math.min(columns - 2, 96);
		const prose = proseRows(proseOfBeat(place), measure);
		const act = actRows(place, -1, measure);
		const happened = rowsOfMessages(said, measure);
		return [prose, act, happened]
			.filter((part) => part.length > 0)
			.flatMap((part, index) => (index === 0 ? part : [[], ...part]));
	};
	return {title: 'The text, and what was just said', top: 0, rows};
}

/** The course as a map. */
export function mapPane(lessonList: LessonList): Pane {
	return {title: 'Map', top: 0, rows: (columns) => mapRows(lessonList, columns)};
}

/** What an exercise of code asks, and the line of the shell that begins it. */
export function exercisePane({number, title, story, claim, point, lessons, solved}: ExerciseItem): Pane {
	const asCode = (words: string) => ['`', words, '`'].join('');
	const about = lessons.map((id) => asCode(`fence-tutor learn ${id}`)).join(', ');
	const lines = [
		...story.flatMap((paragraph) => [paragraph, '']),
		`To show: ${claim}`,
		'',
		`It is written in an editor of your own. In a shell: ${asCode(`fence-tutor build ${number}`)}`,
		...(about === '' ? [] : [`Lessons about it: ${about}`]),
		...(solved ? ['', `You have solved it. ${point}`] : []),
	];
	return {
		title: `Exercise ${number}: ${visible(title)}`,
		top: 0,
		rows: (columns) => lines.flatMap((line) => pageRows(visible(line), Math.min(columns, 98))),
	};
}

/** The ladder on the whole screen, at its newest row. */
export function ladderPage(place: Place, {columns, rows}: Pick<Room, 'columns' | 'rows'>): Pane {
	const all = wholeLadder(place, columns).length;
	return {
		title: 'What happened',
		top: Math.max(0, all - Math.max(1, rows - 4)),
		rows: (width) => or(wholeLadder(place, width)),
	};
}

/** The history to scale, on the whole screen. */
export function stripPage(place: Place): Pane {
	return {title: 'What happened, to scale', top: 0, rows: (columns) => or(stripPane(place, columns))};
}

function or(rows: readonly Row[]): readonly Row[] {
	return rows.length > 0 ? rows : [row(' Nothing has happened here yet.', 'dim')];
}

/** The cards that were collected, and the bets that went the other way. */
export function notesPane({cards, items, missed = []}: LessonList): Pane {
	const titleOf = (lesson: string) => row(` ${visible(items.find(({id}) => id === lesson)?.title ?? lesson)}`, 'bold');
	const rows = (columns: number): readonly Row[] => {
		if (cards.length + missed.length === 0)
			return [row(' No cards yet. Each lesson leaves one here when you have gone through it.', 'dim')];
		const measure = Math.min(columns - 2, 96);
		const kept = cards.flatMap(({lesson, text, code}) => [
			titleOf(lesson),
			...hangingRows([{text: ' ┃ ', style: 'accent'}], sentenceRow(text), measure),
			...codeRows(code, measure),
			[],
		]);
		const bets = missed.flatMap(({lesson, question, said, truth}) => [
			titleOf(lesson),
			...hangingRows([{text: ' ', style: 'plain'}], sentenceRow(question), measure),
			...hangingRows([{text: ' ✗ ', style: 'rejected'}], sentenceRow(said), measure),
			...(truth === null ? [] : hangingRows([{text: ' ✓ ', style: 'accepted'}], sentenceRow(truth), measure)),
			[],
		]);
		return bets.length === 0 ? kept : [...kept, row(' Bets that went the other way', 'heading'), [], ...bets];
	};
	return {title: 'Notes', top: 0, rows};
}

/** One line of a page; its own indent is kept when it has to be broken. */
function pageRows(line: string, columns: number): readonly Row[] {
	const [indent = ''] = /^ */.exec(line) ?? [];
	return hangingRows([{text: ` ${indent}`, style: 'plain'}], sentenceRow(line.slice(indent.length)), columns - 1);
}
