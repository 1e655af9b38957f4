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

	it.each([
		[
			'what is refused once something is left out goes too',
			'lock job consul ttl 15s',
			'A acquire job; A crash; B acquire job; wait 40s; B acquire job; B write job n=5; A restart; A write job n=4',
		],
		[
			'what is needed only by what has gone goes too',
			'lock job zookeeper',
			'A acquire job; B acquire job; cut A locks; wait 60s; B write job n=2; A write job n=3',
		],
		[
			'the solution ends where the goals are met, also once it has become shorter',
			'lock job postgres',
			'A acquire job; A begin db; A read job for update; B begin db; B read job for update; A write job n=2; A commit db; B write job n=3; B commit db',
		],
	])('passes the check of its solution: %s', (_, lock, lines) => {
		const own = `client A\nclient B\n${lock}\nstore disk fenced\nstore db transactional\nput job n=1`;
		const draft = recordedLesson('late', 'Late', statements(`${own}\n${lines}`));
		const [problems] = checkLessons([lessonOf(draft.ok ? draft.text : '')], [], everySchedule);
		expect(problems?.filter(({message}) => !message.includes('shorter way'))).toEqual([]);
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
