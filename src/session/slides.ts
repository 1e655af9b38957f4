import {rightChoice, standing} from '../lesson/judge.js';
import type {Beat, Lesson, Predict, Prose, Script, Snippet, Task, Text} from '../lesson/lesson.js';
import {beginning, type Trace} from '../lesson/trail.js';
import {counted} from '../narrate/counted.js';
import type {Notice} from '../narrate/notice.js';
import {performed} from './do-statement.js';
import {toStep} from './go-on.js';
import {lessonPlace, sessionAt} from './open.js';
import type {LessonPlace, Place, Session, Tree} from './session.js';
import {goTo, past, present} from './tree.js';

/** One picture of a presentation. `step`: the heading it stands under; `notes`: for the speaker; `place`: the world as it is then, with what led to it. */
export type Slide = {
	readonly step: string;
	readonly body: Body;
	readonly notes: readonly Prose[];
	readonly place: Place;
};

export type Body =
	| {readonly kind: 'title'; readonly title: string; readonly about: string}
	| {readonly kind: 'prose'; readonly prose: readonly Prose[]}
	/** A statement was done. `goals` stand beside it while a task is being solved. */
	| {
			readonly kind: 'statement';
			readonly text: string;
			readonly notices: readonly Notice[];
			readonly goals: readonly Ticked[];
	  }
	/** A bet is asked for. `bet` names it among those of the presentation, from 0. */
	| {readonly kind: 'question'; readonly bet: number; readonly predict: Predict}
	/** The bet is decided. `right`: the choice that came true, from 0, or null. */
	| {readonly kind: 'answer'; readonly bet: number; readonly predict: Predict; readonly right: number | null}
	| {readonly kind: 'goals'; readonly goals: readonly Ticked[]}
	| {readonly kind: 'debrief'; readonly prose: readonly Prose[]; readonly card: Text; readonly code: Snippet | null}
	| {readonly kind: 'end'; readonly title: string};

export type Ticked = {readonly show: Text; readonly done: boolean};

/** A lesson as slides, as it goes when the author's way is taken: each statement, question and answer on its own. */
export function slidesOf(lesson: Lesson): readonly Slide[] {
	const {title, role, minutes, steps} = lesson;
	const first = lessonPlace(lesson);
	const slides: Slide[] = [
		{
			step: '',
			body: {kind: 'title', title, about: `You are the ${role}. About ${minutes} minutes.`},
			notes: [],
			place: first,
		},
	];
	let session: Session = sessionAt(first);
	for (const [index, step] of steps.entries()) {
		session = toStep(session, lessonIn(session), index).session;
		const told: SlideTrail = {
			slides,
			step: step.title,
			notes: step.notes ?? [],
			trail: [beginning(present(session.place.tree).world)],
		};
		for (const beat of step.beats) session = tellBeat(told, session, beat);
	}
	return [...slides, {step: '', body: {kind: 'end', title}, notes: [], place: session.place}];
}

/** A run as slides, one for each statement. */
export function slidesOfRun(tree: Tree, title: string): readonly Slide[] {
	const moments = past({...tree, cursor: tree.ahead.at(-1) ?? tree.cursor});
	const at = (id: number): Place => ({kind: 'sandbox', tree: {...goTo(tree, id), ahead: []}});
	const [first] = moments;
	const statements = moments.flatMap(({id, did}): readonly Slide[] =>
		did.kind === 'statement'
			? [{step: title, body: {kind: 'statement', text: did.text, notices: [], goals: []}, notes: [], place: at(id)}]
			: [],
	);
	const about = counted(statements.length, 'statement');
	const place = at(first?.id ?? tree.cursor);
	return [
		{step: '', body: {kind: 'title', title, about}, notes: [], place},
		...statements,
		{step: '', body: {kind: 'end', title}, notes: [], place: statements.at(-1)?.place ?? place},
	];
}

type SlideTrail = {
	readonly slides: Slide[];
	readonly step: string;
	readonly notes: readonly Prose[];
	trail: readonly Trace[];
};

function tellBeat(told: SlideTrail, session: Session, {prose, act}: Beat): Session {
	if (prose.length > 0) add(told, session, {kind: 'prose', prose});
	switch (act.kind) {
		case 'read':
			return session;
		case 'try':
			return tellScript(told, session, act.script, null);
		case 'predict': {
			const bet = told.slides.filter(({body}) => body.kind === 'question').length;
			add(told, session, {kind: 'question', bet, predict: act});
			const after = tellScript(told, session, act.run, null);
			add(told, after, {kind: 'answer', bet, predict: act, right: rightChoice(act, present(after.place.tree).world)});
			return after;
		}
		case 'task':
			add(told, session, {kind: 'goals', goals: tickedIn(told, act)});
			return tellScript(told, session, act.solution, act);
		case 'debrief':
			add(told, session, {kind: 'debrief', prose: act.prose, card: act.card, code: act.code});
			return session;
	}
}

function tellScript(told: SlideTrail, from: Session, script: Script, task: Task | null): Session {
	let session = from;
	for (const line of script) {
		const {session: after} = performed({...session, said: []}, line);
		const {moments, world} = present(after.place.tree);
		told.trail = [...told.trail, {statement: line.statement, moments, world}];
		const notices = after.said.flatMap((message) => (message.kind === 'done' ? message.notices : []));
		add(told, after, {kind: 'statement', text: line.text, notices, goals: task === null ? [] : tickedIn(told, task)});
		session = after;
	}
	return session;
}

function tickedIn({trail}: SlideTrail, task: Task): readonly Ticked[] {
	const {ticked} = standing(task, trail);
	return task.goals.map(({show}, index) => ({show, done: ticked[index] === true}));
}

function add({slides, step, notes}: SlideTrail, {place}: Session, body: Body): void {
	slides.push({step, body, notes, place});
}

function lessonIn({place}: Session): LessonPlace {
	if (place.kind !== 'lesson') throw new Error(`expected a lesson, got ${place.kind}`);
	return place;
}
