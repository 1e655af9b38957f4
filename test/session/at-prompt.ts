import type {Lesson} from '../../src/lesson/lesson.js';
import {parseLesson} from '../../src/lesson/parse.js';
import type {Message} from '../../src/session/message.js';
import {openLesson, openSandbox} from '../../src/session/open.js';
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

/** What the latest input said, one text a message: sentences as they are, other things by their kind. */
export function saidBy({session}: Typed): readonly string[] {
	return session.said.flatMap(textsOf);
}

function textsOf(message: Message): readonly string[] {
	switch (message.kind) {
		case 'done':
			return message.notices.map(({text}) => text);
		case 'told':
		case 'code':
		case 'hint':
		case 'card':
			return [message.text];
		case 'refused':
			return [message.sentence];
		case 'unreadable':
			return [message.error.message];
		case 'ticked':
		case 'lost':
			return [`${message.kind}: ${message.show}`];
		case 'page':
			return [message.title, ...message.lines];
		case 'answered':
			return [`answered ${message.choice}, right ${message.right}: ${message.because}`];
		case 'solved':
		case 'beat':
		case 'timeline':
		case 'finished':
			return [message.kind];
	}
}

/** A lesson from its Markdown. Fails: throws with the problems when there are any. */
export function lessonFrom(text: string): Lesson {
	const parsed = parseLesson('test.md', text);
	if (!parsed.ok) throw new Error(parsed.problems.map(({line, message}) => `${line}: ${message}`).join('\n'));
	return parsed.lesson;
}
