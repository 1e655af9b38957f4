import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {emptyFolder, installedProgram} from './installed.js';
import {type Opening, type OpenTerminal, openTerminal} from './open-terminal.js';

const begun = 'Enter runs the line';

/** A time that no wait of this test ends at. */
const inBetween = /t = (?:\d*[1-46-9]|\d+\.\d) s/;

/** A terminal with the first lesson open. */
async function firstLesson(opening: Opening = {}): Promise<OpenTerminal> {
	const terminal = openTerminal(['--no-motion'], opening);
	await terminal.shows('Enter begins the first lesson');
	terminal.type('\r');
	await terminal.shows(begun);
	return terminal;
}

/** A terminal with the sandbox open. */
async function sandbox(opening: Opening = {}): Promise<OpenTerminal> {
	const terminal = openTerminal(['play', '--no-motion'], opening);
	await terminal.shows('sandbox >');
	return terminal;
}

/** The terminal has been given back as it was taken. */
function expectRestored(terminal: OpenTerminal): void {
	expect(terminal.inAlternateScreen()).toBe(false);
	expect(terminal.cursor().shown).toBe(true);
	expect(terminal.display.modes.bracketedPasteMode).toBe(false);
	expect(terminal.raw().match(/\u001B\[\?1049h/g)).toHaveLength(terminal.raw().match(/\u001B\[\?1049l/g)?.length ?? -1);
	expect(terminal.raw()).not.toContain('\u001B[3J');
}

/** The last line that stands at the prompt. */
function prompt(terminal: OpenTerminal): string {
	return terminal.rows().findLast((row) => row.includes('> ')) ?? '';
}

describe('The full screen', () => {
	it('costs at most 300 bytes a typed letter and erases no row, and what it shows is what a redrawn screen shows', async () => {
		for (const typed of [['learn', 'lease'], ['play']]) {
			const terminal = openTerminal([...typed, '--no-motion'], {columns: 80, rows: 24});
			await terminal.shows('> ');
			const {column} = terminal.cursor();
			for (const [index, letter] of [...'A acquire'].entries()) {
				const before = terminal.raw().length;
				terminal.type(letter);
				await terminal.shows(() => terminal.cursor().column === column + index + 1);
				const written = terminal.raw().slice(before);
				expect({letter, bytes: Buffer.byteLength(written)}).toSatisfy(({bytes}) => bytes <= 300);
				expect(written).not.toContain('\u001B[2K');
			}
			const inSteps = terminal.screen();
			const before = terminal.raw().length;
			terminal.type('\f');
			await terminal.shows(() => terminal.raw().slice(before).includes('\u001B[2J') && terminal.screen() === inSteps);
			terminal.close();
		}
	});

	it('says at once what Enter does, and breaks something within a few presses of it', async () => {
		const terminal = openTerminal(['--no-motion'], {columns: 80, rows: 24});
		await terminal.shows('Enter begins the first lesson');
		await terminal.shows(() => terminal.inAlternateScreen());
		terminal.type('\r');
		await terminal.shows(begun);
		for (const shown of ['granted', 'A pause', 'paused', 'wait 11s', 'write 80', 'A writes after B']) {
			terminal.type('\r');
			await terminal.shows(shown);
		}
		terminal.type('A resume; A write account balance-=10\r');
		await terminal.shows('Solved');
		await terminal.shows('stale-write');
	});

	it('runs every line of what is typed faster than it can draw', async () => {
		const terminal = await sandbox();
		terminal.type(`${Array.from({length: 40}, () => 'wait 1s').join('\r')}\r`);
		await terminal.shows('t = 40 s');
	});

	it('keeps in their order the keys that are typed before its first frame and while that is taken over', async () => {
		const terminal = openTerminal(['play', '--no-motion']);
		terminal.type('wait 3s\rA acq');
		await terminal.shows(() => terminal.raw().includes('Sandbox') || terminal.raw().includes('sandbox'));
		terminal.type('uire account\rwait 4s\rwait');
		await terminal.shows('t = 7 s');
		await terminal.shows('granted 33');
		await terminal.shows(() => prompt(terminal).includes('> wait'));
	});

	it('runs the lines of a paste in order and leaves the last one at the prompt', async () => {
		const terminal = await sandbox();
		terminal.paste('A acquire account\nwait 2s\nA pause\nwait 3s\nA res');
		await terminal.shows('t = 5 s');
		await terminal.shows('granted 33');
		await terminal.shows(() => prompt(terminal).includes('A res'));
		terminal.type('ume\r');
		await terminal.shows('resumes');
	});

	it('obeys no escape sequence that is pasted', async () => {
		const terminal = await sandbox();
		terminal.paste('wait 1s\u001B[2J\u0007\u001B]0;title');
		await terminal.shows((screen) => screen.includes('wait 1s') && screen.includes('title'));
		await terminal.shows('Sandbox');
	});

	it('edits emoji and wide characters as whole characters', async () => {
		const terminal = await sandbox();
		terminal.type('A write account owner=鎖👩‍🔧é');
		await terminal.shows('owner=鎖');
		terminal.type('\u007F\u007F');
		await terminal.shows((screen) => /owner=鎖\s*$/m.test(screen));
		terminal.type('\u001B[D1');
		await terminal.shows('owner=1鎖');
	});

	it('finds earlier lines, of this run and of the one before', async () => {
		const home = emptyFolder();
		const first = await sandbox({home});
		first.type('wait 7s\r');
		await first.shows('t = 7 s');
		first.type('\u0004');
		await first.ended();
		const second = await sandbox({home});
		second.type('half typed\u001B[A');
		await second.shows((screen) => screen.includes('> wait 7s'));
		second.type('\u001B[B');
		await second.shows('half typed');
		second.type('\u0015\u0012wai');
		await second.shows((screen) => screen.includes('search wai'));
		second.type('\r');
		await second.shows('t = 7 s');
	});

	it('completes words, and a dim rest is taken with Right', async () => {
		const terminal = await sandbox();
		terminal.type('A acq\t');
		await terminal.shows('A acquire');
		terminal.type('\u0015A pau');
		await terminal.shows(() => {
			const place = terminal.find('A pause');
			if (place === null) return false;
			const {row, column} = place;
			const [typed, ahead] = [terminal.style({row, column}), terminal.style({row, column: column + 6})];
			return typed.color !== ahead.color || typed.dim !== ahead.dim;
		});
		terminal.type('\u001B[C\r');
		await terminal.shows('paused');
	});

	it('puts the cursor of the terminal where the next character goes', async () => {
		const terminal = await sandbox();
		terminal.type('wait 6s\u001B[D');
		await terminal.shows('> wait 6s');
		await terminal.shows(() => {
			const [cursor, place] = [terminal.cursor(), terminal.find('> wait 6s')];
			return cursor.shown && cursor.row === place?.row && cursor.column === place.column + 8;
		});
	});

	it('places a bet with a digit and with the arrows', async () => {
		const terminal = await firstLesson();
		terminal.type('/skip\r');
		await terminal.shows('What does B hear?');
		terminal.type('\u001B[B\r');
		await terminal.shows('your bet');
		await terminal.shows('2  Denied');
		terminal.type('/undo 3\r/undo 3\r/undo\r');
	});

	it('stays whole through five sizes, small ones too', async () => {
		const terminal = await firstLesson();
		for (const [columns, rows] of [
			[80, 24],
			[60, 20],
			[130, 45],
			[64, 16],
			[120, 40],
		] as const) {
			terminal.resize(columns, rows);
			await terminal.shows(
				(screen) =>
					terminal.rows()[rows - 2]?.includes('Enter') === true &&
					screen.split('The lock that lets go').length === 2 &&
					screen.split('step 1 of').length === 2,
			);
		}
		expect(terminal.raw()).not.toContain('\u001B[3J');
	});

	it('says that a terminal is too small, and goes on when it is larger again', async () => {
		const terminal = await firstLesson();
		terminal.resize(1, 1);
		terminal.type('\r\r');
		terminal.resize(40, 10);
		await terminal.shows('larger');
		await terminal.shows('--plain');
		terminal.resize(300, 100);
		await terminal.shows(begun);
		terminal.type('\u0003');
		expect(await terminal.ended()).toEqual({code: 0, signal: 0});
	});

	it('opens in a terminal of one cell', async () => {
		const terminal = openTerminal([], {columns: 1, rows: 1});
		await terminal.shows(() => terminal.inAlternateScreen());
		terminal.type('\u0003');
		expect(await terminal.ended()).toEqual({code: 0, signal: 0});
		expectRestored(terminal);
	});

	it('asks for no colour where none is wanted', async () => {
		for (const [typed, env] of [
			[[], {NO_COLOR: '1'}],
			[['--no-color'], {}],
		] as const) {
			const terminal = openTerminal(['--no-motion', ...typed], {env});
			await terminal.shows('Enter begins the first lesson');
			terminal.type('\r');
			await terminal.shows(begun);
			expect(terminal.raw()).not.toMatch(/\u001B\[[\d;]*(3[0-8]|4[0-8]|9[0-7]|1|2|7)m/);
		}
	});

	it('draws in ASCII alone where that is asked for', async () => {
		const terminal = await firstLesson();
		terminal.type('/quit\r');
		await terminal.ended();
		const ascii = openTerminal(['play', '--ascii', '--no-motion'], {columns: 80, rows: 24});
		await ascii.shows('sandbox >');
		ascii.type('A acquire\r');
		await ascii.shows('granted 33');
		expect(ascii.screen()).toMatch(/^[ -~\n]*$/);
	});

	it('takes line mode where the terminal is dumb', async () => {
		const terminal = openTerminal(['-c', `TERM=dumb ${installedProgram()} play`], {program: '/bin/sh'});
		await terminal.shows(/^>/m);
		terminal.type('wait 3s\r/quit\r');
		expect(await terminal.ended()).toEqual({code: 0, signal: 0});
		expect(terminal.raw()).not.toContain('\u001B');
	});

	it('lets the bars shrink while time passes, and lets a key skip it', async () => {
		const terminal = openTerminal(['play'], {columns: 80, rows: 24});
		await terminal.shows('sandbox >');
		terminal.type('A acquire\r');
		// On a busy machine all of the fraction of a second may pass between two looks of the program; then it waits again.
		let seconds = 0;
		while (seconds < 100 && !inBetween.test(terminal.raw())) {
			seconds += 5;
			terminal.type('wait 5s\r');
			await terminal.shows(`t = ${seconds} s`);
		}
		expect(terminal.raw()).toMatch(inBetween);
		terminal.type('wait 5s\rx');
		await terminal.shows((screen) => screen.includes(`t = ${seconds + 5} s`) && screen.includes('> x'));
	});

	it('closes a page with Esc, and never quits by it', async () => {
		const terminal = await sandbox();
		terminal.type('/help\r');
		await terminal.shows('Esc closes');
		terminal.type('\u001B');
		await terminal.shows('sandbox >');
		terminal.type('\u001B');
		terminal.type('\u001Bx');
		terminal.type('wait 1s\r');
		await terminal.shows('t = 1 s');
	});
});

describe('Leaving the full screen', () => {
	it.each([
		['Ctrl-C', '\u0003'],
		['Ctrl-D', '\u0004'],
		['/quit', '/quit\r'],
	])('by %s ends with 0, gives the terminal back and leaves the essentials', async (_name, keys) => {
		const terminal = await firstLesson();
		terminal.type('\r');
		await terminal.shows('granted');
		terminal.type(keys);
		expect(await terminal.ended()).toEqual({code: 0, signal: 0});
		expectRestored(terminal);
		expect(terminal.scrollback()).toContain('The lock that lets go');
		expect(terminal.scrollback()).toContain('granted');
		expect(terminal.scrollback()).toContain('fence-tutor learn lease');
	});

	it('by Ctrl-C works from the list, from a page and from a search', async () => {
		for (const keys of ['\u0003', '?\u0003', '\r\u0012wait\u0003']) {
			const terminal = openTerminal([]);
			await terminal.shows('Enter begins the first lesson');
			terminal.type(keys);
			expect(await terminal.ended()).toEqual({code: 0, signal: 0});
			expectRestored(terminal);
		}
	});

	it.each([
		['SIGTERM', {code: 143, signal: 0}],
		// It dies of the hang-up itself, which a shell reports as 129.
		['SIGHUP', {code: 0, signal: 1}],
		['SIGINT', {code: 130, signal: 0}],
	] as const)('by %s ends as a shell expects and gives the terminal back', async (name, ending) => {
		const terminal = await firstLesson();
		terminal.signal(name);
		expect(await terminal.ended()).toEqual(ending);
		expectRestored(terminal);
	});

	it('by a key or a signal leaves the terminal in the mode it was in', async () => {
		for (const leave of [
			(terminal: OpenTerminal) => terminal.type('\u0003'),
			(terminal: OpenTerminal) => process.kill(-terminal.pid, 'SIGTERM'),
		]) {
			const script = `trap : TERM; stty -a > before; ${installedProgram()} play; stty -a > after; cmp before after && echo the same`;
			const terminal = openTerminal(['-c', script], {program: '/bin/sh'});
			await terminal.shows('sandbox >');
			leave(terminal);
			await terminal.ended();
			expect(terminal.scrollback()).toContain('the same');
			expectRestored(terminal);
		}
	});

	it('for a while with Ctrl-Z gives the terminal to the shell, and fg draws the screen again', async () => {
		const terminal = openTerminal(['--norc', '-i'], {program: '/bin/bash', env: {PS1: 'shell$ '}});
		await terminal.shows('shell$');
		terminal.type(`${installedProgram()} play\r`);
		await terminal.shows('sandbox >');
		terminal.type('wait 6s\u001A');
		await terminal.shows('Stopped');
		expect(terminal.inAlternateScreen()).toBe(false);
		expect(terminal.cursor().shown).toBe(true);
		terminal.resize(90, 30);
		terminal.type('fg\r');
		await terminal.shows((screen) => screen.includes('> wait 6s') && terminal.inAlternateScreen());
		await terminal.shows(() => terminal.rows()[28]?.includes('/undo') === true);
		terminal.type('\r');
		await terminal.shows('t = 6 s');
		terminal.type('\u0003');
		await terminal.shows((screen) => !terminal.inAlternateScreen() && /shell\$\s*$/.test(screen));
	});

	it('by an error of ours says so on the normal screen and ends with 70', async () => {
		const thrower = `data:text/javascript,${encodeURIComponent('process.on("SIGUSR2", () => { throw new Error("boom"); })')}`;
		const terminal = await firstLesson({env: {NODE_OPTIONS: `--import=${thrower}`}});
		terminal.signal('SIGUSR2');
		expect(await terminal.ended()).toEqual({code: 70, signal: 0});
		expectRestored(terminal);
		expect(terminal.scrollback()).toContain('boom');
		expect(terminal.scrollback()).toContain('our mistake');
	});

	it('by closing the window keeps what was done', async () => {
		const home = emptyFolder();
		const terminal = await firstLesson({home});
		terminal.type('\r');
		await terminal.shows('granted');
		terminal.hangUp();
		await terminal.ended();
		const again = openTerminal(['learn', 'lease', '--no-motion'], {home});
		await again.shows('granted');
	});

	it('keeps the place in the lesson, down to the row', async () => {
		const home = emptyFolder();
		const terminal = await firstLesson({home});
		terminal.type('\r\r\r');
		await terminal.shows('paused');
		terminal.type('\u0003');
		await terminal.ended();
		const again = openTerminal(['--no-motion'], {home});
		await again.shows('Enter goes on with "The lock that lets go"');
		again.type('\r');
		await again.shows('paused');
	});

	it('goes on in memory where nothing can be written, and says so once', async () => {
		const home = emptyFolder();
		writeFileSync(join(home, 'file'), '');
		const terminal = openTerminal(['--no-motion'], {home, env: {FENCE_TUTOR_HOME: join(home, 'file', 'folder')}});
		await terminal.shows('Enter begins the first lesson');
		terminal.type('\r');
		await terminal.shows(begun);
		terminal.type('\r');
		await terminal.shows('granted');
		await terminal.shows(/cannot be (saved|used)/);
		terminal.type('\r\r');
		await terminal.shows('paused');
		terminal.type('\u0003');
		expect(await terminal.ended()).toEqual({code: 0, signal: 0});
		expectRestored(terminal);
	});

	it('writes progress that is whole JSON', async () => {
		const home = emptyFolder();
		const terminal = await firstLesson({home, env: {FENCE_TUTOR_HOME: home}});
		terminal.type('\r\u0003');
		await terminal.ended();
		expect(JSON.parse(readFileSync(join(home, 'progress.json'), 'utf8')).lessons).toHaveProperty('lease');
	});
});
