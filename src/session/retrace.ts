import {lengthOf} from '../explore/reach/quest.js';
import {grouped} from '../language/grouped.js';
import {namesOf} from '../language/names.js';
import {parseLine} from '../language/parse.js';
import {clipped} from '../language/visible.js';
import type {Lesson} from '../lesson/lesson.js';
import {eventsDigest} from '../share/digest.js';
import {isOver, questionOf, statementsOfBeat} from './beat.js';
import {placeBet} from './bet.js';
import {doStatement} from './do-statement.js';
import {goOn, toStep} from './go-on.js';
import {lessonPlace, sessionAt} from './open.js';
import type {LessonPlace, Session, Standing} from './session.js';
import {goTo, history, present} from './tree.js';
import {withTree} from './turn.js';

/** What lines come to when they are done in a step: where it ends, what it is worth, and how long it was, as pars count; or the first line that the program would not have taken. */
type Retraced =
	| {
			readonly ok: true;
			readonly of: string;
			readonly standing: Standing;
			readonly events: string;
			readonly at: number;
			readonly length: number;
	  }
	| {readonly ok: false; readonly sentence: string};

/**
 * What the lines come to from the beginning of a step, by the very rules that the learner was under: a task takes what it allows, a page turns when it is done,
 * a bet is judged by the world. `standing` is what earlier lines of this lesson have come to.
 */
export function retrace(lesson: Lesson, step: number, lines: readonly string[], standing: Standing): Retraced {
	const place: LessonPlace = {...lessonPlace(lesson), standing};
	if ((lesson.steps[step]?.world ?? null) === null)
		return {ok: false, sentence: `The lesson has no step ${step + 1} in which something is done.`};
	let session = toStep(sessionAt(place), place, step).session;
	for (const [index, line] of lines.entries()) {
		const next = taken(session, step, line);
		if (typeof next === 'string')
			return {ok: false, sentence: `Line ${index + 1}, \`${clipped(line, 80)}\`, would not have been taken: ${next}`};
		session = next;
		if (present(session.place.tree).world.audit.seq > mostEvents)
			return {ok: false, sentence: `It makes more than ${grouped(mostEvents)} events.`};
	}
	return ended(session);
}

/** The session after a line, or the reason why it is not taken. */
function taken(session: Session, step: number, line: string): Session | string {
	const {place} = session;
	if (place.kind !== 'lesson') return 'it is not in the lesson.';
	if (line === '/next') return turned(session, place, step);
	const bet = /^\/bet ([1-9]\d?)$/.exec(line)?.[1];
	if (bet !== undefined) return betted(session, Number(bet));
	const parsed = parseLine(line, namesOf(present(place.tree).world));
	if (!parsed.ok) return parsed.error.message;
	const [only, more] = parsed.statements;
	if (only === undefined || more !== undefined) return 'it is not one statement.';
	const {session: after, done} = doStatement(session, only);
	return done ? {...after, said: []} : (refusalIn(after) ?? 'it is refused.');
}

function turned(session: Session, place: LessonPlace, step: number): Session | string {
	if (!isOver(place)) return 'there is something to do first on this page.';
	const after = goOn({...session, said: []}, place).session;
	return present(after.place.tree).step === step ? after : 'this is the last page of the step.';
}

/** The lines that follow say what was watched of the bet's own run, so it is taken back to the bet itself. */
function betted(session: Session, choice: number): Session | string {
	const question = questionOf(session.place);
	if (question === null) return 'there is no open question here.';
	if (question.choices[choice - 1] === undefined) return `there are ${question.choices.length} choices.`;
	const {session: after} = placeBet(session, choice);
	const {moments} = after.place.tree;
	const bet = moments.findLast(({did}) => did.kind === 'bet');
	if (bet === undefined || bet.id < session.place.tree.moments.length) return 'it is not about this world.';
	return withTree({...after, said: []}, goTo(after.place.tree, bet.id));
}

function refusalIn({said}: Session): string | null {
	const refusal = said.findLast((message) => message.kind === 'refused');
	return refusal?.kind === 'refused' ? refusal.sentence : null;
}

function ended({place}: Session): Retraced {
	if (place.kind !== 'lesson') return {ok: false, sentence: 'It does not end in the lesson.'};
	const {step, beat, world} = present(place.tree);
	return {
		ok: true,
		of: `${step}.${beat}`,
		standing: place.standing,
		events: eventsDigest(history(place.tree)),
		at: world.now,
		length: lengthOf(statementsOfBeat(place)),
	};
}

/** The most events of one run that is judged. */
const mostEvents = 200_000;
