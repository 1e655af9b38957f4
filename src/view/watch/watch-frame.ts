import {callText, classVerdict} from '../../code/check-class.js';
import type {ShownFileAnswer} from '../../code/file-answer.js';
import {cannotBeWon, faultsBeside, notesBeside, verdictLine} from '../../code/verdict-words.js';
import {grouped} from '../../language/grouped.js';
import {claimText} from '../../language/print.js';
import {filled, type Part} from '../screens/allot.js';
import {type Frame, fitFrame, marginFor, type Room} from '../screens/frame.js';
import {header, keyLine, rule} from '../screens/header-and-rules.js';
import {paneFrame} from '../screens/pane.js';
import {hangingRows, sentenceRow} from '../screens/prose-rows.js';
import {roomOf} from '../screens/room.js';
import {isTooSmall, smallFrame} from '../screens/small-frame.js';
import {cut} from '../text/fit.js';
import {cutRow, type Row, row, rowWidth} from '../text/row.js';
import {visible} from '../text/visible.js';
import {width} from '../text/width.js';
import {wrap} from '../text/wrap.js';
import {codeLadder} from './code-ladder.js';
import {chosenAnswer, openFile, standingOf, verdictOfAnswer, type Watch, type WatchedFile} from './watch.js';
import {taskRows} from './watch-panes.js';

/** The whole screen as rows, exactly as many as the terminal takes and none wider. */
export function watchFrame(watch: Watch): Frame {
	const room = roomOf(watch);
	return fitFrame(draw(watch, room), room);
}

function draw(watch: Watch, room: Room): Frame {
	if (isTooSmall(watch.size)) return smallFrame(room, watch.size.rows);
	if (watch.pane !== null) return paneFrame(watch.pane, room);
	const file = openFile(watch);
	return {rows: file === undefined ? listRows(watch, room) : fileRows(watch, file, room), field: null};
}

/** Every file with what is known of it. */
function listRows(watch: Watch, {columns, rows}: Room): readonly Row[] {
	const {files, listed, folder} = watch;
	const head = header('Write the code yourself', visible(folder ?? ''), columns);
	const about = hangingRows(
		[{text: ' ', style: 'plain'}],
		sentenceRow(
			files.length === 0
				? 'There is no exercise in this folder any more. Type `fence-tutor build` to write them again.'
				: 'Open a file in your editor, write where it says `your turn`, and save: its schedules stand here at once.',
		),
		columns,
	);
	const foot = [
		rule(columns),
		keyLine(columns, [
			['Enter', 'opens'],
			['e', 'editor'],
			['?', 'keys'],
			['q', 'quits'],
		]),
	];
	const space = Math.max(1, rows - head.length - about.length - foot.length - 2);
	const from = Math.max(0, Math.min(listed - Math.floor(space / 2), files.length - space));
	const list = files.slice(from, from + space).map((file, index): Row => {
		const isHere = from + index === listed;
		const {mark, style} = markOf(standingOf(file));
		const title = file.exercise?.title ?? '';
		const aside =
			file.saved === null ? 'not there' : file.untouched ? 'not begun' : standingWords[standingOf(file) ?? 'none'];
		const name = baseName(file.name);
		const line: Row = [
			{text: isHere ? ' ▸ ' : '   ', style: 'accent'},
			{text: `${mark} `, style},
			{text: visible(name).padEnd(26), style: isHere ? 'bold' : 'plain'},
			{text: ` ${cut(title, Math.max(4, columns - 26 - 6 - 12))}`, style: 'plain'},
		];
		const gap = ' '.repeat(Math.max(1, columns - rowWidth(line) - width(aside) - 2));
		return [...line, {text: gap + aside, style: 'dim'}];
	});
	const blank = Array.from({length: Math.max(0, space - list.length)}, (): Row => []);
	return [...head, ...about, [], ...list, ...blank, noticeRow(watch, columns), ...foot];
}

