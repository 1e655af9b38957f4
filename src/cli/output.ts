import {writeSync} from 'node:fs';
import process from 'node:process';
import {dieOf} from './die-of.js';
import {exitCode} from './exit-code.js';
import {fileReason} from './file-reason.js';

/**
 * Watches what becomes of the program's own output, for as long as the process lives.
 * A reader that stops reading, as `head` does, is no error: what judges goes on to its end and keeps its exit code, and what would go on until the user ends it
 * (`isEndless`) dies of SIGPIPE. Standard output that cannot be written in any other way ends the program with one sentence. Standard error that cannot be written leaves
 * nobody to tell. A terminal that is gone answers EIO, and its hang-up signal ends the program.
 */
export function watchOutput(isEndless: () => boolean): void {
	process.stderr.on('error', () => {});
	process.stdout.on('error', (error: NodeJS.ErrnoException) => {
		if (error.code === 'EPIPE') {
			if (isEndless()) void dieOf('SIGPIPE');
			return;
		}
		if (error.code === 'ERR_STREAM_DESTROYED' || (error.code === 'EIO' && process.stdout.isTTY)) return;
		say(`fence-tutor: Standard output cannot be written: ${fileReason(error)}\n`);
		process.exit(exitCode.unusable);
	});
}

/** At once, since the process ends right after it. */
function say(sentence: string): void {
	try {
		writeSync(process.stderr.fd, sentence);
	} catch {
		// Standard error may be the same full disk.
	}
}
