import {sayDuration} from '../language/duration.js';
import {printTyped} from '../language/print.js';
import {whyNotAllowed} from '../lesson/allow.js';
import type {Line} from '../lesson/lesson.js';
import {explainFact} from '../narrate/fact.js';
import {type Notice, notice} from '../narrate/notice.js';
import {helpfulLine, refusalSentence} from '../narrate/refusal.js';
import {cameBackSentence, remarks} from '../narrate/remark.js';
import {evaluate} from '../sim/fact-value.js';
import {nextStep} from '../sim/look.js';
import {perform} from '../sim/perform.js';
import {type Statement, plain as unchanged} from '../sim/statement.js';
import type {World} from '../sim/world.js';
import {beatKey, beatOf, isOver, judged, taskOf} from './beat.js';
import type {Message} from './message.js';
import {parMark} from './par.js';
import {readingAt} from './reading-at.js';
import type {LessonPlace, Session} from './session.js';
import {plain} from './text.js';
import {present} from './tree.js';
import {add, at} from './turn.js';

/** A session after a statement was tried, and whether it was done. */
export type Tried = {readonly session: Session; readonly done: boolean};

/** The session after a statement that the learner typed: one new moment, or a refusal and nothing changed. */
export function doStatement(session: Session, {statement, text}: Pick<Line, 'statement' | 'text'>): Tried {
	const forbidden = whyNotHere(session, statement);
	return forbidden === null
		? performed(session, {statement, text})
		: refused(session, {statement, text}, forbidden, null);
}

/** The session after a statement that the lesson runs itself, whatever the task allows. */
export function performed(session: Session, {statement, text}: Pick<Line, 'statement' | 'text'>): Tried {
	const before = present(session.place.tree).world;
	const outcome = perform(before, statement);
	if (!outcome.ok)
		return refused(session, {statement, text}, refusalSentence(outcome.refusal), helpfulLine(outcome.refusal));
	const {world, moments, events, cameBack} = outcome;
	const moved = add(session, {kind: 'statement', statement, text}, {world, moments, events});
	const done: Message = {
		kind: 'done',
		moment: moved.place.tree.cursor,
		input: text,
		notices: [
			...answer(before, world, statement, text),
			...remarks(before, statement).map(change),
			...notice(before, world, events, readingAt(session.place)),
		],
	};
	// Why a run has stopped is told however full the screen is.
	const round: readonly Message[] =
		cameBack === null ? [] : [{kind: 'told', text: cameBackSentence(cameBack, world.now)}];
	const judgedNow = withJudgement(session, {...moved, setback: null});
	return {session: {...judgedNow.session, said: [...session.said, done, ...round, ...judgedNow.messages]}, done: true};
}

function change(text: string): Notice {
	return {kind: 'change', text};
}

function whyNotHere({place}: Session, statement: Statement): string | null {
	if (place.kind === 'show')
		return 'This is the demonstration. Enter takes its next step, /back returns to your own run.';
	const task = taskOf(place);
	const why = task === null ? null : whyNotAllowed(statement, task.allow);
	if (why === null || statement.kind !== 'do') return why;
	// The learner does by hand what the program is about to do.
	const {client} = statement;
	const steps = whyNotAllowed({kind: 'step', client, count: 1, message: unchanged}, task?.allow ?? null) === null;
	const next = nextStep(present(place.tree).world, client);
	return steps && next?.kind === statement.operation.kind
		? `That is the next step of ${client}'s program. To take it, type: step ${client}`
		: why;
}

function refused(
	session: Session,
	line: Pick<Line, 'statement' | 'text'>,
	sentence: string,
	attempt: string | null,
): Tried {
	return {
		session: {
			...session,
			said: [...session.said, {kind: 'refused', input: line.text, sentence, attempt}],
			setback: {kind: 'refusal', statement: line.statement, text: line.text, sentence},
		},
		done: false,
	};
}

/** What a statement says beside its events: time that passed, a part of the world, the answer to a question. */
function answer(before: World, after: World, statement: Statement, typed: string): readonly Notice[] {
	const text = answerText(before, after, statement, typed);
	return text === null ? [] : [{kind: 'change', text}];
}

function answerText(before: World, after: World, statement: Statement, typed: string): string | null {
	if (statement.kind === 'claim') return null;
	if (statement.kind === 'expect')
		return `${evaluate(before, statement.fact) ? 'That is true' : 'That is not true'}: ${explainFact(before, statement.fact)}.`;
	if (!after.started) return `Set up: ${printTyped(statement, typed)}`;
	return after.now === before.now
		? null
		: `${sayDuration(after.now - before.now)} pass; it is ${sayDuration(after.now)} now.`;
}

/** What the checklist says now that it did not say before; a task that is solved stays solved. */
function withJudgement(
	before: Session,
	after: Session,
): {readonly session: Session; readonly messages: readonly Message[]} {
	if (after.place.kind === 'sandbox') return {session: after, messages: []};
	const task = taskOf(after.place);
	const was = task === null ? null : judged(before.place);
	const is = task === null ? null : judged(after.place);
	if (task === null || was === null || is === null)
		return {session: after, messages: hasBecomeOver(before, after) ? [{kind: 'told', text: 'Enter goes on.'}] : []};
	const ticked = task.goals.flatMap((goal, index): readonly Message[] =>
		is.ticked[index] && !was.ticked[index] ? [{kind: 'ticked', goal: index, show: plain(goal.show)}] : [],
	);
	const lost: readonly Message[] =
		is.lost !== null && was.lost === null ? [{kind: 'lost', show: plain(is.lost.show)}] : [];
	const solved = is.solved && !was.solved && after.place.kind === 'lesson' ? after.place : null;
	return {
		session: solved === null ? after : at(after, solve(solved)),
		messages: [
			...ticked,
			...lost,
			...(solved === null ? [] : [{kind: 'solved' as const, step: present(solved.tree).step, mark: parMark(solved)}]),
		],
	};
}

/** A shown line has just been run to its end. */
function hasBecomeOver(before: Session, after: Session): boolean {
	if (before.place.kind !== 'lesson' || after.place.kind !== 'lesson') return false;
	return beatOf(after.place)?.act.kind === 'try' && isOver(after.place) && !isOver(before.place);
}

/** The place with its present task solved. */
export function solve(place: LessonPlace): LessonPlace {
	const key = beatKey(place);
	const {solved} = place.standing;
	return solved.includes(key) ? place : {...place, standing: {...place.standing, solved: [...solved, key]}};
}