const standingWords = {
	holds: 'holds',
	violated: 'refuted',
	unknown: 'not known',
	unusable: 'cannot run',
	none: '',
} as const;

/** One file: its claims, what is said of the one looked at, and what shows it. */
function fileRows(watch: Watch, file: WatchedFile, room: Room): readonly Row[] {
	const {columns, rows} = room;
	const foot = [...(rows < 20 ? [] : [rule(columns)]), keys(watch, file, columns)];
	const head = header(titleOf(file), asideOf(watch, file), columns);
	const notice = watch.notice === null ? [] : [noticeRow(watch, columns)];
	const space = Math.max(0, rows - head.length - foot.length - notice.length);
	const body = bodyRows(file, {...room, columns, rows: space});
	const blank = Array.from({length: Math.max(0, space - body.length)}, (): Row => []);
	return [...head, ...body.slice(0, space), ...blank, ...notice, ...foot];
}

function titleOf({name, exercise}: WatchedFile): string {
	return exercise === null ? visible(name) : `${visible(baseName(name))}  ${exercise.title}`;
}

function asideOf({clients}: Watch, {saved, check}: WatchedFile): string {
	const claim = check.answers.find((answer) => answer.kind === 'claim');
	const count = clients ?? claim?.world.spec.clients.length ?? null;
	return [
		...(count === null ? [] : [`${count} client${count === 1 ? '' : 's'}`]),
		check.kind === 'running'
			? check.states > 0
				? `${grouped(check.states)} states …`
				: 'checking …'
			: saved === null
				? 'not there'
				: `saved ${saved}`,
	].join('  ');
}

function noticeRow({notice}: Watch, columns: number): Row {
	return notice === null ? [] : cutRow([{text: ' ', style: 'plain'}, ...sentenceRow(notice)], columns);
}

function keys(watch: Watch, file: WatchedFile, columns: number): Row {
	const answer = chosenAnswer(file);
	const hasMoves = answer?.kind === 'claim' && answer.moves.length > 0;
	const isClient = file.exercise?.checked.kind !== 'class';
	const help = keyLine(columns, [['?', 'keys']]);
	const others = keyLine(columns - rowWidth(help), [
		...(hasMoves ? ([['←→', 'moves']] as const) : []),
		...(file.check.answers.length > 1 ? ([['↑↓', 'claims']] as const) : []),
		['e', 'edit'],
		...(hasMoves
			? ([
					['s', 'script'],
					['r', 'sandbox'],
				] as const)
			: []),
		...(isClient ? ([['2-4', 'clients']] as const) : []),
		...(file.exercise === null ? [] : ([['t', 'task']] as const)),
		...(file.exercise === null || hasMoves ? [] : ([['h', 'hint']] as const)),
		...(watch.folder === null ? [] : ([['Esc', 'list']] as const)),
		['q', 'quit'],
	]);
	return [...others, ...help];
}

function bodyRows(file: WatchedFile, room: Room): readonly Row[] {
	const {columns, rows} = room;
	const {check, exercise} = file;
	if (file.saved === null)
		return indented(['This file is not there any more. Save it again, and it is checked.'], columns);
	if (check.problem !== '') return problemRows(check.problem, columns);
	const answer = chosenAnswer(file);
	if (answer === undefined) {
		if (exercise !== null) return taskRows(exercise, file.hints, columns - marginFor(room));
		return indented(
			[check.kind === 'running' ? 'Checking every schedule …' : 'Nothing has been checked yet.'],
			columns,
		);
	}
	const claims = claimRows(file, columns);
	const said = saidRows(file, answer, columns);
	const notes = noteRows(answer, columns);
	const air = rows > 18 ? [[]] : [];
	const parts: readonly Part[] = [
		{
			wishes: [
				[0, 1],
				[2, Math.min(claims.length, 4)],
				[6, claims.length],
			],
			draw: (height) => windowed(claims, height, file.chosen),
		},
		{
			wishes: [
				[1, Math.min(3, said.length)],
				[4, said.length],
			],
			draw: (height) => folded(said, height, columns),
		},
		{
			wishes: [
				[3, 7],
				[7, rows],
			],
			draw: (height) => shownRows(file, answer, columns, height),
		},
		{
			wishes: [
				[5, Math.min(2, notes.length)],
				[6, notes.length],
			],
			draw: (height) => folded(notes, height, columns),
		},
	];
	const [top = [], middle = [], below = [], end = []] = filled(parts, rows - 2 * air.length);
	const body = [...top, ...air, ...middle, ...air, ...below];
	const gap = Array.from({length: Math.max(0, rows - body.length - end.length)}, (): Row => []);
	return [...body, ...gap, ...end];
}

