import {isChallenge} from '../../lesson/challenge.js';
import {counted} from '../../narrate/counted.js';
import {pad, padStart} from '../text/fit.js';
import type {Row} from '../text/row.js';
import {row} from '../text/row.js';
import {visible} from '../text/visible.js';
import {width} from '../text/width.js';
import {wrap} from '../text/wrap.js';
import type {Frame, Room} from './frame.js';
import {header, keyLine, rule} from './header-and-rules.js';
import type {Entry, Home} from './home.js';
import {entries} from './home.js';
import type {ExerciseItem, LessonList} from './lesson-list.js';

/** The home screen. `notice`: something the learner has to be told, such as a disk that cannot be written. */
export function homeFrame(home: Home, lessonList: LessonList, notice: string | null, room: Room): Frame {
	const {columns, rows} = room;
	const list = listRows(home, lessonList, columns);
	const top = [
		...header(
			lessonList.title === undefined ? 'fence-tutor' : visible(lessonList.title),
			progressOf(lessonList),
			columns,
		),
		...invitation(home, lessonList, room),
	];
	const bottom = [
		...(notice === null ? [] : [...wrap(visible(notice), columns - 2).map((line) => row(` ${line}`, 'accent'))]),
		rule(columns),
		filterRow(home, columns),
	];
	const space = Math.max(1, rows - top.length - bottom.length);
	const first = firstShown(list, space);
	const shown = list.slice(first, first + space).map(({spans}) => spans);
	const blank = Array.from({length: space - shown.length}, (): Row => []);
	return {rows: [...top, ...shown, ...blank, ...bottom], field: null};
}

type ListRow = {readonly spans: Row; readonly chosen: boolean};

function progressOf({items, exercises = []}: LessonList): string {
	const solved = exercises.filter((each) => each.solved).length;
	return solved === 0 ? lessonsDone(items) : `${lessonsDone(items)}, ${solved} of ${exercises.length} exercises`;
}

function lessonsDone(items: LessonList['items']): string {
	const challenges = items.filter(isChallenge);
	const lessons = items.filter((item) => !isChallenge(item));
	if (items.every(({solved}) => !solved))
		return challenges.length === 0
			? `${lessons.length} lessons`
			: `${lessons.length} lessons, ${challenges.length} challenges`;
	const done = `${solvedOf(lessons)} lessons solved`;
	return challenges.length === 0 ? done : `${done}, ${solvedOf(challenges)} challenges`;
}

function solvedOf(items: LessonList['items']): string {
	return `${items.filter(({solved}) => solved).length} of ${items.length}`;
}

/** What to press, said first: Enter begins, or goes on where the learner was. */
function invitation(home: Home, lessonList: LessonList, {columns, rows}: Room): readonly Row[] {
	if (home.filter !== '') return [];
	const chosen = entries(lessonList, home.filter)[home.chosen];
	const fresh = lessonList.items.every(({step, solved}) => step === null && !solved);
	const words =
		fresh && lessonList.title === undefined && rows >= 18
			? wrap(welcome, columns - 2).map((line) => row(` ${line}`))
			: [];
	if (chosen === undefined) return [...words, []];
	const key: Row = [
		{text: ' Enter', style: 'accent'},
		{text: ` ${whatOpens(chosen, lessonList, fresh)}.`, style: 'plain'},
	];
	const review: readonly Row[] =
		(lessonList.due ?? 0) > 0
			? [
					[
						{text: ` ${counted(lessonList.due ?? 0, 'bet')} to warm up:`, style: 'plain'},
						{text: ' /review', style: 'accent'},
					],
				]
			: [];
	return [...words, ...(words.length > 0 ? [[]] : []), key, ...review, []];
}

/** What Enter does with an entry, as the end of a sentence. `fresh`: nothing has been begun yet. */
function whatOpens(entry: Entry, {items}: LessonList, fresh: boolean): string {
	switch (entry.kind) {
		case 'lesson': {
			const {title, solved, step, steps} = entry.item;
			if (fresh && entry.item === items[0]) return 'begins the first lesson';
			if (solved) return `opens "${visible(title)}" again`;
			return step === null
				? `begins "${visible(title)}"`
				: `goes on with "${visible(title)}", step ${step + 1} of ${steps}`;
		}
		case 'exercise':
			return `shows the exercise "${visible(entry.item.title)}"`;
		case 'review':
			return 'begins the warm-up';
		case 'sandbox':
			return 'opens the sandbox';
		case 'notes':
			return 'shows your notes';
		case 'map':
			return 'shows the map';
		case 'help':
			return 'shows the help';
	}
}

