import type {Moment, Place, Tree} from '../../session/session.js';
import {ahead, past, present} from '../../session/tree.js';
import {drawLadder} from '../diagram/ladder.js';
import {type Plan, planLadder, type Told} from '../diagram/plan.js';
import {stripRows} from '../diagram/strip.js';
import type {Row} from '../text/row.js';

/** What of the ladder is shown: so many rows, scrolled up from the newest. */
export type LadderView = {readonly columns: number; readonly rows: number; readonly scroll: number};

/** The rows of the ladder that fit, its header on top where there is room, the newest last; what was undone stands dim after the cursor. */
export function ladderPane({tree}: Place, view: LadderView): readonly Row[] {
	const line = lineOf(tree);
	if (line.plan.drafts.length === 0 || view.rows === 0) return [];
	const key = `${view.columns} ${view.rows} ${view.scroll}`;
	const known = line.drawn.get(key);
	if (known !== undefined) return known;
	const rows = draw(line, view);
	line.drawn.set(key, rows);
	return rows;
}

/** The history to scale, as bars over an axis of time; empty before anything happened. */
export function stripPane({tree}: Place, columns: number): readonly Row[] {
	const {history} = lineOf(tree);
	const {spec, now} = present(tree).world;
	return history.length === 0 || now === 0 ? [] : stripRows(history, spec, columns - 2).map((row): Row => [{text: ' ', style: 'plain'}, ...row]);
}

/** How many rows the ladder would like, at most `most`. */
export function ladderHeight(place: Place, columns: number, most: number): number {
	return ladderPane(place, {columns, rows: most, scroll: 0}).length;
}

/** The moment that a numbered row of the ladder belongs to, or null. */
export function ladderMoment({tree}: Place, row: number): number | null {
	const {plan, told} = lineOf(tree);
	const draft = plan.drafts.find(({number}) => number === row);
	return draft === undefined ? null : (told[draft.statement]?.id ?? null);
}

/** The present line of moments, planned once; `drawn` keeps its pictures, since most keys change nothing here. */
type LinePlan = {
	readonly told: readonly Moment[];
	readonly history: readonly Told[];
	readonly plan: Plan;
	readonly cursor: number;
	readonly hasAhead: boolean;
	readonly drawn: Map<string, readonly Row[]>;
};

const plans = new WeakMap<Tree, LinePlan>();

function lineOf(tree: Tree): LinePlan {
	const known = plans.get(tree);
	if (known !== undefined) return known;
	const before = past(tree).filter(isTold);
	const after = ahead(tree).filter(isTold);
	const told = [...before, ...after];
	const history = told.map(({did, events}) => ({input: did.kind === 'statement' ? did.text : '', events}));
	const plan = planLadder(history, present(tree).world.spec);
	const made: LinePlan = {told, history, plan, cursor: before.length - 1, hasAhead: after.length > 0, drawn: new Map()};
	plans.set(tree, made);
	return made;
}

function isTold({events}: Moment): boolean {
	return events.length > 0;
}

function draw({plan, cursor, hasAhead}: LinePlan, {columns, rows, scroll}: LadderView): readonly Row[] {
	const show = scroll === 0 && hasAhead ? Math.max(0, cursor) : null;
	const options = {width: columns, selectedStore: null, cursor: hasAhead ? cursor : null, ascii: false, dimAfterCursor: true};
	const head = drawLadder(plan, {...options, window: {rows: 0, show}}).header;
	const space = rows > head.length + 1 ? rows - head.length : rows;
	const drawn = drawLadder(plan, {...options, window: {rows: space + scroll, show}}).rows.map(({spans}) => spans);
	const last = Math.max(Math.min(space, drawn.length), drawn.length - scroll);
	return [...(space < rows ? head : []), ...drawn.slice(Math.max(0, last - space), last)];
}
