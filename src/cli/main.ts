import {isatty} from 'node:tty';
import {codeOfSignal, dieOf} from './die-of.js';
import {watchOutput} from './output.js';
import {processIo} from './process-io.js';
import {program} from './program.js';

/** Runs the program in this process and ends it with the exit code of the subcommand. */
export async function main(version: string): Promise<void> {
	let isEndless = false;
	watchOutput(() => isEndless);
	// The full screen has a listener of its own, since it has a terminal to restore.
	process.on('uncaughtException', (error) => {
		if (process.listenerCount('uncaughtException') === 1) process.exit(ownMistake(error));
	});
	const code = await program({
		typed: process.argv.slice(2),
		io: (options) => processIo(options, version),
		onBegin: (endless) => {
			isEndless = endless;
		},
	}).catch(ownMistake);
	if (code === codeOfSignal('SIGHUP') || isTerminalGone()) await dieOf('SIGHUP');
	await Promise.all([written(process.stdout), written(process.stderr)]);
	process.exit(code);
}

/** Whether standard input was a terminal, and is none any more. Its end may come before its hang-up signal. */
function isTerminalGone(): boolean {
	return process.stdin.isTTY === true && !isatty(process.stdin.fd);
}

/** Source: 70 is EX_SOFTWARE of sysexits. */
function ownMistake(error: unknown): number {
	process.stderr.write(
		`fence-tutor has made a mistake of its own. Please report it with these lines:\n${error instanceof Error ? error.stack : error}\n`,
	);
	return 70;
}

/** A pipe is written in the background; ending the process before would lose its end. */
function written(stream: NodeJS.WriteStream): Promise<void> {
	return new Promise((done) => {
		stream.write('', () => done());
	});
}
