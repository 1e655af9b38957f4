import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {
	changeLesson,
	changeSetting,
	keepCard,
	placeBet,
	rememberLine,
	resetAll,
	resetExercise,
	resetLesson,
	solveLesson,
	tryExercise,
} from '../../src/progress/change.js';
import {bringIn, merge} from '../../src/progress/merge.js';
import {parseProgress, serializeProgress} from '../../src/progress/parse.js';
import {exerciseIn, isSolved, isTried, lessonOf, noProgress, type Progress} from '../../src/progress/record.js';
import {progresses} from './samples.js';

const eight = '2026-11-21T08:00:00.000Z';
const nine = '2026-11-21T09:00:00.000Z';
const ten = '2026-11-21T10:00:00.000Z';

describe('merging two records', () => {
	it('changes nothing when both are the same', () => {
		fc.assert(
			fc.property(progresses, (progress) => {
				expect(text(merge(progress, progress))).toBe(text(merge(merge(progress, progress), progress)));
			}),
		);
	});

	it('changes nothing when the result meets either again', () => {
		fc.assert(
			fc.property(progresses, progresses, (ours, theirs) => {
				const merged = merge(ours, theirs);
				expect(lessonsOf(merge(merged, theirs))).toBe(lessonsOf(merged));
				expect(lessonsOf(merge(merged, ours))).toBe(lessonsOf(merged));
			}),
		);
	});

	it('finds the same lessons solved whoever merges', () => {
		fc.assert(
			fc.property(progresses, progresses, (ours, theirs) => {
				expect(solvedIn(merge(ours, theirs))).toEqual(solvedIn(merge(theirs, ours)));
			}),
		);
	});

	it('loses no solved lesson, bet, card or note that no reset gave up', () => {
		fc.assert(
			fc.property(progresses.map(withoutResets), progresses.map(withoutResets), (ours, theirs) => {
				const merged = merge(ours, theirs);
				for (const side of [ours, theirs]) {
					for (const id of Object.keys(side.lessons)) {
						if (isSolved(side, id)) expect(isSolved(merged, id)).toBe(true);
						expect(lessonOf(merged, id).cards).toEqual(expect.arrayContaining([...lessonOf(side, id).cards]));
						expect(lessonOf(merged, id).notes).toEqual(expect.arrayContaining([...lessonOf(side, id).notes]));
						expect(Object.keys(lessonOf(merged, id).bets)).toEqual(
							expect.arrayContaining(Object.keys(lessonOf(side, id).bets)),
						);
					}
				}
			}),
		);
	});

	it('gives a record that can be written and read', () => {
		fc.assert(
			fc.property(progresses, progresses, (ours, theirs) => {
				expect(parseProgress(text(merge(ours, theirs))).kind).toBe('progress');
			}),
		);
	});

	it('keeps what each of two programs finished', () => {
		const merged = merge(solveLesson(noProgress, 'zombie', eight), solveLesson(noProgress, 'fence', nine));
		expect(solvedIn(merged)).toEqual(['fence', 'zombie']);
	});

	it('takes the step and the run of the younger record, and the first date of solving', () => {
		const older = solveLesson(noProgress, 'zombie', eight);
		const younger: Progress = {
			...noProgress,
			lessons: {zombie: {...lessonOf(older, 'zombie'), step: 3, session: 'later', solvedAt: ten, savedAt: ten}},
		};
		expect(lessonOf(merge(older, younger), 'zombie')).toMatchObject({
			step: 3,
			session: 'later',
			solvedAt: eight,
			savedAt: ten,
		});
	});

	it('keeps hints and bets of both, and the most hints taken', () => {
		const bet = placeBet(noProgress, 'zombie', eight, '1', {choice: 0, right: false});
		const otherBet = placeBet(noProgress, 'zombie', nine, '4', {choice: 1, right: true});
		const ours = changeLesson(bet, 'zombie', eight, {hints: {'2': 3}});
		const theirs = changeLesson(otherBet, 'zombie', nine, {hints: {'2': 1}});
		expect(lessonOf(merge(ours, theirs), 'zombie')).toMatchObject({
			bets: {'1': {choice: 0}, '4': {choice: 1}},
			hints: {'2': 3},
		});
	});

	it('puts the lines of both into the history, each once', () => {
		const ours = rememberLine(rememberLine(noProgress, 'A acquire'), 'A pause');
		const theirs = rememberLine(rememberLine(noProgress, 'A acquire'), 'wait 10s');
		expect(merge(ours, theirs).history).toEqual(['wait 10s', 'A acquire', 'A pause']);
	});

	it('takes a setting from whoever changed one last', () => {
		const dark = changeSetting(noProgress, eight, 'theme', 'dark');
		const light = changeSetting(noProgress, nine, 'theme', 'light');
		expect(merge(dark, light).settings).toEqual({theme: 'light'});
		expect(merge(light, dark).settings).toEqual({theme: 'light'});
	});

	it('does not bring back what a reset gave up', () => {
		const solved = keepCard(solveLesson(noProgress, 'zombie', eight), 'zombie', eight, 'A card.');
		const before = changeLesson(solved, 'zombie', eight, {notes: ['Mine.']});
		const after = resetLesson(before, 'zombie', nine);
		for (const merged of [merge(before, after), merge(after, before)]) {
			expect(lessonOf(merged, 'zombie')).toMatchObject({solvedAt: null, cards: [], notes: []});
		}
	});

	it('keeps what is done after a reset', () => {
		const reset = resetLesson(solveLesson(noProgress, 'zombie', eight), 'zombie', nine);
		expect(isSolved(merge(solveLesson(reset, 'zombie', ten), reset), 'zombie')).toBe(true);
	});

	it('does not let a program that goes on after a reset bring back the old date', () => {
		const before = solveLesson(noProgress, 'zombie', eight);
		const stillRunning = keepCard(before, 'zombie', ten, 'A card.');
		expect(isSolved(merge(stillRunning, resetLesson(before, 'zombie', nine)), 'zombie')).toBe(false);
	});
});

