import {describe, expect, it} from 'vitest';
import {beatOf, betOf, isOver, isSolved, judged} from '../../src/session/beat.js';
import type {LessonPlace} from '../../src/session/session.js';
import {past, present} from '../../src/session/tree.js';
import {lessonIn} from '../../src/session/update.js';
import {inLesson, saidBy, type Typed, type} from './at-prompt.js';
import {shortLesson} from './short-lesson.js';

const enter = '';
const toTask = [enter, enter, enter, enter];
const solution = ['wait 11s', 'B acquire', 'A resume', 'A write balance-=10'];
const at = (...lines: readonly string[]) => inLesson(shortLesson, ...lines);
const placeOf = ({session}: Typed): LessonPlace => {
	const place = lessonIn(session);
	if (place === null) throw new Error('expected a lesson');
	return place;
};
const standsAt = (typed: Typed) => {
	const {step, beat} = present(placeOf(typed).tree);
	return `${step}.${beat}`;
};
const typedSoFar = (typed: Typed) =>
	past(typed.session.place.tree).flatMap(({did}) => (did.kind === 'statement' ? [did.text] : []));

describe('a lesson', () => {
	it('shows its first beat when it is opened', () => {
		expect(saidBy(at())).toEqual(['beat']);
		expect(beatOf(placeOf(at()))?.act.kind).toBe('try');
	});

	it('runs a shown line on Enter, says so, and turns the page only on the next Enter', () => {
		const run = at(enter);
		expect(typedSoFar(run)).toEqual(['A acquire account', 'A read account']);
		expect(saidBy(run).at(-1)).toBe('Enter goes on.');
		expect(standsAt(run)).toBe('0.0');
		expect(standsAt(type(run, enter))).toBe('0.1');
	});

	it('takes a shown line that the learner types, and runs only what is missing of it', () => {
		const typed = at('a ACQUIRE', enter);
		expect(typedSoFar(typed)).toEqual(['a ACQUIRE', 'A read account']);
		expect(isOver(placeOf(typed))).toBe(true);
	});

	it('turns the page first for a learner who types what the next page shows', () => {
		const typed = at(enter, 'A pause');
		expect(standsAt(typed)).toBe('0.1');
		expect(typedSoFar(typed).at(-1)).toBe('A pause');
	});

	it('ticks a goal as soon as it has been true, and keeps the tick', () => {
		const typed = at(...toTask, 'wait 11s', 'B acquire');
		expect(saidBy(typed)).toContain('ticked: B holds the lock while A believes it does');
		expect(judged(placeOf(type(typed, 'wait 11s')))?.ticked).toEqual([true, false]);
		expect(judged(placeOf(type(typed, 'undo')))?.ticked).toEqual([false, false]);
	});

	it('says what is still open when Enter comes too early', () => {
		expect(saidBy(at(...toTask, enter))).toEqual([
			'Still open: B holds the lock while A believes it does; A writes late. /hint helps, /skip leaves this step.',
		]);
	});

	it('is solved by the solution, stays there, and goes on with Enter', () => {
		const solved = at(...toTask, ...solution);
		expect(saidBy(solved).at(-1)).toBe('solved');
		expect(standsAt(solved)).toBe('0.2');
		expect(isSolved(placeOf(solved))).toBe(true);
		expect(standsAt(type(solved, enter))).toBe('1.0');
	});

	it('stays solved when the solution is undone', () => {
		expect(isSolved(placeOf(at(...toTask, ...solution, 'undo 2')))).toBe(true);
	});

	it('says when the goal is out of reach, once', () => {
		const lost = at(...toTask, 'wait 11s', 'B acquire', 'A resume', 'wait 1s');
		expect(saidBy(lost)).toContain('lost: A knows');
		expect(saidBy(type(lost, 'wait 1s'))).not.toContain('lost: A knows');
	});

	it('refuses what the task leaves out, with a sentence, and changes nothing', () => {
		const typed = at(...toTask, 'B crash');
		expect(saidBy(typed).join()).toContain('/play');
		expect(typedSoFar(typed).at(-1)).toBe('A pause');
		expect(saidBy(type(typed, 'why')).join()).toContain('The task leaves it out');
		expect(saidBy(type(typed, 'expect A paused'))).toEqual(['That is true: A is paused.']);
	});

	it('begins each step that has a world in that world', () => {
		const {world, did} = present(placeOf(at(...toTask, ...solution, enter)).tree);
		expect([world.now, did.kind]).toEqual([0, 'began']);
	});

	it('undoes across pages and steps, down to its beginning', () => {
		const typed = at(...toTask, ...solution, enter);
		expect(standsAt(type(typed, 'undo'))).toBe('0.2');
		expect(standsAt(type(typed, 'undo 99'))).toBe('0.0');
		expect(saidBy(type(typed, 'undo'))).toEqual(['Undone: the beginning of a step.', 'beat']);
	});

	it('takes up the same line when Enter follows an undone turn', () => {
		const turned = at(enter, enter);
		const again = type(turned, 'undo', enter);
		expect(again.session.place.tree).toEqual(turned.session.place.tree);
	});

	it('goes back to where the task began on reset, and to where the step began on a second one', () => {
		const once = at(...toTask, 'wait 11s', 'B acquire', '/reset');
		expect(typedSoFar(once)).toEqual(['A acquire account', 'A read account', 'A pause']);
		expect(standsAt(once)).toBe('0.2');
		expect(standsAt(type(once, '/reset'))).toBe('0.0');
		expect(typedSoFar(type(once, 'undo'))).toEqual([
			'A acquire account',
			'A read account',
			'A pause',
			'wait 11s',
			'B acquire',
		]);
	});

	it('keeps what each input changed', () => {
		expect(at(enter).effects).toEqual([{kind: 'save'}]);
		expect(at('/help', 'gibberish').effects).toEqual([]);
	});

	it('leaves a step on skip, notes it, and is not solved by it', () => {
		const skipped = at('/skip');
		expect(standsAt(skipped)).toBe('1.0');
		expect(placeOf(skipped).standing.skipped).toEqual([0]);
		expect(isSolved(placeOf(type(skipped, '/skip', enter, enter)))).toBe(false);
	});

	it('is over after its last step, and then asks for the next lesson', () => {
		const typed = at('/skip', '2', enter, enter);
		expect(saidBy(typed)).toEqual(['beat', 'A lease ends by itself.']);
		expect(saidBy(type(typed, enter))).toEqual(['finished']);
		expect(placeOf(type(typed, enter)).standing).toMatchObject({finished: true, cards: ['A lease ends by itself.']});
		expect(type(typed, enter, enter).effects.at(-1)).toEqual({kind: 'next-lesson'});
	});
});

