/** A numbered row and the event it begins with. */
export type Numbered = {readonly seq: number; readonly number: number};

/** A sentence of the history, which points at events by their numbers, pointing at rows instead: those are the numbers that can be seen. Order: `rows` by event. */
export function pointingAtRows(rows: readonly Numbered[], sentence: string): string {
	return sentence.replace(/\(event (\d+)\)/g, (found, event: string) => {
		const row = rowOf(rows, Number(event));
		return row === null ? found : `(row ${row})`;
	});
}

/** The row that shows an event: the last that begins with it or before it. */
export function rowOf(rows: readonly Numbered[], event: number): number | null {
	let [low, high] = [0, rows.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((rows[middle]?.seq ?? 0) <= event) low = middle + 1;
		else high = middle;
	}
	return rows[low - 1]?.number ?? null;
}
