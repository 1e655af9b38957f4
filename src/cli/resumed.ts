import type {Lesson} from '../lesson/lesson.js';
import {lessonOf, type Progress} from '../progress/record.js';
import {stepOf} from '../session/beat.js';
import {fromRecord} from '../session/from-record.js';
import {openLesson} from '../session/open.js';
import type {Turn} from '../session/session.js';
import {present} from '../session/tree.js';

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
