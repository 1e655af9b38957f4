import {hintFor} from '../lesson/hint.js';
import type {HintCase, Task} from '../lesson/lesson.js';
import {beatKey, beatOf, judged, remaining, taskOf} from './beat.js';
import type {LessonPlace, Place, Session, Turn} from './session.js';
import {plain} from './text.js';
import {present} from './tree.js';
import {at, say, tell} from './turn.js';

/** The session after /hint: the next hint whose line has not been done already. */
export function hint(session: Session): Turn {
	const {place} = session;
	const task = taskOf(place);
	if (place.kind !== 'lesson' || task === null) return tell(session, nothingToHint(place));
	if (judged(place)?.solved) return tell(session, 'This is solved. Enter goes on.');
	const given = hintsGiven(place);
	const next = task.hints.findIndex((_, index) => index >= given && isOpen(place, caseAt(task, place, index)));
	if (next === -1) return tell(session, `${again(task, place, given)} /show plays the solution on a copy.`);
	return say(at(session, withHints(place, next + 1)), [hintMessage(task, place, next)]);
}

/** How many hints of the present task were asked for. */
function hintsGiven(place: LessonPlace): number {
	const {hints} = place.standing;
	const key = beatKey(place);
	return Object.hasOwn(hints, key) ? (hints[key] ?? 0) : 0;
}

function caseAt(task: Task, place: Place, index: number): HintCase {
	const found = task.hints[index];
	return found === undefined ? {when: null, say: [], line: []} : hintFor(found, present(place.tree).world);
}

/** A hint whose line has been done would tell what the learner knows. */
function isOpen(place: Place, {line}: HintCase): boolean {
	return line.length === 0 || remaining(place, line).length > 0;
}

function again(task: Task, place: LessonPlace, given: number): string {
	const last = caseAt(task, place, given - 1);
	if (given < task.hints.length) return 'You have done what the other hints would say.';
	return isOpen(place, last) ? `That was the last hint: ${words(last)}` : 'You have done all that the hints say.';
}

function hintMessage(task: Task, place: LessonPlace, index: number): Turn['session']['said'][number] {
	const found = caseAt(task, place, index);
	const line = found.line.length === 0 ? null : found.line.map(({text}) => text).join('; ');
	return {kind: 'hint', number: index + 1, of: task.hints.length, text: plain(found.say), line};
}

function words({say: text, line}: HintCase): string {
	return plain(text) === '' ? `\`${line.map((each) => each.text).join('; ')}\`` : plain(text);
}

function withHints(place: LessonPlace, count: number): LessonPlace {
	return {...place, standing: {...place.standing, hints: {...place.standing.hints, [beatKey(place)]: count}}};
}

function nothingToHint(place: Place): string {
	switch (beatOf(place)?.act.kind) {
		case 'predict':
			return 'There are no hints for a bet. Say what you believe; a wrong bet is welcome.';
		case 'try':
			return 'Enter runs the line that is shown.';
		case 'read':
		case 'debrief':
			return 'There is nothing to solve here. Enter goes on.';
		case 'task':
		case undefined:
			return place.kind === 'show'
				? 'Enter plays the next step of the solution.'
				: 'Hints belong to the tasks of a lesson. /help lists what can be typed here.';
	}
}
