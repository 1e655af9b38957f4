import {createReadStream, fstatSync, readFileSync, statSync} from 'node:fs';
import {resolve} from 'node:path';
import {grouped} from '../language/grouped.js';
import {longestLine, longestScript} from '../language/limits.js';
import type {Io} from './io.js';

/** The text of a file, or why there is none and where. Units: line and column count from 1, columns in code points. */
export type Source =
	| {readonly ok: true; readonly text: string}
	| {readonly ok: false; readonly problem: {readonly line: number; readonly column: number; readonly message: string}};

/** The text of a file as it was named on the command line; `-` is standard input. Never throws, whatever is there. */
export async function readSource(file: string, io: Pick<Io, 'stdin' | 'cwd'>): Promise<Source> {
	try {
		if (file === '-' && isFolder(io.stdin)) return unusable(reasons['EISDIR']);
		const bytes = file === '-' ? await collect(io.stdin) : await readPath(resolve(io.cwd, file));
		return bytes === null ? unusable(tooLarge) : decode(bytes);
	} catch (error) {
		return unusable(
			reasons[codeOf(error)] ?? `This cannot be read (${codeOf(error) || 'no reason given'}). Check the name.`,
		);
	}
}

/** Null when there is more than any script can hold. Fails: throws with the system's code. */
async function readPath(path: string): Promise<Uint8Array | null> {
	const found = statSync(path);
	if (!found.isFile() && !found.isDirectory()) return await collect(createReadStream(path));
	return found.size > largest ? null : readFileSync(path);
}

/** Node reads a folder that stands for standard input as if it were empty. */
function isFolder(stdin: object): boolean {
	return 'fd' in stdin && typeof stdin.fd === 'number' && fstatSync(stdin.fd).isDirectory();
}

/** Null when there is more than any script can hold, however much that is: a device may never end. */
async function collect(chunks: AsyncIterable<Uint8Array | string>): Promise<Uint8Array | null> {
	const parts: Uint8Array[] = [];
	let size = 0;
	for await (const chunk of chunks) {
		const bytes = typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk;
		size += bytes.length;
		if (size > largest) return null;
		parts.push(bytes);
	}
	return Buffer.concat(parts);
}

/** PowerShell of Windows writes UTF-16, with a mark before it, where the output of a program is sent to a file. */
function decode(bytes: Uint8Array): Source {
	const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8';
	try {
		return {ok: true, text: new TextDecoder(encoding, {fatal: true}).decode(bytes)};
	} catch {
		return {ok: false, problem: {...firstBroken(bytes), message: notUtf8}};
	}
}

function firstBroken(bytes: Uint8Array): {readonly line: number; readonly column: number} {
	const lines = new TextDecoder('utf-8').decode(bytes).split(/\r\n|\n|\r/);
	const index = lines.findIndex((line) => line.includes('\uFFFD'));
	const line = lines[index] ?? '';
	return {line: Math.max(0, index) + 1, column: [...line.slice(0, Math.max(0, line.indexOf('\uFFFD')))].length + 1};
}

function unusable(message = 'This cannot be read.'): Source {
	return {ok: false, problem: {line: 1, column: 1, message}};
}

function codeOf(error: unknown): string {
	return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** Units: bytes; a code point has at most four. */
const largest = longestScript * (longestLine + 1) * 4;

const tooLarge = `This is larger than a script can be: ${grouped(longestScript)} lines of ${grouped(longestLine)} characters. Split it.`;
const notUtf8 = 'This is not UTF-8 text. Save the file as UTF-8 and run it again.';

const reasons: Readonly<Record<string, string>> = {
	ENOENT: 'There is no such file. Check the name.',
	ENOTDIR: 'There is no such file: a part of its path is not a folder. Check the name.',
	EISDIR: 'This is a folder. Name the files in it.',
	EACCES: 'You are not allowed to read this file. Change its permissions, or copy it.',
	EPERM: 'You are not allowed to read this file. Change its permissions, or copy it.',
	ENAMETOOLONG: 'There is no such file: its name is too long. Check the name.',
	ELOOP: 'There is no such file: its symbolic links go round in circles. Check the name.',
	ERR_INVALID_ARG_VALUE: 'There is no such file: a name cannot hold a null character. Check the name.',
};
