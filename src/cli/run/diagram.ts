import type {Spec} from '../../sim/world.js';
import type {Told} from '../../view/diagram/plan.js';
import {rowText} from '../../view/text/row.js';

/** The space-time diagram of a history as text, no line wider than the columns. */
export async function drawn(history: readonly Told[], spec: Spec, columns: number, ascii: boolean): Promise<string> {
	const [{ladderRows}, {legendLine}, {toAscii}] = await Promise.all([
		import('../../view/diagram/ladder.js'),
		import('../../view/diagram/legend.js'),
		import('../../view/text/ascii.js'),
	]);
	const {header, rows} = ladderRows(history, spec, {width: columns, selectedStore: null, cursor: null, ascii, dimAfterCursor: false});
	if (rows.length === 0) return '\nNothing has happened that could be drawn.\n';
	const legend = legendLine(columns);
	return `\n${[...header, ...rows.map(({spans}) => spans), [], ascii ? toAscii(legend) : legend].map((row) => `${rowText(row)}\n`).join('')}`;
}