describe('a bet', () => {
	const open = at('/skip');

	it('waits for a choice', () => {
		expect(saidBy(type(open, enter)).join()).toContain('a number from 1 to 2');
		expect(saidBy(type(open, '3'))).toEqual(['There are 2 choices: type a number from 1 to 2.']);
	});

	it('is answered by the simulator, with the reply to the choice that was made', () => {
		expect(saidBy(type(open, '1')).at(-1)).toBe('answered 1, right 2: There is one lock.');
		expect(saidBy(type(open, '/bet b')).at(-1)).toBe('answered 2, right 2: So it is.');
		expect(typedSoFar(type(open, '1'))).toEqual(['A acquire account', 'B acquire account']);
	});

	it('says of a number where no question is open that there is nothing to bet on', () => {
		expect(saidBy(at('1')).at(-1)).toContain('No question is open here');
		expect(saidBy(type(open, '2', '2')).at(-1)).toContain('No question is open here');
	});

	it('takes a letter only where no client bears it', () => {
		expect(saidBy(type(open, 'b')).join()).not.toContain('answered');
		expect(betOf(placeOf(type(open, '/bet b')))).toBe(2);
	});

	it('is recorded the first time, and answered again after an undo', () => {
		const again = type(open, '1', 'undo 3', '2');
		expect(saidBy(again).at(-1)).toBe('answered 2, right 2: So it is.');
		expect(placeOf(again).standing.bets).toEqual([{step: 1, beat: 0, choice: 1, right: 2}]);
	});

	it('is about the world that the question found, whatever was done in it since', () => {
		const odd = type(open, 'A acquire', 'wait 10s', 'B acquire', 'A crash', '2');
		expect(saidBy(odd)[0]).toContain('set aside');
		expect(saidBy(odd).at(-1)).toBe('answered 2, right 2: So it is.');
		expect(typedSoFar(odd)).toEqual(['A acquire account', 'B acquire account']);
		expect(typedSoFar(type(odd, 'undo 4'))).toEqual(['A acquire', 'wait 10s', 'B acquire', 'A crash']);
	});
});

describe('hints', () => {
	const task = at(...toTask);

	it('come one after the other, three of them', () => {
		expect(saidBy(type(task, 'hint'))).toEqual(['Who has to wait?']);
		expect(saidBy(type(task, 'hint', 'hint'))).toEqual(['Let the lease of A run out.']);
		expect(type(task, 'hint', 'hint', 'hint').session.said).toMatchObject([
			{kind: 'hint', number: 3, of: 3, line: 'wait 11s'},
		]);
		expect(placeOf(type(task, 'hint', 'hint')).standing.hints).toEqual({'0.2': 2});
	});

	it('are left out when they would tell what has been done', () => {
		expect(saidBy(type(task, 'wait 11s', 'hint', 'hint', 'hint'))).toEqual([
			'You have done what the hints say. /reset starts again. /show plays the solution on a copy.',
		]);
	});

	it('say what else to do where there is nothing to solve', () => {
		expect(saidBy(at('hint'))).toEqual(['Enter runs the line that is shown.']);
		expect(saidBy(type(task, ...solution, 'hint'))).toEqual(['This is solved. Enter goes on.']);
	});
});

describe('/show', () => {
	const before = at(...toTask, 'wait 1s');
	const shown = type(before, '/show');

	it('plays the solution one statement an Enter, from where the task began', () => {
		expect(typedSoFar(type(shown, enter))).toEqual(['wait 11s']);
		expect(saidBy(type(shown, enter, enter, enter, enter)).at(-1)).toContain('That was the whole solution');
	});

	it('takes no statements of its own', () => {
		expect(saidBy(type(shown, 'wait 1s')).join()).toContain('This is the demonstration');
	});

	it('returns to the very place it left and solves nothing', () => {
		const returned = type(shown, enter, enter, enter, enter, enter);
		expect(returned.session.place).toBe(before.session.place);
		expect(type(shown, enter, '/back').session.place).toBe(before.session.place);
		expect(isSolved(placeOf(returned))).toBe(false);
	});
});
