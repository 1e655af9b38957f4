import {describe, expect, it} from 'vitest';
import {doubtsAbout, type Owned} from '../../src/session/alike.js';
import {lessonDigest} from '../../src/session/lesson-digest.js';
import type {Deed} from '../../src/session/receipt.js';
import {rulesVersion} from '../../src/sim/rules-version.js';
import {shortLesson} from './short-lesson.js';

const own = ['A read account', 'wait 2s', 'wait 3s', 'A read account', 'B read account', 'wait 7s'];
const authors = ['wait 11s', 'B acquire account', 'A resume', 'A write account balance-=10'];

describe('Receipts of a group', () => {
	it('are alike where two people have the same lines that the lesson does not give', () => {
		expect(
			doubts(
				of('Nina', [deed('0.2', own), deed('1.0', ['/bet 1'])]),
				of('Bob', [deed('0.2', own), deed('1.0', ['/bet 2'])]),
			),
		).toEqual([{kind: 'same', name: 'Nina', other: 'Bob', same: 1, all: 2, isSameTime: false}]);
	});

	it('are alike where one run goes on where another ends', () => {
		expect(doubts(of('Nina', [deed('0.2', own)]), of('Bob', [deed('0.2', [...own, 'wait 1s'])]))).toMatchObject([
			{kind: 'same', same: 1},
		]);
	});

	it('are not alike because two have taken the way of the author', () => {
		expect(doubts(of('Nina', [deed('0.2', authors)]), of('Bob', [deed('0.2', authors)]))).toEqual([]);
	});

	it('are one where everything is the same, whoever has it and however many have', () => {
		const runs = ['0.2', '1.0', '2.0', '3.0'].map((place) => deed(place, authors));
		expect(doubts(of('Nina', runs), of('Bob', runs), of('Cid', runs))).toEqual([
			{kind: 'all-same', names: ['Nina', 'Bob', 'Cid'], runs: 4, isSameTime: false},
		]);
	});

	it('go on from each other where one begins with all of the other', () => {
		const first = deed('0.2', own);
		expect(doubts(of('Bob', [first, deed('1.0', ['/bet 1'])]), of('Nina', [first]))).toEqual([
			{kind: 'goes-on', name: 'Nina', other: 'Bob', same: 1},
		]);
	});

	it('were made at once where the moments are the same, whatever was typed', () => {
		const at = '2026-11-21T08:30:00.123Z';
		expect(doubts(of('Nina', [deed('0.2', authors, at)]), of('Bob', [deed('0.2', authors, at)]))).toMatchObject([
			{kind: 'all-same', isSameTime: true},
		]);
	});

	it('of one person may be the same', () => {
		const runs = ['0.2', '1.0', '2.0', '3.0'].map((place) => deed(place, own));
		expect(doubts(of('Nina', runs), of('nina', runs))).toEqual([]);
	});
});

describe('The lines of a run', () => {
	const quick = [...own, 'wait 10s', 'wait 11s', 'wait 12s'];
	const before = deed('1.0', ['/bet 1'], '2026-11-21T08:30:00.000Z');

	it('are too many for the time where hands cannot type them', () => {
		expect(doubts(of('Nina', [before, deed('0.2', quick, '2026-11-21T08:30:01.000Z')]))).toEqual([
			{kind: 'quick', name: 'Nina', lesson: 'short', of: '0.2', characters: 66, seconds: 1},
		]);
	});

	it('are too many where many short ones came at once, though none is by itself', () => {
		const runs = ['0.2', '1.1', '2.0', '3.0'].map((of, index) =>
			deed(of, own.slice(0, 2), `2026-11-21T08:30:00.0${index}0Z`),
		);
		expect(doubts(of('Nina', [before, ...runs]))).toMatchObject([
			{kind: 'quick', name: 'Nina', lesson: 'short', of: null, seconds: expect.closeTo(0.03, 3)},
		]);
	});

	it('are what a person types where there was time', () => {
		expect(doubts(of('Nina', [before, deed('0.2', own, '2026-11-21T08:30:09.000Z')]))).toEqual([]);
	});

	it('count from the run before in the same step', () => {
		const early = deed('0.1', own, '2026-11-21T08:30:00.000Z');
		expect(doubts(of('Nina', [early, deed('0.2', [...own, 'wait 1s'], '2026-11-21T08:30:00.800Z')]))).toEqual([]);
	});

	it('say nothing where nobody has written down when', () => {
		expect(doubts(of('Nina', [deed('1.0', ['/bet 1']), deed('0.2', own)]))).toEqual([]);
	});
});

function doubts(...owned: readonly Owned[]) {
	return doubtsAbout(owned, [shortLesson]);
}

function deed(place: string, lines: readonly string[], done: string | null = null): Deed {
	return {of: place, lines, events: '00000000', at: 0, done};
}

function of(name: string, runs: readonly Deed[]): Owned {
	const lessons = [{id: 'short', text: lessonDigest(shortLesson), runs}];
	const receipt = {name, workshop: null, rules: rulesVersion, here: null, lessons, exercises: []};
	return {name, receipt: {...receipt, intact: true, mark: null, digest: ''}};
}
