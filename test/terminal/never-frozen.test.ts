import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {emptyFolder} from './installed.js';
import {type OpenTerminal, openTerminal} from './open-terminal.js';

/** A program that goes on and on, each round with a new token. */
const endless = `client A
client B
lock job lease ttl 5s
store vault equal
put job done=0
A runs acquire job; release job; write job done=1
B runs acquire job; write job done=2; release job
A retries
run B
`;

/** The sandbox with that program, and the line that runs it entered. */
async function running(): Promise<OpenTerminal> {
	const folder = emptyFolder();
	writeFileSync(join(folder, 'endless.fence'), endless);
	const terminal = openTerminal(['play', 'endless.fence', '--no-motion'], {home: folder, columns: 80, rows: 24});
	await terminal.shows('sandbox >');
	terminal.type('run A\r');
	await terminal.shows('Esc stops');
	return terminal;
}

describe.skipIf(process.platform === 'win32')('While a program goes on and on', () => {
	it('keys are shown as they are typed, and Esc ends it with nothing half done', async () => {
		const terminal = await running();
		for (const word of ['B ', 'read ', 'job']) {
			terminal.type(word);
			// It still goes on: nothing has waited for its end.
			const shown = new RegExp(`sandbox > .*${word.trim()}$`, 'm');
			await terminal.shows((screen) => shown.test(screen) && screen.includes('Esc stops'));
		}
		terminal.type('\u001B');
		await terminal.shows('Stopped. Nothing of it was done');
		await terminal.shows('sandbox > B read job');
		terminal.type('\r');
		await terminal.shows('B reads job');
		await terminal.shows('t = 0 s');
		expect(terminal.raw()).not.toContain('limit of one statement');
	});

	it('what is entered meanwhile is run afterwards, in order', async () => {
		const terminal = await running();
		terminal.type('B read job; wait 3s\rwait 2s\r');
		await terminal.shows('t = 5 s');
	});

	it('Ctrl-C leaves at once', async () => {
		const terminal = await running();
		terminal.type('\u0003');
		expect((await terminal.ended()).code).toBe(0);
		expect(terminal.inAlternateScreen()).toBe(false);
	});
});
