import {changeLesson, keepCard, placeBet, solveLesson} from '../progress/change.js';
import type {Json} from '../progress/json.js';
import {lessonOf, type Moment, type Progress} from '../progress/record.js';
import {isSolved} from '../session/beat.js';
import {toRecord} from '../session/record.js';
import {newRuns, runsOf} from '../session/run.js';
import type {LessonPlace} from '../session/session.js';
import {present} from '../session/tree.js';

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

/** A record holds plain data only; its type does not say so. */
function plainJson(record: object): Json {
	return JSON.parse(JSON.stringify(record)) as Json;
}