/** The list under its headings, with the chosen entry marked. */
function listRows(home: Home, lessonList: LessonList, columns: number): readonly ListRow[] {
	const list = entries(lessonList, home.filter);
	if (list.length === 0)
		return [{spans: row(' Nothing here has those words. Esc shows the whole list.', 'dim'), chosen: false}];
	return list.flatMap((entry, index) => {
		const chosen = index === home.chosen;
		const heading = headingBefore(list[index - 1], entry);
		const spans = entryRow(entry, chosen, columns, lessonList);
		return [...(heading === null ? [] : heading.map((each) => ({spans: each, chosen: false}))), {spans, chosen}];
	});
}

function headingBefore(previous: Entry | undefined, entry: Entry): readonly Row[] | null {
	const group = groupOf(entry);
	if (previous !== undefined && groupOf(previous) === group) return null;
	const heading = row(group === '' ? '' : ` ${visible(group)}`, 'bold');
	return previous === undefined ? [heading] : group === '' ? [[]] : [[], heading];
}

function groupOf(entry: Entry): string {
	if (entry.kind === 'exercise') return 'Write it yourself';
	return entry.kind === 'lesson' ? (entry.item.part ?? 'Lessons') : '';
}

function entryRow(entry: Entry, chosen: boolean, columns: number, lessonList: LessonList): Row {
	const pointer = {text: chosen ? ' ▸ ' : '   ', style: 'accent'} as const;
	const name = chosen ? 'cursor' : 'plain';
	if (entry.kind === 'exercise') return exerciseRow(entry.item, chosen, columns);
	if (entry.kind !== 'lesson') {
		const [title, about] = fixedText(entry.kind, lessonList);
		return [pointer, {text: ` ${title} `, style: name}, {text: ` ${about}`, style: 'dim'}];
	}
	const {item} = entry;
	const wide = columns >= 72;
	const aside = wide ? `${pad(item.role, 10)}${padStart(`${item.minutes} min`, 7)} ` : '';
	const number = item.number === null ? '' : `${padStart(String(item.number), 2)}  `;
	const started = item.step !== null && !item.solved ? `  step ${item.step + 1} of ${item.steps}` : '';
	const room = columns - 6 - width(aside) - width(started) - 2;
	const title = ` ${number}${visible(item.title)} `;
	const short = width(title) > room ? pad(title, room) : title;
	const gap = ' '.repeat(Math.max(0, room - width(short)));
	return [
		pointer,
		{text: item.solved ? '✓ ' : '  ', style: 'accepted'},
		{text: short, style: name},
		{text: started, style: 'accent'},
		{text: gap, style: 'plain'},
		{text: aside, style: 'dim'},
	];
}

function exerciseRow({number, title, solved, tried}: ExerciseItem, chosen: boolean, columns: number): Row {
	const aside = columns >= 72 ? `fence-tutor build ${number}`.padEnd(21) : '';
	const begun = tried && !solved ? '  begun' : '';
	const room = Math.max(4, columns - 6 - width(aside) - width(begun) - 2);
	const text = ` ${padStart(String(number), 2)}  ${visible(title)} `;
	const short = width(text) > room ? pad(text, room) : text;
	return [
		{text: chosen ? ' ▸ ' : '   ', style: 'accent'},
		{text: solved ? '✓ ' : '  ', style: 'accepted'},
		{text: short, style: chosen ? 'cursor' : 'plain'},
		{text: begun, style: 'accent'},
		{text: ' '.repeat(Math.max(0, room - width(short))), style: 'plain'},
		{text: aside, style: 'dim'},
	];
}

function fixedText(
	kind: 'review' | 'sandbox' | 'notes' | 'map' | 'help',
	{cards, due = 0}: LessonList,
): readonly [string, string] {
	switch (kind) {
		case 'review':
			return ['Warm-up', `${counted(due, 'bet')} of earlier lessons`];
		case 'sandbox':
			return ['Sandbox', 'a prompt, two clients, a lock and two stores'];
		case 'notes':
			return ['Notes', cards.length === 0 ? 'the cards you collect' : counted(cards.length, 'card')];
		case 'map':
			return ['Map', 'what is solved, part by part'];
		case 'help':
			return ['Help', 'keys and commands'];
	}
}

/** The first row of the list to show, so that the chosen entry, its heading and a little of what follows are in sight. */
function firstShown(list: readonly ListRow[], space: number): number {
	const at = list.findIndex(({chosen}) => chosen);
	const last = Math.max(0, list.length - space);
	return Math.max(0, Math.min(last, at - Math.floor(space / 2)));
}

function filterRow({filter}: Home, columns: number): Row {
	if (filter !== '')
		return [
			{text: ' Only: ', style: 'dim'},
			{text: filter, style: 'bold'},
			{text: '   Esc shows all', style: 'dim'},
		];
	return keyLine(columns, [
		['Enter', 'opens'],
		['arrows', 'choose'],
		['letters', 'narrow the list'],
		['?', 'help'],
		['Ctrl-C', 'quits'],
	]);
}

const welcome =
	'A distributed lock with a timeout, a client that is slow at the wrong moment, and a write that comes too late. You make it happen; then you build the fence.';
