import {row} from '../text/row.js';
import {wrap} from '../text/wrap.js';
import type {Frame, Room} from './frame.js';

/** The least room the screens need. Units: columns and rows of the terminal. */
const leastRoom = {columns: 60, rows: 16};

/** Whether a terminal is too small for the screens. */
export function isTooSmall({columns, rows}: Pick<Room, 'columns' | 'rows'>): boolean {
	return columns < leastRoom.columns || rows < leastRoom.rows;
}

/** What a terminal that is too small shows. */
export function smallFrame({columns}: Room, terminalRows: number): Frame {
	const lines = [
		`This terminal is ${columns} by ${terminalRows}.`,
		`At least ${leastRoom.columns} by ${leastRoom.rows} are needed here: make it larger, and you go on where you are.`,
		'Or quit with Ctrl-C and type: fence-tutor --plain',
	];
	return {rows: lines.flatMap((line) => wrap(line, columns).map((text) => row(text))), field: null};
}
