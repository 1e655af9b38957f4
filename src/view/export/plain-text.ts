import {type Row, rowText} from '../text/row.js';

/** The rows as lines of text. */
export function plainText(rows: readonly Row[]): string {
	return rows.map((row) => `${rowText(row)}\n`).join('');
}
