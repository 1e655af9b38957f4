import {parseScript} from '../../language/parse.js';
import {roomTtl} from '../../live/room/room.js';
import type {RoomState} from '../../live/room/room-state.js';
import {openObserver} from '../../live/story/observed.js';
import {roomSentences} from '../../narrate/room.js';
import {play} from '../../sim/play.js';
import {drawLadder} from '../../view/diagram/ladder.js';
import {planLadder} from '../../view/diagram/plan.js';
import type {Room} from '../../view/screens/frame.js';
import {header, keyLine, rule} from '../../view/screens/header-and-rules.js';
import {cutRow, type Row, row} from '../../view/text/row.js';
import {wrap} from '../../view/text/wrap.js';

/** What stands still while a room is open. `stores`: whether it has any. */
export type RoomTitle = {
	readonly name: string;
	readonly workshop: string | null;
	readonly shown: string;
	readonly lock: string;
	readonly stores: boolean;
};

/** The presenter's screen: who holds the lock, the ladder of those who did something last, and what it all came to. Units: `now` in ms since the room was opened. */
export function roomRows(title: RoomTitle, state: RoomState, now: number, room: Room): readonly Row[] {
	const {columns, rows, ascii} = room;
	const here = [...state.learners.values()].filter(Boolean).length;
	const head = header(title.name, `${title.lock} at ${title.shown}`, columns);
	const foot: readonly Row[] = [
		rule(columns),
		...summary(state, now, title.stores).flatMap((text) => wrap(text, columns - 2).map((line) => row(` ${line}`))),
		keyLine(columns, [['q', 'closes the room']]),
	];
	const space = Math.max(0, rows - head.length - foot.length);
	const ladder =
		here === 0 && state.recent.length === 0
			? [[], ...joinRows(title, columns)]
			: ladderRows(title, state, columns, space, ascii);
	const body = ladder.slice(0, space);
	return [...head, ...body, ...Array.from({length: space - body.length}, (): Row => []), ...foot];
}

function joinRows({shown, workshop}: RoomTitle, columns: number): readonly Row[] {
	const named = workshop === null ? '' : ` --workshop ${workshop}`;
	return [
		row(' Nobody is here yet. Everybody types:'),
		[],
		cutRow(row(`   fence-tutor live --room ${shown}${named}`, 'code'), columns),
	];
}

/** What it all came to, in a line or two. */
export function summary(
	{holder, counts, latest, learners}: RoomState,
	now: number,
	stores: boolean,
): readonly string[] {
	const rate = latest.filter((at) => at > now - 5000).length / 5;
	const here = [...learners.values()].filter(Boolean).length;
	return roomSentences({...counts, holder, learners: here, rate, stores});
}

/** The ladder of as many clients as the width has room for: who holds the lock, and those who did something last. */
function ladderRows(
	{lock, stores}: RoomTitle,
	{recent, holder}: RoomState,
	columns: number,
	space: number,
	ascii: boolean,
): readonly Row[] {
	const most = Math.max(2, Math.min(8, Math.floor((columns - 8) / 17) - (stores ? 2 : 1)));
	const last = recent.flatMap(({happening}) =>
		'client' in happening && happening.client !== undefined ? [happening.client] : [],
	);
	const first = holder === null ? [] : [holder.name];
	const shown = [...new Set([...first, ...last.toReversed()])]
		.slice(0, most)
		.sort((one, other) => one.localeCompare(other, 'en', {numeric: true}));
	const setUp = [
		...shown.map((name) => `client ${name}`),
		`lock account ${lock} ttl ${roomTtl / 1000}s`,
		...(stores ? ['store raw unfenced', 'store safe fenced'] : []),
		'put account n=0',
	].join('\n');
	const {spec} = play(parseScript(setUp).statements.map(({statement}) => statement)).world;
	const observer = openObserver(spec, lock === 'etcd' ? null : roomTtl);
	const history = recent
		.filter(({happening}) => 'client' in happening && shown.includes(happening.client ?? ''))
		.map((seen) => ({moments: observer.see(seen)}));
	const {header, rows} = drawLadder(planLadder(history, spec), {
		width: columns,
		selectedStore: stores ? 'safe' : null,
		cursor: null,
		ascii,
		dimAfterCursor: false,
	});
	const room = Math.max(0, space - header.length);
	return [...header, ...rows.slice(-room).map(({spans}) => spans)];
}
