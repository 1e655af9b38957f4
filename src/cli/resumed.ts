import type {Lesson} from '../lesson/lesson.js';
import {lessonOf, type Progress} from '../progress/record.js';
import {fromRecord} from '../session/from-record.js';
import {openLesson} from '../session/open.js';
import type {Turn} from '../session/session.js';

/** The session of a lesson where the learner left it; one that was gone through begins anew. */
export function resumed(lesson: Lesson, progress: Progress): Turn {
	const turn = fromRecord(lessonOf(progress, lesson.id).session, lesson);
	const {place} = turn.session;
	return place.kind === 'lesson' && place.standing.finished ? openLesson(lesson) : turn;
}
