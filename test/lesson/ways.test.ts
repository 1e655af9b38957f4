import {describe, expect, it} from 'vitest';
import {checkLessons} from '../../src/lesson/check/check.js';
import {everySchedule} from '../../src/lesson/check/every-schedule.js';
import {aTask, lessonOf, lessonText} from './a-lesson.js';

describe('Checking the ways to solve a task', () => {
	it('finds nothing wrong with a solution that is the shortest, where everything is allowed', () => {
		expect(found(aTask)).toEqual([]);
	});

	it('shows a shorter way than the author’s', () => {
		const longer = aTask.replace('  wait 10s', '  A release account');
		expect(found(longer)).toEqual([
			"There is a shorter way: the author's way has 5, and this has 4: A acquire account; wait 10s; B acquire account; B write account balance=80; A write account balance=90. Ask for more, allow less, or say par: 4.",
		]);
	});

	it('takes a way that is longer than the shortest when par says so', () => {
		const longer = aTask.replace('  wait 10s', '  A release account');
		expect(found(longer.replace('hints:', 'par: 4\nhints:'))).toEqual([]);
	});

	it('refutes a par that nobody can reach', () => {
		expect(found(aTask.replace('hints:', 'par: 3\nhints:'))).toEqual([
			'There is no way as short as that: par says 3, and the shortest has 4: A acquire account; wait 10s; B acquire account; B write account balance=80; A write account balance=90. Say par: 4.',
		]);
	});
});

function found(task: string): readonly string[] {
	const [problems = []] = checkLessons([lessonOf(lessonText({steps: task}))], [], everySchedule);
	return problems.map(({message}) => message);
}
