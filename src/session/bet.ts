import {rightChoice} from '../lesson/judge.js';
import type {Predict} from '../lesson/lesson.js';
import {ofBeat, questionOf} from './beat.js';
import {runScript} from './go-on.js';
import type {Bet, LessonPlace, Session, Turn} from './session.js';
import {plain} from './text.js';
import {present} from './tree.js';
import {add, at, say, tell} from './turn.js';

/** The choice that a word stands for while a question is open, from 1; else null. A letter is taken where no client bears it. */
export function choiceOf({place}: Session, word: string): number | null {
	if (!/^(\d{1,3}|[a-z])$/i.test(word) || questionOf(place) === null) return null;
	if (/^\d/.test(word)) return Number(word);
	const isClient = present(place.tree).world.spec.clients.some(({name}) => name.toLowerCase() === word.toLowerCase());
	return isClient ? null : letterNumber(word);
}

/** The session after a bet: it is recorded, its run is done for all to see, and the reply is about the choice that was made. */
export function placeBet(session: Session, choice: number): Turn {
	const {place} = session;
	const question = questionOf(place);
	if (question === null || place.kind !== 'lesson') return tell(session, 'There is no bet to place here.');
	const chosen = question.choices[choice - 1];
	if (chosen === undefined)
		return tell(
			session,
			`There are ${question.choices.length} choices: type a number from 1 to ${question.choices.length}.`,
		);
	const restored = asItBegan(session);
	const {session: shown, done} = runScript(add(restored, {kind: 'bet', choice}), question.run);
	const right = done ? rightOf(question, shown) : null;
	if (right === null) return tell(session, otherWorld);
	const truth = question.choices[right - 1];
	const {step, beat} = present(place.tree);
	const kept = keepFirst(place, {step, beat, choice, right});
	return say(at(shown, {...place, tree: shown.place.tree, standing: kept}), [
		{
			kind: 'answered',
			choice,
			right,
			say: plain(chosen.say),
			truth: truth === undefined ? null : plain(truth.say),
			because: plain(chosen.because),
			recorded: kept !== place.standing,
		},
	]);
}

/** The number of a choice named by a number or a letter, or null. */
export function choiceNumber(word: string): number | null {
	if (/^\d{1,3}$/.test(word)) return Number(word);
	return /^[a-z]$/i.test(word) ? letterNumber(word) : null;
}

/** The session with the world as it was when the question came into view, which is the one it asks about. */
function asItBegan(session: Session): Session {
	const [began] = ofBeat(session.place);
	if (began === undefined || began.world === present(session.place.tree).world) return session;
	const back = add(session, {kind: 'reset', to: began.id}, {world: began.world});
	return tell(
		back,
		'The bet is about the world as this question found it, so what you did since is set aside; /undo brings it back.',
	).session;
}

function rightOf(question: Predict, {place}: Session): number | null {
	const index = rightChoice(question, present(place.tree).world);
	return index === null ? null : index + 1;
}

function keepFirst({standing}: LessonPlace, bet: Bet): LessonPlace['standing'] {
	const stands = standing.bets.some(({step, beat}) => step === bet.step && beat === bet.beat);
	return stands ? standing : {...standing, bets: [...standing.bets, bet]};
}

function letterNumber(letter: string): number {
	return letter.toLowerCase().charCodeAt(0) - 'a'.charCodeAt(0) + 1;
}

const otherWorld =
	'The question is about another world than the one you brought here, and not exactly one of these would happen. /goto 0 begins the step again, /skip leaves it.';
