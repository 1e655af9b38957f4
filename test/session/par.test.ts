import {describe, expect, it} from 'vitest';
import {challengePart} from '../../src/lesson/challenge.js';
import type {Lesson} from '../../src/lesson/lesson.js';
import {prove, withProofs} from '../../src/lesson/proofs.js';
import type {Message} from '../../src/session/message.js';
import {inLesson, type Typed} from './at-prompt.js';
import {shortLesson} from './short-lesson.js';

const begun = ['', '', '', ''];
const shortest = ['wait 11s', 'B acquire', 'A resume', 'A write account balance-=10'];
const longer = ['wait 11s', 'B acquire; B acquire', 'A resume', 'A write account balance-=10'];

const proved = proven(shortLesson);
const challenge: Lesson = {...proved, part: challengePart};

describe('The mark of a short way', () => {
	it('says that the shortest is the shortest, with the proof', () => {
		expect(markOf(inLesson(proved, ...begun, ...shortest))).toMatch(
			/^You took 3 statements, waits not counted, and no way is shorter \(\d+ states searched\)\. This is called par\.$/,
		);
	});

	it('counts what led here and not what was undone', () => {
		expect(markOf(inLesson(proved, ...begun, 'wait 1s', 'B acquire', '/undo 2', ...shortest))).toMatch(
			/^You took 3 statements, waits not counted, and no way/,
		);
	});

	it('is silent about a longer way in a lesson, and not in a challenge', () => {
		expect(markOf(inLesson(proved, ...begun, ...longer))).toBeNull();
		expect(markOf(inLesson(challenge, ...begun, ...longer))).toMatch(
			/^You took 4 statements, waits not counted; par is 3, and no way is shorter \(\d+ states searched\)\. \/reset tries again\.$/,
		);
	});

	it('is silent where nothing is proved', () => {
		expect(markOf(inLesson(shortLesson, ...begun, ...shortest))).toBeNull();
	});
});

function proven(lesson: Lesson): Lesson {
	const [found] = withProofs([lesson], prove([lesson]));
	if (found === undefined) throw new Error('expected a lesson');
	return found;
}

function markOf({session}: Typed): string | null {
	const solved = session.said.find(
		(message): message is Extract<Message, {kind: 'solved'}> => message.kind === 'solved',
	);
	if (solved === undefined) throw new Error('expected the task to be solved');
	return solved.mark;
}
