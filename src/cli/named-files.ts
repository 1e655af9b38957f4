// Not `node:fs/promises`, which costs a start of `run` four milliseconds: Node loads this part when it is first used.
import {promises} from 'node:fs';
import {basename, dirname, join, resolve} from 'node:path';

/**
 * The words on the command line with `*` and `?` in the last part of a path replaced by the files that fit, since not every shell puts their names in its place.
 * What names nothing is handed on as it is, to be told. Order: as typed, then by name.
 */
export async function fittingFiles(words: readonly string[], cwd: string): Promise<readonly string[]> {
	return (await Promise.all(words.map(async (word) => await fitting(word, cwd)))).flat();
}

/** As `fittingFiles`, each file once, and a folder stands for the receipts in it. */
export async function namedFiles(words: readonly string[], cwd: string): Promise<readonly string[]> {
	const found: string[] = [];
	for (const word of words) found.push(...(await filesOf(word, cwd)));
	return [...new Set(found)];
}

async function filesOf(word: string, cwd: string): Promise<readonly string[]> {
	const shape = await promises.stat(resolve(cwd, word)).catch(() => null);
	if (shape?.isDirectory()) {
		const inside: string[] = [];
		// A pipe would never end, and what begins with a dot is left by the system of somebody.
		for (const name of await namesIn(resolve(cwd, word))) {
			const found = /^[^.].*\.json$/is.test(name) && (await promises.stat(resolve(cwd, word, name)).catch(() => null));
			if (found !== false && (found?.isFile() ?? true)) inside.push(name);
		}
		return inside.length === 0 ? [word] : inside.map((name) => join(word, name));
	}
	return await fitting(word, cwd);
}

async function fitting(word: string, cwd: string): Promise<readonly string[]> {
	const pattern = basename(word);
	if (!/[*?]/.test(pattern) || (await promises.stat(resolve(cwd, word)).catch(() => null)) !== null) return [word];
	const found = (await namesIn(resolve(cwd, dirname(word)))).filter((name) => fits(name, pattern));
	return found.length === 0 ? [word] : found.map((name) => join(dirname(word), name));
}

async function namesIn(folder: string): Promise<readonly string[]> {
	return (await promises.readdir(folder).catch(() => [])).sort();
}

/** As a shell would have it: what begins with a dot is meant only where the pattern begins with one. */
function fits(name: string, pattern: string): boolean {
	if (name.startsWith('.') && !pattern.startsWith('.')) return false;
	const words = pattern
		.replace(/[.+^${}()|[\]\\]/g, '\\$&')
		.replace(/\*+/g, '.*')
		.replaceAll('?', '.');
	return new RegExp(`^${words}$`, 'su').test(name);
}
