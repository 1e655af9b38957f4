import type {Row} from '../text/row.js';
import {type Frame, marginFor, type Room} from './frame.js';
import {header, keyLine, rule} from './header-and-rules.js';

/** A page to read over the screen below it. Its rows are laid out for a width when it is shown. */
export type Pane = {readonly title: string; readonly rows: (columns: number) => readonly Row[]; readonly top: number};

/** The pane after a key, or null when the key closes it. */
export function paneKey(pane: Pane, chord: string, room: Room): Pane | null {
	const {columns, rows} = room;
	const page = Math.max(1, rows - 6);
	const last = Math.max(0, pane.rows(columns - marginFor(room)).length - (rows - 4));
	const to = (top: number): Pane => ({...pane, top: Math.max(0, Math.min(last, top))});
	switch (chord) {
		case 'up':
			return to(pane.top - 1);
		case 'down':
			return to(pane.top + 1);
		case 'pageup':
			return to(pane.top - page);
		case 'pagedown':
		case 'ctrl-f':
			return to(pane.top + page);
		case 'home':
			return to(0);
		case 'end':
			return to(last);
		case 'escape':
		case 'enter':
			return null;
	}
	return pane;
}

/** A pane as a whole screen. */
export function paneFrame(pane: Pane, room: Room): Frame {
	const {columns, rows} = room;
	const all = pane.rows(columns - marginFor(room));
	const space = Math.max(1, rows - 4);
	const top = Math.max(0, Math.min(pane.top, all.length - space));
	const shown = all.slice(top, top + space);
	const blank = Array.from({length: space - shown.length}, (): Row => []);
	const more = all.length > space ? `rows ${top + 1} to ${top + shown.length} of ${all.length}` : '';
	const keys = keyLine(columns, [
		['Esc', 'closes'],
		...(all.length > space ? ([['PgUp PgDn', 'scroll']] as const) : []),
	]);
	return {rows: [...header(pane.title, more, columns), ...shown, ...blank, rule(columns), keys], field: null};
}
