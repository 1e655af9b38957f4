import type {Lesson} from '../../lesson/lesson.js';
import {counted} from '../../narrate/counted.js';
import {type BetCount, betCounts} from '../../session/bet-counts.js';
import type {Grade} from '../../session/grade.js';
import type {Here} from '../../session/receipt.js';
import {plain} from '../../session/text.js';
import {type Frame, fitFrame, type Room} from '../screens/frame.js';
import {header, keyLine, rule} from '../screens/header-and-rules.js';
import {hangingRows, textRow} from '../screens/prose-rows.js';
import {cutRow, padRow, type Row, row, type Style, wrapRow} from '../text/row.js';
import {visible} from '../text/visible.js';

/** Somebody who takes part. `since`: when they were first seen where they are. Units: real ms, as `Date.now` counts. */
export type Attendant = {
	readonly name: string;
	readonly here: Here | null;
	readonly grade: Grade;
	readonly since: number;
};

/** What a presenter looks at. `shown`: who is where, or how the room has bet; `scroll`: rows gone past. */
export type RoomView = {
	readonly title: string;
	readonly folder: string;
	readonly attendants: readonly Attendant[];
	readonly remark: string | null;
	readonly lessons: readonly Lesson[];
	readonly now: number;
	readonly shown: 'people' | 'bets';
	readonly scroll: number;
};

/** The whole screen: who is where and for how long, or the bets of the room. */
export function roomFrame(view: RoomView, room: Room): Frame {
	const {columns, rows} = room;
	const people = counted(view.attendants.length, 'learner');
	const head = header(visible(view.title), people, columns);
	const remark = view.remark === null ? [] : wrapRow(row(` ${visible(view.remark)}`, 'dim'), columns - 1);
	const foot = [
		rule(columns),
		...remark,
		keyLine(columns, [
			['Tab', view.shown === 'people' ? 'bets' : 'people'],
			['up down', 'scroll'],
			['q', 'quits'],
		]),
	];
	const body = bodyRows(view, columns);
	const space = Math.max(0, rows - head.length - foot.length);
	const first = Math.max(0, Math.min(view.scroll, body.length - space));
	const seen = body.slice(first, first + space);
	const blank = Array.from({length: space - seen.length}, (): Row => []);
	return fitFrame({rows: [...head, ...seen, ...blank, ...foot], field: null}, room);
}

/** How many rows there are to scroll through. */
export function roomLength(view: RoomView, columns: number): number {
	return bodyRows(view, columns).length;
}

/** Everything as text, a line a row. */
export function roomRows(view: RoomView, columns: number): readonly Row[] {
	return [...peopleRows(view, columns), [], ...betRows(view, columns)];
}

function bodyRows(view: RoomView, columns: number): readonly Row[] {
	return view.shown === 'people' ? peopleRows(view, columns) : betRows(view, columns);
}

/** Who has been longest in one place comes first. */
function peopleRows({attendants, lessons, now, folder}: RoomView, columns: number): readonly Row[] {
	if (attendants.length === 0)
		return [
			row(' Nobody is here yet. Everybody types:'),
			[],
			cutRow(row(`   fence-tutor learn zombie --workshop NAME --to ${visible(folder)} --name YOURS`, 'code'), columns),
		];
	const sorted = attendants.toSorted((one, other) => one.since - other.since || (one.name < other.name ? -1 : 1));
	const lines = sorted.map((each): readonly string[] => {
		const {lesson, step} = placeOf(each, lessons);
		const solved = each.grade.lessons.reduce((sum, {solved: tasks}) => sum + tasks, 0);
		return [visible(each.name), lesson, step, String(solved + solvedCode(each.grade)), duration(now - each.since)];
	});
	const table = [['name', 'lesson', 'step', 'solved', 'there for'], ...lines];
	const nameWidth = Math.max(8, Math.min(Math.floor(columns / 3), ...[widest(table, 0)]));
	const widths = [nameWidth, Math.max(10, columns - nameWidth - 7 - 8 - 11 - 2), 7, 8, 11];
	return table.map((cells, index): Row => {
		const since = sorted[index - 1]?.since ?? now;
		const style: Style = index === 0 ? 'dim' : now - since >= long ? 'violation' : 'plain';
		const drawn = cells.flatMap((cell, column) => {
			const wide = widths[column] ?? 0;
			return padRow(cutRow(row(cell, style), wide - 1), wide);
		});
		return [{text: ' ', style: 'plain'}, ...drawn];
	});
}

function widest(table: readonly (readonly string[])[], column: number): number {
	return Math.max(...table.map((cells) => (cells[column]?.length ?? 0) + 2));
}

function solvedCode({exercises}: Grade): number {
	return exercises.filter(({solved}) => solved).length;
}

function placeOf({here}: Attendant, lessons: readonly Lesson[]): {readonly lesson: string; readonly step: string} {
	if (here === null) return {lesson: 'not begun', step: ''};
	const lesson = lessons.find(({id}) => id === here.lesson);
	if (lesson === undefined) return {lesson: visible(here.lesson), step: String(here.step + 1)};
	const step = Math.min(here.step + 1, lesson.steps.length);
	return {lesson: `${lesson.number}  ${visible(lesson.title)}`, step: `${step}/${lesson.steps.length}`};
}

function duration(ms: number): string {
	const minutes = Math.floor(Math.max(0, ms) / 60_000);
	if (minutes < 1) return '< 1 min';
	return minutes < 100 ? `${minutes} min` : `${Math.floor(minutes / 60)} h`;
}

/** The latest bets first, since they are what the room talks about. */
function betRows({attendants, lessons}: RoomView, columns: number): readonly Row[] {
	const counts = betCounts(
		attendants.map(({grade}) => grade),
		lessons,
	);
	if (counts.length === 0) return [row(' Nobody has bet yet.')];
	const measure = Math.min(columns - 2, 110);
	return counts.toReversed().flatMap((count) => [...betOf(count, measure), []]);
}

function betOf({lesson, place, question, choices, right}: BetCount, measure: number): readonly Row[] {
	const most = Math.max(1, ...choices);
	return [
		...wrapRow([{text: ` ${lesson} ${place}  `, style: 'dim'}, ...textRow(question.question)], measure),
		...question.choices.flatMap(({say}, index): readonly Row[] => {
			const bets = choices[index] ?? 0;
			const bar = bets === 0 ? '' : '░'.repeat(Math.max(1, Math.round((bets / most) * 16)));
			return hangingRows(
				[
					{text: right === index + 1 ? ' ✓ ' : '   ', style: 'accepted'},
					{text: `${String(bets).padStart(3)} `, style: 'bold'},
					{text: `${bar.padEnd(17)}`, style: 'accent'},
				],
				row(visible(plain(say))),
				measure,
			);
		}),
	];
}

/** From so long on in one place somebody may want help. Units: real ms. */
const long = 5 * 60_000;
