import {readdirSync, statSync} from 'node:fs';
import {basename, dirname, resolve} from 'node:path';
import process from 'node:process';
import {visible} from '../../language/visible.js';
import {courseFile} from '../../lesson/course.js';
import {codeOfSignal} from '../die-of.js';
import {exitCode, UnusableInput} from '../exit-code.js';
import {fileReason} from '../file-reason.js';
import {followFolder} from '../follow-folder.js';
import type {Io} from '../io.js';

/** Calls back once something wants the watching to end, with the exit code where it is not 0, until the returned function is called. */
export type Ending = (end: (code?: number) => void) => () => void;

/**
 * The exit code after work was done, and done again after each time that one of the named files, or a lesson in one of the named folders, was saved; until the user
 * ends it with Ctrl-C, which is what it is for. One run never overlaps the next; a signal that comes while work is done ends the process.
 * Fails: with UnusableInput where nothing is named or the system cannot watch.
 */
export async function watchFiles(
	names: readonly string[],
	io: Io,
	work: () => Promise<unknown>,
	onEnd: Ending = onSignal,
): Promise<number> {
	if (names.length === 0) throw new UnusableInput('Say what to watch: fence-tutor check --watch FILE');
	let end: (code?: number) => void = () => {};
	const ended = new Promise<number>((resolve) => {
		end = (code = exitCode.fine) => resolve(code);
	});
	let stopListening = onEnd(end);
	/** What is worked out in one go hears no signal, so that the signal itself has to end it, as it ends the same work without a watch. */
	const workOut = async () => {
		stopListening();
		try {
			await work();
		} finally {
			stopListening = onEnd(end);
		}
	};
	const tell = () => io.stderr.write(`Watching ${names.map(visible).join(', ')}. Ctrl-C ends it.\n`);
	let running: Promise<unknown> = Promise.resolve();
	const run = () => {
		running = running.then(workOut).then(tell);
		running.catch(() => end());
	};
	const follows: (() => void)[] = [];
	try {
		for (const name of names) follows.push(followed(name, io.cwd, run));
		run();
		const code = await ended;
		await running;
		return code;
	} finally {
		stopListening();
		for (const stop of follows) stop();
	}
}

function onSignal(end: (code?: number) => void): () => void {
	const listeners = signals.map((name) => ({
		name,
		listener: () => end(name === 'SIGINT' ? exitCode.fine : codeOfSignal(name)),
	}));
	for (const {name, listener} of listeners) process.on(name, listener);
	return () => {
		for (const {name, listener} of listeners) process.off(name, listener);
	};
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Follows a file, or the lessons and the outline of a folder. Fails: with UnusableInput where there is no folder to look into. */
function followed(name: string, cwd: string, run: () => void): () => void {
	const path = resolve(cwd, name);
	try {
		const isFolder = statSync(path, {throwIfNoEntry: false})?.isDirectory() ?? false;
		const folder = isFolder ? path : dirname(path);
		readdirSync(folder);
		return followFolder(
			folder,
			(file) => (isFolder ? file.endsWith('.md') || file === courseFile : file === basename(path)),
			run,
		);
	} catch (error) {
		throw new UnusableInput(
			`${visible(name)} cannot be watched: ${fileReason(error)} Without --watch it can be checked.`,
		);
	}
}
