import {sayDuration} from '../../language/duration.js';
import {isOver, judged, questionOf, stepOf, taskOf} from '../../session/beat.js';
import type {Place, Session, ShowPlace} from '../../session/session.js';
import {hasHistory, past, present} from '../../session/tree.js';
import type {Instant} from '../../sim/time.js';
import type {Row} from '../text/row.js';
import {visible} from '../text/visible.js';
import {header, type Keys, keyLine, titledRule} from './header-and-rules.js';

/** The title row of a place and the line under it: where the learner is, what time it is there, and whether the task can still be solved where that is known. */
export function titleRows(place: Place, now: Instant, isOnTrack: boolean, columns: number): readonly Row[] {
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
			const [first = []] = header(
				visible(title),
				`${isOnTrack ? (columns < 78 ? '✓ ' : '✓ on track · ') : ''}${role} · ${where} · ${time}`,
				columns,
			);
			return [first, titledRule(visible(stepOf(place)?.title ?? ''), columns)];
		}
	}
}

/** What stands before the prompt. */
export function promptLabel(place: Place): Row {
	switch (place.kind) {
		case 'lesson':
			return [{text: ' > ', style: 'accent'}];
		case 'sandbox':
			return [{text: ' sandbox > ', style: 'accent'}];
		case 'show':
			return [{text: ' solution > ', style: 'accent'}];
	}
}

/** What to do while nothing is typed; empty where it goes without message. */
export function idleWords({place, waiting}: Session): string {
	if (waiting.length > 0) return 'Enter runs the rest of what you pasted';
	if (place.kind === 'show') return nextOfShow(place);
	if (place.kind === 'sandbox') return place.tree.ahead.length > 0 ? 'Enter takes the next step' : firstLine(place);
	const question = questionOf(place);
	if (question !== null) return `your bet: a number from 1 to ${question.choices.length}`;
	// A step that was solved stays so after an undo, and is open to be tried again.
	if (isOver(place))
		return taskOf(place) === null || judged(place)?.solved === true
			? 'Enter goes on'
			: 'solved before: type a line to try again, or Enter goes on';
	if (taskOf(place) === null) return '';
	return judged(place)?.lost ? '/undo takes back, /reset starts again' : 'your turn: type a line, or /hint';
}

/** A line to begin with, where nothing has been done yet. */
function firstLine({tree}: Place): string {
	const {world} = present(tree);
	const [client] = world.spec.clients;
	const [lock] = world.spec.locks;
	if (hasHistory(tree) || client === undefined || lock === undefined) return '';
	return client.program === null
		? `for example: ${visible(client.name)} acquire ${visible(lock.name)}`
		: `for example: step ${visible(client.name)}`;
}

/** What Enter does in a demonstration: its next line is said before it is done. */
function nextOfShow({tree, task}: ShowPlace): string {
	const done = past(tree).filter(({did}) => did.kind === 'statement').length;
	const line = task.solution[done];
	return line === undefined ? 'Enter returns to your own run' : `Enter does this: ${visible(line.text)}`;
}

/** The keys that matter most here. */
export function keysFor({place, waiting, draft}: Session, columns: number): Row {
	const ladder: Keys = hasHistory(place.tree)
		? [
				['F2', 'whole ladder'],
				['PgUp', 'earlier rows'],
			]
		: [];
	const always: Keys = [['/undo', 'takes back'], ['/help', ''], ['/menu', 'lessons'], ...ladder];
	const question = questionOf(place);
	if (draft !== null)
		return keyLine(columns, [
			['Enter', 'runs this line'],
			['typing', 'replaces it'],
			['arrows', 'edit it'],
			['/why', 'explains'],
			...always,
		]);
	if (place.kind === 'show')
		return keyLine(columns, [
			['Enter', 'goes on'],
			['Esc or /back', 'returns to your run'],
		]);
	if (place.kind === 'sandbox' && place.tree.ahead.length > 0)
		return keyLine(columns, [
			['Enter', 'takes the next step'],
			['/undo', 'steps back'],
			['/redo 99', 'goes to the end'],
			...always.slice(1),
		]);
	if (place.kind === 'sandbox') return keyLine(columns, [['Tab', 'completes'], ['/why', 'explains'], ...always]);
	if (question !== null)
		return keyLine(columns, [[`1-${question.choices.length}, Enter`, 'bets'], ['arrows', 'choose'], ...always]);
	if (waiting.length > 0)
		return keyLine(columns, [['Enter', 'runs this line; once more, the rest of your paste'], ...always]);
	if (isOver(place)) return keyLine(columns, [['Enter', 'goes on'], ...always]);
	if (taskOf(place) !== null)
		return keyLine(columns, [['/hint', ''], ['/why', 'explains'], ['Tab', 'completes'], ...always]);
	return keyLine(columns, [['Enter', 'runs the line'], ['Right', 'takes it for editing'], ...always]);
}
