import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {commands} from '../../src/language/command.js';
import {openLesson, openSandbox} from '../../src/session/open.js';
import type {Session} from '../../src/session/session.js';
import {past, present} from '../../src/session/tree.js';
import {update} from '../../src/session/update.js';
import {shortLesson} from './short-lesson.js';

const words = fc.constantFrom(
	'A',
	'B',
	'acquire',
	'account',
	'wait',
	'1s',
	'pause',
	'resume',
	'write',
	'balance+=1',
	'run',
	'step',
	';',
	'held',
	'#1',
	'deliver',
	'expect',
	'token of A = 33',
	'1',
	'undo',
	...commands.map(({name}) => `/${name}`),
);
const line = fc.oneof(
	fc.string({unit: 'binary', maxLength: 60}),
	fc.array(words, {maxLength: 6}).map((parts) => parts.join(' ')),
	words,
);
const lines = fc.array(line, {maxLength: 15});
const starts = fc.constantFrom(openSandbox().session, openLesson(shortLesson).session);

const typed = (start: Session, inputs: readonly string[]): Session =>
	inputs.reduce((session, text) => update(session, {kind: 'line', text}).session, start);

describe('a session', () => {
	it('takes any line, in any order, without throwing, and stands at a moment that is there', () => {
		fc.assert(
			fc.property(starts, lines, (start, inputs) => {
				const {place} = typed(start, inputs);
				expect(present(place.tree).id).toBe(place.tree.cursor);
			}),
			{numRuns: 300},
		);
	});

	it('takes any paste, and any answer of the shell', () => {
		fc.assert(
			fc.property(starts, fc.string({unit: 'binary'}), fc.integer(), (start, text, number) => {
				const pasted = update(start, {kind: 'paste', text}).session;
				const gone = update(pasted, {kind: 'go', moment: number}).session;
				const loaded = update(gone, {kind: 'loaded', path: text, text, problem: null}).session;
				expect(update(loaded, {kind: 'wrote', path: text, problem: null}).session.said).toHaveLength(1);
			}),
			{numRuns: 200},
		);
	});

	it('is as before after a statement and its undo', () => {
		fc.assert(
			fc.property(starts, lines, (start, inputs) => {
				const before = typed(start, inputs);
				const after = typed(before, ['expect time >= 0']);
				if (after.place.tree.cursor === before.place.tree.cursor) return;
				const undone = typed(after, ['undo']);
				expect(present(undone.place.tree)).toEqual(present(before.place.tree));
				expect(past(undone.place.tree)).toEqual(past(before.place.tree));
			}),
			{numRuns: 100},
		);
	});

	it('comes to the same from the same lines', () => {
		fc.assert(
			fc.property(starts, lines, (start, inputs) => {
				expect(JSON.stringify(typed(start, inputs))).toBe(JSON.stringify(typed(start, inputs)));
			}),
			{numRuns: 50},
		);
	});
});
