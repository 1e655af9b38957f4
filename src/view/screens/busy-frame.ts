import {grouped} from '../../language/grouped.js';
import {edit} from '../prompt/edit.js';
import type {Key} from '../prompt/key.js';
import type {Assist, Line} from '../prompt/line.js';
import {cutRow, type Row} from '../text/row.js';
import type {Frame} from './frame.js';
import {promptField} from './prompt-field.js';

/** What goes on while the screen waits: how much has been done, whether Esc ends it, and what has been typed into which line since it began. */
type Busy = {
	readonly rounds: number;
	readonly canStop: boolean;
	readonly line: Line | null;
	readonly keys: readonly Key[];
};

/** The frame that was shown last, while something long is worked out: what is typed stands at the prompt, and the last row says what goes on. */
export function busyFrame({rows, field}: Frame, {rounds, canStop, line, keys}: Busy, columns: number): Frame {
	const words = ` Working: ${grouped(rounds)} steps so far.${canStop ? ' Esc stops.' : ''}`;
	const last: Row = cutRow([{text: words, style: 'accent'}], columns);
	const typed = line === null ? null : keys.reduce((now, key) => edit(now, key, silent).line, line);
	return {
		rows: [...rows.slice(0, -1), last],
		field:
			field === null || typed === null
				? field
				: promptField(typed, silent, {row: field.row, label: field.label, hint: '', columns}),
	};
}

/** The world is not asked meanwhile. */
const silent: Assist = {complete: (_, cursor) => ({from: cursor, candidates: []}), ahead: () => '', proposed: null};
