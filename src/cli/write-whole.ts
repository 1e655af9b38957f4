import {existsSync} from 'node:fs';
import {mkdir, open, readdir, rm} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {visible} from '../language/visible.js';
import {UnusableInput} from './exit-code.js';
import {fileReason} from './file-reason.js';

/** A file to be written into a folder: its name there and its text. */
export type NewFile = {readonly name: string; readonly text: string};

/**
 * Writes files that are not there yet into a folder, which is made where there is none. `named`: what is said that it cannot be written.
 * Fails: with UnusableInput where the disk refuses, and then a folder that was made for them is gone again.
 */
export async function writeNewFiles(folder: string, files: readonly NewFile[], named: string): Promise<void> {
	let made: string | undefined;
	try {
		made = await makeFolder(folder);
		for (const {name, text} of files) await writeWhole(join(folder, name), text);
	} catch (error) {
		if (made !== undefined) await rm(made, {recursive: true, force: true});
		throw new UnusableInput(`${visible(named)} cannot be written: ${fileReason(error)}`);
	}
}

/**
 * Makes a folder and those above it that are not there. Returns the highest that was made, or undefined where all were there. Node's own recursive way never ends where the
 * system says of a folder that is there that it is not, as in /proc.
 */
async function makeFolder(path: string): Promise<string | undefined> {
	try {
		await mkdir(path);
		return path;
	} catch (error) {
		const code = error instanceof Error && 'code' in error ? error.code : '';
		if (code === 'EEXIST') return undefined;
		if (code !== 'ENOENT' || existsSync(dirname(path))) throw error;
		const made = await makeFolder(dirname(path));
		await mkdir(path);
		return made;
	}
}

/** The names in a folder; none where it is not there. Fails: with UnusableInput where it cannot be read. */
export async function namesIn(folder: string): Promise<readonly string[]> {
	try {
		return await readdir(folder);
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
		throw new UnusableInput(`${visible(folder)} cannot be read: ${fileReason(error)}`);
	}
}

/** Writes a file that is not there yet. Fails: with the error of the system, and a file that cannot be written whole is not left behind. */
async function writeWhole(path: string, text: string): Promise<void> {
	const file = await open(path, 'wx');
	try {
		await file.writeFile(text);
		await file.sync();
	} catch (error) {
		await rm(path, {force: true});
		throw error;
	} finally {
		await file.close();
	}
}
