import {execFileSync} from 'node:child_process';
import {existsSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {delimiter, dirname, join} from 'node:path';
import {inProject} from '../../src/build/project.js';

/** What a search has counted, how long it took and how much memory it used. Units: ms, bytes. */
export type Count = {
	readonly states: number;
	readonly transitions: number;
	readonly time: number;
	readonly memory: number;
};

/** A model, by its path from this folder, and what its macros stand for. */
export type Promela = {
	readonly file: string;
	readonly macros: Readonly<Record<string, string | number>>;
};

/** Whether SPIN and the C compiler it needs are installed. */
export function hasSpin(): boolean {
	const folders = (process.env['PATH'] ?? '').split(delimiter);
	return ['spin', 'gcc'].every((program) => folders.some((folder) => existsSync(join(folder, program))));
}

/** The path of a program, in a folder of its own, that searches all states of a model. Fails: when SPIN or the compiler does. */
export function compile({file, macros}: Promela, order: 'depth first' | 'breadth first'): string {
	const folder = mkdtempSync(join(tmpdir(), 'fence-tutor-spin-'));
	const defines = Object.entries(macros).map(([name, value]) => `-D${name}=${value}`);
	// Without -o2 SPIN leaves out variables that are only written. Partial-order reduction has nothing to reduce here; leaving it out makes SPIN faster.
	execFileSync('spin', ['-o2', '-a', ...defines, inProject('bench/explore', file)], {cwd: folder, stdio: 'pipe'});
	const flags = [
		'-O2',
		'-w',
		'-DSAFETY',
		'-DNOREDUCE',
		'-DMEMLIM=8000',
		...(order === 'breadth first' ? ['-DBFS'] : []),
	];
	execFileSync('gcc', [...flags, '-o', 'pan', 'pan.c'], {cwd: folder, stdio: 'pipe'});
	return join(folder, 'pan');
}

/** What a compiled model counts. `states`: about how many there will be, so that its table has the right size from the start. Fails: when it finds an error. */
export function run(program: string, states: number): Count {
	const start = performance.now();
	const report = execFileSync(program, ['-m10000', `-w${Math.ceil(Math.log2(states)) + 1}`], {
		encoding: 'utf8',
		cwd: dirname(program),
	});
	const time = performance.now() - start;
	// SPIN counts the way into the first state as a transition.
	return {
		states: numberIn(report, /(\d+) states, stored/),
		transitions: numberIn(report, /(\d+) transitions/) - 1,
		time,
		memory: numberIn(report, /([\d.]+)\s+total actual memory/) * 1e6,
	};
}

/** Removes what `compile` has made. */
export function remove(program: string): void {
	rmSync(dirname(program), {recursive: true});
}

function numberIn(report: string, pattern: RegExp): number {
	const [, digits] = pattern.exec(report) ?? [];
	if (digits === undefined || !report.includes('errors: 0'))
		throw new Error(`Expected ${pattern} and no errors in SPIN's report, got:\n${report}`);
	return Number(digits);
}
