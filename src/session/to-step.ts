import {arrive} from './go-on.js';
import {comeTo} from './open-at.js';
import type {LessonPlace, Session, Turn} from './session.js';
import {goTo, present} from './tree.js';
import {say, tell, withTree} from './turn.js';

/** The session after /step N: at the beginning of an earlier step, or where the learner was last in a later one. What is solved stays solved. */
export function toNamedStep(session: Session, word: string): Turn {
	const {place} = session;
	if (place.kind !== 'lesson')
		return tell(session, 'There are no steps outside a lesson. /back returns to where you were.');
	const step = stepNamed(place, word);
	if (step === null) return tell(session, `Say which step, ${stepsOf(place)}: /step 1`);
	return atStep(session, place, step);
}

/** The step of a number as the learner counts, counted from 0; null where the lesson has none of that number. */
export function stepNamed({lesson}: Pick<LessonPlace, 'lesson'>, word: string): number | null {
	const step = /^[1-9]\d{0,5}$/.test(word) ? Number(word) - 1 : -1;
	return lesson.steps[step] === undefined ? null : step;
}

/** The numbers that the steps of a lesson have, as part of a sentence. */
export function stepsOf({lesson}: Pick<LessonPlace, 'lesson'>): string {
	return lesson.steps.length === 1 ? 'of which there is one' : `from 1 to ${lesson.steps.length}`;
}

/** A lesson that has just been opened, at a step counted from 0, or as it is for null. */
export function atStepOf(opened: Turn, step: number | null): Turn {
	const {place} = opened.session;
	return step === null || place.kind !== 'lesson' ? opened : atStep(opened.session, place, step);
}

/** The session at a step, counted from 0. One where the learner has not been yet begins as if the author had done what comes before. */
function atStep(session: Session, place: LessonPlace, step: number): Turn {
	const {tree} = place;
	const visits = tree.moments.filter((moment) => moment.step === step);
	const target = step <= present(tree).step ? visits[0] : visits.at(-1);
	if (target !== undefined) return arrive(withTree({...session, said: [], setback: null}, goTo(tree, target.id)));
	return say(comeTo(session, place.lesson, present(tree).step, step), []);
}
