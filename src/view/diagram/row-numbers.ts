import type {Pointer} from '../../narrate/violation.js';

/** A numbered row and the event it begins with. */
export type Numbered = {readonly seq: number; readonly number: number};

/** Points at the row that shows an event, and at nothing where it came before the first row: its number could not be seen. Order: `rows` by event. */
export function pointerAt(rows: readonly Numbered[]): Pointer {
	return (event) => {
		const row = rowOf(rows, event);
		return row === null ? '' : ` (row ${row})`;
	};
}

/** The row that shows an event: the last that begins with it or before it; of those that begin with the same, the first, which shows it as it happens and not its answer. */
function rowOf(rows: readonly Numbered[], event: number): number | null {
	let [low, high] = [0, rows.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((rows[middle]?.seq ?? 0) <= event) low = middle + 1;
		else high = middle;
	}
	while (rows[low - 2] !== undefined && rows[low - 2]?.seq === rows[low - 1]?.seq) low -= 1;
	return rows[low - 1]?.number ?? null;
}
