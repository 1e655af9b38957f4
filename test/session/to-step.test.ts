import {describe, expect, it} from 'vitest';
import {openLesson} from '../../src/session/open.js';
import type {Session} from '../../src/session/session.js';
import {atStepOf} from '../../src/session/to-step.js';
import {present} from '../../src/session/tree.js';
import {lessonIn, update} from '../../src/session/update.js';
import {shortLesson} from './short-lesson.js';

const solution = ['', '', '', '', 'wait 11s', 'B acquire account', 'A resume', 'A write account balance-=10'];

describe('/step', () => {
	it('goes to the beginning of an earlier step and back to where the learner was, with what was solved', () => {
		const there = typed(openLesson(shortLesson).session, [...solution, '', '1']);
		expect(where(there)).toEqual({step: 1, beat: 0, solved: ['0.2']});
		const early = typed(there, ['/step 1']);
		expect(where(early)).toEqual({step: 0, beat: 0, solved: ['0.2']});
		expect(early.said.at(-1)).toMatchObject({kind: 'beat', step: 0, beat: 0});
		const back = typed(early, ['/step 2']);
		expect(where(back)).toEqual(where(there));
		expect(present(back.place.tree).id).toBe(present(there.place.tree).id);
	});

	it('opens a step where the learner has not been, with nothing solved on the way', () => {
		expect(where(typed(openLesson(shortLesson).session, ['/step 2']))).toEqual({step: 1, beat: 0, solved: []});
		expect(where(atStepOf(openLesson(shortLesson), 2).session)).toEqual({step: 2, beat: 0, solved: []});
	});

	it('says which steps there are', () => {
		for (const line of ['/step', '/step 0', '/step 4', '/step x'])
			expect(typed(openLesson(shortLesson).session, [line]).said).toEqual([
				{kind: 'told', text: 'Say which step, from 1 to 3: /step 1'},
			]);
	});
});

function typed(start: Session, lines: readonly string[]): Session {
	return lines.reduce((session, text) => update(session, {kind: 'line', text}).session, start);
}

function where(session: Session) {
	const {step, beat} = present(session.place.tree);
	return {step, beat, solved: lessonIn(session)?.standing.solved};
}
