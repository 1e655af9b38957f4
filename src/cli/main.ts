import {codeOfSignal, dieOf} from './die-of.js';
import {openStandardError, openStandardOutput} from './output.js';
import {processIo} from './process-io.js';
import {program} from './program.js';

/** The package's version, which the bundle has in this place. */
declare const fenceTutorVersion: string;

/** Runs the program in this process and ends it with the exit code of the subcommand. */
export async function main(): Promise<void> {
	let isEndless = false;
	const stdout = openStandardOutput(() => isEndless);
	const stderr = openStandardError();
	let stdin: typeof process.stdin | null = null;
	const streams = {
		stdin: () => {
			stdin ??= process.stdin;
			return stdin;
		},
		stdout,
		stderr,
	};
	// The full screen has a listener of its own, since it has a terminal to restore.
	process.on('uncaughtException', (error) => {
		if (process.listenerCount('uncaughtException') === 1) process.exit(ownMistake(error));
	});
	const code = await program({
		typed: process.argv.slice(2),
		io: (options) => processIo(options, fenceTutorVersion, streams),
		onBegin: (endless) => {
			isEndless = endless;
		},
	}).catch(ownMistake);
	if (code === codeOfSignal('SIGHUP') || (stdin !== null && (await isTerminalGone(stdin)))) await dieOf('SIGHUP');
	await Promise.all([stdout.written(), stderr.written()]);
	process.exit(code);
}

/** Whether standard input was a terminal, and is none any more. Its end may come before its hang-up signal. */
async function isTerminalGone(stdin: typeof process.stdin): Promise<boolean> {
	if (stdin.isTTY !== true) return false;
	const {isatty} = await import('node:tty');
	return !isatty(stdin.fd);
}

/** Source: 70 is EX_SOFTWARE of sysexits. */
function ownMistake(error: unknown): number {
	process.stderr.write(
		`fence-tutor has made a mistake of its own. Please report it with these lines:\n${error instanceof Error ? error.stack : error}\n`,
	);
	return 70;
}
