import {sayDuration} from '../../language/duration.js';
import {beatOf, isOver, ofBeat, questionOf, statementsOfBeat, stepOf, taskOf} from '../../session/beat.js';
import type {Place} from '../../session/session.js';
import {present} from '../../session/tree.js';
import type {Instant} from '../../sim/time.js';
import type {Assist} from '../prompt/line.js';
import type {Row} from '../text/row.js';
import {rowWidth} from '../text/row.js';
import {visible} from '../text/visible.js';
import {actRows} from './act-rows.js';
import {actorRows, actorSummary} from './actor-rows.js';
import {allot} from './allot.js';
import {choiceRow} from './choice-row.js';
import type {Frame, Room} from './frame.js';
import {header, keyLine, titledRule} from './furniture.js';
import {ladderHeight, ladderPane} from './ladder-pane.js';
import {promptField} from './prompt-field.js';
import {proseRows} from './prose-rows.js';
import {saidRows} from './said-rows.js';
import type {Work} from './work.js';

/**
 * The screen of a lesson, the sandbox or a demonstration, from top to bottom: title, prose, what is to be done, ladder, actors, what happened, prompt, keys.
 * Where rows are scarce the prose folds first, then the actors, then the ladder; never the goal, the question or the prompt.
 */
export function workFrame(work: Work, assist: Assist, notice: string | null, room: Room): Frame {
	const {columns, rows} = room;
	const {place, said} = work.session;
	const measure = Math.min(columns - 2, 96);
	const now = shownTime(work);
	const [title = [], under = []] = titleRows(place, now, columns);
	const prose = proseRows(beatOf(place)?.prose ?? [], measure);
	const act = actRows(place, work.chosen, measure);
	const ladder = ladderHeight(place, columns, rows);
	const actors = actorRows(present(place.tree).world, now, columns);
	const summary = actorSummary(present(place.tree).world, now, columns);
	const happened = [...(notice === null ? [] : [[{text: ` ${visible(notice)}`, style: 'violation'} as const]]), ...saidRows(said, measure)];
	const fresh = place.kind === 'lesson' && statementsOfBeat(place).length === 0;

	const parts: readonly Part[] = [
		{claim: {least: 1, most: 1, rank: 2}, draw: () => [title]},
		{claim: {least: 0, most: 1, rank: 8}, draw: () => [under]},
		{claim: {least: Math.min(1, prose.length), most: prose.length, rank: fresh ? 4 : 10}, draw: (height) => folded(prose, height, columns)},
		{claim: {least: 0, most: gap(prose, act), rank: 11}, draw: blank},
		{claim: {least: act.length, most: act.length, rank: 1}, draw: () => act},
		{claim: {least: 0, most: 1, rank: 9}, draw: () => [titledRule('', columns)]},
		{claim: {least: Math.min(ladder, 5), most: ladder, rank: 7}, draw: (height) => ladderPane(place, {columns, rows: height, scroll: work.scroll})},
		{claim: {least: 0, most: rows, rank: 20}, draw: blank},
		{claim: {least: 0, most: 1, rank: 9}, draw: () => [titledRule('', columns)]},
		{
			claim: {least: Math.min(summary.length, 2), most: actors.length, rank: 6},
			draw: (height) => (height >= actors.length ? actors : summary.slice(0, height)),
		},
		{claim: {least: 0, most: Math.min(1, happened.length), rank: 9}, draw: () => [titledRule('', columns)]},
		{claim: {least: Math.min(happened.length, 3), most: Math.min(happened.length, 12), rank: 3}, draw: (height) => latest(happened, height, columns)},
		{claim: {least: 1, most: 1, rank: 0}, draw: () => [[]]},
		{claim: {least: 0, most: 1, rank: 5}, draw: () => [work.line.cycle === null ? keysFor(work, columns) : choiceRow(work.line.cycle, columns)]},
	];
	const heights = allot(
		parts.map(({claim}) => claim),
		rows,
	);
	const drawn = parts.map(({draw}, index) => draw(heights[index] ?? 0).slice(0, heights[index]));
	const promptRow = drawn.slice(0, promptPart).flat().length;
	return {rows: drawn.flat(), field: promptField(work.line, assist, label(place), promptRow, columns)};
}

