import type {Act, Lesson} from '../lesson/lesson.js';
import {authorsWay} from '../lesson/walk.js';
import {runScript, toStep} from './go-on.js';
import {lessonPlace, sessionAt} from './open.js';
import type {LessonPlace, Session, Turn} from './session.js';
import {say} from './turn.js';

/** The session at the beginning of a step, counted from 0, as a learner comes to it who does what the author does. */
export function openAt(lesson: Lesson, step: number): Turn {
	const turn = comeTo(sessionAt(lessonPlace(lesson)), lesson, 0, step);
	return say({...turn, said: turn.said.slice(-2)}, []);
}

/** The session at the beginning of a step, after the steps from another one on have been done as the author does them, as far as the world of the step depends on them. */
export function comeTo(start: Session, lesson: Lesson, from: number, step: number): Session {
	const begun = lesson.steps.findLastIndex(({world}, index) => index <= step && world !== null);
	let session = start;
	for (let index = Math.max(from, begun, 0); index < step; index++)
		session = walked(enter(session, index), lesson.steps[index]?.beats.map(({act}) => act) ?? []);
	return enter(session, step);
}

function enter(session: Session, step: number): Session {
	return toStep({...session, said: []}, placeOf(session), step).session;
}

function walked(session: Session, acts: readonly Act[]): Session {
	return acts.reduce((now, act) => runScript(now, authorsWay(act)).session, session);
}

function placeOf({place}: Session): LessonPlace {
	if (place.kind !== 'lesson') throw new Error(`expected a lesson, got ${place.kind}`);
	return place;
}
