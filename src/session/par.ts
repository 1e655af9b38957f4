import {lengthOf} from '../explore/reach/quest.js';
import {isChallenge} from '../lesson/challenge.js';
import {counted} from '../narrate/counted.js';
import {statementsOfBeat, taskOf} from './beat.js';
import type {LessonPlace} from './session.js';

/**
 * What there is to say of the length of the way by which the present task has just been solved: that it is the shortest, where that is proved; and, in a challenge,
 * how much shorter it could be. Null where there is nothing to say.
 */
export function parMark(place: LessonPlace): string | null {
	const proof = taskOf(place)?.proof ?? null;
	if (proof === null) return null;
	const {length, states} = proof;
	const took = lengthOf(statementsOfBeat(place));
	const searched = `${counted(states, 'state')} searched`;
	if (took === length)
		return `You took ${counted(length, 'statement')}, waits not counted, and no way is shorter (${searched}). This is called par.`;
	return took > length && isChallenge(place.lesson)
		? `You took ${took} statements, waits not counted; par is ${length}, and no way is shorter (${searched}). /reset tries again.`
		: null;
}
