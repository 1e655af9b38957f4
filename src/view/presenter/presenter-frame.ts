import {type Notice, noticeText} from '../../narrate/notice.js';
import type {Pointer} from '../../narrate/violation.js';
import type {Body, Slide, Ticked} from '../../session/slides.js';
import {allot} from '../screens/allot.js';
import {type Frame, fitFrame, type Room} from '../screens/frame.js';
import {keyLine, rule} from '../screens/header-and-rules.js';
import {ladderPane, ladderPointer} from '../screens/ladder-pane.js';
import {codeRows, hangingRows, proseRows, sentenceRow, textRow} from '../screens/prose-rows.js';
import {cut} from '../text/fit.js';
import {cutRow, type Row, row, rowWidth, wrapRow} from '../text/row.js';
import {visible} from '../text/visible.js';
import {width} from '../text/width.js';
import {countOf, type Presenter, slideOf} from './presenter.js';

/** The whole screen of a presentation, exactly as many rows as the room has and none wider: heading, words, ladder, keys. What the speaker wants to remember is not on it: the room reads it. */
export function presenterFrame(presenter: Presenter, room: Room): Frame {
	const {columns, rows} = room;
	const slide = slideOf(presenter);
	const head = heading(presenter, slide, columns);
	const words = bodyRows(presenter, slide, columns);
	const foot = [rule(columns), keys(slide.body, columns)];
	const hasLadder = !withoutLadder.has(slide.body.kind);
	const space = Math.max(0, rows - head.length - foot.length);
	const [forWords = 0, forLadder = 0] = allot(
		[
			[[0, words.length]],
			[
				[2, hasLadder ? 8 : 0],
				[3, hasLadder ? space : 0],
			],
		],
		space,
	);
	const ladder = hasLadder ? ladderPane(slide.place, {columns, rows: Math.max(0, forLadder - 1), scroll: 0}) : [];
	const drawn = [...folded(words, forWords, columns), ...(forLadder > 0 ? [[], ...ladder] : [])];
	const blank = Array.from({length: Math.max(0, space - drawn.length)}, (): Row => []);
	return fitFrame({rows: [...head, ...drawn, ...blank, ...foot], field: null}, room);
}

/** All rows, or as many as fit, the last of them with a word on where the rest is. */
function folded(all: readonly Row[], height: number, columns: number): readonly Row[] {
	if (all.length <= height || height === 0) return all.slice(0, height);
	const more: Row = [{text: ' … make the letters smaller', style: 'dim'}];
	return [...all.slice(0, height - 1), [...cutRow(all[height - 1] ?? [], columns - rowWidth(more)), ...more]];
}

/** What is asked or explained has the screen to itself. */
const withoutLadder: ReadonlySet<Body['kind']> = new Set(['title', 'question', 'answer', 'debrief']);

function heading({at, slides}: Presenter, {step, body}: Slide, columns: number): readonly Row[] {
	const place = `${at + 1} / ${slides.length} `;
	const title = cut(visible(body.kind === 'title' || body.kind === 'end' ? '' : step), columns - width(place) - 4);
	const gap = ' '.repeat(Math.max(1, columns - width(title) - width(place) - 2));
	return [
		[],
		[
			{text: `  ${title}`, style: 'heading'},
			{text: gap + place, style: 'dim'},
		],
		[{text: '━'.repeat(columns), style: 'accent'}],
		[],
	];
}

function bodyRows(presenter: Presenter, {body, place}: Slide, columns: number): readonly Row[] {
	const measure = Math.min(columns - 8, 110);
	switch (body.kind) {
		case 'title':
			return [...banner(body.title, columns), [], ...centred(body.about, 'plain', columns)];
		case 'end':
			return banner(`That was "${body.title}".`, columns);
		case 'prose':
			return indented(proseRows(body.prose, measure));
		case 'statement':
			return [
				...indented([
					...hangingRows([{text: '▸ ', style: 'accent'}], [{text: visible(body.text), style: 'heading'}], measure),
					...noticeRows(body.notices, ladderPointer(place), measure),
				]),
				...goalRows(body.goals, measure),
			];
		case 'question':
			return questionRows(presenter, body, measure);
		case 'answer':
			return answerRows(presenter, body, measure);
		case 'goals':
			return [...indented([row('Your turn: what would you do?', 'bold'), []]), ...goalRows(body.goals, measure)];
		case 'debrief':
			return [
				...indented(proseRows(body.prose, measure)),
				[],
				...indented(hangingRows([{text: '┃ ', style: 'accent'}], bold(textRow(body.card)), measure)),
				...indented(codeRows(body.code, measure)),
			];
	}
}

