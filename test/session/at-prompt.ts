import type {Lesson} from '../../src/lesson/lesson.js';
import {parseLesson} from '../../src/lesson/parse.js';
import {openLesson, openSandbox} from '../../src/session/open.js';
import type {Saying} from '../../src/session/saying.js';
import type {Effect, Session, Turn} from '../../src/session/session.js';
import {update} from '../../src/session/update.js';

/** A session and the effects of all inputs so far. */
export type Typed = {readonly session: Session; readonly effects: readonly Effect[]};

/** The session after lines typed in the sandbox. */
export function inSandbox(...lines: readonly string[]): Typed {
	return type(openSandbox(), ...lines);
}

/** The session after lines typed in a lesson. */
export function inLesson(lesson: Lesson, ...lines: readonly string[]): Typed {
	return type(openLesson(lesson), ...lines);
}

/** A session after further lines. */
export function type(start: Turn, ...lines: readonly string[]): Typed {
	return lines.reduce<Typed>(
		({session, effects}, text) => {
			const turn = update(session, {kind: 'line', text});
			return {session: turn.session, effects: [...effects, ...turn.effects]};
		},
		{session: start.session, effects: start.effects},
	);
}

/** What the latest input said, one text a saying: sentences as they are, other things by their kind. */
export function saidBy({session}: Typed): readonly string[] {
	return session.said.flatMap(textsOf);
}

function textsOf(saying: Saying): readonly string[] {
	switch (saying.kind) {
		case 'done':
			return saying.notices.map(({text}) => text);
		case 'told':
		case 'code':
		case 'hint':
		case 'card':
			return [saying.text];
		case 'refused':
			return [saying.sentence];
		case 'unreadable':
			return [saying.error.message];
		case 'ticked':
		case 'lost':
			return [`${saying.kind}: ${saying.show}`];
		case 'page':
			return [saying.title, ...saying.lines];
		case 'answered':
			return [`answered ${saying.choice}, right ${saying.right}: ${saying.because}`];
		case 'solved':
		case 'beat':
		case 'timeline':
		case 'finished':
			return [saying.kind];
	}
}

/** A lesson from its Markdown. Fails: throws with the problems when there are any. */
export function lessonFrom(text: string): Lesson {
	const parsed = parseLesson('test.md', text);
	if (!parsed.ok) throw new Error(parsed.problems.map(({line, message}) => `${line}: ${message}`).join('\n'));
	return parsed.lesson;
}
