import {execFileSync} from 'node:child_process';
import type {OpenTerminal} from '../test/terminal/run-in-terminal.js';
import {terminalOf, type Workbench} from './workbench.js';

/** Returns a terminal in which the first lesson stands, with its prompt. Whoever opens it closes it. */
export async function openLesson(place: Workbench): Promise<OpenTerminal> {
	const [first = '{}'] = execFileSync(place.program, ['list', '--json'], {env: {...place.env}, encoding: 'utf8'}).split(
		'\n',
	);
	const {id}: {readonly id: string} = JSON.parse(first);
	const terminal = terminalOf(place.program, ['learn', id], place);
	await terminal.shows(
		(screen) => terminal.inAlternateScreen() && screen.split('\n').filter((row) => row !== '').length > 10,
		10_000,
	);
	return terminal;
}