/** What breaks a property, and who is not aware of it; the ladder shows the rest. */
function noticeRows(notices: readonly Notice[], pointer: Pointer, measure: number): readonly Row[] {
	return notices
		.filter(({kind}) => kind === 'violation' || kind === 'unaware')
		.flatMap((notice) =>
			hangingRows(
				[{text: notice.kind === 'violation' ? '! ' : '  ', style: 'violation'}],
				notice.kind === 'violation'
					? [{text: visible(noticeText(notice, pointer)), style: 'violation'}]
					: sentenceRow(notice.text),
				measure,
			),
		);
}

function goalRows(goals: readonly Ticked[], measure: number): readonly Row[] {
	return indented(
		goals.flatMap(({show, done}) =>
			hangingRows([{text: done ? '[✓] ' : '[ ] ', style: done ? 'accepted' : 'accent'}], textRow(show), measure),
		),
	);
}

function questionRows(
	presenter: Presenter,
	{bet, predict}: Extract<Body, {readonly kind: 'question'}>,
	measure: number,
): readonly Row[] {
	const choices = predict.choices.flatMap(({say}, index): readonly Row[] => [
		[],
		...hangingRows(
			[
				{text: index === presenter.chosen ? '▸ ' : '  ', style: 'accent'},
				{text: `${index + 1}  `, style: 'accent'},
				hands(presenter, bet, index),
			],
			textRow(say),
			measure,
		),
	]);
	return indented([...wrapRow(bold(textRow(predict.question)), measure), ...choices]);
}

function answerRows(
	presenter: Presenter,
	{bet, predict, right}: Extract<Body, {readonly kind: 'answer'}>,
	measure: number,
): readonly Row[] {
	const counted = predict.choices.map((_, index) => countOf(presenter, bet, index));
	const most = Math.max(1, ...counted);
	const choices = predict.choices.flatMap(({say, because}, index): readonly Row[] => {
		const isRight = index === right;
		const bar =
			(counted[index] ?? 0) > 0 ? '░'.repeat(Math.max(1, Math.round(((counted[index] ?? 0) / most) * 20))) : '';
		const isTold = because.length > 0 && (isRight || (counted[index] ?? 0) > 0);
		return [
			[],
			...hangingRows(
				[
					{text: isRight ? '✓ ' : '✗ ', style: isRight ? 'accepted' : 'rejected'},
					{text: `${index + 1}  `, style: 'accent'},
					hands(presenter, bet, index),
				],
				isRight ? bold(textRow(say)) : textRow(say),
				measure,
			),
			...(bar === '' ? [] : [[{text: `     ${bar}`, style: 'accent'} as const]]),
			...(isTold ? hangingRows([{text: '     ', style: 'plain'}], textRow(because), measure) : []),
		];
	});
	return indented([...wrapRow(bold(textRow(predict.question)), measure), ...choices]);
}

function hands(presenter: Presenter, bet: number, choice: number): Row[number] {
	const count = countOf(presenter, bet, choice);
	return {text: `${count === 0 ? '   ' : String(count).padStart(3)}  `, style: 'bold'};
}

function keys(body: Body, columns: number): Row {
	const counting: readonly (readonly [string, string])[] =
		body.kind === 'question'
			? [
					['up down', 'choose'],
					['digits', 'count hands'],
				]
			: [];
	return keyLine(columns, [['Space', 'forward'], ['Left', 'back'], ...counting, ['q', 'quits']]);
}

/** A title between two heavy lines, in the middle. */
function banner(title: string, columns: number): readonly Row[] {
	const line = '━'.repeat(Math.min(columns - 4, Math.max(20, width(visible(title)) + 8)));
	return [
		[],
		[],
		...centred(line, 'accent', columns),
		[],
		...centred(visible(title), 'heading', columns),
		[],
		...centred(line, 'accent', columns),
	];
}

function centred(text: string, style: 'heading' | 'accent' | 'plain', columns: number): readonly Row[] {
	return wrapRow([{text, style}], columns - 4).map((each): Row => {
		const wide = each.reduce((sum, span) => sum + width(span.text), 0);
		return [{text: ' '.repeat(Math.max(0, Math.floor((columns - wide) / 2))), style: 'plain'}, ...each];
	});
}

function bold(spans: Row): Row {
	return spans.map((span) => ({...span, style: span.style === 'plain' ? 'bold' : span.style}));
}

function indented(rows: readonly Row[]): readonly Row[] {
	return rows.map((each): Row => (each.length === 0 ? each : [{text: '    ', style: 'plain'}, ...each]));
}
