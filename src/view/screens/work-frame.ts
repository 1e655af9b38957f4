import {printOperation} from '../../language/print-operation.js';
import {listed} from '../../lesson/allow.js';
import {noticeText} from '../../narrate/notice.js';
import type {Reading} from '../../narrate/reading.js';
import {beatOf, proseOfBeat, statementsOfBeat, taskOf} from '../../session/beat.js';
import type {Message} from '../../session/message.js';
import {readingAt} from '../../session/reading-at.js';
import type {Place, Session} from '../../session/session.js';
import {hasHistory, present} from '../../session/tree.js';
import type {Operation} from '../../sim/statement.js';
import type {Instant} from '../../sim/time.js';
import type {World} from '../../sim/world.js';
import {panes, widestWithoutWhy} from '../diagram/layout.js';
import {briefStep, statusRows} from '../diagram/status.js';
import type {Assist} from '../prompt/line.js';
import {clipped} from '../text/fit.js';
import {type Row, row, rowWidth, wrapRow} from '../text/row.js';
import {visible} from '../text/visible.js';
import {width} from '../text/width.js';
import {actRows} from './act-rows.js';
import {actorSummary} from './actor-summary.js';
import {filled, type Part, type Wish} from './allot.js';
import {choiceRow} from './choice-row.js';
import {type Frame, marginFor, type Room} from './frame.js';
import {rule} from './header-and-rules.js';
import {ladderHeight, ladderPane, ladderPointer, stripPane} from './ladder-pane.js';
import {fewer, rowsOfMessages} from './message-rows.js';
import {networkRows} from './network-rows.js';
import {promptField} from './prompt-field.js';
import {hangingRows, proseRows, sentenceRow} from './prose-rows.js';
import {sideBySide, stateRows} from './state-pane.js';
import {stillUnaware} from './still-unaware.js';
import {solvedGoals, storyOf, storyRows} from './story.js';
import type {Work} from './work.js';
import {idleWords, keysFor, promptLabel, titleRows} from './work-words.js';

/**
 * The screen of a lesson, the sandbox or a demonstration, from top to bottom: title, prose, what is to be done, ladder, actors, what happened, prompt, keys.
 * Where rows are scarce the prose folds first, then the actors, then the ladder; never the goal, the question or the prompt.
 */
export function workFrame(work: Work, assist: Assist, notice: string | null, room: Room): Frame {
	const parts = partsOf(work, notice, room);
	const shares = filled(parts, room.rows);
	const left = room.rows - shares.flat().length;
	const drawn = parts.map((part, index) => (part === gap ? blanks(left) : (shares[index] ?? [])));
	const {session, line} = work;
	const above = drawn.slice(0, parts.indexOf(prompt)).flat().length;
	return {
		rows: withoutDoubleRules(drawn.flat()),
		field: promptField(line, assist, {
			row: above,
			label: promptLabel(session.place),
			hint: idleWords(session),
			columns: room.columns,
		}),
	};
}

/** The session, with the line to mend only while that still stands at the prompt. */
function offeredLine({session, line}: Work): Session {
	return line.offered === true ? session : {...session, draft: null};
}

/** Where nothing stands between two lines, the upper one is left out. */
function withoutDoubleRules(rows: readonly Row[]): readonly Row[] {
	const isRule = (row: Row | undefined) => /^─+$/.test(row?.map(({text}) => text).join('') ?? '');
	return rows.map((row, index) => (isRule(row) && isRule(rows[index + 1]) ? [] : row));
}

/** Where the rows stay empty that no part has a use for. */
const gap: Part = {wishes: [], draw: () => []};

const prompt: Part = {wishes: [[0, 1]], draw: () => [[]]};

function blanks(count: number): readonly Row[] {
	return Array.from({length: count}, (): Row => []);
}

