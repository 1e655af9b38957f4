import {hintFor} from '../lesson/hint.js';
import {play, standing} from '../lesson/judge.js';
import type {HintCase, Script, Task} from '../lesson/lesson.js';
import {whyNot} from '../sim/perform.js';
import {beatKey, beatOf, judged, ofStep, remaining, taskOf, traceOf} from './beat.js';
import type {Message} from './message.js';
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
	if (next === -1) return say(session, again(task, place, given));
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

/** What is said when there is no other hint: the last one once more, where it still helps. */
function again(task: Task, place: LessonPlace, given: number): readonly Message[] {
	if (judged(place)?.lost) return [told(`${tooLate} ${show}`)];
	return given === task.hints.length && isOpen(place, caseAt(task, place, given - 1))
		? [hintMessage(task, place, given - 1), told(show)]
		: [told(`You have done what the hints say. /reset starts again. ${show}`)];
}

function told(text: string): Message {
	return {kind: 'told', text};
}

function hintMessage(task: Task, place: LessonPlace, index: number): Message {
	const found = caseAt(task, place, index);
	const {line} = found;
	const rest = fromHere(line, place);
	const words = plain(found.say);
	const hint = {kind: 'hint', number: index + 1, of: task.hints.length} as const;
	if (line.length === 0) return {...hint, text: words, line: null};
	if (!leadsOn(task, place, rest)) return {...hint, text: tooLate, line: null};
	return {...hint, text: words.replaceAll('`', '') === asTyped(line) ? asTyped(rest) : words, line: asTyped(rest)};
}

function asTyped(line: Script): string {
	return line.map(({text}) => text).join('; ');
}

/** The line without the wait for an expiry that has passed. */
function fromHere(line: Script, {tree}: LessonPlace): Script {
	const [first, ...rest] = line;
	return rest.length > 0 &&
		first?.statement.kind === 'wait-until-expiry' &&
		whyNot(present(tree).world, first.statement) !== null
		? rest
		: line;
}

/** Whether a line can be done from here and does not lose the task. */
function leadsOn(task: Task, place: LessonPlace, line: Script): boolean {
	const before = ofStep(place).map(traceOf);
	const {trail, refused} = play(line, present(place.tree).world);
	return refused === null && standing(task, [...before, ...trail.slice(1)]).lost === null;
}

const show = '/show plays the solution on a copy.';

const tooLate = 'From here no hint leads on: /undo takes back, /reset starts again.';

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
