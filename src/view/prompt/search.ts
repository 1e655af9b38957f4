import {before, oneLine} from './graphemes.js';
import type {Key} from './key.js';
import type {Line, Search} from './line.js';

/** The line with a reverse search begun. */
export const beginSearch = (line: Line): Line => ({
	...line,
	killing: false,
	cycle: null,
	search: {query: '', at: null, before: {text: line.text, cursor: line.cursor}},
});

/** The line after a key during a search. `through`: the search is over and the key is still to be obeyed. */
export const searchKey = (line: Line, key: Key): {readonly line: Line; readonly through: boolean} => {
	const {search} = line;
	if (search === null) return {line, through: true};
	if (key.kind !== 'press') return stay(find(line, search, search.query + oneLine(key.text), null));
	switch (key.chord) {
		case 'ctrl-r':
			return stay(find(line, search, search.query, search.at === null ? null : search.at - 1));
		case 'ctrl-s':
			return stay(forward(line, search));
		case 'backspace':
			return stay(find(line, search, search.query.slice(0, before(search.query, search.query.length)), null));
		case 'escape':
		case 'ctrl-g':
			return stay({...line, ...search.before, search: null});
		case 'ctrl-c':
			return {line: {...line, search: null}, through: true};
	}
	return {line: {...line, at: search.at ?? line.at, search: null}, through: true};
};

const stay = (line: Line): {readonly line: Line; readonly through: boolean} => ({line, through: false});

/** The newest line that contains the query, from a place in the history backwards. Without one, what is shown stays. */
const find = (line: Line, search: Search, query: string, from: number | null): Line => {
	const last = from ?? line.history.length - 1;
	for (let at = last; at >= 0; at--) {
		const hit = query === '' ? null : shown(line, search, query, at);
		if (hit !== null) return hit;
	}
	if (from !== null) return line;
	return {...line, ...search.before, search: {...search, query, at: null}};
};

const forward = (line: Line, search: Search): Line => {
	for (let at = (search.at ?? line.history.length) + 1; at < line.history.length; at++) {
		const hit = shown(line, search, search.query, at);
		if (hit !== null) return hit;
	}
	return line;
};

const shown = (line: Line, search: Search, query: string, at: number): Line | null => {
	const text = line.history[at] ?? '';
	const found = text.toLowerCase().indexOf(query.toLowerCase());
	return found < 0 ? null : {...line, text, cursor: found, search: {...search, query, at}};
};
