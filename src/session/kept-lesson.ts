import type {Lesson} from '../lesson/lesson.js';
import {changeLesson, keepCard, placeBet, solveLesson} from '../progress/change.js';
import type {Json} from '../progress/json.js';
import {attemptOf, beyond, mergeSessions} from '../progress/merge-session.js';
import {lessonOf, type Moment, type Progress} from '../progress/record.js';
import {isSolved, stepOf} from './beat.js';
import {fromRecord} from './from-record.js';
import {openLesson} from './open.js';
import {toRecord} from './record.js';
import {newRuns, runsOf} from './run.js';
import type {LessonPlace, Turn} from './session.js';
import {present} from './tree.js';

/**
 * The progress with what a learner has done in a lesson.
 * `resumable` false keeps what was reached and leaves alone where the learner is: for a run that begins anew each time.
 */
export function keepLesson(
	progress: Progress,
	place: LessonPlace,
	at: Moment,
	{resumable}: {readonly resumable: boolean},
): Progress {
	const {lesson, standing} = place;
	const before = lessonOf(progress, lesson.id);
	const isLater = (place.attempt ?? 1) > attemptOf(before.session);
	const bets = standing.bets.reduce((kept, {step, beat, choice, right}) => {
		const key = `${step}.${beat}`;
		// In one attempt a first bet stays what it was, whichever window it was placed in.
		if (!isLater && Object.hasOwn(before.bets, key)) return kept;
		return placeBet(kept, lesson.id, at, key, {choice: choice - 1, right: choice === right});
	}, progress);
	const kept = runsOf(before.runs);
	const runs = {
		...before.runs,
		...Object.fromEntries(newRuns(place, kept, at).map((run) => [run.of, plainJson(run)])),
	};
	const hints = {...before.hints, ...standing.hints};
	const reached = standing.cards.reduce(
		(kept, card) => keepCard(kept, lesson.id, at, card),
		changeLesson(bets, lesson.id, at, {hints, runs}),
	);
	const solved = isSolved(place) ? solveLesson(reached, lesson.id, at) : reached;
	return resumable
		? changeLesson(solved, lesson.id, at, {
				step: present(place.tree).step,
				session: mergeSessions(sessionOf(place), before.session),
			})
		: solved;
}

/** How the session of a lesson is kept in a record. */
export function sessionOf(place: LessonPlace): Json {
	return plainJson(toRecord(place));
}

/** The session at the first beat of a lesson that may have been taken before; what was reached then is not part of it. */
export function begunAnew(lesson: Lesson, progress: Progress): Turn {
	const {session} = lessonOf(progress, lesson.id);
	return openLesson(lesson, session === null ? 1 : attemptOf(session) + 1);
}

/** The session as another window has left it, with what was done in this one kept beside it. */
export function takenOver(lesson: Lesson, theirs: Json, progress: Progress): Turn {
	return fromRecord(mergeSessions(theirs, lessonOf(progress, lesson.id).session), lesson);
}

/** What to say where another window has done more in a lesson than this one knows, or null. */
export function overtaken(theirs: Json, place: LessonPlace): string | null {
	const {moments, solved} = beyond(theirs, sessionOf(place));
	if (moments === 0 && solved === 0) return null;
	const more = solved === 0 ? '' : ` It has solved ${solved === 1 ? 'a task' : `${solved} tasks`} more.`;
	return `Another window has gone on in this lesson.${more} Nothing is lost. /takeover goes on from there.`;
}

/** The session of a lesson where the learner left it, with a sentence that says where that is; one that was gone through begins anew. */
export function resumed(lesson: Lesson, progress: Progress): Turn {
	const turn = fromRecord(lessonOf(progress, lesson.id).session, lesson);
	const {session, effects} = turn;
	const {place} = session;
	if (place.kind !== 'lesson' || place.standing.finished) return begunAnew(lesson, progress);
	const step = stepOf(place);
	if (step === null || place.tree.moments.length === 1) return turn;
	const where = `You are back in "${lesson.title}", step ${present(place.tree).step + 1} of ${lesson.steps.length}: ${step.title}.`;
	return {session: {...session, said: [{kind: 'told', text: where}, ...session.said]}, effects};
}

/** A record holds plain data only; its type does not say so. */
function plainJson(record: object): Json {
	return JSON.parse(JSON.stringify(record)) as Json;
}