/** A row for each claim, those that have no answer yet among them. */
function claimRows({check, chosen}: WatchedFile, columns: number): readonly Row[] {
	const names = Math.max(check.claims.length, check.answers.length);
	return Array.from({length: names}, (_, index): Row => {
		const answer = check.answers[index];
		const isHere = index === chosen && names > 1;
		const {mark, style} = markOf(answer === undefined ? null : verdictOfAnswer(answer));
		const text =
			answer === undefined ? (check.claims[index] ?? '') : `${nameOf(answer)}${placeOf(answer, check.answers)}`;
		const short = answer === undefined ? '' : shortWords(answer);
		const dim = check.isOld;
		const room = Math.max(8, columns - width(short) - 8);
		const left: Row = [
			{text: isHere ? ' ▸ ' : '   ', style: 'accent'},
			{text: `${mark} `, style: dim ? 'dim' : style},
			{text: cut(visible(text), room), style: dim ? 'dim' : isHere ? 'bold' : 'plain'},
		];
		return [
			...left,
			{text: `${' '.repeat(Math.max(1, columns - rowWidth(left) - width(short) - 1))}${short}`, style: 'dim'},
		];
	});
}

/** The store that a claim is about, where the code runs in more than one world. */
function placeOf(answer: ShownFileAnswer, all: readonly ShownFileAnswer[]): string {
	const storesOf = (each: ShownFileAnswer) =>
		each.kind === 'claim' ? each.world.spec.stores.map(({name}) => name).join(', ') : '';
	return all.every((each) => storesOf(each) === storesOf(answer)) ? '' : ` (${storesOf(answer)})`;
}

function nameOf(answer: ShownFileAnswer): string {
	switch (answer.kind) {
		case 'claim':
			return claimText(answer.claim);
		case 'class':
			return `${answer.name}, every sequence of up to ${answer.calls} calls`;
		case 'founding':
			return `the founding test${answer.lockFile === null ? '' : `, with ${baseName(answer.lockFile)}`}`;
	}
}

/** The verdict in a few words, for a row that has few. */
function shortWords(answer: ShownFileAnswer): string {
	const line = answer.kind === 'claim' ? verdictLine(answer) : '';
	switch (answer.kind) {
		case 'claim':
			return (
				/^(?:Refuted in [^:]+|Holds|Shown[^.]*|Not known|It is possible in \d+ moves?|Refuted)/.exec(line)?.[0] ?? ''
			);
		case 'class':
			return answer.finding.wrong === null
				? 'Holds'
				: `Refuted in ${answer.finding.wrong.calls.length} call${answer.finding.wrong.calls.length === 1 ? '' : 's'}`;
		case 'founding':
			return answer.test.isRight ? 'Holds' : 'Refuted';
	}
}

