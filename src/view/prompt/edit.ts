import {insert} from './change.js';
import {commands} from './commands.js';
import {enter} from './history.js';
import type {Key} from './key.js';
import type {Assist, Line} from './line.js';
import {searchKey} from './search.js';

/** The line after a key, the lines that were entered, and whether the editor had a use for the key. */
type Edited = {readonly line: Line; readonly entered: readonly string[]; readonly used: boolean};

/** What a key does to the line. A paste of several lines enters all but the last, in order. */
export const edit = (line: Line, key: Key, assist: Assist): Edited => {
	if (line.offered === true) return edit(taken(line, key), key, assist);
	if (line.search !== null) {
		const found = searchKey(line, key);
		return found.through ? edit(found.line, key, assist) : {line: found.line, entered: [], used: true};
	}
	switch (key.kind) {
		case 'text':
			return kept(insert(line, key.text));
		case 'paste':
			return paste(line, key.text);
		case 'press':
			return press(line, key.chord, assist);
	}
};

/** What a key finds of a line that was put there for mending: text takes its place, Ctrl-U takes all of it wherever the cursor was put, anything else works on it. */
const taken = ({offered: _, ...line}: Line, key: Key): Line => {
	if (key.kind !== 'press') return {...line, text: '', cursor: 0, killed: line.text};
	return key.chord === 'ctrl-u' ? {...line, cursor: line.text.length} : line;
};

const paste = (line: Line, text: string): Edited => {
	const [first = '', ...rest] = text.split('\n');
	let now = insert(line, first);
	const entered: string[] = [];
	for (const next of rest) {
		entered.push(now.text);
		now = insert(enter(now), next);
	}
	return {line: now, entered, used: true};
};

const press = (line: Line, chord: string, assist: Assist): Edited => {
	if (chord === 'enter') return {line: enter(line), entered: [line.text], used: true};
	const command = commands[chord];
	const next = command?.(line, assist) ?? null;
	return next === null ? {line, entered: [], used: false} : kept(next);
};

const kept = (line: Line): Edited => ({line, entered: [], used: true});
