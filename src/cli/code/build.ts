import {existsSync, readdirSync, readFileSync, statSync} from 'node:fs';
import {basename, join, relative, resolve} from 'node:path';
import {exerciseName, exerciseOf} from '../../code/exercise.js';
import {visible} from '../../language/visible.js';
import {counted} from '../../narrate/counted.js';
import {watchFiles} from '../check/watch-files.js';
import {exitCode, UnusableInput} from '../exit-code.js';
import type {Io} from '../io.js';
import {namesIn, writeNewFiles} from '../write-whole.js';
import {type CheckOptions, checkCode} from './check-code.js';
import {folderFiles} from './write-folder.js';

/** What `build` was asked for. `hint`: which hint of an exercise to tell, from 1. */
export type BuildOptions = CheckOptions & {
	readonly watch: boolean;
	readonly once: boolean;
	readonly hint: number | undefined;
};

/** The folder that exercises are written to where none is named. */
const usualFolder = 'fence-exercises';

const isNumber = /^[-+]?\.?\d[\d.]*$/;

/** The exit code of `build` with a folder, the number or id of an exercise, a file, or nothing. */
export async function build(word: string | undefined, options: BuildOptions, io: Io): Promise<number> {
	const {exercises} = await import('fence-tutor:exercises');
	const exercise = exercises.find(
		(each) =>
			word !== undefined &&
			(isNumber.test(word) ? Number(word) === each.number : word === each.id || word === exerciseName(each)),
	);
	if (word !== undefined && isNumber.test(word) && exercise === undefined)
		throw new UnusableInput(`There is no exercise ${word}: they go from 1 to ${exercises.length}.`);
	if (exercise === undefined && options.hint !== undefined)
		throw new UnusableInput('--hint needs an exercise: fence-tutor build 6 --hint 1');
	if (exercise !== undefined && options.hint !== undefined) {
		const hint = exercise.hints[options.hint - 1];
		if (hint === undefined) throw new UnusableInput(`The hints of an exercise go from 1 to ${exercise.hints.length}.`);
		io.stdout.write(`${hint}\n`);
		return exitCode.fine;
	}
	if (exercise !== undefined) {
		const name = exerciseName(exercise);
		if (fileOf(name, io.cwd) === null) await writeFolder(resolve(io.cwd, usualFolder), io);
		return await work(fileOf(name, io.cwd) ?? join(usualFolder, `${name}.mjs`), options, io);
	}
	if (word === '-') throw new UnusableInput('Name a folder, an exercise or a file.');
	const path = resolve(io.cwd, word ?? (hasExercises(io.cwd) ? '.' : usualFolder));
	if (existsSync(path) && !statSync(path).isDirectory()) return await work(word ?? '', options, io);
	if (!existsSync(path) && /\.(?:m?[jt]s|py)$/.test(path))
		throw new UnusableInput(`${visible(word ?? '')} is not there. Check the name.`);
	await writeFolder(path, io);
	return await workAll(path, options, io);

	function hasExercises(folder: string): boolean {
		return readdirSync(folder).some((name) => exerciseOf(name, exercises) !== undefined);
	}

	/** Writes what is not there yet. What is there is the learner's, and stays as it is. */
	async function writeFolder(folder: string, out: Io): Promise<void> {
		const there = await namesIn(folder);
		// Where the learner has gone on in another language, the file to begin with is not wanted any more.
		const written = folderFiles(exercises).filter(
			({name}) => !there.some((other) => other.startsWith(name.replace(/\.mjs$/, '.'))),
		);
		await writeNewFiles(folder, written, folder);
		if (written.length > 0 && !options.json)
			out.stdout.write(
				`${visible(relative(out.cwd, folder) || '.')}: ${counted(written.length, 'file')} written. Open one in your editor, write where it says "your turn", and save.\n`,
			);
	}
}

/** The learner's file of an exercise, here or in the usual folder; null where it is in neither. */
function fileOf(name: string, cwd: string): string | null {
	for (const folder of ['.', usualFolder]) {
		const names = existsSync(resolve(cwd, folder)) ? readdirSync(resolve(cwd, folder)) : [];
		const found = names.find((each) => each.startsWith(`${name}.`));
		if (found !== undefined) return join(folder, found);
	}
	return null;
}

async function work(file: string, options: BuildOptions, io: Io): Promise<number> {
	if (io.terminal !== null && !options.once && !options.json)
		return await (await import('../tty/open-watch.js')).openWatchScreen(
			{kind: 'file', file},
			(await import('fence-tutor:exercises')).exercises,
			options,
			io,
			io.terminal,
		);
	if (!options.watch && (options.once || io.terminal === null)) return await checkCode([file], options, io);
	return await watchFiles([file], io, async () => await checkCode([file], options, io));
}

/** Checks a folder's exercises: once those that are begun, or each that is saved. */
async function workAll(folder: string, options: BuildOptions, io: Io): Promise<number> {
	const {exercises} = await import('fence-tutor:exercises');
	if (io.terminal !== null && !options.once && !options.json)
		return await (await import('../tty/open-watch.js')).openWatchScreen(
			{kind: 'folder', folder: relative(io.cwd, folder) || '.'},
			exercises,
			options,
			io,
			io.terminal,
		);
	const files = () =>
		readdirSync(folder)
			.filter((name) => exerciseOf(name, exercises) !== undefined)
			.sort()
			.map((name) => join(relative(io.cwd, folder), name));
	if (!options.watch && (options.once || io.terminal === null)) {
		const starts = new Map(folderFiles(exercises).map(({name, text}) => [name, text]));
		const begun = files().filter((file) => readFileSync(resolve(io.cwd, file), 'utf8') !== starts.get(basename(file)));
		if (begun.length > 0) return await checkCode(begun, options, io);
		if (!options.json)
			io.stdout.write(
				`${visible(relative(io.cwd, folder) || '.')}: no exercise is begun, so there is nothing to check.\n`,
			);
		return exitCode.fine;
	}
	const seen = new Map(files().map((file) => [file, savedAt(file)]));
	return await watchFiles([...seen.keys()], io, async () => {
		for (const file of files()) {
			const at = savedAt(file);
			if (seen.get(file) === at) continue;
			seen.set(file, at);
			await checkCode([file], options, io);
		}
	});

	function savedAt(file: string): number {
		return statSync(resolve(io.cwd, file), {throwIfNoEntry: false})?.mtimeMs ?? 0;
	}
}
