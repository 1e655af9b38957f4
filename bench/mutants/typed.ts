import {spawnSync} from 'node:child_process';
import {cpSync, mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import type {Mutant} from './sample.js';
import {sitesOf, withMutant} from './sites.js';

/**
 * The numbers of the mutants that the compiler rejects: nobody can leave those behind. One mutant of each file is compiled at a time, and what is
 * reported of a file is put down to its mutant.
 */
export function rejectedByTypes(root: string, mutants: readonly Mutant[], folder: string): ReadonlySet<number> {
	const rejected = new Set<number>();
	const waiting = new Map<string, Mutant[]>();
	for (const mutant of mutants) waiting.set(mutant.file, [...(waiting.get(mutant.file) ?? []), mutant]);
	rmSync(folder, {recursive: true, force: true});
	mkdirSync(folder, {recursive: true});
	cpSync(join(root, 'src'), join(folder, 'src'), {recursive: true});
	writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({extends: '../../../tsconfig.json', include: ['src']}));
	const compile = () => {
		const {stdout} = spawnSync(join(root, 'node_modules/.bin/tsc'), ['--noEmit', '-p', folder], {encoding: 'utf8'});
		return new Set([...stdout.matchAll(/(src\/[\w./-]+)\(\d+,\d+\): error/g)].map(([, file]) => file));
	};
	if (compile().size > 0) throw new Error('The program does not compile without a mutant.');
	while ([...waiting.values()].some((left) => left.length > 0)) {
		const tried = [...waiting.values()].flatMap((left) => left.splice(0, 1));
		for (const {file, place} of tried) {
			const text = readFileSync(join(root, file), 'utf8');
			const site = sitesOf(text)[place];
			if (site !== undefined) writeFileSync(join(folder, file), withMutant(text, site));
		}
		const wrong = compile();
		for (const {number, file} of tried) if (wrong.has(file)) rejected.add(number);
		for (const {file} of tried) cpSync(join(root, file), join(folder, file));
	}
	rmSync(dirname(join(folder, 'src')), {recursive: true, force: true});
	return rejected;
}
