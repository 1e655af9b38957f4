import {lastingViolation} from '../../narrate/lasting.js';
import {type Reading, wholeReading} from '../../narrate/reading.js';
import {looksAtTokens, tokensAreNumbers} from '../../sim/look.js';
import type {Spec} from '../../sim/world.js';
import {toAscii} from '../text/ascii.js';
import {cutRow, type Row, restyle, row} from '../text/row.js';
import {visible} from '../text/visible.js';
import {wrap} from '../text/wrap.js';
import type {Cast} from './cast.js';
import {type Draft, type Note, note} from './draft.js';
import {drawDraft, violates} from './draw.js';
import {drawHeader} from './draw-header.js';
import {type Layout, layOut} from './layout.js';
import {type Plan, planLadder, type Told} from './plan.js';
import {sentenceOf} from './sentence.js';
import {pairs} from './verdict.js';
import {range, type Window} from './window.js';

export type LadderOptions = {
	/** Units: columns. */
	readonly width: number;
	/** The store that has a lane where there is room for one only; the last one declared if null. */
	readonly selectedStore: string | null;
	/** Index of the statement where the learner stands in time, or null. */
	readonly cursor: number | null;
	readonly ascii: boolean;
	/** Rows of statements after the cursor are dim. */
	readonly dimAfterCursor: boolean;
	/** A part of the rows only; all of them if absent. */
	readonly window?: Window;
};

/** A line of the ladder. */
export type LadderRow = {
	/** Index of the statement it belongs to; all rows of one statement are one stop of the cursor. */
	readonly statement: number;
	/** The event it begins with; null for a gap. */
	readonly seq: number | null;
	/** The number it shows; null for a line that belongs to the numbered one above. */
	readonly number: number | null;
	readonly spans: Row;
	readonly violation: boolean;
	/** Why the state is a violation, or why things came out as they did; full sentences. */
	readonly why: string | null;
};

/** The ladder. `above` and `below`: there are more rows than the window shows. */
export type Ladder = {
	readonly header: readonly Row[];
	readonly rows: readonly LadderRow[];
	readonly above: boolean;
	readonly below: boolean;
};

/** The rows of a history as a ladder. No row is wider than the width. */
export function ladderRows(
	history: readonly Told[],
	spec: Spec,
	options: LadderOptions,
	reading: Reading = wholeReading,
): Ladder {
	return drawLadder(planLadder(history, spec, reading), options);
}

/** The ladder of a plan. A window costs as much as the rows it shows, however long the history is. */
export function drawLadder(plan: Plan, options: LadderOptions): Ladder {
	const {cast, drafts} = plan;
	const layout = layOut(options.width, cast, options.selectedStore, rowCount(drafts), drafts.at(-1)?.at ?? 0);
	const marked = markedDraft(drafts, options.cursor);
	const draw = (index: number): readonly LadderRow[] => {
		const draft = drafts[index];
		return draft === undefined
			? []
			: finish(draft, lines(plan, draft, index, layout, options, index === marked), cast, options);
	};
	const header = layout === null ? [] : drawHeader(layout);
	return {header: header.map((each) => dress(each, options)), ...range(drafts, options.window ?? null, draw)};
}

function lines(
	plan: Plan,
	draft: Draft,
	index: number,
	layout: Layout | null,
	options: LadderOptions,
	mark: boolean,
): readonly Row[] {
	if (layout === null) return sentenceRows(draft, plan.cast, options.width, mark);
	const initial = initialNotes(plan.cast, layout, draft, index);
	return drawDraft(
		initial.length === 0 ? draft : {...draft, notes: [...draft.notes, ...initial]},
		layout,
		plan.cast,
		mark,
	);
}

/** Where the lanes do not fit, the history in sentences. */
function sentenceRows(draft: Draft, cast: Cast, columns: number, mark: boolean): readonly Row[] {
	const sentence = draft.gap ? '⋮' : sentenceOf(draft);
	if (sentence === null) return [];
	const flag = violates(draft, cast) ? '!' : mark ? '▸' : ' ';
	return wrap(sentence, columns - 2).map((text, index) => [
		{text: index === 0 || flag === '!' ? flag : ' ', style: flag === '!' ? 'violation' : 'cursor'},
		{text: ' ', style: 'plain'},
		...row(text),
	]);
}

function finish(draft: Draft, rows: readonly Row[], cast: Cast, options: LadderOptions): readonly LadderRow[] {
	const dim = options.dimAfterCursor && options.cursor !== null && draft.statement > options.cursor;
	return rows.map((each, index) => ({
		statement: draft.statement,
		seq: draft.seq,
		number: index === 0 ? draft.number : null,
		spans: dress(dim ? restyle(each, 'dim') : each, options),
		violation: violates(draft, cast),
		why: whyOf(draft, cast),
	}));
}

function dress(each: Row, options: LadderOptions): Row {
	const fitting = cutRow(each, options.width);
	return options.ascii ? toAscii(fitting) : fitting;
}

/** Why a draft's row is flagged or came out as it did, or null. */
export function whyOf(draft: Draft, {reading}: Cast): string | null {
	const lasting = lastingViolation(draft.world, reading);
	const violations = draft.violations.map(({property, because}) => `${property}: ${visible(because)}`);
	const reasons = [...violations, ...(violations.length === 0 && lasting !== null ? [lasting] : []), ...draft.why];
	return reasons.length === 0 ? null : reasons.join(' ');
}

/** The first row of the cursor's statement, or of the last statement before it that has a row. */
function markedDraft(drafts: readonly Draft[], cursor: number | null): number {
	if (cursor === null) return -1;
	const last = drafts.findLastIndex(({statement}) => statement <= cursor);
	const statement = drafts[last]?.statement;
	let first = last;
	while (first > 0 && drafts[first - 1]?.statement === statement) first -= 1;
	while (first >= 0 && first < last && drafts[first]?.gap === true) first += 1;
	return first;
}

function rowCount(drafts: readonly Draft[]): number {
	return drafts.findLast(({number}) => number !== null)?.number ?? 0;
}

/** What the last store holds before anything happens, beside the first two rows where they leave room for it. */
function initialNotes(cast: Cast, {lanes}: Layout, draft: Draft, index: number): readonly Note[] {
	const lane = lanes.at(-1);
	const spoken = draft.notes.some(({actor}) => actor === lane?.actor || !lanes.some((each) => each.actor === actor));
	if (lane === undefined || lane.room === null || index > 1 || spoken || !cast.storeAt.has(lane.actor)) return [];
	const word = tokensAreNumbers(cast.spec, lane.actor) ? 'highest -' : 'token -';
	const highest = looksAtTokens(cast.spec, lane.actor) ? [word] : [];
	const data = [...cast.values.values()].filter((values) => Object.keys(values).length > 0).map(pairs);
	const text = [...highest, ...data][index];
	return text === undefined ? [] : [note(lane.actor, text, 'dim')];
}
