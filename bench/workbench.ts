import {spawn} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {packAndInstall} from '../test/terminal/pack.js';
import {plainEnvironment} from '../test/terminal/plain-environment.js';
import {type OpenTerminal, runInTerminal} from '../test/terminal/run-in-terminal.js';

/** Where a bench runs: the installed program, a home that is empty at the start, and a folder for files. */
export type Workbench = {
	readonly program: string;
	readonly tarball: string;
	readonly folder: string;
	readonly env: Readonly<Record<string, string>>;
};

/** Returns what a measurement gave, after the place is gone. */
export async function inPlace<T>(measure: (place: Workbench) => Promise<T>): Promise<T> {
	const {folder: installed, tarball} = packAndInstall();
	const folder = mkdtempSync(join(tmpdir(), 'fence-tutor-bench-'));
	try {
		return await measure({
			program: join(installed, 'node_modules/.bin/fence-tutor'),
			tarball,
			folder,
			env: plainEnvironment(folder),
		});
	} finally {
		for (const path of [installed, folder]) rmSync(path, {recursive: true, force: true});
	}
}

/** Returns how long a program took from its start to its end. Units: ms. Fails: when it ends otherwise than with 0. */
export function timeOf(
	program: string,
	typed: readonly string[],
	{env, folder}: Workbench,
	more: Readonly<Record<string, string>> = {},
): Promise<number> {
	const start = performance.now();
	return new Promise((done, fail) => {
		const child = spawn(program, typed, {env: {...env, ...more}, cwd: folder, stdio: ['ignore', 'ignore', 'pipe']});
		let complaint = '';
		child.stderr.on('data', (text) => (complaint += text));
		child
			.on('error', fail)
			.on('close', (code) =>
				code === 0
					? done(performance.now() - start)
					: fail(new Error(`${program} ${typed.join(' ')} ended with ${code}: ${complaint}`)),
			);
	});
}

/** Returns a program in a terminal of 120 by 40. */
export function terminalOf(program: string, typed: readonly string[], {env, folder}: Workbench): OpenTerminal {
	return runInTerminal({program, typed, env, cwd: folder, columns: 120, rows: 40});
}