type Part = {readonly claim: {readonly least: number; readonly most: number; readonly rank: number}; readonly draw: (height: number) => readonly Row[]};

/** The position of the prompt among the parts. */
const promptPart = 12;

function shownTime({session, passing}: Work): Instant {
	const {now} = present(session.place.tree).world;
	return passing === null ? now : Math.round(passing.from + (now - passing.from) * passing.share);
}

function titleRows(place: Place, now: Instant, columns: number): readonly Row[] {
	const time = `t = ${sayDuration(now)}`;
	switch (place.kind) {
		case 'sandbox':
			return header('Sandbox', time, columns);
		case 'show':
			return header('The solution, step by step', time, columns);
		case 'lesson': {
			const {title, role, steps} = place.lesson;
			const {step} = present(place.tree);
			const where = step < steps.length ? `step ${step + 1} of ${steps.length}` : 'finished';
			const [first = []] = header(visible(title), `${role} · ${where} · ${time}`, columns);
			return [first, titledRule(visible(stepOf(place)?.title ?? ''), columns)];
		}
	}
}

/** The prose, or as much of its beginning as fits and a word on where the rest is. */
function folded(prose: readonly Row[], height: number, columns: number): readonly Row[] {
	if (prose.length <= height || height === 0) return prose.slice(0, height);
	const kept = prose.slice(0, height);
	const last = kept.at(-1) ?? [];
	const more: Row = [{text: ' … Ctrl-O shows the text', style: 'dim'}];
	return rowWidth(last) + rowWidth(more) <= columns ? [...kept.slice(0, -1), [...last, ...more]] : [...kept.slice(0, -1), more];
}

/** What happened, or its beginning and how much more there is. */
function latest(happened: readonly Row[], height: number, columns: number): readonly Row[] {
	if (happened.length <= height) return happened;
	const more = happened.length - height + 1;
	return [
		...happened.slice(0, Math.max(0, height - 1)),
		[{text: ` … ${more} more ${more === 1 ? 'row' : 'rows'}: Ctrl-O shows all`.slice(0, columns), style: 'dim'}],
	];
}

function gap(prose: readonly Row[], act: readonly Row[]): number {
	return prose.length > 0 && act.length > 0 ? 1 : 0;
}

function blank(height: number): readonly Row[] {
	return Array.from({length: height}, (): Row => []);
}

function label(place: Place): Row {
	switch (place.kind) {
		case 'lesson':
			return [{text: ' > ', style: 'accent'}];
		case 'sandbox':
			return [{text: ' sandbox > ', style: 'accent'}];
		case 'show':
			return [{text: ' solution > ', style: 'accent'}];
	}
}

/** The keys that matter most here. */
function keysFor({session}: Work, columns: number): Row {
	const {place} = session;
	const always = [
		['/undo', 'takes back'],
		['/help', ''],
		['/menu', 'lessons'],
	] as const;
	if (session.waiting.length > 0) return keyLine(columns, [['Enter', 'runs the rest of the paste'], ...always]);
	if (place.kind === 'show')
		return keyLine(columns, [
			['Enter', 'takes the next step'],
			['/back', 'returns to your run'],
		]);
	if (place.kind === 'sandbox') return keyLine(columns, [['Tab', 'completes'], ['/why', 'explains'], ...always]);
	const question = questionOf(place);
	if (question !== null) return keyLine(columns, [[`1-${question.choices.length}`, 'places your bet'], ['arrows Enter', 'too'], ...always]);
	if (isOver(place)) return keyLine(columns, [['Enter', 'goes on'], ...always]);
	if (taskOf(place) !== null) return keyLine(columns, [['/hint', ''], ['/why', 'explains'], ['Tab', 'completes'], ...always]);
	return keyLine(columns, [['Enter', ofBeat(place).length > 1 ? 'runs the line' : 'runs the line shown'], ['Tab', 'completes'], ...always]);
}
