import {worldOf} from '../lesson/judge.js';
import type {Script} from '../lesson/lesson.js';
import type {World} from '../sim/world.js';
import {beatKey, beatOf, isOver, judged, remaining, stepOf} from './beat.js';
import {performed, solve, type Tried} from './do-statement.js';
import {searched} from './explore.js';
import type {Did, Effect, LessonPlace, Session, Turn} from './session.js';
import {plain} from './text.js';
import {momentAt, present, redo} from './tree.js';
import {add, at, say, tell, withTree} from './turn.js';

/** The session after Enter in a lesson: what is shown is run, what is finished is left, and what is open is named. */
export function goOn(session: Session, place: LessonPlace): Turn {
	const act = beatOf(place)?.act;
	if (isOver(place)) return toNextBeat(session, place);
	switch (act?.kind) {
		case 'try':
			return runShown(session, remaining(place, act.script));
		case 'predict':
			return tell(
				session,
				`Place your bet first: type a number from 1 to ${act.choices.length}. A wrong bet is welcome. /skip leaves this step.`,
			);
		case 'task': {
			const ticked = judged(place)?.ticked ?? [];
			const open = act.goals.filter((_, index) => !ticked[index]).map(({show}) => plain(show));
			return tell(session, `Still open: ${open.join('; ')}. /hint helps, /skip leaves this step.`);
		}
		case 'read':
		case 'debrief':
		case undefined:
			return toNextBeat(session, place);
	}
}

function runShown(session: Session, script: Script): Turn {
	const {session: after, done} = runScript(session, script);
	return done
		? searched(
				after,
				script.map(({statement}) => statement),
			)
		: tell(after, 'What was done before stands in the way. /undo takes it back, /reset begins the step again.');
}

/** The session at the next beat, or at the next step when the present one has no more, or past the end. */
function toNextBeat(session: Session, place: LessonPlace): Turn {
	const {step, beat} = present(place.tree);
	const isLast = beat + 1 >= (stepOf(place)?.beats.length ?? 0);
	return isLast ? toStep(session, place, step + 1) : turnTo(session, place, step, beat + 1, {kind: 'turned'}, null);
}

/** The session at the beginning of a step; past the last one the lesson is finished, and past that the next lesson is asked for. */
export function toStep(session: Session, place: LessonPlace, step: number): Turn {
	const {steps} = place.lesson;
	if (step > steps.length) return say(session, [], [{kind: 'next-lesson'}]);
	const world = steps[step]?.world ?? null;
	if (world === null) return turnTo(session, place, step, 0, {kind: 'turned'}, null);
	return turnTo(
		session,
		place,
		step,
		0,
		{kind: 'began', origin: world.map(({statement}) => statement)},
		worldOf(world),
	);
}

/** What the learner sees on coming to the present beat: the beat, its card, or the end of the lesson. */
export function arrive(session: Session): Turn {
	const {place} = session;
	if (place.kind !== 'lesson') return say(session, []);
	const {step, beat} = present(place.tree);
	if (step >= place.lesson.steps.length)
		return say(at(session, {...place, standing: {...place.standing, finished: true}}), [{kind: 'finished'}]);
	const act = beatOf(place)?.act;
	if (act?.kind === 'task' && judged(place)?.solved && !place.standing.solved.includes(beatKey(place)))
		return say(at(session, solve(place)), [
			{kind: 'beat', step, beat},
			{kind: 'solved', step, mark: null},
		]);
	const card = act?.kind === 'debrief' ? plain(act.card) : '';
	const offers: readonly Effect[] = act?.kind === 'debrief' ? [{kind: 'offer-live', lesson: place.lesson.id}] : [];
	if (card === '' || place.standing.cards.includes(card)) return say(session, [{kind: 'beat', step, beat}], offers);
	const kept = at(session, {...place, standing: {...place.standing, cards: [...place.standing.cards, card]}});
	return say(
		kept,
		[
			{kind: 'beat', step, beat},
			{kind: 'card', text: card},
		],
		offers,
	);
}

/** The session after statements that the lesson runs, and whether all were done; it stops at a refusal. */
export function runScript(session: Session, script: Script): Tried {
	let tried: Tried = {session, done: true};
	for (const line of script) {
		tried = performed(tried.session, line);
		if (!tried.done) break;
	}
	return tried;
}

/** Where the learner has been there before, and only went back, the old moment is taken up again with all that follows it. */
function turnTo(session: Session, place: LessonPlace, step: number, beat: number, did: Did, world: World | null): Turn {
	const again = redo(place.tree);
	const known = again === null ? null : momentAt(again, again.cursor);
	if (again !== null && known?.step === step && known.beat === beat && known.did.kind === did.kind)
		return arrive(withTree(session, again));
	return arrive(add(session, did, {step, beat, ...(world === null ? {} : {world})}));
}
