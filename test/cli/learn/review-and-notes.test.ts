import {lessons} from 'fence-tutor:lessons';
import {describe, expect, it} from 'vitest';
import {localDay} from '../../../src/cli/learn/local-day.js';
import {notesText} from '../../../src/cli/learn/notes.js';
import {keepCard, placeBet, solveLesson} from '../../../src/progress/change.js';
import {lessonOf, noProgress, type Progress} from '../../../src/progress/record.js';
import {openProgress} from '../../../src/progress/store.js';
import {missedBets} from '../../../src/session/asked-again.js';
import {aFolder} from '../a-folder.js';
import {runProgram} from '../run-program.js';

const at = '2026-11-21T12:00:00.000Z';

describe('fence-tutor learn --review', () => {
	it('asks the bets that are due again, in their worlds, and keeps how they went', async () => {
		const cwd = aLearner();
		const {code, stdout} = await runProgram(cwd, ['learn', '--review', '--today', '2026-11-22'], '3\n\n');
		expect(code).toBe(0);
		expect(stdout).toContain('# A bet to warm up');
		expect(stdout).toContain('## From: The zombie (step 1 of 1)');
		expect(stdout).toContain('Your bet was right: A and B, both.');
		expect(lessonOf(kept(cwd), 'zombie').reviews).toMatchObject({'0.2': {on: '2026-11-22', stage: 1}});
	});

	it('asks again the day after where the bet was wrong', async () => {
		const cwd = aLearner();
		await runProgram(cwd, ['learn', '--review', '--today', '2026-11-22'], '1\n\n');
		expect(lessonOf(kept(cwd), 'zombie').reviews).toMatchObject({'0.2': {on: '2026-11-22', stage: 0}});
		expect((await runProgram(cwd, ['learn', '--review', '--today', '2026-11-23'])).stdout).toContain(
			'A bet to warm up',
		);
	});

	it('says when the next one is due where none is today', async () => {
		const cwd = aLearner();
		expect((await runProgram(cwd, ['learn', '--review', '--today', '2026-11-21'])).stdout).toBe(
			'No bet to warm up today. The next one is due on 2026-11-22.\n',
		);
		expect((await runProgram(aFolder(), ['learn', '--review'])).stdout).toBe(
			'No bet to warm up today. Solve a lesson, and its bets come back the day after.\n',
		);
	});

	it('counts an answer once, and leaves the lesson itself as it was', async () => {
		const cwd = aLearner();
		const before = lessonOf(kept(cwd), 'zombie');
		await runProgram(cwd, ['learn', '--review', '--today', '2026-11-22'], '3\n\n\n/review\n');
		const after = lessonOf(kept(cwd), 'zombie');
		expect({...after, reviews: {}, savedAt: null}).toEqual({...before, reviews: {}, savedAt: null});
		expect(Object.keys(kept(cwd).lessons)).toEqual(['zombie']);
	});

	it('is offered where the lessons are listed', async () => {
		const cwd = aLearner('2020-01-01T12:00:00.000Z');
		expect((await runProgram(cwd, [])).stdout).toContain('1 bet to warm up: fence-tutor learn --review');
		expect((await runProgram(cwd, ['play'], '/review\n3\n')).stdout).toContain('Your bet was right');
	});

	it.each([
		[['learn', '--review', 'lease'], '"lease" is one word too many'],
		[['learn', '--today', '2026-11-22'], '--today takes a date'],
		[['learn', '--review', '--today', 'tomorrow'], '--today takes a date'],
	])('is not said with %j', async (typed, sentence) => {
		expect(await runProgram(aFolder(), typed)).toMatchObject({
			code: 2,
			stdout: '',
			stderr: expect.stringContaining(sentence),
		});
	});
});

describe('The notes', () => {
	it('are the cards and the bets that went the other way, as Markdown', async () => {
		const cwd = aLearner();
		const {code, stdout} = await runProgram(cwd, ['progress', 'notes']);
		expect({code, stdout}).toEqual({
			code: 0,
			stdout: `# My notes

## The zombie

- A card.
- *B acquires the lock and publishes B1. Who believes now that it holds the lock?*
  You said: B alone: A's 5 s are over, and A has a clock of its own.
  What happens: A and B, both.
  A's clock does say 6 s. But only a running process can read a clock, and A has not run since 0 s.
`,
		});
		expect((await runProgram(cwd, ['play'], '/notes\n')).stdout).toContain('What happens: A and B, both.');
	});

	it('are empty at first', async () => {
		expect((await runProgram(aFolder(), ['progress', 'notes'])).stdout).toBe(
			'# My notes\n\nNo cards yet. Each lesson leaves one here when you have gone through it.\n',
		);
	});

	it('pass over bets that a lesson does not have any more, and show no control character', () => {
		const odd = keepCard(
			placeBet(noProgress, 'zombie', at, '99.1', {choice: 0, right: false}),
			'gone',
			at,
			'x\u001b[2J',
		);
		expect(missedBets({lessons, progress: odd})).toEqual([]);
		expect(notesText(lessons, odd)).toBe('# My notes\n\n## gone\n\n- x\\x1b[2J\n');
	});
});

describe('The day of a moment', () => {
	it('is a calendar day, or what stands there', () => {
		expect(localDay('2026-11-21T12:00:00.000Z')).toMatch(/^2026-11-2[12]$/);
		expect(localDay('9999-99-99T99:99:99.999Z')).toBe('9999-99-99');
	});
});

/** A learner who has solved one lesson, on the 21st unless said otherwise, and bet wrong once. */
function aLearner(solvedAt = at): string {
	const cwd = aFolder();
	const bet = placeBet(noProgress, 'zombie', at, '0.2', {choice: 0, right: false});
	openProgress(`${cwd}/.home`).save(keepCard(solveLesson(bet, 'zombie', solvedAt), 'zombie', at, 'A card.'));
	return cwd;
}

function kept(cwd: string): Progress {
	return openProgress(`${cwd}/.home`).load().progress;
}
