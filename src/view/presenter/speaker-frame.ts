import type {SpeakerView} from '../../session/speaker-notes.js';
import {type Frame, fitFrame, type Room} from '../screens/frame.js';
import {header, keyLine, rule} from '../screens/header-and-rules.js';
import {hangingRows} from '../screens/prose-rows.js';
import {type Row, row, wrapRow} from '../text/row.js';
import {visible} from '../text/visible.js';

/** The speaker's screen: the time that is planned and used, the notes of the step, what is in view, what comes next. Units: `now` in real ms, as `Date.now` counts. */
export function speakerFrame(view: SpeakerView, now: number, room: Room): Frame {
	const {columns, rows} = room;
	const head = header(visible(view.talk.title), `slide ${view.at + 1} of ${view.slides}`, columns);
	const foot = [rule(columns), keyLine(columns, [['q', 'quits']])];
	const body = speakerRows(view, now, Math.min(columns - 2, 100));
	const space = Math.max(0, rows - head.length - foot.length);
	const blank = Array.from({length: Math.max(0, space - body.length)}, (): Row => []);
	return fitFrame({rows: [...head, ...body.slice(0, space), ...blank, ...foot], field: null}, room);
}

/** The same as rows without a frame. */
export function speakerRows(view: SpeakerView, now: number, measure: number): readonly Row[] {
	const notes = view.notes.length === 0 ? ['There are no notes for this step.'] : view.notes;
	const ahead = (label: string, text: string): readonly Row[] =>
		hangingRows([{text: ` ${label} `, style: 'dim'}], row(visible(text), 'bold'), measure);
	return [
		timeRow(view, now),
		[],
		...(view.step === '' ? [] : [row(` ${visible(view.step)}`, 'heading'), []]),
		...notes.flatMap((note) => [
			...wrapRow(row(visible(note)), measure - 1).map((each): Row => [{text: ' ', style: 'plain'}, ...each]),
			[],
		]),
		...ahead('Now: ', view.now),
		...ahead('Next:', view.next ?? 'the end'),
	];
}

/** The time that the talk has taken beside what the plan has up to this slide, as if every slide took as long as every other. */
function timeRow({talk, at, slides, began}: SpeakerView, now: number): Row {
	const used = began === null ? 0 : Math.max(0, now - Date.parse(began));
	if (talk.minutes === null) return row(` Used ${clock(used)}.`, 'bold');
	const planned = talk.minutes * 60_000;
	const byNow = slides < 2 ? planned : (planned * at) / (slides - 1);
	const isLate = used > byNow + Math.max(60_000, planned / 10);
	return row(
		` Used ${clock(used)} of ${talk.minutes} min. The plan has ${clock(byNow)} up to this slide.`,
		isLate ? 'violation' : 'bold',
	);
}

function clock(ms: number): string {
	const seconds = Math.floor(ms / 1000);
	return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
