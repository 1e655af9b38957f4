/** The signals that end the program, by their numbers. They are the same on every system that has them, and Node's own table of them takes a part of a millisecond to load. */
export const signalNumbers = {SIGHUP: 1, SIGINT: 2, SIGQUIT: 3, SIGPIPE: 13, SIGTERM: 15, SIGBREAK: 21} as const;

/** The exit code that stands for a signal. Source: shells report a signal n as 128 + n. */
export function codeOfSignal(signal: keyof typeof signalNumbers): number {
	return 128 + signalNumbers[signal];
}

/**
 * Ends the process by a signal, as the shell expects of a program whose terminal or reader is gone; never returns.
 * `process.exit` would not do: Node first sets the terminal back, and aborts where the terminal is gone.
 */
export async function dieOf(signal: 'SIGHUP' | 'SIGPIPE'): Promise<never> {
	if (process.platform === 'win32') process.exit(codeOfSignal('SIGHUP'));
	// Node ignores SIGPIPE; with its last listener a signal gets back what the system does by default.
	process.on(signal, () => {}).removeAllListeners(signal);
	// The closing of the terminal has to be over, else Node aborts here too.
	return await new Promise(() => {
		setTimeout(() => process.kill(process.pid, signal), closing);
		// Where the signal is ignored for good, as under nohup, the process still has to end.
		setTimeout(() => process.kill(process.pid, 'SIGKILL'), 20 * closing);
	});
}

/** Units: real ms. */
const closing = 20;
