import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, it} from 'vitest';
import {emptyFolder} from './installed.js';
import {type OpenTerminal, openTerminal} from './open-terminal.js';

const program = (name: string) =>
	`${name} runs acquire account; read account; write account balance-=10; release account`;

/** A world that nobody searches to its end while they look on. */
const large = [
	'client A',
	'client B',
	'client C',
	'client D',
	'lock account lease ttl 10s',
	'store raw unfenced',
	'put account balance=100',
]
	.concat(['A', 'B', 'C', 'D'].map(program), 'faults delay 3 crash 3 lose 2')
	.join('\n');

async function sandbox(script?: string): Promise<OpenTerminal> {
	const cwd = emptyFolder();
	if (script !== undefined) writeFileSync(join(cwd, 'world.fence'), `${script}\n`);
	const terminal = openTerminal(['play', '--no-motion', ...(script === undefined ? [] : ['world.fence'])], {
		columns: 100,
		rows: 40,
		cwd,
	});
	await terminal.shows('sandbox >');
	return terminal;
}

describe('/explore on the full screen', () => {
	it('tells how far it is, takes keys meanwhile, and stops at Esc with the prompt back', async () => {
		const terminal = await sandbox(large);
		terminal.type('/explore token of A = 99\r');
		await terminal.shows(/Searching every schedule from here: [1-9][\d,]* states so far/);
		terminal.type('wait 7s');
		await terminal.shows('> wait 7s');
		terminal.type('\u001B');
		await terminal.shows(/Not found in [\d,]+ states; there the search stopped/);
		terminal.type('\r');
		await terminal.shows('t = 7 s');
	});

	it('tells what can break, and walks the shortest story with the same keys', async () => {
		const terminal = await sandbox();
		terminal.type('/explore\r');
		await terminal.shows('Can still break');
		await terminal.shows('33 < 34');
		await terminal.shows('t = 0 s');
		for (let step = 0; step < 7; step++) terminal.type('/redo\r');
		await terminal.shows('stale-write');
		await terminal.shows('t = 10 s');
	});
});

describe('The on-track light', () => {
	it('shows that the goals can be reached, and says so when they no longer can', async () => {
		const terminal = openTerminal(['learn', 'equal', '--no-motion'], {columns: 100, rows: 40});
		await terminal.shows('Two fences');
		terminal.type('/skip\r');
		await terminal.shows('The other side of equal');
		terminal.type('step A\r');
		await terminal.shows('on track');
		terminal.type('run A\r');
		await terminal.shows('No way leads from here to the goals');
		terminal.type('/undo\r');
		await terminal.shows('on track');
		await terminal.shows((screen) => !screen.includes('No way leads from here'));
	});
});
