/** The command that makes a process a client of a live run: this program, as it was started. */
export function liveClientCommand(): readonly string[] {
	return [process.execPath, ...process.execArgv, process.argv[1] ?? '', 'live', 'client'];
}
