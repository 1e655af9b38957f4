import {execFile} from 'node:child_process';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {promisify} from 'node:util';
import type {Claim} from '../../../src/explore/claim.js';
import {startSearch} from '../../../src/explore/engine/search.js';
import {worldModel} from '../../../src/explore/world-model.js';
import {printFact} from '../../../src/language/print-fact.js';
import {promelaText} from '../../../src/narrate/promela/model.js';
import {allOf} from '../../../src/narrate/promela/plan.js';
import type {World} from '../../../src/sim/world.js';
import {orbitSum} from '../../explore/engine/orbits.js';

const run = promisify(execFile);

/** A world and its claims, by a name that a failure shows. */
export type Case = {readonly name: string; readonly world: World; readonly claims: readonly Claim[]};

/** How many states a world has, and which facts of its claims some schedule makes true. */
type Counted = {readonly states: number; readonly possible: readonly string[]};

/** What the explorer finds, where it tells like clients apart; null where the world has more states than a test has time for. */
export function byExplorer({world, claims}: Pick<Case, 'world' | 'claims'>, maxStates: number): Counted | null {
	const {model} = worldModel(world, allOf(claims), false);
	const search = startSearch(model, {goal: null, symmetric: true, room: 64, maxStates, maxBytes: 2 ** 30});
	while (search.advance(1000) === 'running');
	if (search.status() !== 'exhausted') return null;
	// With like clients exchanged it is sooner done, and the orbits add up to the states without that.
	return {states: orbitSum(search), possible: factsOf(claims).filter((_, index) => isPossible(world, claims, index))};
}

function isPossible(world: World, claims: readonly Claim[], index: number): boolean {
	const claim = claims[index];
	if (claim === undefined) return false;
	const {model, goal} = worldModel(world, claim.fact);
	const search = startSearch(model, {goal, symmetric: true, room: 64, maxStates: 2 ** 24, maxBytes: 2 ** 30});
	while (search.advance(1000) === 'running');
	return search.status() === 'found';
}

function factsOf(claims: readonly Claim[]): readonly string[] {
	return claims.map(({fact}) => printFact(fact));
}

/** What SPIN finds in the model of a world. Fails: where SPIN or the compiler takes offence at it. */
export async function bySpin({world, claims}: Pick<Case, 'world' | 'claims'>): Promise<Counted> {
	const folder = await mkdtemp(join(tmpdir(), 'fence-tutor-promela-'));
	try {
		const text = promelaText(world, claims, 'world.fence');
		await writeFile(join(folder, 'world.pml'), text);
		await run('spin', ['-o2', '-a', 'world.pml'], {cwd: folder});
		// Most of these are small: to compile them takes longer than to search them.
		await run('gcc', ['-O0', '-w', '-DSAFETY', '-DNOREDUCE', '-DVECTORSZ=4096', '-o', 'pan', 'pan.c'], {cwd: folder});
		const names = [...text.matchAll(/^ltl (\w+)/gm)].map(([, name = '']) => name);
		const reports: string[] = [];
		for (const name of names) {
			// -c0: it goes on after an error, so that it counts all states.
			const {stdout} = await run(join(folder, 'pan'), ['-m1000000', '-w20', '-c0', '-N', name], {cwd: folder});
			reports.push(stdout);
		}
		const states = new Set(reports.map((report) => numberIn(report, /(\d+) states, stored/)));
		const [only = 0] = states;
		if (states.size !== 1) throw new Error(`Expected one count of states, got ${[...states].join(', ')}.`);
		const facts = factsOf(claims);
		return {
			states: only,
			possible: facts.filter((_, index) => numberIn(reports[index] ?? '', /errors: (\d+)/) > 0),
		};
	} finally {
		await rm(folder, {recursive: true});
	}
}

function numberIn(report: string, pattern: RegExp): number {
	const [, digits] = pattern.exec(report) ?? [];
	if (digits === undefined || report.includes('max search depth too small'))
		throw new Error(`Expected ${pattern} in SPIN's report, got:\n${report}`);
	return Number(digits);
}
