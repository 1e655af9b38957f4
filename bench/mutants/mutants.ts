// Would the tests notice? npm run mutants [-- SIM EXPLORE SEED MINUTES]: draws mutants of src/sim and src/explore (300 and 150 unless said) that the compiler
// takes, runs for each the tests that reach it, up to the first failure, and prints those that no test noticed and survivors.txt does not explain.
// After MINUTES it stops and says how far it is; the same command then goes on. Exit code 1 when fewer than 95 % were noticed.
import {appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join, relative} from 'node:path';
import {inProject} from '../../src/build/project.js';
import {digestOf, drawMutants, type Mutant, readSample, sampleFile} from './sample.js';
import {startTests, type Tests} from './tests.js';
import {rejectedByTypes} from './typed.js';

const [simCount = '300', exploreCount = '150', seed = '1', minutes = '600'] = process.argv.slice(2);
const root = inProject();
const folder = inProject('.build/mutants');
const log = join(folder, 'reached.jsonl');
const verdictLog = join(folder, 'verdicts.jsonl');
const folders = ['src/sim', 'src/explore'];
/** Said of a mutant that only the quick tests have had a chance to notice. */
const onlyQuick = 'the quick tests pass';
const deadline = performance.now() + Number(minutes) * 60_000;

/** What `switch.ts` writes of a test file. Units: ms. */
type Logged = {readonly file: string; readonly ms: number; readonly reached: readonly number[]};
/** What became of a mutant; null: its tests had begun, and did not end. `how`: which file noticed it, or why none did. */
type Verdict = {readonly number: number; readonly noticed: boolean | null; readonly how: string};

const {mutants} = drawnSample();
const tests = await startTests(inProject('bench/mutants/vitest.config.ts'), log);
const done = (await reachAll(tests)) && (await tryAll(tests));
report();
await tests.close();
process.exit(done ? (process.exitCode ?? 0) : 0);

/** The sample that is being worked on, or a new one if something else is asked, or the sources have changed. */
function drawnSample() {
	const asked = [simCount, exploreCount, seed].join(' ');
	const source = digestOf(root, folders);
	const path = join(root, sampleFile);
	const begun = existsSync(path) ? readSample(path) : null;
	if (begun !== null && begun.asked === asked && begun.source === source) return begun;
	rmSync(folder, {recursive: true, force: true});
	mkdirSync(folder, {recursive: true});
	// Of all that are drawn the compiler takes more than half.
	const simPool = drawMutants(root, 'src/sim', 2 * Number(simCount), Number(seed), 0);
	const explorePool = drawMutants(root, 'src/explore', 2 * Number(exploreCount), Number(seed), simPool.length);
	const rejected = rejectedByTypes(root, [...simPool, ...explorePool], join(folder, 'typed'));
	const chosen = [
		...firstTaken(simPool, rejected, Number(simCount)),
		...firstTaken(explorePool, rejected, Number(exploreCount)),
	];
	console.log(
		`Of ${simPool.length + explorePool.length} mutants that were drawn the compiler rejects ${rejected.size}; they are not counted.`,
	);
	const sample = {asked, source, mutants: chosen};
	writeFileSync(path, JSON.stringify(sample));
	return sample;
}

function firstTaken(pool: readonly Mutant[], rejected: ReadonlySet<number>, count: number): readonly Mutant[] {
	return pool.filter(({number}) => !rejected.has(number)).slice(0, count);
}

/** Runs every test file without a mutant, to see which mutants it reaches. Returns whether all have run. */
async function reachAll({files, firstFailing}: Tests): Promise<boolean> {
	const known = linesOf<Logged>(log).map(({file}) => file);
	for (const file of files.filter((each) => !known.includes(each))) {
		if (performance.now() > deadline) return false;
		if ((await firstFailing([file], null)) === null) continue;
		// It can notice nothing.
		console.log(`${relative(root, file)} fails without a mutant, and is left out.`);
		appendFileSync(log, `${JSON.stringify({file, ms: 0, reached: []})}\n`);
	}
	return true;
}

