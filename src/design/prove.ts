import {type Design, type KeptTable, keptCells, type Row, rows, worldOfDesign} from './catalogue.js';
import {type JudgeLimits, judgeFault} from './judge.js';
import {faultRows} from './rows.js';

/** What is found out about a design, within limits of which the program says that a search was too big. */
export function proveDesign(design: Design): KeptTable {
	return Object.fromEntries(rows.map((row) => [row, proveRow(design, row)])) as KeptTable;
}

/** The same for one kind of fault. */
export function proveRow(design: Design, row: Row): KeptTable[Row] {
	const budgets = faultRows.find(({fault}) => fault === row)?.budgets ?? [];
	const judging = judgeFault(worldOfDesign(design), budgets, provingLimits);
	for (;;) {
		const next = judging.next(false);
		if (next.done === true) return keptCells(next.value);
	}
}

/** What the table of a design may take. */
const maxBytes = 512 * 1024 * 1024;
const provingLimits: JudgeLimits = {safety: {maxStates: 100_000, maxBytes}, goesOn: {maxStates: 400_000, maxBytes}};
