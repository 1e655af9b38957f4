import {toAscii} from '../text/ascii.js';
import type {Row} from '../text/row.js';
import {padRow, rowWidth} from '../text/row.js';

/** One whole screen: rows from the top, and the field that is typed into. */
export type Frame = {
	readonly rows: readonly Row[];
	readonly field: Field | null;
};

/** The field typed into: the row it takes the place of, what stands before it, and where its cursor is. Units: columns from 0. */
export type Field = {
	readonly row: number;
	readonly label: Row;
	readonly value: string;
	/** What it says, dim, while nothing is typed. */
	readonly placeholder: string;
	/** Dim text after the value. */
	readonly ahead: string;
	readonly cursor: number;
};

/** How much room there is, and what may be drawn. */
export type Room = {
	readonly columns: number;
	readonly rows: number;
	readonly ascii: boolean;
	/** Without colours, what colours would tell is told by marks. */
	readonly colorless?: boolean;
};

/** The frame with exactly `rows` rows, none wider than the room, in ASCII where that is asked for. */
export function fitFrame(frame: Frame, {columns, rows, ascii, colorless = false}: Room): Frame {
	const marked = colorless ? frame.rows.map((row) => withBackticks(row, columns)) : frame.rows;
	const drawn = marked.slice(0, rows);
	const blank = Array.from({length: Math.max(0, rows - drawn.length)}, (): Row => []);
	return {
		// What shows that a row was cut is drawn as well.
		rows: [...drawn, ...blank].map((row) => padRow(row, columns)).map((row) => trimmed(ascii ? toAscii(row) : row)),
		field: frame.field !== null && frame.field.row < rows ? (ascii ? inAscii(frame.field) : frame.field) : null,
	};
}

/** What is typed stays as it is. */
function inAscii(field: Field): Field {
	const plain = (text: string) =>
		toAscii([{text, style: 'plain'}])
			.map((span) => span.text)
			.join('');
	return {...field, placeholder: plain(field.placeholder), ahead: plain(field.ahead)};
}

/** The columns that text leaves free for the marks it gets later. */
export function marginFor({colorless = false}: Room): number {
	return colorless ? 8 : 0;
}

/** Code within a sentence in backticks, where the row has room for all of them. */
function withBackticks(row: Row, columns: number): Row {
	const marked = row.map((span) => (span.style === 'inline-code' ? {...span, text: `\`${span.text}\``} : span));
	return rowWidth(marked) <= columns ? marked : row;
}

/** Without the spaces at the end, which would only cost time to draw. */
function trimmed(row: Row): Row {
	const last = row.at(-1);
	if (last === undefined || last.style === 'cursor') return row;
	const text = last.text.trimEnd();
	return text === '' ? trimmed(row.slice(0, -1)) : text === last.text ? row : [...row.slice(0, -1), {...last, text}];
}
