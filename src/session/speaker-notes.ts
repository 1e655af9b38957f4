import type {Prose} from '../lesson/lesson.js';
import {isMoment} from '../progress/moment.js';
import type {Body, Slide} from './slides.js';
import {plain} from './text.js';

/** What a talk is about. `minutes`: planned for all of it; null where nobody has planned. */
export type Talk = {readonly title: string; readonly minutes: number | null};

/** What a speaker sees of a talk: the slide in view, from 0, of how many; when the talk began, or null; the notes of the step; what is in view, and what comes next. */
export type SpeakerView = {
	readonly talk: Talk;
	readonly at: number;
	readonly slides: number;
	readonly began: string | null;
	readonly step: string;
	readonly notes: readonly string[];
	readonly now: string;
	readonly next: string | null;
};

/** What the speaker sees while a slide is in view. */
export function speakerView(talk: Talk, slides: readonly Slide[], at: number, began: string | null): SpeakerView {
	const slide = slides[at];
	const next = slides[at + 1];
	return {
		talk,
		at,
		slides: slides.length,
		began,
		step: slide?.step ?? '',
		notes: (slide?.notes ?? []).flatMap(proseLines),
		now: slide === undefined ? '' : headOf(slide.body),
		next: next === undefined ? null : headOf(next.body),
	};
}

/** The view as a file that can be read as it is: facts, notes, and what comes. */
export function speakerText({talk, at, slides, began, step, notes, now, next}: SpeakerView): string {
	const facts = [
		`${talk.title}`,
		`slide: ${at + 1} of ${slides}`,
		`planned: ${talk.minutes === null ? 'nothing' : `${talk.minutes} min`}`,
		`began: ${began ?? 'not yet'}`,
		`step: ${step === '' ? 'none' : step}`,
		`now: ${now}`,
		`next: ${next ?? 'the end'}`,
	];
	return `${facts.map(oneLine).join('\n')}\n\n${notes.length === 0 ? '' : `${notes.map(oneLine).join('\n')}\n`}`;
}

/** What a file says that `speakerText` has made; null where it is none. Never throws. */
export function readSpeakerText(text: string): SpeakerView | null {
	const [head = '', ...rest] = text.split('\n\n');
	const [title = '', ...lines] = head.split('\n');
	const facts = new Map(
		lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)] as const),
	);
	const [, at, slides] = /^(\d{1,6}) of (\d{1,6})$/.exec(facts.get('slide') ?? '') ?? [];
	const [planned, began, step, now, next] = ['planned', 'began', 'step', 'now', 'next'].map((name) => facts.get(name));
	if (at === undefined || slides === undefined || planned === undefined || began === undefined || now === undefined)
		return null;
	const minutes = /^\d{1,4}/.exec(planned)?.[0];
	return {
		talk: {title, minutes: minutes === undefined ? null : Number(minutes)},
		at: Number(at) - 1,
		slides: Number(slides),
		began: isMoment(began) ? began : null,
		step: step === undefined || step === 'none' ? '' : step,
		notes: rest.join('\n\n').split('\n').filter(Boolean),
		now,
		next: next === undefined || next === 'the end' ? null : next,
	};
}

/** What a slide is called in a list. */
export function headOf(body: Body): string {
	switch (body.kind) {
		case 'title':
			return body.title;
		case 'prose':
			return 'To read';
		case 'statement':
			return `> ${body.text}`;
		case 'question':
			return `Bet: ${plain(body.predict.question)}`;
		case 'answer':
			return 'The answer';
		case 'goals':
			return 'Task';
		case 'debrief':
			return 'What you saw';
		case 'end':
			return `That was "${body.title}".`;
	}
}

/** A stretch of text as lines without marks. */
export function proseLines(prose: Prose): readonly string[] {
	return prose.kind === 'paragraph'
		? [plain(prose.text)]
		: prose.items.map((item, index) => `${prose.ordered ? `${index + 1}.` : '-'} ${plain(item)}`);
}

function oneLine(text: string): string {
	return text.replace(/\s*\n\s*/g, ' ');
}
