import {cellAt, isOwn, type ProvedDesign, worldOfDesign} from '../../design/catalogue.js';
import {faultRows, promises} from '../../design/rows.js';
import {cellSentence, faultWords, promiseSentence, promiseWords} from '../../narrate/design.js';
import {type Frame, fitFrame, type Room} from '../screens/frame.js';
import {header, keyLine, rule} from '../screens/header-and-rules.js';
import {type Pane, paneFrame, paneKey} from '../screens/pane.js';
import {hangingRows, sentenceRow} from '../screens/prose-rows.js';
import {roomOf} from '../screens/room.js';
import {isTooSmall, smallFrame} from '../screens/small-frame.js';
import type {Row} from '../text/row.js';
import {visible} from '../text/visible.js';
import {storyRows} from './story.js';
import {designFoot, designHead, designRows, type Place} from './table.js';

/** A design on the screen: which cell is looked at, and the page that is open over it. */
export type Browse = {
	readonly design: ProvedDesign;
	/** The catalogue. */
	readonly all: readonly ProvedDesign[];
	readonly at: Place;
	readonly pane: Pane | null;
	readonly size: {readonly columns: number; readonly rows: number};
	readonly ascii: boolean;
	readonly colorless: boolean;
	/** How far the judging has come, in words; null once nothing is searched any more. */
	readonly judging: string | null;
};

/** The screen after a key other than those that leave it. */
export function browseKey(browse: Browse, chord: string): Browse {
	const {at, pane} = browse;
	if (pane !== null) return {...browse, pane: paneKey(pane, chord, roomOf(browse))};
	const to = (fault: number, promise: number): Browse => ({
		...browse,
		at: {
			fault: Math.max(0, Math.min(faultRows.length - 1, fault)),
			promise: Math.max(0, Math.min(promises.length - 1, promise)),
		},
	});
	switch (chord) {
		case 'up':
			return to(at.fault - 1, at.promise);
		case 'down':
			return to(at.fault + 1, at.promise);
		case 'left':
			return to(at.fault, at.promise - 1);
		case 'right':
			return to(at.fault, at.promise + 1);
		case 'home':
			return to(at.fault, 0);
		case 'end':
			return to(at.fault, promises.length - 1);
		case 'pageup':
			return to(0, at.promise);
		case 'pagedown':
			return to(faultRows.length - 1, at.promise);
		case 'enter':
			return {...browse, pane: storyPane(browse)};
		case 'w':
			return {
				...browse,
				pane: {title: visible(browse.design.name), rows: (columns) => designHead(browse.design, columns), top: 0},
			};
	}
	return browse;
}

function asked({at}: Browse) {
	return {fault: faultRows[at.fault]?.fault ?? 'pause', promise: promises[at.promise] ?? 'one-believer'} as const;
}

function storyPane(browse: Browse): Pane {
	const {design, all, ascii} = browse;
	const {fault, promise} = asked(browse);
	return {
		title: `${visible(design.name)}: ${faultWords[fault].label}, ${promiseWords[promise].label}`,
		rows: (columns) => storyRows(design, fault, promise, all, {columns, ascii}),
		top: 0,
	};
}

/** The whole screen as rows, exactly as many as the terminal takes and none wider. */
export function browseFrame(browse: Browse): Frame {
	const room = roomOf(browse);
	return fitFrame(draw(browse, room), room);
}

function draw(browse: Browse, room: Room): Frame {
	if (isTooSmall(browse.size)) return smallFrame(room, browse.size.rows);
	if (browse.pane !== null) return paneFrame(browse.pane, room);
	const {columns, rows} = room;
	const {design, at, judging} = browse;
	const {fault, promise} = asked(browse);
	const title = header(visible(design.name), judging ?? '', columns);
	const table = designRows(design, columns, at);
	const said = [
		promiseSentence(worldOfDesign(design), promise),
		cellSentence(cellAt(design, fault, promise), fault, isOwn(design)),
	].flatMap((sentence) => hangingRows([], sentenceRow(sentence), columns));
	const foot = [
		rule(columns),
		keyLine(columns, [
			['Enter', 'tells'],
			['arrows', 'move'],
			['w', 'world'],
			...(judging === null ? [] : ([['Esc', 'stops']] as const)),
			['q', 'quits'],
		]),
	];
	const space = rows - title.length - table.length - said.length - foot.length - 1;
	const head = headIn(design, columns, space);
	const above = [...title, ...head, ...table, [], ...said];
	const blank = Array.from({length: Math.max(0, rows - above.length - foot.length)}, (): Row => []);
	return {rows: [...above, ...blank, ...foot], field: null};
}

/** As much of what a design is as there is room for: all, its title, or nothing. */
function headIn(design: ProvedDesign, columns: number, space: number): readonly Row[] {
	const all = [...designHead(design, columns), ...designFoot(design, columns), []];
	if (all.length <= space) return all;
	const title = hangingRows([], [{text: visible(design.title), style: 'bold'}], columns);
	return title.length + 1 <= space ? [...title, []] : [];
}
