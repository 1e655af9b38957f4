// Writes down what the kept histories and worlds come to today, and draws so many more of each: node src/build/run-typescript.mjs test/kept/keep.ts [MORE [SEED]]
import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import * as fc from 'fast-check';
import {inProject} from '../../src/build/project.js';
import {facts, randomWorld} from '../explore/random-world.js';
import {randomScripts} from '../generated/random-scripts.js';
import {historyOf, type Kept, readKept, searchOf, writtenKept} from './kept.js';

const [more = '0', seed = '1'] = process.argv.slice(2);

keep(
	'histories',
	randomScripts.map(({steps}) => steps.map(({line}) => line)),
	historyOf,
);
keep(
	'worlds',
	fc.tuple(fc.constantFrom(...facts), randomWorld).map(([fact, world]) => [fact, ...world.split('\n')]),
	searchOf,
);

function keep(name: string, from: fc.Arbitrary<readonly string[]>, cameTo: (lines: readonly string[]) => string): void {
	const path = inProject(`test/kept/${name}.txt`);
	const old = existsSync(path) ? readKept(readFileSync(path, 'utf8')).map(({lines}) => lines) : [];
	// A sample of none is not one.
	const drawn = Number(more) === 0 ? [] : fc.sample(from, {numRuns: Number(more), seed: Number(seed)});
	const all: readonly Kept[] = [...old, ...drawn].map((lines) => ({
		lines: lines.filter((line) => line !== ''),
		cameTo: cameTo(lines.filter((line) => line !== '')),
	}));
	writeFileSync(path, writtenKept(all));
	console.log(`${name}: ${all.length}, ${drawn.length} of them new`);
}
