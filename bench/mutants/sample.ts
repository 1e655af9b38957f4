import {createHash} from 'node:crypto';
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {sitesOf} from './sites.js';

/** One mutant that is tried: a place (by its position among the places of its file) under a number of its own. */
export type Mutant = {
	readonly number: number;
	readonly file: string;
	readonly place: number;
	readonly line: number;
	readonly shown: string;
};

/** What a run has drawn, so that it can go on later. `source`: a digest of all files that mutants are drawn from. */
export type Sample = {readonly asked: string; readonly source: string; readonly mutants: readonly Mutant[]};

/** Returns the sample that a run has written down; nobody else writes that file. */
export function readSample(path: string): Sample {
	return JSON.parse(readFileSync(path, 'utf8')) as Sample;
}

/** Returns `count` mutants of the files below a folder, drawn by a seed: the same seed draws the same. Their numbers count from `first`. */
export function drawMutants(
	root: string,
	folder: string,
	count: number,
	seed: number,
	first: number,
): readonly Mutant[] {
	const all = sourceFiles(root, folder).flatMap((file) =>
		sitesOf(readFileSync(join(root, file), 'utf8')).map(({line, shown}, place) => ({file, place, line, shown})),
	);
	const next = numbersFrom(seed);
	const drawn: Mutant[] = [];
	const left = [...all];
	while (drawn.length < count && left.length > 0) {
		const [mutant] = left.splice(next() % left.length, 1);
		if (mutant !== undefined) drawn.push({number: first + drawn.length, ...mutant});
	}
	return drawn;
}

/** The TypeScript files below a folder, from the project's root. Order: by name. */
export function sourceFiles(root: string, folder: string): readonly string[] {
	return readdirSync(join(root, folder), {recursive: true, encoding: 'utf8'})
		.filter((name) => name.endsWith('.ts'))
		.sort()
		.map((name) => `${folder}/${name}`);
}

/** A digest of the files below some folders. */
export function digestOf(root: string, folders: readonly string[]): string {
	const hash = createHash('sha256');
	for (const file of folders.flatMap((folder) => sourceFiles(root, folder)))
		hash.update(file).update(readFileSync(join(root, file)));
	return hash.digest('hex');
}

/** Numbers that look drawn and are the same each time. Source: Marsaglia, Xorshift RNGs (2003), the triple 13, 17, 5. */
function numbersFrom(seed: number): () => number {
	let state = seed >>> 0 || 1;
	return () => {
		state ^= state << 13;
		state ^= state >>> 17;
		state ^= state << 5;
		state >>>= 0;
		return state;
	};
}
