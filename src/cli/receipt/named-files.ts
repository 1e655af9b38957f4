import {readdir, stat} from 'node:fs/promises';
import {basename, dirname, join, resolve} from 'node:path';

/**
 * The files that words on the command line name, each once: a folder stands for the receipts in it, and `*` and `?` in the last part of a path for the files that fit,
 * since not every shell puts their names in its place. What names nothing is handed on as it is, to be told. Order: as typed, then by name.
 */
export async function namedFiles(words: readonly string[], cwd: string): Promise<readonly string[]> {
	const found: string[] = [];
	for (const word of words) found.push(...(await filesOf(word, cwd)));
	return [...new Set(found)];
}

async function filesOf(word: string, cwd: string): Promise<readonly string[]> {
	const shape = await stat(resolve(cwd, word)).catch(() => null);
	if (shape?.isDirectory()) {
		const inside = (await namesIn(resolve(cwd, word))).filter((name) => /\.json$/i.test(name));
		return inside.length === 0 ? [word] : inside.map((name) => join(word, name));
	}
	const pattern = basename(word);
	if (shape !== null || !/[*?]/.test(pattern)) return [word];
	const fitting = (await namesIn(resolve(cwd, dirname(word)))).filter((name) => fits(name, pattern));
	return fitting.length === 0 ? [word] : fitting.map((name) => join(dirname(word), name));
}

async function namesIn(folder: string): Promise<readonly string[]> {
	return (await readdir(folder).catch(() => [])).sort();
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
