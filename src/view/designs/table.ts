import {cellAt, isOwn, type KeptCell, type ProvedDesign} from '../../design/catalogue.js';
import {faultRows, type PromiseKind, promises} from '../../design/rows.js';
import {brokenCount, calmSentence, cellText, faultWords, howJudged, promiseWords} from '../../narrate/design.js';
import {hangingRows, sentenceRow} from '../screens/prose-rows.js';
import {pad} from '../text/fit.js';
import type {Row, Style} from '../text/row.js';
import {visible} from '../text/visible.js';
import {width} from '../text/width.js';

/** Which cell of a table is looked at. */
export type Place = {readonly fault: number; readonly promise: number};

/** All designs, a line each: per promise the faults that break it, or, where there is no room for that, how many do. */
export function listRows(designs: readonly ProvedDesign[], columns: number): readonly Row[] {
	const names = widest(designs);
	const isRoomy = hasRoomForSigns(designs, columns);
	const heads = promises.map((promise) =>
		pad(` ${promiseWords[promise][isRoomy ? 'label' : 'short']}`, isRoomy ? signs : count),
	);
	return [
		[
			{text: pad('', names), style: 'plain'},
			{text: heads.join('').trimEnd(), style: 'heading'},
		],
		...designs.map(
			(design): Row => [
				{text: pad(visible(design.name), names), style: 'bold'},
				...promises.flatMap((promise) => (isRoomy ? signsOf(design, promise) : countOf(design, promise))),
			],
		),
	];
}

/** Whether the list has room for a sign a fault. */
function hasRoomForSigns(designs: readonly ProvedDesign[], columns: number): boolean {
	return columns >= widest(designs) + promises.length * signs;
}

function widest(designs: readonly ProvedDesign[]): number {
	return Math.max(0, ...designs.map(({name}) => width(visible(name))));
}

/** One sign a fault, in the order of the rows: its letter where it breaks the promise. */
function signsOf(design: ProvedDesign, promise: PromiseKind): Row {
	const drawn = faultRows.map(({fault}): Row[number] => {
		const {verdict} = cellAt(design, fault, promise);
		const sign = {broken: faultWords[fault].letter, proved: '·', unknown: '?', 'does-not-apply': ' '}[verdict];
		return {text: sign, style: styleOf(verdict)};
	});
	return [{text: ' '.repeat(signs - faultRows.length), style: 'plain'}, ...drawn];
}

function countOf(design: ProvedDesign, promise: PromiseKind): Row {
	const cells = faultRows.map(({fault}) => cellAt(design, fault, promise));
	const isBroken = cells.some(({verdict}) => verdict === 'broken');
	return [{text: pad(` ${brokenCount(cells)}`, count), style: isBroken ? 'rejected' : 'accepted'}];
}

/** How wide a promise is in the list, with the space before it. Units: columns. */
const signs = faultRows.length + 2;
const count = 7;

function styleOf(verdict: KeptCell['verdict']): Style {
	switch (verdict) {
		case 'broken':
			return 'rejected';
		case 'proved':
			return 'accepted';
		case 'unknown':
		case 'does-not-apply':
			return 'dim';
	}
}

/** What the signs of the list mean, and how the verdicts were found. */
export function listLegend(designs: readonly ProvedDesign[], columns: number): readonly Row[] {
	const letters = faultRows.map(({fault}) => `${faultWords[fault].letter} ${faultWords[fault].label}`).join(', ');
	const meaning = hasRoomForSigns(designs, columns)
		? [
				`A letter stands for a fault that breaks the promise: ${letters}.`,
				'· proved; ? not searched: too big; blank: does not apply.',
			]
		: ['Of so many kinds of fault this many break the promise; ? some were too big to search; - does not apply.'];
	return [...meaning, ...howJudged].flatMap((sentence) => hangingRows([], sentenceRow(sentence), columns));
}

/** What a design is: its title, its source, what is left out, and its world. */
export function designHead(design: ProvedDesign, columns: number): readonly Row[] {
	const said = (label: string, text: string) =>
		hangingRows([{text: `${label} `, style: 'dim'}], sentenceRow(text), columns);
	return [
		...hangingRows([], [{text: visible(design.title), style: 'bold'}], columns),
		...(design.source === '' ? [] : said('Source:', design.source)),
		...design.leftOut.flatMap((text) => said('Left out:', text)),
		[],
		...design.script
			.split('\n')
			.flatMap((line) => hangingRows([{text: '  ', style: 'plain'}], [{text: visible(line), style: 'code'}], columns)),
	];
}

/** The table of a design: a row a fault, a column a promise. `at`: the cell that is looked at, or null. */
export function designRows(design: ProvedDesign, columns: number, at: Place | null = null): readonly Row[] {
	return [headRow(columns), ...faultRows.map((_, fault) => faultRow(design, fault, columns, at))];
}

/** The names of the promises above a table. */
export function headRow(columns: number): Row {
	const {isRoomy, room} = layout(columns);
	const heads = promises.map((promise) => pad(promiseWords[promise][isRoomy ? 'label' : 'short'], room));
	return [
		{text: ' '.repeat(labelRoom), style: 'plain'},
		{text: heads.join('').trimEnd(), style: 'heading'},
	];
}

/** The row of a table for one kind of fault, by its place. */
export function faultRow(design: ProvedDesign, fault: number, columns: number, at: Place | null = null): Row {
	const {isRoomy, room} = layout(columns);
	const asked = faultRows[fault]?.fault ?? 'pause';
	return [
		{text: pad(faultWords[asked].label, labelRoom), style: 'plain'},
		...promises.flatMap((promise, column): Row => {
			const cell = cellAt(design, asked, promise);
			const text = cellText(cell, isRoomy, isOwn(design));
			const isHere = at?.fault === fault && at.promise === column;
			return [
				{text, style: isHere ? 'cursor' : styleOf(cell.verdict)},
				{text: ' '.repeat(Math.max(1, room - width(text))), style: 'plain'},
			];
		}),
	];
}

function layout(columns: number): {readonly isRoomy: boolean; readonly room: number} {
	const isRoomy = columns >= roomyTable;
	return {isRoomy, room: isRoomy ? 13 : 9};
}

/** What stands below the table of a design. */
export function designFoot(design: ProvedDesign, columns: number): readonly Row[] {
	const calm = promises.map((promise) => cellAt(design, 'none', promise));
	return hangingRows([], sentenceRow(calmSentence(calm)), columns);
}

/** Units: columns. */
const roomyTable = 80;
const labelRoom = 15;
