import {describe, expect, it} from 'vitest';
import {isSolved, lessonOf, noProgress} from '../../src/progress/record.js';
import {keepLesson, resumed} from '../../src/session/kept-lesson.js';
import {lessonIn} from '../../src/session/update.js';
import {inLesson, saidBy} from './at-prompt.js';
import {shortLesson} from './short-lesson.js';

const now = '2026-11-21T08:30:00.000Z';
const solution = ['', '', '', '', 'wait 11s', 'B acquire', 'A resume', 'A write balance-=10'];
const kept = (...lines: readonly string[]) => {
	const place = lessonIn(inLesson(shortLesson, ...lines).session);
	if (place === null) throw new Error('expected a lesson');
	return {place, progress: keepLesson(noProgress, place, now, {resumable: true})};
};

describe('a lesson taken up again', () => {
	it('is where it was left, and says so', () => {
		const {place, progress} = kept('', '', 'A pause');
		const turn = resumed(shortLesson, progress);
		expect(lessonIn(turn.session)).toEqual(place);
		expect(saidBy(turn)).toEqual(['You are back in "A short lesson", step 1 of 3: Look.', 'beat']);
	});

	it('begins at the beginning when it was never opened, or gone through', () => {
		expect(saidBy(resumed(shortLesson, noProgress))).toEqual(['beat']);
		const {progress} = kept('/skip', '1', '', '', '');
		expect(lessonIn(resumed(shortLesson, progress).session)?.tree.moments).toHaveLength(1);
	});

	it('counts as solved from the moment its last task is, and keeps bets from 0', () => {
		const {progress} = kept(...solution, '', '2');
		expect(isSolved(progress, 'short')).toBe(true);
		expect(lessonOf(progress, 'short').bets).toEqual({'1.0': {choice: 1, right: true, more: {}}});
		expect(lessonOf(progress, 'short').step).toBe(1);
	});
});
