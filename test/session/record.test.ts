import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {fromRecord} from '../../src/session/from-record.js';
import {toRecord} from '../../src/session/record.js';
import {lessonIn} from '../../src/session/update.js';
import {inLesson, saidBy} from './at-prompt.js';
import {shortLesson} from './short-lesson.js';

const lines = fc.array(
	fc.constantFrom(
		'',
		'',
		'',
		'1',
		'2',
		'undo',
		'/redo',
		'undo 3',
		'/reset',
		'/skip',
		'hint',
		'wait 11s',
		'B acquire; A resume',
		'A write balance-=10',
		'/goto b1',
		'/goto 0',
		'A crash',
	),
	{maxLength: 25},
);

describe('a record of a lesson', () => {
	it('brings back the same lesson, moment for moment, from what was typed', () => {
		fc.assert(
			fc.property(lines, (typed) => {
				const live = lessonIn(inLesson(shortLesson, ...typed).session);
				if (live === null) throw new Error('expected a lesson');
				const kept: unknown = JSON.parse(JSON.stringify(toRecord(live)));
				expect(lessonIn(fromRecord(kept, shortLesson).session)).toEqual(live);
			}),
			{numRuns: 200},
		);
	});

	it('opens a lesson at its beginning when it is no record at all', () => {
		fc.assert(
			fc.property(fc.jsonValue(), (data) => {
				expect(lessonIn(fromRecord(data, shortLesson).session)?.tree.moments).toHaveLength(1);
			}),
		);
	});

	it('survives any field of it being anything', () => {
		const {session} = inLesson(shortLesson, '', '', '', '', 'wait 11s', 'undo');
		const live = lessonIn(session);
		if (live === null) throw new Error('expected a lesson');
		const good = toRecord(live);
		fc.assert(
			fc.property(fc.constantFrom('cursor', 'ahead', 'moments', 'standing'), fc.jsonValue(), (field, value) => {
				const {place} = fromRecord({...good, [field]: value}, shortLesson).session;
				expect(place.tree.moments[place.tree.cursor]).toBeDefined();
			}),
		);
		fc.assert(
			fc.property(
				fc.array(
					fc.record({
						parent: fc.nat(5),
						step: fc.nat(4),
						beat: fc.nat(3),
						did: fc.constantFrom('statement', 'began', 'turned', 'reset', 'bet'),
						text: fc.string(),
						to: fc.nat(5),
					}),
				),
				(moments) => {
					const {place} = fromRecord({...good, moments}, shortLesson).session;
					expect(place.tree.moments[place.tree.cursor]).toBeDefined();
				},
			),
		);
	});

	it('leaves out what the lesson no longer takes, with what came after it, and says so', () => {
		const record = {
			version: 1,
			cursor: 3,
			ahead: [],
			moments: [
				{parent: 0, step: 0, beat: 0, did: 'statement', text: 'A acquire account'},
				{parent: 1, step: 0, beat: 0, did: 'statement', text: 'C acquire account'},
				{parent: 2, step: 0, beat: 0, did: 'statement', text: 'wait 1s'},
			],
			standing: {},
		};
		const turn = fromRecord(record, shortLesson);
		expect(turn.session.place.tree.moments).toHaveLength(2);
		expect(turn.session.place.tree.cursor).toBe(1);
		expect(saidBy(turn)[0]).toContain('2 moments of your last run');
	});
});
