import {expect, it} from 'vitest';
import type {Library} from '../../../src/cli/learn/library.js';
import {openScreens} from '../../../src/cli/tty/open-screens.js';
import {openLesson} from '../../../src/session/open.js';
import {lessonOf, lessonText} from '../../lesson/a-lesson.js';
import {lessonList} from '../../view/screens/playing.js';
import {fakeIo} from '../fake-io.js';
import {fakeTerminal} from './a-terminal.js';

const lesson = lessonOf(lessonText());
const solution =
	'A acquire account; wait 10s; B acquire account; B write account balance=80; A write account balance=90';

/** A library on a disk that takes as long as the test wants. */
function slowLibrary() {
	const waiting: (() => void)[] = [];
	let solved = false;
	const library: Library = {
		lessonList: () => lessonList,
		open: () => openLesson(lesson).session,
		keep: ({place}) => {
			const isNews = !solved && place.kind === 'lesson' && place.standing.solved.length > 0;
			solved ||= isNews;
			return isNews;
		},
		remember: () => {},
		takeOver: () => null,
		set: () => {},
		setting: () => 'dark',
		history: () => [],
		flush: () => null,
		flushLater: () => new Promise((resolve) => waiting.push(() => resolve(null))),
	};
	const write = () => {
		for (const done of waiting.splice(0)) done();
	};
	return {library, isAsked: () => waiting.length > 0, write};
}

it('What was solved is on the disk before the screen says so, and no key waits for a slow disk', async () => {
	const {terminal, type, screen, shows} = fakeTerminal();
	const {library, isAsked, write} = slowLibrary();
	const {io} = fakeIo();
	const opening = {kind: 'session', session: openLesson(lesson).session} as const;
	const ended = openScreens(io, terminal, library, opening, null);
	await shows('> ');
	type(`${solution}\r`);
	await shows('Saving what you have done');
	expect(isAsked()).toBe(true);
	expect(screen()).not.toContain('Solved');
	expect(screen()).not.toContain('[✓]');
	// The disk is still at work, and keys are shown.
	type('A read');
	await shows('> A read');
	expect(screen()).not.toContain('Solved');
	write();
	await shows('Solved');
	expect(screen()).toContain('> A read');
	type('\u0003');
	// The last save is waited for as well.
	await shows((now) => now !== '' && isAsked());
	write();
	expect(await ended).toBe(0);
});
