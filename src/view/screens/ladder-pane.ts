import type {Reading} from '../../narrate/reading.js';
import type {Pointer} from '../../narrate/violation.js';
import {readingAt} from '../../session/reading-at.js';
import type {Moment, Place, Tree} from '../../session/session.js';
import {ahead, past, present} from '../../session/tree.js';
import type {Spec} from '../../sim/world.js';
import {drawLadder} from '../diagram/ladder.js';
import {extendPlan, type Plan, planLadder, rowPointer, type Told} from '../diagram/plan.js';
import {stripRows} from '../diagram/strip.js';
import type {Row} from '../text/row.js';

/** What of the ladder is shown: so many rows, scrolled up from the newest. */
type LadderView = {readonly columns: number; readonly rows: number; readonly scroll: number};

/** The rows of the ladder that fit, its header on top where there is room, the newest last; what was undone stands dim after the cursor. */
export function ladderPane(place: Place, view: LadderView): readonly Row[] {
	const line = lineOf(place);
	if (line.plan.drafts.length === 0 || view.rows === 0) return [];
	const key = `${view.columns} ${view.rows} ${view.scroll}`;
	const known = line.drawn.get(key);
	if (known !== undefined) return known;
	const rows = draw(line, view);
	line.drawn.set(key, rows);
	return rows;
}

/** The history to scale, as bars over an axis of time; empty before anything happened. */
export function stripPane(place: Place, columns: number): readonly Row[] {
	const {history} = lineOf(place);
	const {world} = present(place.tree);
	return history.length === 0 || world.now === 0
		? []
		: stripRows(history, world, columns - 2, false, readingAt(place)).map(
				(row): Row => [{text: ' ', style: 'plain'}, ...row],
			);
}

/** How many rows the ladder would like, at most `most`. */
export function ladderHeight(place: Place, columns: number, most: number): number {
	return ladderPane(place, {columns, rows: most, scroll: 0}).length;
}

/** The moment that a numbered row of the ladder belongs to, or null. */
export function ladderMoment(place: Place, row: number): number | null {
	const {plan, told} = lineOf(place);
	const draft = plan.drafts.find(({number}) => number === row);
	return draft === undefined ? null : (told[draft.statement]?.id ?? null);
}

/** The numbers of the events that a numbered row of the ladder shows, or null where there is no such row. */
export function ladderEvents(place: Place, row: number): readonly number[] | null {
	const {plan, told} = lineOf(place);
	const from = plan.drafts.findIndex(({number}) => number === row);
	const draft = plan.drafts[from];
	if (draft === undefined || draft.seq === null) return null;
	const first = draft.seq;
	// A request that is refused and its answer are two rows of one event.
	const next =
		plan.drafts.slice(from + 1).find(({number, seq}) => number !== null && seq !== null && seq > first)?.seq ??
		Number.POSITIVE_INFINITY;
	return (told[draft.statement]?.events ?? []).flatMap(({seq}) => (seq >= first && seq < next ? [seq] : []));
}

/** What is said of a row that the ladder does not have. */
export function noSuchRow(place: Place, row: number): string {
	const last = lineOf(place).plan.drafts.findLast(({number}) => number !== null)?.number ?? null;
	return `The ladder has no row ${row}: ${last === null ? 'nothing has happened here yet' : `its last row is ${last}`}.`;
}

/** The whole ladder under its header, as many of its last rows as anybody reads on. */
export function wholeLadder(place: Place, columns: number): readonly Row[] {
	const {plan, cursor, hasAhead} = lineOf(place);
	if (plan.drafts.length === 0) return [];
	const options = {
		width: columns,
		selectedStore: null,
		cursor: hasAhead ? cursor : null,
		ascii: false,
		dimAfterCursor: true,
	};
	const {header, rows} = drawLadder(plan, {...options, window: {rows: mostRows, show: null}});
	return [...header, ...rows.map(({spans}) => spans)];
}

const mostRows = 2000;

/** Points at the rows of the ladder of a place: those are the numbers that can be seen. */
export function ladderPointer(place: Place): Pointer {
	return rowPointer(lineOf(place).plan);
}

/** The present line of moments, planned once; `drawn` keeps its pictures, since most keys change nothing here. */
type LinePlan = {
	readonly told: readonly Moment[];
	readonly spec: Spec;
	readonly history: readonly Told[];
	readonly plan: Plan;
	readonly cursor: number;
	readonly hasAhead: boolean;
	readonly drawn: Map<string, readonly Row[]>;
};

const plans = new WeakMap<Tree, LinePlan>();

let latest: LinePlan | null = null;

function lineOf(place: Place): LinePlan {
	const {tree} = place;
	const reading = readingAt(place);
	const known = plans.get(tree);
	if (known?.plan.cast.reading === reading) return known;
	const before = past(tree).filter(isTold);
	const after = ahead(tree).filter(isTold);
	const told = [...before, ...after];
	const history = told.map(({moments}) => ({moments}));
	const {spec} = present(tree).world;
	const plan = planOf(told, history, spec, reading);
	const made: LinePlan = {
		told,
		spec,
		history,
		plan,
		cursor: before.length - 1,
		hasAhead: after.length > 0,
		drawn: new Map(),
	};
	plans.set(tree, made);
	latest = made;
	return made;
}

/** Most lines go on from the one before: then only what is new is planned. */
function planOf(told: readonly Moment[], history: readonly Told[], spec: Spec, reading: Reading): Plan {
	const goesOn =
		latest !== null &&
		latest.spec === spec &&
		latest.plan.cast.reading === reading &&
		latest.told.length <= told.length &&
		latest.told.every((moment, index) => moment === told[index]);
	return latest !== null && goesOn
		? extendPlan(latest.plan, history.slice(latest.told.length))
		: planLadder(history, spec, reading);
}

function isTold({events}: Moment): boolean {
	return events.length > 0;
}

function draw({plan, cursor, hasAhead}: LinePlan, {columns, rows, scroll}: LadderView): readonly Row[] {
	const show = scroll === 0 && hasAhead ? Math.max(0, cursor) : null;
	const options = {
		width: columns,
		selectedStore: null,
		cursor: hasAhead ? cursor : null,
		ascii: false,
		dimAfterCursor: true,
	};
	const head = drawLadder(plan, {...options, window: {rows: 0, show}}).header;
	// Rows without names over them are better than a name over one row of many.
	const least = plan.drafts.length === 1 ? 1 : 2;
	const space = rows >= head.length + least ? rows - head.length : rows;
	const {rows: all, above} = drawLadder(plan, {...options, window: {rows: space + scroll, show}});
	const drawn = all.map(({spans}) => spans);
	const last = Math.max(Math.min(space, drawn.length), drawn.length - scroll);
	const first = Math.max(0, last - space);
	const shown =
		scroll === 0
			? drawn.slice(first, last)
			: withMarks(drawn.slice(first, last), above || first > 0, drawn.length - last);
	return [...(space < rows ? head : []), ...shown];
}

/** The rows with a mark in the place of the first where there are more above them, and in the place of the last, which it counts, where so many are below. */
function withMarks(shown: readonly Row[], above: boolean, below: number): readonly Row[] {
	if (shown.length < 3) return shown;
	const top: readonly Row[] = above ? [moreRow('more rows above, PgUp')] : [];
	const bottom: readonly Row[] = below > 0 ? [moreRow(`${below + 1} more rows below, PgDn`)] : [];
	return [...top, ...shown.slice(top.length, shown.length - bottom.length), ...bottom];
}

function moreRow(words: string): Row {
	return [{text: ` ⋮ ${words}`, style: 'dim'}];
}