/** What is said of an answer, in full. */
function saidRows(file: WatchedFile, answer: ShownFileAnswer, columns: number): readonly Row[] {
	const {mark, style} = markOf(verdictOfAnswer(answer));
	const lines: string[] = [];
	switch (answer.kind) {
		case 'claim':
			lines.push(verdictLine(answer), ...[faultsBeside(answer)].filter(Boolean));
			break;
		case 'class':
			lines.push(classVerdict(answer.finding, answer.name, answer.calls));
			break;
		case 'founding':
			lines.push(nameOf(answer));
			break;
	}
	if (file.check.seemsWinnable && !file.untouched && verdictOfAnswer(answer) === 'violated') lines.push(cannotBeWon);
	if (file.check.kind === 'over' && standingOf(file) === 'holds') lines.push(allHolds(file));
	return lines.flatMap((line, index) =>
		hangingRows(
			index === 0 ? [{text: ` ${mark} `, style: file.check.isOld ? 'dim' : style}] : [{text: '   ', style: 'plain'}],
			file.check.isOld ? [{text: visible(line), style: 'dim'}] : sentenceRow(line),
			columns,
		),
	);
}

function allHolds({exercise, check}: WatchedFile): string {
	const all = check.answers.length === 1 ? 'It holds.' : `All ${check.answers.length} hold.`;
	return exercise === null ? all : `${all} The exercise is solved: ${exercise.point}`;
}

/** What shows it: a schedule as a ladder, calls, or steps. */
function shownRows(file: WatchedFile, answer: ShownFileAnswer, columns: number, rows: number): readonly Row[] {
	switch (answer.kind) {
		case 'claim':
			return codeLadder(answer, file.move, {columns, rows});
		case 'class':
			return (answer.finding.wrong?.calls ?? [])
				.map(
					(call, index): Row => [
						{text: `   ${index + 1}  `, style: 'dim'},
						{text: visible(callText(call)), style: 'code'},
					],
				)
				.slice(-rows);
		case 'founding':
			return answer.test.steps
				.flatMap((step) => hangingRows([{text: '   ', style: 'plain'}], sentenceRow(step), columns))
				.slice(0, rows);
	}
}

function noteRows(answer: ShownFileAnswer, columns: number): readonly Row[] {
	if (answer.kind !== 'claim') return [];
	return notesBeside(answer).flatMap((note) =>
		hangingRows([{text: ' Note: ', style: 'dim'}], [{text: visible(note), style: 'dim'}], columns),
	);
}

/** What cannot be used, as a compiler says it; the caret stays under its place. */
function problemRows(problem: string, columns: number): readonly Row[] {
	return [
		[],
		...problem
			.trimEnd()
			.split('\n')
			.flatMap((line): readonly Row[] =>
				/^ {2}/.test(line)
					? [row(cut(line, columns), 'code')]
					: hangingRows([{text: ' ', style: 'plain'}], [{text: visible(line), style: 'rejected'}], columns),
			),
	];
}

function indented(lines: readonly string[], columns: number): readonly Row[] {
	return [[], ...lines.flatMap((line) => wrap(line, columns - 2).map((text) => row(` ${text}`)))];
}

/** As many rows as fit, with one of them in sight. */
function windowed(all: readonly Row[], height: number, chosen: number): readonly Row[] {
	const from = Math.max(0, Math.min(chosen - height + 1, all.length - height));
	return all.slice(from, from + height);
}

/** As many rows as fit, the last of them saying that there is more. */
function folded(all: readonly Row[], height: number, columns: number): readonly Row[] {
	if (all.length <= height || height === 0) return all.slice(0, height);
	return [...all.slice(0, height - 1), [...cutRow(all[height - 1] ?? [], columns - 2), {text: ' …', style: 'dim'}]];
}

function markOf(standing: 'holds' | 'violated' | 'unknown' | 'unusable' | null): {
	readonly mark: string;
	readonly style: 'accepted' | 'violation' | 'accent' | 'dim';
} {
	switch (standing) {
		case 'holds':
			return {mark: '✓', style: 'accepted'};
		case 'violated':
		case 'unusable':
			return {mark: '✗', style: 'violation'};
		case 'unknown':
			return {mark: '?', style: 'accent'};
		case null:
			return {mark: '·', style: 'dim'};
	}
}

function baseName(name: string): string {
	return name.split(/[\\/]/).at(-1) ?? name;
}
