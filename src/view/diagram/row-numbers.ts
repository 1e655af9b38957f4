import {byNumber, type Pointer} from '../../narrate/violation.js';

/** A numbered row and the event it begins with. */
export type Numbered = {readonly seq: number; readonly number: number};

/** Points at the row that shows an event, or at the event where no row does. Order: `rows` by event. */
export function pointerAt(rows: readonly Numbered[]): Pointer {
	return (event) => {
		const row = rowOf(rows, event);
		return row === null ? byNumber(event) : ` (row ${row})`;
	};
}

/** The row that shows an event: the last that begins with it or before it. */
function rowOf(rows: readonly Numbered[], event: number): number | null {
	let [low, high] = [0, rows.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((rows[middle]?.seq ?? 0) <= event) low = middle + 1;
		else high = middle;
	}
	return rows[low - 1]?.number ?? null;
}