describe('merging exercises', () => {
	const solved = tryExercise(noProgress, 'advance', eight, {shown: 'first'});

	it('keeps what each of two programs solved', () => {
		const merged = merge(solved, tryExercise(noProgress, 'job', nine, {shown: 'job'}));
		expect(exerciseIn(merged, 'advance')).toEqual(exerciseIn(solved, 'advance'));
		expect(exerciseIn(merged, 'job').solvedAt).toBe(nine);
	});

	it('keeps an exercise solved that is tried in vain later, in this window or in another', () => {
		const later = tryExercise(solved, 'advance', ten, null);
		const other = tryExercise(noProgress, 'advance', ten, null);
		for (const each of [later, merge(other, solved), merge(solved, other)])
			expect(exerciseIn(each, 'advance')).toMatchObject({solvedAt: eight, proof: {shown: 'first'}, savedAt: ten});
	});

	it('takes the first date and the younger proof', () => {
		const again = tryExercise(noProgress, 'advance', nine, {shown: 'second'});
		for (const merged of [merge(solved, again), merge(again, solved)])
			expect(exerciseIn(merged, 'advance')).toMatchObject({solvedAt: eight, proof: {shown: 'second'}});
	});

	it('does not bring back what a reset gave up', () => {
		const reset = resetExercise(solved, 'advance', nine);
		for (const merged of [merge(solved, reset), merge(reset, solved), merge(solved, resetAll(solved, nine))]) {
			expect(exerciseIn(merged, 'advance')).toMatchObject({solvedAt: null, proof: null});
			expect(isTried(exerciseIn(merged, 'advance'))).toBe(false);
		}
		expect(exerciseIn(bringIn(solved, reset), 'advance')).toEqual(exerciseIn(solved, 'advance'));
	});
});

describe('bringing a record in', () => {
	it('loses nothing of either, whatever was reset', () => {
		fc.assert(
			fc.property(progresses, progresses, (imported, onDisk) => {
				const result = bringIn(imported, onDisk);
				expect(solvedIn(result)).toEqual(
					expect.arrayContaining(solvedIn(imported).filter((id) => !isBare(imported, id))),
				);
				expect(solvedIn(result)).toEqual(expect.arrayContaining(solvedIn(onDisk).filter((id) => !isBare(onDisk, id))));
			}),
		);
	});

	it('takes back a reset from the backup', () => {
		const before = solveLesson(noProgress, 'zombie', eight);
		const restored = bringIn(before, resetLesson(before, 'zombie', nine));
		expect(lessonOf(restored, 'zombie')).toEqual(lessonOf(before, 'zombie'));
	});
});

describe('resetting everything', () => {
	it('gives up every lesson and the history, and keeps the settings', () => {
		const progress = changeSetting(
			rememberLine(solveLesson(noProgress, 'zombie', eight), 'A pause'),
			eight,
			'theme',
			'dark',
		);
		const reset = resetAll(progress, nine);
		expect(solvedIn(reset)).toEqual([]);
		expect(reset).toMatchObject({history: [], settings: {theme: 'dark'}});
	});
});

/** A record as a reset leaves it; a file made by hand may still claim that it is solved. */
function isBare(progress: Progress, id: string): boolean {
	const {resetAt, savedAt} = lessonOf(progress, id);
	return resetAt !== null && resetAt === savedAt;
}

function solvedIn(progress: Progress): readonly string[] {
	return Object.keys(progress.lessons)
		.filter((id) => isSolved(progress, id))
		.sort();
}

function lessonsOf(progress: Progress): string {
	return JSON.stringify([progress.lessons, progress.exercises]);
}

function text(progress: Progress): string {
	return serializeProgress(progress);
}

function withoutResets(progress: Progress): Progress {
	return {
		...progress,
		lessons: Object.fromEntries(
			Object.entries(progress.lessons).map(([id, lesson]) => [id, {...lesson, resetAt: null}]),
		),
	};
}
