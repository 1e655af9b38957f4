import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {readCode} from '../../src/share/code.js';
import {emptyFolder} from './installed.js';
import {openTerminal} from './open-terminal.js';

/** The code on a screen; none where there is none, or only a part of one. */
function codeIn(screen: string): string {
	return /ft1\.[0-9a-z]+/.exec(screen)?.[0] ?? '';
}

describe('A shared run on the full screen', () => {
	it('is stepped through with Enter, back with /undo, and says whether it gives the same events', async () => {
		const home = emptyFolder();
		const sandbox = openTerminal(['play', '--no-motion'], {home});
		await sandbox.shows('sandbox >');
		sandbox.type('A acquire\rwait 11s\rA write account balance=90\r');
		await sandbox.shows('11 s');
		sandbox.type('/share\r');
		const code = codeIn(await sandbox.shows((screen) => readCode(codeIn(screen)).ok));
		const terminal = openTerminal(['replay', code, '--no-motion'], {home});
		await terminal.shows('This run has 3 steps. It gives the same events as when it was shared.');
		await terminal.shows((screen) => !screen.includes('believes 33'));
		terminal.type('\r');
		await terminal.shows('believes 33');
		terminal.type('\r\r');
		await terminal.shows('version 1');
		terminal.type('/undo\r');
		await terminal.shows('Enter takes the next step');
		terminal.type('/share\r');
		await terminal.shows((screen) => readCode(codeIn(screen)).ok && !screen.includes(code));
		terminal.type('/redo\r/share\r');
		await terminal.shows(code);
		terminal.type('/quit\r');
		expect((await terminal.ended()).code).toBe(0);
	});

	it('is not opened when its code is damaged: the terminal stays as it was', async () => {
		const home = emptyFolder();
		writeFileSync(join(home, 'code.txt'), 'ft1.0123456789\n');
		const terminal = openTerminal(['replay', join(home, 'code.txt')], {home});
		expect((await terminal.ended()).code).toBe(2);
		expect(terminal.raw()).not.toContain('\u001B[?1049h');
		expect(terminal.scrollback()).toContain('The code is damaged');
	});
});