/** Order: from the top. The ranks, compared with each other, say what goes first where rows are scarce. */
function partsOf(work: Work, notice: string | null, room: Room): readonly Part[] {
	const {place} = work.session;
	const story = storyOf(work.session);
	const said = stillUnaware(work.session.said, present(place.tree).world)
		.filter((message) => !stands(message))
		.toSorted((one, other) => Number(other.kind === 'answered') - Number(one.kind === 'answered'))
		.map((message) => pointingAtRows(message, place));
	const {columns, rows} = room;
	const measure = Math.min(columns - 2 - marginFor(room), 96);
	const now = shownTime(work);
	const isOpen = work.track?.tree === place.tree ? work.track.isOpen : null;
	const [title = [], under = []] = titleRows(place, now, isOpen === true, columns);
	const act = [...actRows(place, work.chosen, measure), ...(isOpen === false ? offTrack(measure) : [])];
	const line: Part = {wishes: [[15, 1]], draw: () => [rule(columns)]};
	const keys: Part = {
		wishes: [[5, 1]],
		draw: () => [work.line.cycle === null ? keysFor(offeredLine(work), columns) : choiceRow(work.line.cycle, columns)],
	};
	const actors = actorsPart(work.passing?.from ?? present(place.tree).world, now, columns, readingAt(place));
	if (story !== null) {
		const words = storyRows(story, place, measure);
		return [
			{wishes: [[2, 1]], draw: () => [title]},
			{wishes: [[9, 1]], draw: () => [under]},
			{wishes: [[1, 1]], draw: () => [solvedGoals(story.task, columns)]},
			ladderPart(work, columns, rows, 'story'),
			gap,
			{...actors, wishes: [[18, actors.wishes.at(-1)?.[1] ?? 0]]},
			...(notice === null ? [line] : saidPart([], notice, measure, rows, line)),
			{wishes: [[3, words.length]], draw: () => words},
			prompt,
			keys,
		];
	}
	return [
		{wishes: [[2, 1]], draw: () => [title]},
		{wishes: [[9, 1]], draw: () => [under]},
		...prosePart(place, measure, columns),
		{wishes: [[1, act.length]], draw: (height) => folded(act, height, columns)},
		...allowedParts(place, columns),
		...(place.kind === 'sandbox' || !hasHistory(place.tree) ? [] : [line]),
		stripPart(place, columns),
		ladderPart(work, columns, rows, ladderUse(place)),
		gap,
		{...line, wishes: [[12, 1]]},
		actors,
		...saidPart(said, notice, measure, rows, line),
		prompt,
		keys,
	];
}

function shownTime({session, passing}: Work): Instant {
	const {now} = present(session.place.tree).world;
	// More than a tenth of a second nobody can read while it moves.
	return passing === null
		? now
		: Math.min(now, Math.round((passing.from.now + (now - passing.from.now) * passing.share) / 100) * 100);
}

function offTrack(columns: number): readonly Row[] {
	return hangingRows(
		[{text: '  !  ', style: 'violation'}],
		sentenceRow(
			'No way leads from here to the goals with what this task allows: `/undo` takes back, `/reset` starts again.',
		),
		columns,
	);
}

/** The prose is to be read before anything is typed; after that it makes room. */
function prosePart(place: Place, measure: number, columns: number): readonly Part[] {
	const prose = proseRows(proseOfBeat(place), measure);
	if (prose.length === 0) return [];
	const fresh = place.kind === 'lesson' && statementsOfBeat(place).length === 0;
	const wishes: readonly Wish[] = fresh
		? [[4, prose.length]]
		: [
				[7, 1],
				[14, prose.length],
			];
	return [
		{wishes, draw: (height) => folded(prose, height, columns)},
		{wishes: [[fresh ? 5 : 15, 1]], draw: () => [[]]},
	];
}

