import {padRow, type Row, row, rowWidth, type Span} from '../text/row.js';
import {visible} from '../text/visible.js';
import {width} from '../text/width.js';
import type {LessonList} from './lesson-list.js';
import {exerciseToGoOnWith, itemToGoOnWith} from './lesson-list.js';

/** What is solved, begun and still to come, part by part: a line of the course's map for each part, and what the marks say. */
export function mapRows(lessonList: LessonList, columns: number): readonly Row[] {
	const parts = partsOf(lessonList);
	const names = Math.min(Math.max(...parts.map(({title}) => width(title))) + 2, Math.floor(columns / 2));
	const next = itemToGoOnWith(lessonList);
	const code = exerciseToGoOnWith(lessonList);
	return [
		...parts.flatMap((part) => partRows(part, names, columns)),
		[],
		row(' ✓ solved   ▸ begun   · still to come', 'dim'),
		...(next === null
			? []
			: [row(` Next: ${next.number === null ? '' : `${next.number}  `}${visible(next.title)}`, 'plain')]),
		...(code === null ? [] : [row(` Next: build ${code.number}  ${visible(code.title)}`, 'plain')]),
	];
}

/** A part of the course with its stops, as they are to be taken. */
type Part = {readonly title: string; readonly stops: readonly Stop[]};

type Stop = {readonly label: string; readonly solved: boolean; readonly begun: boolean};

function partsOf({items, exercises = []}: LessonList): readonly Part[] {
	const titles = [...new Set(items.map(({part}) => part ?? 'Lessons'))];
	const lessons = titles.map((title): Part => {
		const inPart = items.filter(({part}) => (part ?? 'Lessons') === title);
		const stops = inPart.map(({number, step, solved}) => ({
			label: number === null ? '' : String(number),
			solved,
			begun: step !== null,
		}));
		return {title: visible(title), stops};
	});
	const coded = exercises.map(({number, solved, tried}) => ({label: String(number), solved, begun: tried}));
	return coded.length === 0 ? lessons : [...lessons, {title: 'Write it yourself', stops: coded}];
}

/** A part that is too long for one row goes on in the next. */
function partRows({title, stops}: Part, names: number, columns: number): readonly Row[] {
	const solved = stops.filter((stop) => stop.solved).length;
	const count = `${solved} of ${stops.length}`;
	const room = columns - names - width(count) - 4;
	const lines: Span[][] = [[]];
	for (const stop of stops) {
		const spans = stopSpans(stop);
		const last = lines.at(-1) ?? [];
		if (rowWidth([...last, ...spans]) > room) lines.push([...spans]);
		else last.push(...spans);
	}
	return lines.map((spans, index) => {
		const isFirst = index === 0;
		return [
			...padRow(row(isFirst ? ` ${title}` : '', 'bold'), names + 1),
			...(isFirst ? padRow(spans, room + 1) : spans),
			...(isFirst ? [{text: count, style: 'dim'} as const] : []),
		];
	});
}

function stopSpans({label, solved, begun}: Stop): readonly Span[] {
	const mark: Span = solved
		? {text: '✓', style: 'accepted'}
		: begun
			? {text: '▸', style: 'accent'}
			: {text: '·', style: 'dim'};
	return [{text: ` ${label}`, style: solved ? 'plain' : 'dim'}, mark, {text: ' ', style: 'plain'}];
}
