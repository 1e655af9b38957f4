import {Readable} from 'node:stream';
import type {Io} from '../../src/cli/io.js';

/** An outside made for a test, and what was written to it so far. */
export type FakeIo = {readonly io: Io; stdout(): string; stderr(): string};

/** Returns an outside without a terminal: standard input holds `stdin`, nothing is set, and the folder is `cwd`. */
export function fakeIo({stdin = '', ...changes}: Partial<Omit<Io, 'stdin'>> & {readonly stdin?: string} = {}): FakeIo {
	const written = {stdout: '', stderr: ''};
	const because = 'the test says so';
	const io: Io = {
		stdin: Readable.from(stdin === '' ? [] : [Buffer.from(stdin)]),
		stdout: {write: (text) => (written.stdout += text)},
		stderr: {write: (text) => (written.stderr += text)},
		terminal: null,
		look: {ascii: false, colors: 0, motion: false},
		because: {screen: because, ascii: because, colors: because, motion: because},
		columns: 80,
		version: '1.2.3',
		env: {},
		cwd: process.cwd(),
		...changes,
	};
	return {io, stdout: () => written.stdout, stderr: () => written.stderr};
}