/** Tries the mutants that have not been tried: first all with the quick tests, then those that are left with the others. Returns whether all have been. */
async function tryAll(tests: Tests): Promise<boolean> {
	for (const mutant of mixed()) if (lastOf(mutant) === null && !(await tryOne(tests, mutant, quickFirst))) return false;
	for (const mutant of mixed())
		if (lastOf(mutant)?.how === onlyQuick && !(await tryOne(tests, mutant, (files) => files))) return false;
	return true;
}

/** The mutants, so that after any part of them each folder has had its share. */
function mixed(): readonly Mutant[] {
	const shares = folders.map((folder) => mutants.filter(({file}) => file.startsWith(folder)));
	const place = (mutant: Mutant) =>
		Math.max(...shares.map((share) => share.indexOf(mutant) / Math.max(1, share.length)));
	return [...mutants].sort((one, other) => place(one) - place(other));
}

/** Tries one mutant with the tests that reach it. Returns whether there was time. */
async function tryOne(
	{firstFailing}: Tests,
	{number}: Mutant,
	choose: (files: readonly Logged[]) => readonly Logged[],
): Promise<boolean> {
	if (performance.now() > deadline) return false;
	// One that was begun twice and never ended makes something go on for ever.
	if (verdicts().filter((each) => each.number === number && each.noticed === null).length > 2) {
		note({number, noticed: true, how: 'the tests do not end'});
		return true;
	}
	const reaching = linesOf<Logged>(log)
		.filter(({reached}) => reached.includes(number))
		.sort((one, other) => one.ms - other.ms);
	if (reaching.length === 0) {
		note({number, noticed: false, how: 'no test reaches it'});
		return true;
	}
	const chosen = choose(reaching);
	note({number, noticed: null, how: 'begun'});
	const failing = await firstFailing(
		chosen.map(({file}) => file),
		number,
	);
	const passed = chosen.length < reaching.length ? onlyQuick : `${reaching.length} test files reach it`;
	note({number, noticed: failing !== null, how: failing === null ? passed : relative(root, failing)});
	return true;
}

/** As many of the quickest as run in half a minute. */
function quickFirst(files: readonly Logged[]): readonly Logged[] {
	let time = 0;
	return files.filter(({ms}) => {
		time += ms;
		return time < 25_000;
	});
}

/** What became of a mutant so far, or null. */
function lastOf({number}: Mutant): Verdict | null {
	return verdicts().findLast((each) => each.number === number && each.noticed !== null) ?? null;
}

function note(verdict: Verdict): void {
	appendFileSync(verdictLog, `${JSON.stringify(verdict)}\n`);
}

function verdicts(): readonly Verdict[] {
	return linesOf<Verdict>(verdictLog);
}

/** What this program has written line by line; nobody else does. */
function linesOf<Line>(path: string): Line[] {
	if (!existsSync(path)) return [];
	return readFileSync(path, 'utf8')
		.split('\n')
		.filter((line) => line !== '')
		.map((line) => JSON.parse(line) as Line);
}

function report(): void {
	const explained = readFileSync(inProject('bench/mutants/survivors.txt'), 'utf8');
	console.log(`${linesOf(log).length} of ${tests.files.length} test files have been looked at.`);
	for (const part of folders) {
		const own = mutants.filter(({file}) => file.startsWith(part));
		const tried = own.filter((mutant) => lastOf(mutant) !== null);
		const survivors = tried.filter((mutant) => lastOf(mutant)?.noticed === false);
		for (const mutant of survivors) {
			const {file, line, shown} = mutant;
			const isExplained = explained.includes(`${file} ${textAt(file, line)} | ${shown}`);
			console.log(
				`${isExplained ? 'explained  ' : 'NOT NOTICED'} ${file}:${line} ${shown} (${lastOf(mutant)?.how})\n            ${textAt(file, line)}`,
			);
		}
		const noticed = tried.length - survivors.length;
		const share = ((100 * noticed) / Math.max(1, tried.length)).toFixed(1);
		console.log(`${part}: ${tried.length} of ${own.length} tried, ${noticed} noticed (${share} %)`);
		if (tried.length > 0 && noticed / tried.length < 0.95) process.exitCode = 1;
	}
}

function textAt(file: string, line: number): string {
	return (readFileSync(join(root, file), 'utf8').split('\n')[line - 1] ?? '').trim();
}
