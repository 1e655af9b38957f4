import type {OpenTerminal} from '../test/terminal/run-in-terminal.js';
import {openLesson} from './lesson-screen.js';
import {ms, type Row} from './row.js';
import {median, quantile} from './sample.js';
import type {Workbench} from './workbench.js';

/** Returns how long a key takes to be seen on a whole lesson screen. */
export async function keys(place: Workbench): Promise<readonly Row[]> {
	const terminal = await openLesson(place);
	try {
		const times: number[] = [];
		for (let line = 0; line < 6; line++) times.push(...(await typeLine(terminal, 'a pause for 12s and')));
		return [
			{
				what: 'key to frame, median',
				measured: ms(median(times)),
				against: 'goal: 16 ms',
				ratio: median(times) / 16,
				goal: 1,
			},
			{
				what: 'key to frame, 90th percentile',
				measured: ms(quantile(times, 0.9)),
				against: 'goal: 30 ms',
				ratio: quantile(times, 0.9) / 30,
				goal: 1,
			},
		];
	} finally {
		terminal.close();
	}
}

/** Returns the time each key took. The line is wiped at the end, with Ctrl-U. */
async function typeLine(terminal: OpenTerminal, line: string): Promise<readonly number[]> {
	const times: number[] = [];
	for (let length = 1; length <= line.length; length++)
		times.push(await press(terminal, line[length - 1] ?? '', line.slice(0, length)));
	terminal.type('\u0015');
	await terminal.shows((screen) => !screen.includes(line));
	return times;
}

/** The time is that of the last bytes before the text stood on the screen: how fast the display of this bench is does not count. */
async function press(terminal: OpenTerminal, key: string, seen: string): Promise<number> {
	const start = performance.now();
	const wrote = terminal.lastWritten();
	terminal.type(key);
	await terminal.shows((screen) => terminal.lastWritten() > wrote && screen.includes(seen.trimEnd()));
	return terminal.lastWritten() - start;
}
