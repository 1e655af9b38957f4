import {width} from '../text/width.js';

/** Where the terminal's own cursor stands, from 0; null: it is hidden. */
export type CursorPlace = {readonly x: number; readonly y: number} | null;

/** What a terminal shows: rows with their colours, and the cursor. A plain value. */
export type Painted = {readonly rows: readonly string[]; readonly cursor: CursorPlace};

/** A screen that has just been cleared. */
export const blank: Painted = {rows: [], cursor: null};

/**
 * What to write so that a terminal that shows one frame shows another: the rows that differ, each put in its place, nothing erased that stays; empty where nothing
 * differs. Terminals that know DEC 2026 show it all at once. The frame may be any number of rows and has to fit the terminal.
 */
export function painted(shown: Painted, next: Painted, columns: number): string {
	const count = Math.max(shown.rows.length, next.rows.length);
	const changed = Array.from({length: count}, (_, index) => index).filter(
		(index) => (shown.rows[index] ?? '') !== (next.rows[index] ?? ''),
	);
	const isMoved = next.cursor?.x !== shown.cursor?.x || next.cursor?.y !== shown.cursor?.y;
	if (changed.length === 0 && !isMoved) return '';
	const rows = changed.map((index) => place(index, 0) + rowOf(next.rows[index] ?? '', columns)).join('');
	const cursor = next.cursor === null ? '' : place(next.cursor.y, next.cursor.x);
	const body = rows === '' ? '' : together.begin + hideCursor + wrap.off + rows + wrap.on;
	const show = next.cursor === null ? (shown.cursor !== null && rows === '' ? hideCursor : '') : showCursor;
	return (
		body +
		cursor +
		(rows === '' && shown.cursor !== null && next.cursor !== null ? '' : show) +
		(rows === '' ? '' : together.end)
	);
}

/** A row that reaches the last column erases nothing behind it, since the terminal would erase that column; what a terminal may draw narrower than it counts here erases before. */
function rowOf(row: string, columns: number): string {
	const text = stripped(row);
	if (width(text) < columns) return row + eraseRest;
	return isCertain.test(text) ? row : eraseRest + row;
}

function stripped(row: string): string {
	return row.replace(styles, '');
}

function place(row: number, column: number): string {
	return column === 0 ? `\u001B[${row + 1}H` : `\u001B[${row + 1};${column + 1}H`;
}

/** ASCII and box drawing, which are one column wide everywhere. */
const isCertain = /^[ -~\u2500-\u257f]*$/;
const styles = /\u001B\[[\d;:]*m/g;
// Source: ECMA-48 (EL, CUP), DEC private modes 7 (autowrap), 25 (cursor), 2026 (synchronized output).
const eraseRest = '\u001B[K';
const wrap = {off: '\u001B[?7l', on: '\u001B[?7h'};
const hideCursor = '\u001B[?25l';
const showCursor = '\u001B[?25h';
const together = {begin: '\u001B[?2026h', end: '\u001B[?2026l'};
