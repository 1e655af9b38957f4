import {lessons} from 'fence-tutor:lessons';
import {describe, expect, it} from 'vitest';
import type {Act, Lesson} from '../../src/lesson/lesson.js';
import {emptyFolder, runInstalled} from './installed.js';
import {type OpenTerminal, openTerminal} from './open-terminal.js';

const actsOf = ({steps}: Lesson): readonly Act[] => steps.flatMap(({beats}) => beats.map(({act}) => act));

/** The lines a person types at an act; Enter goes on from it. */
function typedAt(act: Act): readonly string[] {
	switch (act.kind) {
		case 'read':
		case 'debrief':
			return [];
		case 'try':
			return ['\r'];
		case 'predict':
			return ['1\r'];
		case 'task':
			return act.solution.map(({text}) => `${text}\r`);
	}
}

/** What has to be in sight before a person can do an act. */
function isReady(act: Act, screen: string): boolean {
	switch (act.kind) {
		case 'task':
			return screen.split(/\[[ ✓]\]/).length > act.goals.length;
		case 'predict':
			return act.choices.every((_, index) => new RegExp(`^ [ ▸] ${index + 1}  \\S`, 'm').test(screen));
		case 'try':
			return screen.includes('▸ ') && screen.includes('Enter runs');
		case 'read':
		case 'debrief':
			return screen.includes('Enter');
	}
}

async function doLesson(terminal: OpenTerminal, lesson: Lesson): Promise<void> {
	for (const act of actsOf(lesson)) {
		await terminal.shows((screen) => isReady(act, screen));
		for (const keys of typedAt(act)) terminal.type(keys);
		await terminal.shows((screen) => act.kind === 'debrief' || /Enter (goes on|ends|leads|opens)/.test(screen));
		terminal.type('\r');
	}
}

describe.each(lessons.filter(({part}) => part !== 'Challenges').map((lesson) => [lesson.id, lesson] as const))(
	'the lesson %s on a screen of 80 by 24',
	(id, lesson) => {
		it('shows every goal, bet and line to be run, and is solved at the keyboard', async () => {
			const home = emptyFolder();
			const terminal = openTerminal(['learn', id, '--no-motion'], {columns: 80, rows: 24, home});
			await doLesson(terminal, lesson);
			terminal.type('\u0003');
			expect(await terminal.ended()).toEqual({code: 0, signal: 0});
			expect((await runInstalled(['list'], {home})).stdout).toMatch(/^1 of \d+ solved/m);
		});
	},
);
