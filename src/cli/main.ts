import {processIo} from './process-io.js';
import {program} from './program.js';

/** Runs the program in this process and ends it with the exit code of the subcommand. */
export async function main(version: string): Promise<void> {
	endQuietlyOnClosedPipe();
	const code = await program({typed: process.argv.slice(2), io: (options) => processIo(options, version)});
	await Promise.all([written(process.stdout), written(process.stderr)]);
	process.exit(code);
}

/** Whoever reads our output may stop reading, as `head` does; that is no error. */
function endQuietlyOnClosedPipe(): void {
	for (const stream of [process.stdout, process.stderr]) {
		stream.on('error', (error: NodeJS.ErrnoException) => {
			if (error.code !== 'EPIPE') throw error;
			process.exit(0);
		});
	}
}

/** A pipe is written in the background; ending the process before would lose its end. */
function written(stream: NodeJS.WriteStream): Promise<void> {
	return new Promise((done) => {
		stream.write('', () => done());
	});
}
