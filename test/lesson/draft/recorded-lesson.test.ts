import {describe, expect, it} from 'vitest';
import {parseScript} from '../../../src/language/parse.js';
import {checkLessons} from '../../../src/lesson/check/check.js';
import {everySchedule} from '../../../src/lesson/check/every-schedule.js';
import {recordedLesson} from '../../../src/lesson/draft/recorded-lesson.js';
import type {Lesson} from '../../../src/lesson/lesson.js';
import {plainText} from '../../../src/lesson/prose.js';
import {lessonOf, taskOf} from '../a-lesson.js';

const world = `client A
client B
lock account lease ttl 10s
store raw unfenced
store safe fenced
put account balance=100`;

describe('a recorded lesson', () => {
	it('passes every check as it stands, every schedule included', () => {
		const lesson = recorded(
			'A acquire account; A pause; wait 10s; B acquire account; B write account balance=80 to raw; A resume; A write account balance=90 to raw',
		);
		expect(checkLessons([lesson], [], everySchedule)).toEqual([[]]);
	});

	it('suggests the properties that the run violated as goals, each true at some moment of it, and the mistaken belief before them', () => {
		expect(
			goalsOf(
				'A acquire account; A pause; wait 10s; B acquire account; B write account balance=80 to raw; A resume; A write account balance=90 to raw',
			),
		).toEqual([
			'B holds account, and A believes that it does: B holds account and A believes account',
			'A stale write lands on raw: stale-write on raw',
		]);
	});

	it('leaves out of the solution what the goals do without', () => {
		const {solution} = taskOf(
			recorded(
				'A ask account; A acquire account; A pause; wait 4s; wait 6s; B acquire account; B write account balance=80 to raw; A resume; A write account balance=90 to raw; wait 1s',
			),
		);
		expect(solution.map(({text}) => text)).toEqual([
			'A acquire account',
			'A pause',
			'wait 4s',
			'wait 6s',
			'B acquire account',
			'B write account balance=80 to raw',
			'A resume',
			'A write account balance=90 to raw',
		]);
	});

	it('suggests a rejected write where nothing went wrong', () => {
		expect(
			goalsOf(
				'A acquire account; A pause; wait 10s; B acquire account; B write account balance=80 to safe; A resume; A write account balance=90 to safe',
			),
		).toContain('safe rejects a write of A: A rejected on safe');
	});

	it.each([
		'wait 3s',
		'A acquire account',
		'A write account balance=1 to raw',
		'A pause',
		'A crash',

		'A write account "odd key"="x: # y" to raw',
	])('is well-formed whatever was done: %s', (line) => {
		expect(recorded(line).id).toBe('late');
	});

	it('is refused where nothing was done, or too much', () => {
		expect(recordedLesson('late', 'Late', statements(world))).toMatchObject({ok: false});
		expect(recordedLesson('late', 'Late', statements(`${world}\nraw crash`))).toMatchObject({
			ok: false,
			sentence: expect.stringContaining('no fact'),
		});
		expect(recordedLesson('late', 'Late', statements(`${world}\n${'wait 1s\n'.repeat(61)}`))).toMatchObject({
			ok: false,
			sentence: expect.stringContaining('61'),
		});
	});
});

function recorded(lines: string): Lesson {
	const draft = recordedLesson('late', 'Late', statements(`${world}\n${lines}`));
	if (!draft.ok) throw new Error(draft.sentence);
	return lessonOf(draft.text);
}

function goalsOf(lines: string): readonly string[] {
	return taskOf(recorded(lines)).goals.map(({show, when}) => `${plainText(show)}: ${when.text}`);
}

function statements(text: string) {
	const {statements: lines, errors} = parseScript(text);
	if (errors.length > 0) throw new Error(errors.map(({message}) => message).join('\n'));
	return lines.map(({statement}) => statement);
}
