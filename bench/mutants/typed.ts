import {spawnSync} from 'node:child_process';
import {cpSync, mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import type {Mutant} from './sample.js';
import {sitesOf, withMutant} from './sites.js';

/**
 * The numbers of the mutants that the compiler rejects: nobody can leave those behind. Each is compiled as a copy of its file that stands beside it, all of them at once;
 * what only the files that import it would show is not seen.
 */
export function rejectedByTypes(root: string, mutants: readonly Mutant[], folder: string): ReadonlySet<number> {
	rmSync(folder, {recursive: true, force: true});
	mkdirSync(folder, {recursive: true});
	cpSync(join(root, 'src'), join(folder, 'src'), {recursive: true});
	writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({extends: '../../../tsconfig.json', include: ['src']}));
	for (const {number, file, place} of mutants) {
		const text = readFileSync(join(root, file), 'utf8');
		const site = sitesOf(text)[place];
		if (site !== undefined)
			writeFileSync(join(folder, file.replace(/\.ts$/, `.mutant-${number}.ts`)), withMutant(text, site));
	}
	const {stdout} = spawnSync(join(root, 'node_modules/.bin/tsc'), ['--noEmit', '-p', folder], {
		encoding: 'utf8',
		maxBuffer: 1 << 28,
	});
	rmSync(folder, {recursive: true, force: true});
	const wrong = [...stdout.matchAll(/(src\/[\w./-]+)\(\d+,\d+\): error/g)].map(([, file]) => file ?? '');
	const numbers = wrong.map((file) => /\.mutant-(\d+)\.ts$/.exec(file)?.[1]);
	if (numbers.includes(undefined)) throw new Error('The program does not compile without a mutant.');
	return new Set(numbers.map(Number));
}