/** All rows, or as many as fit and a word on where the rest is. */
function folded(all: readonly Row[], height: number, columns: number): readonly Row[] {
	if (all.length <= height || height === 0) return all.slice(0, height);
	if (height === 1) return [[{text: ' … Ctrl-O shows the text again', style: 'dim'}]];
	const more: Row = [{text: ' … Ctrl-O shows the text', style: 'dim'}];
	// Whole words, behind the blank that every line of prose begins with.
	const [last = []] = wrapRow(all[height - 1] ?? [], columns - rowWidth(more) - 1);
	return [...all.slice(0, height - 1), [{text: ' ', style: 'plain'}, ...last, ...more]];
}

/** At the end of a step what happened is shown to scale. */
function stripPart(place: Place, columns: number): Part {
	const act = beatOf(place)?.act.kind;
	const isResult = place.kind === 'lesson' && (act === undefined || act === 'debrief');
	const strip = isResult ? stripPane(place, columns) : [];
	return {
		wishes: [[8, strip.length === 0 ? 0 : strip.length + 1]],
		draw: (height) => (height > strip.length ? [...strip, []] : []),
	};
}

/** What a learner who works on a task may use of the language, and the programs there are, where there is room for them. */
function allowedParts(place: Place, columns: number): readonly Part[] {
	const task = place.kind === 'lesson' ? taskOf(place) : null;
	if (task === null) return [];
	const programs = programRows(present(place.tree).world, columns - 1);
	const allow = task.allow === null ? [] : [row(clipped(` You may use: ${listed(task.allow)}`, columns - 1), 'dim')];
	return [
		{wishes: [[7, allow.length]], draw: () => allow},
		{
			wishes: [
				[7, Math.min(1, programs.whole.length)],
				[14, programs.short.length],
				[19, programs.whole.length],
			],
			draw: (height) => [programs.whole, programs.short].find((rows) => rows.length <= height) ?? programs.folded,
		},
	];
}

/** The programs of a world: with the names that go without saying where all of them fit, in as many rows as it takes; in a row each; and all of them on one row. */
function programRows(
	world: World,
	columns: number,
): {readonly whole: readonly Row[]; readonly short: readonly Row[]; readonly folded: readonly Row[]} {
	const {clients} = world.spec;
	const programs = clients.flatMap(({name, program}) => (program === null ? [] : [{name: visible(name), program}]));
	const shown = (text: string): Row => row(clipped(text, columns), 'dim');
	const lines = (print: (step: Operation) => string) =>
		programs.map(({name, program}) => ` ${name} runs ${program.map(print).join('; ')}`);
	const full = lines((step) => printOperation(step));
	const fits = full.every((line) => width(line) <= columns);
	const texts = fits ? full : lines((step) => briefStep(world, step));
	const whole = texts.flatMap((text) => hangingRows(row(' '), row(text.trim(), 'dim'), columns));
	const steps = programs.map(({name, program}) => ({name, verbs: program.map(({kind}) => kind).join(' ')}));
	const verbs = [...new Set(steps.map((each) => each.verbs))].map((words) => {
		const names = steps.filter((each) => each.verbs === words).map(({name}) => name);
		return `${names.join(', ')}: ${words}`;
	});
	return {whole, short: texts.map(shown), folded: programs.length === 0 ? [] : [shown(` ${verbs.join(' │ ')}`)]};
}

/** Whether the learner does things here: the ladder then comes before the text, which has been read. */
function isWorking(place: Place): boolean {
	const act = beatOf(place)?.act.kind;
	return place.kind !== 'lesson' || ((act === 'task' || act === 'try') && statementsOfBeat(place).length > 0);
}

/** What the ladder is for: the whole story of a solved step, the work on a task, what came of a bet, a picture beside a text, or the end of a lesson, where the strip comes first. */
type LadderUse = 'story' | 'work' | 'bet' | 'text' | 'end';

function ladderUse(place: Place): LadderUse {
	if (isWorking(place)) return 'work';
	const beat = beatOf(place);
	if (beat === null) return place.kind === 'lesson' ? 'end' : 'text';
	return beat.act.kind === 'predict' && statementsOfBeat(place).length > 0 ? 'bet' : 'text';
}

