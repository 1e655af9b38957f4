import {merged, type Row, type Style} from '../text/row.js';
import {graphemes, width} from '../text/width.js';

/** One line of columns to write on. A wide character takes its column and empty ones after it. */
export type Canvas = {readonly cells: Cell[]};

type Cell = {readonly text: string; readonly style: Style};

const space: Cell = {text: ' ', style: 'plain'};

/** An empty line. */
export function blank(columns: number): Canvas {
	return {cells: new Array<Cell>(columns).fill(space)};
}

/** Writes a text from a column on; what does not fit on the line is left out. */
export function put({cells}: Canvas, at: number, text: string, style: Style): void {
	let column = at;
	for (const grapheme of graphemes(text)) {
		const columns = width(grapheme);
		if (columns === 0) continue;
		if (column >= 0 && column + columns <= cells.length) {
			cells[column] = {text: grapheme, style};
			for (let rest = 1; rest < columns; rest += 1) cells[column + rest] = {text: '', style};
		}
		column += columns;
	}
}

/** The line as a row, without the spaces at its end. */
export function rowOf({cells}: Canvas): Row {
	let last = cells.length;
	while (last > 0 && cells[last - 1]?.text === ' ') last -= 1;
	return merged(cells.slice(0, last));
}
