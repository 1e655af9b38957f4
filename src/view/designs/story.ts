import {cellAt, type Row as Fault, isOwn, type ProvedDesign, storyOf, worldOfDesign} from '../../design/catalogue.js';
import type {PromiseKind} from '../../design/rows.js';
import {print} from '../../language/print.js';
import {cellSentence, mendSentences, promiseSentence} from '../../narrate/design.js';
import {drawLadder} from '../diagram/ladder.js';
import {legendLine} from '../diagram/legend.js';
import {planLadder} from '../diagram/plan.js';
import {reasonRows} from '../diagram/reasons.js';
import {playedStory} from '../diagram/story.js';
import {hangingRows, sentenceRow} from '../screens/prose-rows.js';
import {toAscii} from '../text/ascii.js';
import type {Row} from '../text/row.js';

/** What there is to tell of a cell: what was found out, the shortest story as statements and on the ladder, and what would mend it. `all`: the designs of the catalogue. */
export function storyRows(
	design: ProvedDesign,
	fault: Fault,
	promise: PromiseKind,
	all: readonly ProvedDesign[],
	sheet: {readonly columns: number; readonly ascii: boolean},
): readonly Row[] {
	const {columns, ascii} = sheet;
	const cell = cellAt(design, fault, promise);
	const words = (sentences: readonly string[]) =>
		sentences.flatMap((sentence) => hangingRows([], sentenceRow(sentence), columns));
	const world = worldOfDesign(design);
	const said = words([promiseSentence(world, promise), cellSentence(cell, fault, isOwn(design))]);
	if (cell.verdict !== 'broken') return said;
	const {lines} = storyOf(world, cell.script);
	const {history, spec} = playedStory(lines, world);
	const plan = planLadder(history, spec);
	const ladder = drawLadder(plan, {width: columns, selectedStore: null, cursor: null, ascii, dimAfterCursor: false});
	const legend = legendLine(columns);
	return [
		...said,
		[],
		...hangingRows(
			[{text: '  ', style: 'plain'}],
			[{text: lines.map(({statement}) => print(statement)).join('; '), style: 'code'}],
			columns,
		),
		[],
		...ladder.header,
		...ladder.rows.map(({spans}) => spans),
		[],
		ascii ? toAscii(legend) : legend,
		[],
		...reasonRows(plan, columns),
		...(promise === 'goes-on'
			? words(['From here nobody else is given the lock, whatever comes, as long as nothing else goes wrong.'])
			: []),
		[],
		...hangingRows(
			[{text: 'What would mend it: ', style: 'bold'}],
			sentenceRow(mendSentences(design, fault, promise, all).join(' ')),
			columns,
		),
	];
}
