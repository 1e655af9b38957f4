import {type Ladder, type LadderRow, ladderRows} from '../diagram/ladder.js';
import {cut} from '../text/fit.js';
import {padRow, type Row, restyle} from '../text/row.js';
import {visible} from '../text/visible.js';
import {type ClaimAnswer, shownMove} from './watch.js';

/**
 * The schedule of a claim as a ladder, with the place and the line of the learner's code at the first arrow of each move: beside it where the width allows, above it
 * where not. What comes after the move that is looked at is dim; that move is in sight. Empty where there is no schedule.
 */
export function codeLadder(
	answer: ClaimAnswer,
	move: number | null,
	{columns, rows}: {readonly columns: number; readonly rows: number},
): readonly Row[] {
	const {moves, world} = answer;
	if (moves.length === 0 || rows === 0) return [];
	const at = shownMove({move}, answer);
	const history = moves.flatMap(({done}) => done.map(({moments}) => ({moments})));
	const counts = moves.map(({done}) => done.length);
	const lastStatement = counts.slice(0, at + 1).reduce((sum, count) => sum + count, 0) - 1;
	const beside = besideWidth(columns);
	const ladder = ladderRows(history, world.spec, {
		width: columns - beside,
		selectedStore: null,
		cursor: lastStatement,
		ascii: false,
		dimAfterCursor: true,
	});
	const lines = linesOf(answer, ladder, counts, {columns, beside});
	const isLast = at === moves.length - 1;
	const first = lines.findIndex((line) => line.move === at);
	const last = lines.findLastIndex((line) => line.move <= at);
	const head = rows > ladder.header.length + 3 ? ladder.header : [];
	const space = rows - head.length;
	const from = isLast
		? Math.max(0, lines.length - space)
		: Math.max(0, Math.min(lines.length - space, Math.max(last - Math.floor((space * 2) / 3), first - space + 1)));
	const shown = lines.slice(from, from + space).map((line) => (line.move > at ? restyle(line.row, 'dim') : line.row));
	return [...head, ...marked(shown, from > 0, lines.length - from - shown.length)];
}

type Line = {readonly move: number; readonly row: Row};

/** From this width on the learner's lines stand beside the arrows. */
const roomForBoth = 104;

function besideWidth(columns: number): number {
	// A ladder that is wider than this has a column of reasons, which the verdict tells already.
	return columns < roomForBoth ? 0 : Math.max(36, columns - 109);
}

function linesOf(
	{file, moves, sources}: ClaimAnswer,
	ladder: Ladder,
	counts: readonly number[],
	{columns, beside}: {readonly columns: number; readonly beside: number},
): readonly Line[] {
	const lines: Line[] = [];
	let statement = 0;
	for (const [move, told] of moves.entries()) {
		const count = counts[move] ?? 0;
		const drawn = ladder.rows.filter((each) => each.statement >= statement && each.statement < statement + count);
		statement += count;
		const code = codeText(told, sources[move] ?? null, file);
		const silent =
			count === 0 ? `${told.client ?? ''} ${told.ask?.kind === 'sleep' ? 'wakes up' : 'looks at the clock'}` : null;
		if (silent !== null) lines.push({move, row: silentRow(silent, code, columns)});
		else lines.push(...withCode(drawn, move, code, columns, beside));
	}
	return lines;
}

/** `18: const lease = await lock.acquire();` in two parts, with its name where it is another file than the one that is checked; null where no code moves. */
function codeText(
	{place}: ClaimAnswer['moves'][number],
	source: string | null,
	checked: string,
): {readonly place: string; readonly line: string} | null {
	if (place.file === null || place.line === null) return null;
	const file = checked.split(/[\\/]/).at(-1) === place.file ? '' : `${visible(place.file)}:`;
	return {place: `${file}${place.line}:`, line: visible((source ?? '').trim().replace(/\t/g, ' '))};
}

function withCode(
	drawn: readonly LadderRow[],
	move: number,
	code: ReturnType<typeof codeText>,
	columns: number,
	beside: number,
): readonly Line[] {
	const anchor = Math.max(
		0,
		drawn.findIndex(({number}) => number !== null),
	);
	return drawn.flatMap(({spans}, index): readonly Line[] => {
		if (code === null || index !== anchor) return [{move, row: spans}];
		if (beside > 0) {
			const text = cut(`${code.place} ${code.line}`, beside - 1);
			const [place = '', line = ''] = [text.slice(0, code.place.length), text.slice(code.place.length)];
			return [
				{
					move,
					row: [...padRow(spans, columns - beside), {text: ` ${place}`, style: 'accent'}, {text: line, style: 'dim'}],
				},
			];
		}
		return [
			{move, row: aboveRow(code, columns)},
			{move, row: spans},
		];
	});
}

function aboveRow(code: {readonly place: string; readonly line: string}, columns: number): Row {
	const start = '           ';
	return [
		{text: start, style: 'plain'},
		{text: code.place, style: 'accent'},
		{text: cut(` ${code.line}`, Math.max(4, columns - start.length - code.place.length)), style: 'dim'},
	];
}

function silentRow(what: string, code: ReturnType<typeof codeText>, columns: number): Row {
	const start = `           ${what}  `;
	if (code === null) return [{text: start, style: 'plain'}];
	return [
		{text: start, style: 'plain'},
		{text: code.place, style: 'accent'},
		{text: cut(` ${code.line}`, Math.max(4, columns - start.length - code.place.length)), style: 'dim'},
	];
}

/** A mark in the place of the first row where there are more above, and of the last, where so many are below. */
function marked(shown: readonly Row[], above: boolean, below: number): readonly Row[] {
	if (shown.length < 4) return shown;
	const top: readonly Row[] = above ? [[{text: ' ⋮ more above', style: 'dim'}]] : [];
	const bottom: readonly Row[] = below > 0 ? [[{text: ` ⋮ ${below + 1} more rows below`, style: 'dim'}]] : [];
	return [...top, ...shown.slice(top.length, shown.length - bottom.length), ...bottom];
}
