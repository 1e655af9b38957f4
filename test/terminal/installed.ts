import {spawn} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {inject, onTestFinished} from 'vitest';
import type {Installed} from './pack.js';
import {plainEnvironment} from './plain-environment.js';

export {plainEnvironment} from './plain-environment.js';

declare module 'vitest' {
	interface ProvidedContext {
		installed: Installed;
	}
}

/** Returns the file that a shell would run for `fence-tutor`. */
export function installedProgram(): string {
	return join(inject('installed').folder, 'node_modules/.bin/fence-tutor');
}

/** Returns a new empty folder that is gone when the test is over. */
export function emptyFolder(): string {
	const folder = mkdtempSync(join(tmpdir(), 'fence-tutor-test-'));
	onTestFinished(() => rmSync(folder, {recursive: true, force: true}));
	return folder;
}

/** How a program without a terminal ended, and what it wrote. */
export type Ended = {
	readonly code: number | null;
	readonly signal: NodeJS.Signals | null;
	readonly stdout: string;
	readonly stderr: string;
};

export type Given = {
	readonly stdin?: string;
	readonly env?: Readonly<Record<string, string>>;
	readonly cwd?: string;
	readonly home?: string;
};

/** Runs the installed program with pipes for a terminal, to its end. */
export async function runInstalled(
	typed: readonly string[],
	{stdin = '', env = {}, cwd, home}: Given = {},
): Promise<Ended> {
	const folder = home ?? emptyFolder();
	// A shim of npm is no program on Windows.
	const own = join(inject('installed').folder, 'node_modules/fence-tutor/bin/fence-tutor.js');
	const [program, before] = process.platform === 'win32' ? [process.execPath, [own]] : [installedProgram(), []];
	const child = spawn(program, [...before, ...typed], {
		cwd: cwd ?? folder,
		env: plainEnvironment(folder, env),
		timeout: 240_000,
		killSignal: 'SIGKILL',
	});
	const written = {stdout: '', stderr: ''};
	child.stdout.setEncoding('utf8').on('data', (text: string) => (written.stdout += text));
	child.stderr.setEncoding('utf8').on('data', (text: string) => (written.stderr += text));
	// A program that ends without reading all of its input closes the pipe under us.
	child.stdin.on('error', () => undefined).end(stdin);
	const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((done, fail) => {
		child.on('close', (...ending) => done(ending)).on('error', fail);
	});
	return {code, signal, ...written};
}
