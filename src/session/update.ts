import {explored} from './explore.js';
import {loaded, wrote} from './file.js';
import {doLine, doLines} from './line.js';
import type {Input, LessonPlace, Session, Turn} from './session.js';
import {goToMoment} from './travel.js';
import {whyRow} from './why.js';

/** The session after an input, and what the shell is to do. Pure; never throws on any input. */
export function update(session: Session, input: Input): Turn {
	const turn = respond({...session, said: [], draft: null, caret: null}, input);
	return lessonIn(turn.session) === lessonIn(session) ? turn : {...turn, effects: [{kind: 'save'}, ...turn.effects]};
}

/** The lesson that the session is about, wherever the learner is now; null in the sandbox. */
export function lessonIn({place, below}: Session): LessonPlace | null {
	return [place, ...below.toReversed()].find((each) => each.kind === 'lesson') ?? null;
}

function respond(session: Session, input: Input): Turn {
	switch (input.kind) {
		case 'line':
			return doLine(session, input.text);
		case 'paste':
			return doLines(session, input.text.split(/\r\n|\n|\r/));
		case 'go':
			return goToMoment(session, input.moment);
		case 'explain':
			return whyRow(session, input.row, input.events);
		case 'loaded':
			return loaded(session, input.path, input.text, input.problem);
		case 'wrote':
			return wrote(session, input.path, input.problem, input.isPage === true);
		case 'explored':
			return explored(session, input.request, input.result);
	}
}
