import {oneLine} from '../prompt/graphemes.js';
import type {Key} from '../prompt/key.js';
import type {ExerciseItem, LessonItem, LessonList} from './lesson-list.js';
import {exerciseToGoOnWith, itemToGoOnWith} from './lesson-list.js';

/** The home screen: what has been typed to narrow the list, and which entry is chosen. `left`: the lesson that the learner has come from, by its id. */
export type Home = {readonly filter: string; readonly chosen: number; readonly left: string | null};

/** What an entry opens. */
export type Entry =
	| {readonly kind: 'lesson'; readonly item: LessonItem}
	| {readonly kind: 'exercise'; readonly item: ExerciseItem}
	| {readonly kind: 'review'}
	| {readonly kind: 'sandbox'}
	| {readonly kind: 'notes'}
	| {readonly kind: 'map'}
	| {readonly kind: 'help'};

/** What a key leads to beside another look of the screen. */
type HomeTurn = {readonly home: Home; readonly open: Entry | null; readonly used: boolean};

/** The home screen with the lesson chosen that the learner has come from and not solved, or else what there is to go on with: a lesson, then an exercise, then the sandbox. */
export function openHome(lessonList: LessonList, left: string | null = null): Home {
	const here = lessonList.items.find(({id, solved}) => id === left && !solved);
	const wanted = here ?? itemToGoOnWith(lessonList) ?? exerciseToGoOnWith(lessonList);
	const chosen = entries(lessonList, '').findIndex((entry) =>
		wanted === null ? entry.kind === 'sandbox' : 'item' in entry && entry.item === wanted,
	);
	return {filter: '', chosen: Math.max(0, chosen), left};
}

/** The entries that a filter leaves: every word of it occurs in the title, the id, the part, the role or the number. Order: what is to warm up with, lessons, exercises, then the rest. */
export function entries(lessonList: LessonList, filter: string): readonly Entry[] {
	const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
	const fits = (text: string) => words.every((word) => text.toLowerCase().includes(word));
	const lessons = lessonList.items.filter((item) => fits(textOf(item))).map((item): Entry => ({kind: 'lesson', item}));
	const review: readonly Entry[] = (lessonList.due ?? 0) > 0 && fits('review warm-up bets') ? [{kind: 'review'}] : [];
	const coded = (lessonList.exercises ?? [])
		.filter(({id, number, title}) => fits(`${number} ${id} ${title} build exercise code`))
		.map((item): Entry => ({kind: 'exercise', item}));
	return [...review, ...lessons, ...coded, ...fixed.filter(({words: text}) => fits(text)).map(({entry}) => entry)];
}

/** The home screen after a key: letters narrow the list, arrows choose, Enter opens. */
export function homeKey(home: Home, key: Key, lessonList: LessonList): HomeTurn {
	if (key.kind !== 'press') return typed(home, oneLine(key.text), lessonList);
	const list = entries(lessonList, home.filter);
	switch (key.chord) {
		case 'enter':
		case 'right':
			return {home, open: list[home.chosen] ?? null, used: true};
		case 'up':
		case 'ctrl-p':
		case 'shift-tab':
			return choose(home, list, home.chosen - 1);
		case 'down':
		case 'ctrl-n':
		case 'tab':
			return choose(home, list, home.chosen + 1);
		case 'pageup':
			return choose(home, list, home.chosen - 10);
		case 'pagedown':
			return choose(home, list, home.chosen + 10);
		case 'home':
			return choose(home, list, 0);
		case 'end':
			return choose(home, list, list.length - 1);
		case 'backspace':
			return narrowed(home, [...home.filter].slice(0, -1).join(''), lessonList);
		case 'ctrl-u':
		case 'ctrl-w':
			return narrowed(home, '', lessonList);
		case 'escape':
			return home.filter === '' ? {home, open: null, used: false} : narrowed(home, '', lessonList);
		case 'f1':
			return {home, open: {kind: 'help'}, used: true};
	}
	return {home, open: null, used: false};
}

function typed(home: Home, text: string, lessonList: LessonList): HomeTurn {
	if (text === '?' && home.filter === '') return {home, open: {kind: 'help'}, used: true};
	return narrowed(home, (home.filter + text.replace(/^\//, '')).trimStart().slice(0, 60), lessonList);
}

function narrowed({left}: Home, filter: string, lessonList: LessonList): HomeTurn {
	const home = filter === '' ? openHome(lessonList, left) : {filter, chosen: named(filter, lessonList), left};
	return {home, open: null, used: true};
}

/** The place of what was typed whole among what the filter leaves: an entry of the screen's own by its word, a lesson by its number or id; else the first place. */
function named(filter: string, lessonList: LessonList): number {
	const word = filter.trim().toLowerCase();
	const list = entries(lessonList, filter);
	const own = list.findIndex((entry) => !('item' in entry) && entry.kind === word);
	const lesson = list.findIndex(
		(entry) => entry.kind === 'lesson' && [`${entry.item.number ?? ''}`, entry.item.id.toLowerCase()].includes(word),
	);
	return Math.max(0, own >= 0 ? own : lesson);
}

function choose(home: Home, list: readonly Entry[], wanted: number): HomeTurn {
	return {home: {...home, chosen: Math.max(0, Math.min(list.length - 1, wanted))}, open: null, used: true};
}

function textOf({id, number, title, part, role}: LessonItem): string {
	return `${number ?? ''} ${id} ${title} ${part ?? ''} ${role}`;
}

const fixed: readonly {readonly entry: Entry; readonly words: string}[] = [
	{entry: {kind: 'sandbox'}, words: 'sandbox play free prompt'},
	{entry: {kind: 'notes'}, words: 'notes cards'},
	{entry: {kind: 'map'}, words: 'map progress solved'},
	{entry: {kind: 'help'}, words: 'help keys'},
];
