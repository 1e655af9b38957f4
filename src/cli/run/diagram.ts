import type {Spec} from '../../sim/world.js';
import type {Told} from '../../view/diagram/plan.js';
import {rowText} from '../../view/text/row.js';

/** Whether a picture can be drawn so wide: a whole number from 40 to 300. */
export function canBeDrawn(columns: number): boolean {
	return Number.isInteger(columns) && columns >= 40 && columns <= 300;
}

/** The space-time diagram of a history as text, no line wider than the columns; below it the marks, and why each property is violated, by row. */
export async function drawn(history: readonly Told[], spec: Spec, columns: number, ascii: boolean): Promise<string> {
	const [{drawLadder}, {planLadder}, {reasonRows}, {legendLine}, {toAscii}] = await Promise.all([
		import('../../view/diagram/ladder.js'),
		import('../../view/diagram/plan.js'),
		import('../../view/diagram/reasons.js'),
		import('../../view/diagram/legend.js'),
		import('../../view/text/ascii.js'),
	]);
	const plan = planLadder(history, spec);
	const {header, rows} = drawLadder(plan, {
		width: columns,
		selectedStore: null,
		cursor: null,
		ascii,
		dimAfterCursor: false,
	});
	if (rows.length === 0) return '\nNothing has happened that could be drawn.\n';
	const reasons = reasonRows(plan, columns);
	const below = [[], legendLine(columns), ...(reasons.length === 0 ? [] : [[], ...reasons])].map((row) =>
		ascii ? toAscii(row) : row,
	);
	return `\n${[...header, ...rows.map(({spans}) => spans), ...below].map((row) => `${rowText(row)}\n`).join('')}`;
}
