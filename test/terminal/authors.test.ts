import {renameSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {newLesson} from '../../src/lesson/draft/new-lesson.js';
import {placeBet, solveLesson} from '../../src/progress/change.js';
import {lessonOf, noProgress} from '../../src/progress/record.js';
import {openProgress} from '../../src/progress/store.js';
import {emptyFolder, runInstalled} from './installed.js';
import {openTerminal} from './open-terminal.js';

describe('For authors, in a terminal,', () => {
	it('check --watch checks again on save, and Ctrl-C ends it as it should', async () => {
		const cwd = emptyFolder();
		writeFileSync(join(cwd, '01-x.md'), newLesson('x', 'X'));
		const terminal = openTerminal(['check', '--watch', '01-x.md'], {cwd});
		await terminal.shows(/ok 01-x\.md: X .*\n+Watching 01-x\.md\. Ctrl-C ends it\./);
		writeFileSync(join(cwd, 'saved'), newLesson('x', 'Renamed'));
		renameSync(join(cwd, 'saved'), join(cwd, '01-x.md'));
		await terminal.shows(/ok 01-x\.md: Renamed .*\n+Watching/);
		terminal.type('\u0003');
		expect(await terminal.ended()).toEqual({code: 0, signal: 0});
		expect(terminal.raw()).not.toMatch(/Error|\n\s+at /);
	});

	it('preview opens a lesson at a step and keeps nothing', async () => {
		const cwd = emptyFolder();
		writeFileSync(join(cwd, '01-x.md'), newLesson('x', 'X'));
		const terminal = openTerminal(['preview', '01-x.md', '--step', '3', '--no-motion'], {cwd, home: cwd});
		await terminal.shows('Your turn');
		await terminal.shows('step 3 of 4');
		terminal.type('A acquire job; A pause\r');
		await terminal.shows('granted 33');
		terminal.type('\u0003');
		expect((await terminal.ended()).code).toBe(0);
		expect((await runInstalled(['progress'], {home: cwd})).stdout).toMatch(/^0 of/);
	});

	it('learn DIR opens a course at its list, and Enter its first lesson', async () => {
		const cwd = emptyFolder();
		writeFileSync(join(cwd, '01-x.md'), newLesson('x', 'The first of ours'));
		writeFileSync(
			join(cwd, 'course.yaml'),
			'title: Locks at our place\nparts:\n  - title: Part one\n    lessons: [x]\n',
		);
		const terminal = openTerminal(['learn', '.', '--no-motion'], {cwd});
		await terminal.shows('Locks at our place');
		await terminal.shows('Part one');
		terminal.type('\r');
		await terminal.shows('step 1 of 4');
		await terminal.shows('The first of ours');
		terminal.type('\u0003');
		expect((await terminal.ended()).code).toBe(0);
	});
});

describe('For a speaker, on a projector,', () => {
	it.each([
		[80, 24],
		[200, 50],
	])('a lesson goes forward and back with one key, at %i by %i', async (columns, rows) => {
		const terminal = openTerminal(['learn', 'zombie', '--presenter'], {columns, rows});
		await terminal.shows('The zombie');
		terminal.type(' ');
		await terminal.shows('Two workers publish one report.');
		expect(terminal.inAlternateScreen()).toBe(true);
		terminal.type('\u001b[C');
		await terminal.shows('granted 33');
		terminal.type('\u001b[D');
		await terminal.shows('Two workers publish one report.');
		// The speaker's notes are on a screen of their own.
		expect(terminal.raw()).not.toContain('Point at the two bars');
		terminal.type('      ');
		await terminal.shows('digits count hands');
		terminal.type('12\u001b[B\u001b[B4');
		await terminal.shows(/3 +4 +A and B, both/);
		terminal.type('   ');
		await terminal.shows('✓ 3    4  A and B, both');
		await terminal.shows('✗ 1   12  B alone');
		terminal.type('q');
		expect(await terminal.ended()).toEqual({code: 0, signal: 0});
		expect(terminal.inAlternateScreen()).toBe(false);
	});
});

describe('For a learner who comes back,', () => {
	it('the bets that are due stand on the home screen, are asked again in their worlds, and are kept', async () => {
		const home = emptyFolder();
		const at = '2020-01-01T12:00:00.000Z';
		openProgress(home).save(
			solveLesson(placeBet(noProgress, 'zombie', at, '0.2', {choice: 0, right: false}), 'zombie', at),
		);
		const terminal = openTerminal(['--no-motion'], {home, env: {FENCE_TUTOR_HOME: home}, columns: 80, rows: 24});
		await terminal.shows('1 bet to warm up: /review');
		terminal.type('/review\r');
		await terminal.shows('Who believes now that it holds the');
		await terminal.shows('From: The zombie');
		terminal.type('3\r');
		await terminal.shows('✓ 3');
		terminal.type('\r');
		await terminal.shows('1 of 1 bet right');
		terminal.type('\r');
		await terminal.shows('letters narrow the list');
		await terminal.shows((screen) => !screen.includes('warm up'));
		terminal.type('notes\r');
		await terminal.shows('Bets that went the other way');
		terminal.type('\u0003');
		expect((await terminal.ended()).code).toBe(0);
		expect(lessonOf(openProgress(home).load().progress, 'zombie').reviews).toMatchObject({'0.2': {stage: 1}});
	});
});
