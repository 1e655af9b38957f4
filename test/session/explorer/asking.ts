import {print} from '../../../src/language/print.js';
import {answer} from '../../../src/session/explorer/answer.js';
import type {Explored, Request} from '../../../src/session/session.js';
import {update} from '../../../src/session/update.js';
import {inSandbox, type Typed} from '../at-prompt.js';

/** What the explorer says to the last of some lines typed in the sandbox, in sentences and as a script, and the session that has heard it. */
export type Heard = {readonly sentences: readonly string[]; readonly script: string; readonly typed: Typed};

export function hear(...lines: readonly string[]): Heard {
	return hearIn(inSandbox(...lines));
}

/** What the explorer says to the question that was asked last. */
export function hearIn(typed: Typed): Heard {
	const effect = typed.effects.at(-1);
	if (effect?.kind !== 'explore') throw new Error('expected a question to the explorer');
	const {request} = effect;
	const result = finished(request);
	const {session, effects} = update(typed.session, {kind: 'explored', request, result});
	return {sentences: result.sentences, script: (result.script ?? []).map(print).join('; '), typed: {session, effects}};
}

/** The answer to a question, when nobody stops it. */
export function finished(request: Request, most = 100_000): Explored {
	const answering = answer(request, most);
	for (;;) {
		const next = answering.next(false);
		if (next.done === true) return next.value;
	}
}

/** The question that some lines typed in the sandbox end with. */
export function questionOf(...lines: readonly string[]): Request {
	const effect = inSandbox(...lines).effects.at(-1);
	if (effect?.kind !== 'explore') throw new Error('expected a question to the explorer');
	return effect.request;
}
