import {print} from '../../language/print.js';
import type {Tree} from '../../session/session.js';
import {ahead, past, present, script} from '../../session/tree.js';
import {drawLadder, type Ladder} from '../diagram/ladder.js';
import {legendLine} from '../diagram/legend.js';
import {type Plan, planLadder, type Told} from '../diagram/plan.js';
import {toAscii} from '../text/ascii.js';
import {type Row, row} from '../text/row.js';
import {visible} from '../text/visible.js';
import type {Sheet} from './export.js';

/** The whole run as a ladder, with its header and the legend. */
export function pictureRows(tree: Tree, sheet: Sheet): readonly Row[] {
	const {header, rows, legend} = drawnPlan(planLadder(toldOf(tree), present(tree).world.spec), sheet);
	if (rows.length === 0) return [row('Nothing has happened that could be drawn.')];
	return [...header, ...rows.map(({spans}) => spans), [], legend];
}

/** The ladder of a plan as it is exported, where nobody stands in time, and its legend. */
export function drawnPlan(
	plan: Plan,
	{columns, ascii}: Sheet,
): Pick<Ladder, 'header' | 'rows'> & {readonly legend: Row} {
	const options = {width: columns, selectedStore: null, cursor: null, ascii, dimAfterCursor: false};
	const {header, rows} = drawLadder(plan, options);
	const legend = legendLine(columns);
	return {header, rows, legend: ascii ? toAscii(legend) : legend};
}

/** What was done on the present line and what came of it, all of it. */
export function toldOf(tree: Tree): readonly Told[] {
	return [...past(tree), ...ahead(tree)].filter(({events}) => events.length > 0).map(({moments}) => ({moments}));
}

/** The statements of the run as a script. Shape: one a line, each with its line end. */
export function typedIn(tree: Tree): string {
	return [...script(tree), ...ahead(tree).flatMap(({did}) => (did.kind === 'statement' ? [did.statement] : []))]
		.map((statement) => `${visible(print(statement))}\n`)
		.join('');
}
