import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {placeBet, solveLesson} from '../../src/progress/change.js';
import {lessonOf, noProgress, type Progress} from '../../src/progress/record.js';
import {due, nextDay, reviewed} from '../../src/progress/review.js';
import {progresses} from './samples.js';

const at = '2026-11-21T18:00:00.000Z';
const dayOf = (moment: string) => moment.slice(0, 10);

describe('Bets to warm up', () => {
	it('are due one, three and seven days after each other as long as they are right, and then no more', () => {
		let progress = solved('zombie', '0.1');
		const days: string[] = [];
		for (let day = '2026-11-21'; day < '2026-12-31'; day = next(day)) {
			for (const each of due(progress, day, dayOf)) {
				days.push(day);
				progress = reviewed(progress, each, day, true, at);
			}
		}
		expect(days).toEqual(['2026-11-22', '2026-11-25', '2026-12-02']);
	});

	it('begin anew after a wrong answer', () => {
		const wrong = reviewed(
			solved('zombie', '0.1'),
			{lesson: 'zombie', bet: '0.1', stage: 2, on: ''},
			'2026-12-02',
			false,
			at,
		);
		expect(due(wrong, '2026-12-02', dayOf)).toEqual([]);
		expect(due(wrong, '2026-12-03', dayOf)).toEqual([{lesson: 'zombie', bet: '0.1', stage: 0, on: '2026-12-03'}]);
	});

	it('wait for a learner who stays away, the longest due first', () => {
		const one = reviewed(
			solved('zombie', '0.1'),
			{lesson: 'zombie', bet: '0.1', stage: 0, on: ''},
			'2026-11-22',
			true,
			at,
		);
		const both = solveLesson(placeBet(one, 'lease', at, '2.0', {choice: 1, right: true}), 'lease', at);
		expect(due(both, '2027-03-01', dayOf).map(({lesson, on}) => `${lesson} ${on}`)).toEqual([
			'lease 2026-11-22',
			'zombie 2026-11-25',
		]);
	});

	it('are those of solved lessons only', () => {
		expect(due(placeBet(noProgress, 'zombie', at, '0.1', {choice: 0, right: true}), '2027-01-01', dayOf)).toEqual([]);
	});

	it('go by the calendar where the learner is', () => {
		expect(due(solved('zombie', '0.1'), '2026-11-22', () => '2026-11-22')).toEqual([]);
		expect(due(solved('zombie', '0.1'), '2026-11-22', () => '2026-11-21')).toHaveLength(1);
	});

	it('cross the ends of months and years, and leap days', () => {
		for (const [on, after] of [
			['2026-12-31', '2027-01-01'],
			['2028-02-28', '2028-02-29'],
			['2027-02-28', '2027-03-01'],
		] as const)
			expect(nextDay(solved('zombie', '0.1'), on, () => on)).toBe(after);
	});

	it('answered twice on one day count once', () => {
		const [each] = due(solved('zombie', '0.1'), '2026-11-22', dayOf);
		if (each === undefined) throw new Error('none is due');
		const once = reviewed(solved('zombie', '0.1'), each, '2026-11-22', true, at);
		expect(reviewed(once, each, '2026-11-22', true, at)).toEqual(once);
		expect(lessonOf(once, 'zombie').reviews).toEqual({'0.1': {on: '2026-11-22', stage: 1, more: {}}});
	});

	it('are told of any progress there can be, on any day, and none is due before its day', () => {
		fc.assert(
			fc.property(progresses, fc.constantFrom('2026-11-21', '2026-11-25', '9999-99-99', 'today'), (progress, today) => {
				const found = due(progress, today, dayOf);
				expect(found.every(({on}) => on <= today)).toBe(true);
				expect(found.map(({on}) => on)).toEqual(found.map(({on}) => on).sort());
			}),
		);
	});
});

function solved(lesson: string, bet: string): Progress {
	return solveLesson(placeBet(noProgress, lesson, at, bet, {choice: 0, right: true}), lesson, at);
}

function next(day: string): string {
	return new Date(Date.parse(`${day}T12:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}
