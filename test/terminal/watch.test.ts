import {
	chmodSync,
	existsSync,
	readdirSync,
	readFileSync,
	readlinkSync,
	renameSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {emptyFolder} from './installed.js';
import {openTerminal} from './open-terminal.js';

const mine = `/* fence
lock account lease ttl 10s
store raw unfenced
put account balance=100
claim never stale-write
*/
export default async function client({lock, store}) {
	const lease = await lock.acquire();
	await store.write('balance', 90, {token: lease.token});
}
`;

const advance = '\tif (!(await store.advance({token: lease.token})).accepted) return;\n';

describe('fence-tutor build in a terminal', () => {
	it('shows within a save what is new, whatever an editor does to the file, and gives the terminal back', async () => {
		const cwd = emptyFolder();
		const terminal = openTerminal(['build'], {cwd, columns: 80, rows: 24});
		await terminal.shows('06-advance.mjs');
		const file = join(cwd, 'fence-exercises/06-advance.mjs');
		const start = readFileSync(file, 'utf8');
		terminal.type('\u001B[B'.repeat(5));
		await terminal.shows('▸ · 06-advance.mjs');
		terminal.type('\r');
		await terminal.shows('Refuted in 7 moves: lost-update.');
		await terminal.shows('21: await store.write');

		// A program that puts a new file in the place of the old one.
		writeFileSync(`${file}.new`, start.replace(/^(?=\tconst \{value\})/m, advance));
		renameSync(`${file}.new`, file);
		await terminal.shows('All 3 hold.');
		writeFileSync(file, start.replace('{value} =', '{value ='));
		await terminal.shows(/06-advance\.mjs:20:\d+: This is not JavaScript/);
		rmSync(file);
		await terminal.shows('This file is not there any more.');
		writeFileSync(file, start);
		await terminal.shows('Refuted in 7 moves: lost-update.');

		for (const [columns, rows] of [
			[120, 40],
			[60, 20],
			[30, 8],
			[80, 24],
		] as const) {
			terminal.resize(columns, rows);
			await terminal.shows(columns < 60 ? 'This terminal is 30 by 8.' : 'Refuted in 7 moves');
		}
		writeFileSync(file, 'export default async function client() {\n\tfor (;;);\n}\n');
		await terminal.shows('checking …');
		terminal.type('\u0003');
		expect(await terminal.ended()).toEqual({code: 0, signal: 0});
		expect(terminal.inAlternateScreen()).toBe(false);
		expect(terminal.cursor().shown).toBe(true);
		expect(processesIn(cwd)).toEqual([]);
	});

	it('opens the editor at the line of the move, and the schedule in the sandbox, and comes back from both', async () => {
		const cwd = emptyFolder();
		const editor = join(cwd, 'vim');
		writeFileSync(editor, '#!/bin/sh\necho "$@" >"$0.txt"\necho edited\n');
		chmodSync(editor, 0o755);
		writeFileSync(join(cwd, 'mine.mjs'), mine);
		const terminal = openTerminal(['build', 'mine.mjs'], {cwd, columns: 80, rows: 24, env: {EDITOR: editor}});
		await terminal.shows('Refuted in 5 moves: stale-write.');
		terminal.type('e');
		await terminal.shows((screen) => existsSync(`${editor}.txt`) && screen.includes('Refuted in 5 moves'));
		expect(readFileSync(`${editor}.txt`, 'utf8')).toBe(`+9 ${join(cwd, 'mine.mjs')}\n`);
		terminal.type('r');
		await terminal.shows('/quit goes');
		terminal.type('/quit\r');
		await terminal.shows('Refuted in 5 moves: stale-write.');
		terminal.type('3');
		await terminal.shows('3 clients');
		terminal.type('q');
		expect(await terminal.ended()).toEqual({code: 0, signal: 0});
		expect(terminal.scrollback()).toContain('never stale-write');
		expect(processesIn(cwd)).toEqual([]);
	});
});

/** The processes that run in a folder. */
function processesIn(folder: string): readonly string[] {
	if (!existsSync('/proc')) return [];
	return readdirSync('/proc')
		.filter((name) => /^\d+$/.test(name))
		.filter((pid) => {
			try {
				return readlinkSync(`/proc/${pid}/cwd`) === folder;
			} catch {
				return false;
			}
		});
}
