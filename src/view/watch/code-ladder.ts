import {saidText, silentAsk} from '../../code/verdict-words.js';
import {type Ladder, type LadderRow, ladderRows} from '../diagram/ladder.js';
import {hangingRows} from '../screens/prose-rows.js';
import {cutRow, padRow, type Row, restyle, row} from '../text/row.js';
import {visible} from '../text/visible.js';
import {width} from '../text/width.js';
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
	const code = moves.map((told, index) => codeText(told, answer.sources[index] ?? null, answer.file));
	const longest = Math.max(...code.map((each) => (each === null ? 0 : width(`${each.place} ${each.line}`))));
	const beside = besideWidth(columns, longest);
	const ladder = ladderRows(history, world.spec, {
		width: Math.min(mostLadder, columns - beside),
		selectedStore: null,
		cursor: lastStatement,
		ascii: false,
		dimAfterCursor: true,
	});
	const start = Math.max(4, Math.min(11, columns - longest));
	const lines = linesOf(answer, ladder, code, {columns, beside, start});
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

/** How wide the column of the learner's lines is; 0 where they stand above the arrows, because they would be cut. A ladder that is wider has a column of reasons, which the verdict tells already. */
function besideWidth(columns: number, longest: number): number {
	const most = columns - leastLadder;
	return longest + 2 > most ? 0 : Math.max(longest + 2, columns - mostLadder);
}

/** Units: columns. Below the first the ladder puts its words on lines of their own. */
const leastLadder = 78;
const mostLadder = 109;

type Code = {readonly place: string; readonly line: string};

type Places = {readonly columns: number; readonly beside: number; readonly start: number};

function linesOf(
	{moves}: ClaimAnswer,
	ladder: Ladder,
	code: readonly (Code | null)[],
	places: Places,
): readonly Line[] {
	const lines: Line[] = [];
	let statement = 0;
	for (const [move, {client, ask, done, said: printed}] of moves.entries()) {
		const from = statement;
		statement += done.length;
		const drawn = ladder.rows.filter((each) => each.statement >= from && each.statement < statement);
		const said = code[move] ?? null;
		if (done.length > 0) lines.push(...withCode(drawn, move, said, places));
		else {
			const what = `${client ?? ''} ${ask === null ? '' : silentAsk(ask)}  `;
			lines.push(...codeRows(what, said, places).map((row) => ({move, row})));
		}
		for (const text of printed)
			lines.push({
				move,
				row: cutRow(row(`${' '.repeat(places.start)}${saidText(client, text)}`, 'dim'), places.columns),
			});
	}
	return lines;
}

/** `18: const lease = await lock.acquire();` in two parts, with its name where it is another file than the one that is checked; null where no code moves. */
function codeText({place}: ClaimAnswer['moves'][number], source: string | null, checked: string): Code | null {
	if (place.file === null || place.line === null) return null;
	const file = checked.split(/[\\/]/).at(-1) === place.file ? '' : `${visible(place.file)}:`;
	return {place: `${file}${place.line}:`, line: visible((source ?? '').trim().replace(/\t/g, ' '))};
}

function withCode(drawn: readonly LadderRow[], move: number, code: Code | null, places: Places): readonly Line[] {
	const anchor = Math.max(
		0,
		drawn.findIndex(({number}) => number !== null),
	);
	return drawn.flatMap(({spans}, index): readonly Line[] => {
		if (code === null || index !== anchor) return [{move, row: spans}];
		if (places.beside === 0) return [...codeRows('', code, places), spans].map((row) => ({move, row}));
		return [{move, row: [...padRow(spans, places.columns - places.beside), ...spansOf(` ${code.place}`, code.line)]}];
	});
}

/** The learner's line, on two rows where it does not fit one. */
function codeRows(what: string, code: Code | null, {columns, start}: Places): readonly Row[] {
	const before = `${' '.repeat(start)}${what}`;
	if (code === null) return [row(before)];
	const mark: Row = [
		{text: before, style: 'plain'},
		{text: `${code.place} `, style: 'accent'},
	];
	const [first = [], second, ...more] = hangingRows(mark, row(code.line, 'dim'), columns);
	if (second === undefined) return [first];
	return [first, more.length === 0 ? second : cutRow([...second, {text: ' …', style: 'dim'}], columns)];
}

function spansOf(place: string, line: string): Row {
	return [
		{text: place, style: 'accent'},
		{text: ` ${line}`, style: 'dim'},
	];
}

/** A mark in the place of the first row where there are more above, and of the last, where so many are below. */
function marked(shown: readonly Row[], above: boolean, below: number): readonly Row[] {
	if (shown.length < 4) return shown;
	const top: readonly Row[] = above ? [[{text: ' ⋮ more above', style: 'dim'}]] : [];
	const bottom: readonly Row[] = below > 0 ? [[{text: ` ⋮ ${below + 1} more rows below`, style: 'dim'}]] : [];
	return [...top, ...shown.slice(top.length, shown.length - bottom.length), ...bottom];
}
