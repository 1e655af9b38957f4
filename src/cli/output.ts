import {fstatSync, statSync, writeSync} from 'node:fs';
import {dieOf} from './die-of.js';
import {exitCode} from './exit-code.js';
import {fileReason} from './file-reason.js';

/** An output of the process. `isTTY` and `columns` as Node has them; `written` settles once all is. */
export type StandardOutput = {
	readonly isTTY?: boolean;
	readonly columns?: number;
	write(text: string): unknown;
	written(): Promise<void>;
};

/**
 * The program's own standard output, and what becomes of it for as long as the process lives.
 * A reader that stops reading, as `head` does, is no error: what judges goes on to its end and keeps its exit code, and what would go on until the user ends it
 * (`isEndless`) dies of SIGPIPE. Standard output that cannot be written in any other way ends the program with one sentence. A terminal that is gone answers EIO, and its
 * hang-up signal ends the program.
 */
export function openStandardOutput(isEndless: () => boolean): StandardOutput {
	return opened(
		1,
		() => process.stdout,
		(error) => {
			if (error.code === 'EPIPE') {
				if (isEndless()) void dieOf('SIGPIPE');
				return;
			}
			if (error.code === 'ERR_STREAM_DESTROYED' || (error.code === 'EIO' && process.stdout.isTTY)) return;
			say(`fence-tutor: Standard output cannot be written: ${fileReason(error)}\n`);
			process.exit(exitCode.unusable);
		},
	);
}

/** The program's own standard error. Where it cannot be written there is nobody left to tell. */
export function openStandardError(): StandardOutput {
	return opened(
		2,
		() => process.stderr,
		() => {},
	);
}

function opened(
	file: 1 | 2,
	open: () => NodeJS.WriteStream,
	failed: (error: NodeJS.ErrnoException) => void,
): StandardOutput {
	let stream: NodeJS.WriteStream | null = null;
	const streamOf = (): NodeJS.WriteStream => {
		stream ??= open().on('error', failed);
		return stream;
	};
	const direct = isPlain(file);
	return {
		get isTTY() {
			return !direct && streamOf().isTTY === true;
		},
		get columns() {
			return direct ? 0 : streamOf().columns;
		},
		write(text) {
			if (stream !== null || !direct) return streamOf().write(text);
			const rest = writeAtOnce(file, text, failed);
			return rest.length === 0 || streamOf().write(rest);
		},
		// A stream may write in the background; ending the process before would lose its end.
		written: () => new Promise((done) => (stream === null ? done() : stream.write('', () => done()))),
	};
}

/** A pipe, a file or nothing at all. Node's streams write to these at once, too, except on Windows; and what a stream needs takes longer to load than a small subcommand. */
function isPlain(file: number): boolean {
	if (process.platform === 'win32') return false;
	try {
		const shape = fstatSync(file);
		return shape.isFIFO() || shape.isSocket() || shape.isFile() || shape.rdev === statSync('/dev/null').rdev;
	} catch {
		return false;
	}
}

/** Returns what the pipe does not take now. */
function writeAtOnce(file: number, text: string, failed: (error: NodeJS.ErrnoException) => void): Uint8Array {
	let rest = Buffer.from(text);
	while (rest.length > 0) {
		try {
			rest = rest.subarray(writeSync(file, rest));
		} catch (error) {
			const {code} = error as NodeJS.ErrnoException;
			if (code === 'EAGAIN') return rest;
			failed(error as NodeJS.ErrnoException);
			return Buffer.alloc(0);
		}
	}
	return rest;
}

/** At once, since the process ends right after it. */
function say(sentence: string): void {
	try {
		writeSync(2, sentence);
	} catch {
		// Standard error may be the same full disk.
	}
}
