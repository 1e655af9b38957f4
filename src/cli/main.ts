import {processIo} from './process-io.js';
import {program} from './program.js';

/** Runs the program in this process and ends it with the exit code of the subcommand. */
export async function main(version: string): Promise<void> {
	endQuietlyOnClosedPipe();
	const code = await program({typed: process.argv.slice(2), io: (options) => processIo(options, version)}).catch(
		ownMistake,
	);
	await Promise.all([written(process.stdout), written(process.stderr)]);
	process.exit(code);
}

/** Source: 70 is EX_SOFTWARE of sysexits. */
function ownMistake(error: unknown): number {
	process.stderr.write(
		`fence-tutor has made a mistake of its own. Please report it with these lines:\n${error instanceof Error ? error.stack : error}\n`,
	);
	return 70;
}

/** Whoever reads our output may stop reading, as `head` does; that is no error. A terminal that is gone answers EIO, and its hang-up signal ends the program. */
function endQuietlyOnClosedPipe(): void {
	for (const stream of [process.stdout, process.stderr]) {
		stream.on('error', ({code, message}: NodeJS.ErrnoException) => {
			if (code === 'EPIPE') process.exit(0);
			if (code !== 'EIO' && code !== 'ERR_STREAM_DESTROYED') throw new Error(`Writing failed: ${message}`);
		});
	}
}

/** A pipe is written in the background; ending the process before would lose its end. */
function written(stream: NodeJS.WriteStream): Promise<void> {
	return new Promise((done) => {
		stream.write('', () => done());
	});
}