/** The ladder, and in a wide terminal the state beside it. */
function ladderPart({session, scroll}: Work, columns: number, rows: number, use: LadderUse): Part {
	const {place} = session;
	const {ladder, state} = panes(columns);
	const beside = state === 0 ? [] : stateRows(present(place.tree).world, columns - ladder - 3, readingAt(place));
	// Reasons are told below, once.
	const width = Math.min(ladder, widestWithoutWhy);
	const height = ladderHeight(place, width, rows);
	// One or two rows are no picture, and beside the words of an end a few are none.
	const least = beatOf(place)?.act.kind === 'debrief' || use === 'end' ? 6 : 3;
	const draw = (given: number) =>
		given < Math.min(height, least) ? [] : ladderPane(place, {columns: width, rows: given, scroll});
	const whole = Math.max(height, beside.length);
	// Under its header nine rows of 23 for who works, and fourteen for the story.
	const wishes: Readonly<Record<LadderUse, readonly Wish[]>> = {
		story: [
			[4, Math.min(height, Math.floor(rows * 0.66))],
			[8, whole],
		],
		work: [
			[4, Math.min(height, Math.floor(rows * 0.44))],
			[13.5, whole],
		],
		// The reply to the bet is read first, and whole.
		bet: [
			[4, Math.min(height, 5)],
			[10.5, Math.min(height, Math.floor(rows * 0.44))],
			[16, whole],
		],
		text: [
			[8, Math.min(height, 5)],
			[13, Math.min(height, Math.floor(rows * 0.4))],
			[16, whole],
		],
		end: [[16, whole]],
	};
	return {
		wishes: wishes[use],
		draw: state === 0 ? draw : (given) => sideBySide(draw(given), beside, ladder, given),
	};
}

function actorsPart(world: World, now: Instant, columns: number, reading: Reading): Part {
	const network = networkRows(world, now, columns, reading);
	const actors = [
		...statusRows(world, columns - 1, now, reading).map((each): Row => [{text: ' ', style: 'plain'}, ...each]),
		...network,
	];
	const summary = [...actorSummary(world, now, columns), ...network];
	return {
		wishes: [
			[6, Math.min(summary.length, 2)],
			[11, actors.length],
		],
		draw: (height) => (height >= actors.length ? actors : summary),
	};
}

/** The prompt says what Enter does, and the checklist that a task is lost. */
function stands(message: Message): boolean {
	return message.kind === 'lost' || (message.kind === 'told' && message.text === 'Enter goes on.');
}

function pointingAtRows(message: Message, place: Place): Message {
	const pointer = ladderPointer(place);
	if (message.kind === 'told') return {...message, text: noticeText(message, pointer)};
	return message.kind === 'done'
		? {...message, notices: message.notices.map((each) => ({...each, text: noticeText(each, pointer)}))}
		: message;
}

/** What answers the learner: why, a hint, what became of a bet, and why a line was not done. */
function isAnswer({kind}: Message): boolean {
	return ['told', 'hint', 'answered', 'refused', 'unreadable'].includes(kind);
}

function saidPart(
	said: readonly Message[],
	notice: string | null,
	measure: number,
	rows: number,
	line: Part,
): readonly Part[] {
	const told: readonly Row[] =
		notice === null
			? []
			: wrapRow([{text: visible(notice), style: 'accent'}], measure - 1).map(
					(each): Row => [{text: ' ', style: 'plain'}, ...each],
				);
	const height = told.length + rowsOfMessages(said, measure).length;
	if (height === 0) return [];
	// A code is of no use in part, and what was asked for is told whole where it is not long.
	const least = said.some(({kind}) => kind === 'code') ? height : said.some(isAnswer) ? 5 : 2;
	const wishes: readonly Wish[] = [
		[3, Math.min(height, least)],
		[10, Math.min(height, Math.floor(rows / 4))],
		[17, height],
	];
	return [line, {wishes, draw: (given) => [...told, ...fewer(said, measure, given - told.length)]}];
}
