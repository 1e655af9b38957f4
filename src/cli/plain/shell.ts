import type {Lesson} from '../../lesson/lesson.js';
import {beyond} from '../../progress/merge-session.js';
import type {Day} from '../../progress/record.js';
import {lessonOf} from '../../progress/record.js';
import type {ProgressStore} from '../../progress/store.js';
import {isWarmUp, keepWarmUp, type WarmUp, warmUpOf} from '../../session/asked-again.js';
import {lessonAfter} from '../../session/course.js';
import {keepLesson, sessionOf, takenOver} from '../../session/kept-lesson.js';
import {openLesson} from '../../session/open.js';
import type {Effect, LessonPlace, Session, Turn} from '../../session/session.js';
import {lessonIn} from '../../session/update.js';
import {ladderEvents, ladderMoment, noSuchRow} from '../../view/screens/ladder-pane.js';
import {doEffect} from '../do-effect.js';
import type {Io} from '../io.js';
import {type ListedWith, listed} from '../learn/list-lessons.js';
import {localDay} from '../learn/local-day.js';
import {notesText} from '../learn/notes.js';
import type {Answer, Shell} from './converse.js';

/** What line mode works with beside the session. `resumable`: a person is there, who comes back to where they were. */
export type PlainContext = {
	readonly io: Io;
	readonly lessons: readonly Lesson[];
	readonly store: ProgressStore;
	readonly resumable: boolean;
	/** The session of a lesson, where it was left or at its beginning. */
	readonly open: (lesson: Lesson) => Turn;
	/** What stands before a lesson's id on the command line: the folder of a course, or nothing. */
	readonly way?: string;
	/** The warm-up that is open. */
	readonly warmUp?: WarmUp;
	/** The calendar's day unless it is given. */
	readonly today?: Day;
};

/** Runs the effects of line mode. */
export function plainShell(context: PlainContext): Shell {
	let {warmUp} = context;
	return async (effect, session) => {
		if (effect.kind === 'review')
			warmUp =
				warmUpOf(
					{lessons: context.lessons, progress: context.store.load().progress},
					context.today ?? localDay(new Date().toISOString()),
					localDay,
				) ?? undefined;
		return await answer({...context, ...(warmUp === undefined ? {} : {warmUp})}, effect, session);
	};
}

async function answer(context: PlainContext, effect: Effect, session: Session): Promise<Answer> {
	const {io, lessons, store} = context;
	switch (effect.kind) {
		case 'save':
			return kept(context, lessonIn(session));
		case 'take-over':
			return takeOver(context, lessonIn(session));
		case 'write':
		case 'write-page':
		case 'read':
		case 'explore':
			return {kind: 'input', input: await doEffect(effect, io)};
		case 'offer-live': {
			// Lines from a file are answered with the same bytes on every machine.
			if (!context.resumable) return {kind: 'nothing'};
			const {liveOffer} = await import('../live/lesson-story.js');
			const sentence = await liveOffer(effect.lesson);
			return sentence === null ? {kind: 'nothing'} : {kind: 'say', sentences: [sentence]};
		}
		case 'find-row':
			return row(session, effect.row);
		case 'explain-row': {
			const events = ladderEvents(session.place, effect.row);
			return events === null
				? {kind: 'say', sentences: [`${noSuchRow(session.place, effect.row)} /timeline shows them all.`]}
				: {kind: 'input', input: {kind: 'explain', row: effect.row, events}};
		}
		case 'next-lesson':
			return nextLesson(context, lessonIn(session));
		case 'menu':
			return {
				kind: 'say',
				sentences: listed(lessons, store.load().progress, io.look, await listedWith(context))
					.trimEnd()
					.split('\n'),
			};
		case 'notes':
			return {kind: 'say', sentences: notesText(lessons, store.load().progress).trimEnd().split('\n')};
		case 'review':
			return context.warmUp === undefined
				? {kind: 'say', sentences: ['No bet to warm up today.']}
				: {kind: 'open', turn: openLesson(context.warmUp.lesson)};
		case 'theme':
			return {kind: 'say', sentences: ['Line mode has no colours. Themes belong to the full screen.']};
		case 'quit':
			return {kind: 'end'};
	}
}

/** A course of one's own has no exercises of ours. */
async function listedWith({way = ''}: PlainContext): Promise<ListedWith> {
	return way === '' ? {exercises: (await import('fence-tutor:exercises')).exercises} : {way};
}

function kept({store, resumable, warmUp}: PlainContext, place: LessonPlace | null): Answer {
	if (place === null || (isWarmUp(place) && warmUp === undefined)) return {kind: 'nothing'};
	const now = new Date().toISOString();
	const {notice} = store.change((progress) =>
		isWarmUp(place) && warmUp !== undefined
			? keepWarmUp(progress, place, warmUp, now)
			: keepLesson(progress, place, now, {resumable}),
	);
	return notice === null ? {kind: 'nothing'} : {kind: 'say', sentences: [notice]};
}

/** What is kept of a lesson here is what any window has done in it. */
function takeOver({store}: PlainContext, place: LessonPlace | null): Answer {
	if (place === null) return {kind: 'nothing'};
	const {progress} = store.load();
	const kept = lessonOf(progress, place.lesson.id).session;
	const {moments, solved} = beyond(kept, sessionOf(place));
	return moments + solved === 0
		? {kind: 'say', sentences: ['No other window has gone further in this lesson.']}
		: {kind: 'open', turn: takenOver(place.lesson, kept, progress)};
}

function row({place}: Session, number: number): Answer {
	const moment = ladderMoment(place, number);
	return moment === null
		? {kind: 'say', sentences: [`${noSuchRow(place, number)} /timeline shows them all.`]}
		: {kind: 'input', input: {kind: 'go', moment}};
}

/** With nobody there, lines left over must not run on into a lesson they were not written for. */
function nextLesson({lessons, resumable, open, way = ''}: PlainContext, place: LessonPlace | null): Answer {
	if (place !== null && isWarmUp(place)) return {kind: 'say', sentences: ['You are warm. /menu lists the lessons.']};
	const next = place === null ? null : lessonAfter(lessons, place.lesson.id);
	if (next === null)
		return {
			kind: 'say',
			sentences: ['There is no lesson after this one. /menu lists them all, /play opens the sandbox.'],
		};
	return resumable
		? {kind: 'open', turn: open(next)}
		: {kind: 'say', sentences: [`The next lesson: fence-tutor learn ${way}${next.id}`]};
}
