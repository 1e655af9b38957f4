import {oneLine} from '../prompt/graphemes.js';
import type {Key} from '../prompt/key.js';
import type {Shelf, Volume} from './shelf.js';
import {nextVolume} from './shelf.js';

/** The home screen: what has been typed to narrow the list, and which entry is chosen. */
export type Home = {readonly filter: string; readonly chosen: number};

/** What an entry opens. */
export type Entry =
	| {readonly kind: 'lesson'; readonly volume: Volume}
	| {readonly kind: 'review'}
	| {readonly kind: 'sandbox'}
	| {readonly kind: 'notes'}
	| {readonly kind: 'help'};

/** What a key leads to beside another look of the screen. */
export type HomeTurn = {readonly home: Home; readonly open: Entry | null; readonly used: boolean};

/** The home screen with the lesson to go on with chosen. */
export function openHome(shelf: Shelf): Home {
	const next = nextVolume(shelf);
	const chosen = entries(shelf, '').findIndex((entry) => entry.kind === 'lesson' && entry.volume === next);
	return {filter: '', chosen: Math.max(0, chosen)};
}

/** The entries that a filter leaves: every word of it occurs in the title, the part, the role or the number. Order: what is to warm up with, lessons, then the rest. */
export function entries(shelf: Shelf, filter: string): readonly Entry[] {
	const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
	const fits = (text: string) => words.every((word) => text.toLowerCase().includes(word));
	const lessons = shelf.volumes
		.filter((volume) => fits(textOf(volume)))
		.map((volume): Entry => ({kind: 'lesson', volume}));
	const review: readonly Entry[] = (shelf.due ?? 0) > 0 && fits('review warm-up bets') ? [{kind: 'review'}] : [];
	return [...review, ...lessons, ...fixed.filter(({words: text}) => fits(text)).map(({entry}) => entry)];
}

/** The home screen after a key: letters narrow the list, arrows choose, Enter opens. */
export function homeKey(home: Home, key: Key, shelf: Shelf): HomeTurn {
	if (key.kind !== 'press') return typed(home, oneLine(key.text), shelf);
	const list = entries(shelf, home.filter);
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
			return narrowed([...home.filter].slice(0, -1).join(''), shelf);
		case 'ctrl-u':
		case 'ctrl-w':
			return narrowed('', shelf);
		case 'escape':
			return home.filter === '' ? {home, open: null, used: false} : narrowed('', shelf);
		case 'f1':
			return {home, open: {kind: 'help'}, used: true};
	}
	return {home, open: null, used: false};
}

function typed(home: Home, text: string, shelf: Shelf): HomeTurn {
	if (text === '?' && home.filter === '') return {home, open: {kind: 'help'}, used: true};
	return narrowed((home.filter + text.replace(/^\//, '')).trimStart().slice(0, 60), shelf);
}

function narrowed(filter: string, shelf: Shelf): HomeTurn {
	return {home: filter === '' ? openHome(shelf) : {filter, chosen: 0}, open: null, used: true};
}

function choose(home: Home, list: readonly Entry[], wanted: number): HomeTurn {
	return {home: {...home, chosen: Math.max(0, Math.min(list.length - 1, wanted))}, open: null, used: true};
}

function textOf({number, title, part, role}: Volume): string {
	return `${number ?? ''} ${title} ${part ?? ''} ${role}`;
}

const fixed: readonly {readonly entry: Entry; readonly words: string}[] = [
	{entry: {kind: 'sandbox'}, words: 'sandbox play free prompt'},
	{entry: {kind: 'notes'}, words: 'notes cards'},
	{entry: {kind: 'help'}, words: 'help keys'},
];
