import {describe, expect, it} from 'vitest';
import {checkLessons} from '../../src/lesson/check/check.js';
import type {Question} from '../../src/lesson/check/search.js';
import {lessonPage} from '../../src/view/screens/lesson-page.js';
import {aTask, block, lessonOf, lessonText} from './a-lesson.js';

describe('Checking a lesson', () => {
	it('finds nothing wrong with a good one', () => {
		expect(found(aTask)).toEqual([]);
	});

	it.each<[string, string, string]>([
		[
			'goals that are met at the start',
			aTask.replace('when: stale-write on raw', 'when: nobody holds account'),
			'21: The goals are all met before the learner does anything.',
		],
		[
			'a lose that is true at the start',
			aTask.replace('hints:', 'lose: [{show: Gone, when: time = 0s}]\nhints:'),
			'25: This is true before the learner does anything, so the task begins lost.',
		],
		[
			'a solution that does not solve',
			aTask.replace('  A write account balance=90\n', ''),
			'27: The solution does not meet the goal "A stale write": stale-write has not been violated on raw.',
		],
		[
			'a solution that is refused',
			aTask.replace('solution: |', 'solution: |\n  A resume'),
			'27: This line is refused. A is not paused.',
		],
		[
			'goals that are met before the solution ends',
			aTask.replace('balance=90\n`', 'balance=90\n  wait 1s\n`'),
			'32: The goals are all met before this line of the solution. Cut the solution here, or ask for more.',
		],
		[
			'a statement that is not needed',
			aTask.replace('  wait 10s', '  wait 10s\n  A read account'),
			'29: The solution works without this statement. Take it out, or mark it: # optional.',
		],
		[
			'a statement that is marked optional and needed',
			aTask.replace('  wait 10s', '  wait 10s   # optional'),
			'28: This statement is marked optional, but without it the solution fails. Take the mark away.',
		],
		[
			'a solution that is not allowed',
			aTask.replace('hints:', 'allow: [acquire, write]\nhints:'),
			'29: The task does not allow this statement: wait 10s. Add its word to allow.',
		],
		[
			'an accepted way that does not solve',
			aTask.replace('solution:', 'accept: [wait 1s]\nsolution:'),
			'26: This accepted way does not meet the goal "A stale write": stale-write has not been violated on raw.',
		],
		[
			'an accepted way that is refused',
			aTask.replace('solution:', 'accept: [A resume]\nsolution:'),
			'26: This line is refused. A is not paused.',
		],
		[
			'a rejected way that solves',
			aTask.replace(
				'solution:',
				'reject: ["A acquire account; wait 10s; B acquire account; B write account balance=80; A write account balance=90"]\nsolution:',
			),
			'26: This way is to be rejected, but it meets every goal. Make the goals more exact, or accept it.',
		],
		[
			'a last hint that leads nowhere',
			aTask.replace(/"A acquire.*"/, 'wait 1s'),
			'25: This hint is offered at the start and does not bring the learner nearer to the goals.',
		],
		[
			'a line to try that is refused',
			`## Try\n\n${block('try', 'A resume')}`,
			'20: This line is refused. A is not paused.',
		],
		[
			'a bet that is refused',
			bet('A resume', 'A paused', 'A crashed'),
			'21: This line of the bet is refused. A is not paused.',
		],
		[
			'a bet without a right choice',
			bet('wait 1s', 'A paused', 'A crashed'),
			'19: No choice of this bet is right after it is run. Add what really happens.',
		],
		[
			'a bet with two right choices',
			bet('wait 1s', 'time = 1s', 'nobody holds account'),
			'19: After this bet is run "One" and "Two" are all right. Make their conditions so exact that one remains.',
		],
		[
			'choices that nothing tells apart',
			`${bet('wait 1s', 'time = 1s', 'A paused').replace('choices:', 'choices:\n  - {say: Three, when: A   paused}')}`,
			'25: This choice has the same condition as "Three": nothing tells them apart.',
		],
		[
			'a word that was never taught',
			aTask,
			'1: This lesson uses lease, which no earlier lesson teaches. Teach it earlier, or take it out of uses.',
		],
		[
			'seven lines of prose',
			aTask.replace(
				'Some prose.',
				'A line of prose that is about as long as a line of a terminal is, is it not.\n'.repeat(7),
			),
			'19: These 7 lines of prose are more than 6 between two things that the learner does. Cut them, or let the learner act earlier.',
		],
		[
			'a goal that is too wide',
			aTask.replace('show: A stale write', `show: ${'A stale write '.repeat(6)}`),
			'23: A goal has 70 columns in a terminal of 80 by 24, and this one needs 83. Shorten it.',
		],
		[
			'code on a card that is too wide',
			aCard(`    ${'x'.repeat(73)}`),
			'35: A line of code has 72 columns in a terminal of 80 by 24, and this one needs 73. Shorten it.',
		],
		[
			'code on a card that is too long',
			aCard('    x\n'.repeat(7).trimEnd()),
			'35: The code of a card has at most 6 lines, and this has 7. Cut it.',
		],
	])('finds %s', (what, steps, expected) => {
		const uses = what.startsWith('a word') ? 'uses: [lease]\n' : '';
		expect(found(steps, uses)).toEqual([expected]);
	});

	it('lets wide characters count for two columns', () => {
		expect(found(aTask.replace('show: A stale write', `show: ${'錠'.repeat(36)}`))).toEqual([
			expect.stringContaining('this one needs 72'),
		]);
	});

	it('takes what earlier lessons teach, and what lessons before it in the same run teach', () => {
		const user = lessonOf(
			lessonText().replace('teaches: [stale-write]', 'uses: [stale-write]').replace('id: late', 'id: later'),
		);
		expect(checkLessons([lessonOf(lessonText()), user], [])).toEqual([[], []]);
		expect(checkLessons([user], [lessonOf(lessonText())])).toEqual([[]]);
		expect(checkLessons([user], []).flat()).toHaveLength(1);
	});

	it('asks a search about each good task and each set of claims, and passes its findings on', () => {
		const asked: Question['kind'][] = [];
		const lesson = lessonOf(lessonText({steps: `${aTask}\n${block('claims', 'claim never two-grants')}`}));
		const problems = checkLessons([lesson], [], (question) => {
			asked.push(question.kind);
			return question.kind === 'claims' ? [{place: question.claims.place, message: 'It is not so.'}] : [];
		});
		expect(asked).toEqual(['task', 'claims']);
		expect(problems.flat()).toEqual([{file: 'late.md', line: 35, column: 1, message: 'It is not so.'}]);
	});
});

function bet(run: string, one: string, two: string): string {
	return `## Bet\n\n${block('predict', `question: What?\nrun: ${run}\nchoices:\n  - {say: One, when: ${one}}\n  - {say: Two, when: ${two}}`)}`;
}

/** A task, and a debrief with these lines of code on its card. */
function aCard(lines: string): string {
	return `${aTask}\n${block('debrief', `The idea.\ncard: A card.\ncode:\n  where: In SQL\n  lines: |\n${lines}`)}`;
}

/** The problems of a lesson as `LINE: message`. */
function found(steps: string, more = ''): readonly string[] {
	const text = lessonText({steps});
	const lesson = lessonOf(more === '' ? text : text.replace('teaches', `${more}teaches`));
	return checkLessons([lesson], [], undefined, lessonPage)
		.flat()
		.map(({line, message}) => `${line}: ${message}`);
}
