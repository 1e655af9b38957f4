import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, describe, expect, test} from 'vitest';
import {type Library, openLibrary} from '../../../src/cli/learn/library.js';
import {compileLessons} from '../../../src/lesson/compile.js';
import {openProgress} from '../../../src/progress/store.js';
import type {Session} from '../../../src/session/session.js';
import {update} from '../../../src/session/update.js';
import {lessons as shipped} from '../../view/screens/playing.js';

const tiny = `---
id: tiny
title: Tiny
role: adversary
minutes: 1
teaches: []
---

\`\`\`world
client A
\`\`\`

## Wait

\`\`\`task
goal:
  - show: three seconds have passed
    when: time >= 3s
hints:
  - What passes by itself?
  - Time does.
  - wait 3s
solution: wait 3s
\`\`\`

## Done

\`\`\`debrief
That was it.
card: Time passes.
\`\`\`
`;

const lessons = [...shipped, ...compileLessons([{name: '99-tiny.md', text: tiny}]).lessons];

const folders: string[] = [];

const folder = (): string => {
	const made = mkdtempSync(join(tmpdir(), 'fence-tutor-library-'));
	folders.push(made);
	return made;
};

const open = (where: string | null): Library => {
	const {library} = openLibrary(lessons, openProgress(where), () => '2026-11-21T08:30:00.000Z');
	return library;
};

const typed = (session: Session, ...lines: readonly string[]): Session =>
	lines.reduce((now, text) => update(now, {kind: 'line', text}).session, session);

afterEach(() => {
	for (const each of folders.splice(0)) rmSync(each, {recursive: true, force: true});
});

describe('the library', () => {
	test('opens a lesson where it was left, by another run of the program', () => {
		const where = folder();
		const first = open(where);
		first.keep(typed(first.open('lease'), '', ''));
		expect(first.flush()).toBeNull();
		const second = open(where);
		expect(second.open('lease').place.tree.moments.length).toBeGreaterThan(2);
		expect(second.lessonList().goOn).toBe('lease');
		expect(second.lessonList().items[0]).toMatchObject({id: 'lease', step: 0, solved: false});
	});

	test('keeps on the disk only what was flushed', () => {
		const where = folder();
		const library = open(where);
		library.remember(['wait 6s']);
		expect(open(where).history()).toEqual([]);
		library.flush();
		expect(open(where).history()).toEqual(['wait 6s']);
	});

	test('counts a lesson as solved when its tasks are, and puts its cards on the shelf', () => {
		const library = open(null);
		const solved = typed(library.open('tiny'), 'wait 3s');
		library.keep(solved);
		expect(library.lessonList().items.at(-1)).toMatchObject({id: 'tiny', solved: true});
		library.keep(typed(solved, ''));
		expect(library.lessonList().cards).toEqual([{lesson: 'tiny', text: 'Time passes.', code: null}]);
	});

	test('says that something was reached only where a task was solved or a bet placed, not for going on after it was opened', () => {
		const where = folder();
		const first = open(where);
		const begun = typed(first.open('tiny'), 'wait 1s');
		expect(first.keep(begun)).toBe(false);
		expect(first.keep(typed(begun, 'wait 2s'))).toBe(true);
		first.flush();
		const again = open(where);
		const opened = again.open('tiny');
		expect(again.keep(typed(opened, '/undo'))).toBe(false);
	});

	test('keeps settings, and has none that nobody set', () => {
		const library = open(null);
		library.set('theme', 'light');
		expect(library.setting('theme')).toBe('light');
		expect(library.setting('constructor')).toBeNull();
	});

	test('opens the sandbox where no lesson has that name', () => {
		expect(open(null).open('no such lesson').place.kind).toBe('sandbox');
	});
});
