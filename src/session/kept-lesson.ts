import type {Lesson} from '../lesson/lesson.js';
import {changeLesson, keepCard, placeBet, solveLesson} from '../progress/change.js';
import type {Json} from '../progress/json.js';
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
	const bets = standing.bets.reduce((kept, {step, beat, choice, right}) => {
		return placeBet(kept, lesson.id, at, `${step}.${beat}`, {choice: choice - 1, right: choice === right});
	}, progress);
	const kept = runsOf(lessonOf(progress, lesson.id).runs);
	const runs = {
		...lessonOf(progress, lesson.id).runs,
		...Object.fromEntries(newRuns(place, kept).map((run) => [run.of, plainJson(run)])),
	};
	const hints = {...lessonOf(progress, lesson.id).hints, ...standing.hints};
	const reached = standing.cards.reduce(
		(kept, card) => keepCard(kept, lesson.id, at, card),
		changeLesson(bets, lesson.id, at, {hints, runs}),
	);
	const solved = isSolved(place) ? solveLesson(reached, lesson.id, at) : reached;
	return resumable
		? changeLesson(solved, lesson.id, at, {step: present(place.tree).step, session: plainJson(toRecord(place))})
		: solved;
}

/** The session of a lesson where the learner left it, with a sentence that says where that is; one that was gone through begins anew. */
export function resumed(lesson: Lesson, progress: Progress): Turn {
	const turn = fromRecord(lessonOf(progress, lesson.id).session, lesson);
	const {session, effects} = turn;
	const {place} = session;
	if (place.kind !== 'lesson' || place.standing.finished) return openLesson(lesson);
	const step = stepOf(place);
	if (step === null || place.tree.moments.length === 1) return turn;
	const where = `You are back in "${lesson.title}", step ${present(place.tree).step + 1} of ${lesson.steps.length}: ${step.title}.`;
	return {session: {...session, said: [{kind: 'told', text: where}, ...session.said]}, effects};
}

/** A record holds plain data only; its type does not say so. */
function plainJson(record: object): Json {
	return JSON.parse(JSON.stringify(record)) as Json;
}
