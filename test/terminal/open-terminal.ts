import {onTestFinished} from 'vitest';
import {emptyFolder, installedProgram, plainEnvironment} from './installed.js';
import {type OpenTerminal, runInTerminal} from './run-in-terminal.js';

export type {Cell, OpenTerminal, Style, TerminalEnding} from './run-in-terminal.js';

export type Opening = {
	readonly columns?: number;
	readonly rows?: number;
	readonly env?: Readonly<Record<string, string>>;
	/** Where progress is kept. A new empty folder unless given. */
	readonly home?: string;
	readonly cwd?: string;
	/** Another program than the installed one. */
	readonly program?: string;
};

/** Returns a terminal in which the installed program has just been started. It is closed when the test is over. */
export function openTerminal(typed: readonly string[] = [], opening: Opening = {}): OpenTerminal {
	const {columns = 120, rows = 40, env = {}, home = emptyFolder(), cwd = home, program = installedProgram()} = opening;
	const terminal = runInTerminal({program, typed, env: plainEnvironment(home, env), cwd, columns, rows});
	onTestFinished(() => terminal.close());
	return terminal;
}
