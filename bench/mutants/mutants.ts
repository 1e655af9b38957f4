// Would the tests notice? npm run mutants [-- SIM EXPLORE SEED MINUTES]: draws mutants of src/sim and src/explore (300 and 150 unless said) that the compiler
// takes, runs for each the tests that reach it, up to the first failure, and prints those that no test noticed and survivors.txt does not explain.
// After MINUTES it stops and says how far it is; the same command then goes on. Exit code 1 when fewer than 95 % were noticed.
// Which test noticed a mutant is kept in .build/noticed.jsonl: when sources or tests have changed, that test is asked first.
// npm run mutants -- SIM EXPLORE SEED MINUTES src/sim/look.ts:164 test/sim tries only the mutants at such places (of a file, or of one line of it), and only with such tests.
// A mutant of what a module makes once, when it is loaded, is tried in a process of its own.
import {spawnSync} from 'node:child_process';
import {appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {inProject} from '../../src/build/project.js';
import {bundleTests} from './bundle.js';
import {digestOf, drawMutants, type Mutant, readSample, type Sample} from './sample.js';
import type {WrittenDown} from './stand-in.js';
import {rejectedByTypes} from './typed.js';

const [simCount = '300', exploreCount = '150', seed = '1', minutes = '600', ...rest] = process.argv.slice(2);
/** The one mutant that this whole process is for, if it is for one. */
const alone = rest.find((word) => /^\d+$/.test(word)) ?? '';
/** Where the mutants are that are tried, and the tests; empty: everywhere. */
const places = rest.filter((word) => word.startsWith('src/'));
const testsMeant = rest.filter((word) => word.startsWith('test/'));
const root = inProject();
const folder = inProject(places.length === 0 ? '.build/mutants' : '.build/mutants-there');
const memory = inProject('.build/noticed.jsonl');
const log = join(folder, 'reached.jsonl');
const attempt = join(folder, 'attempt.txt');
const verdictLog = join(folder, 'verdicts.jsonl');
const folders = ['src/sim', 'src/explore'];
const deadline = performance.now() + Number(minutes) * 60_000;
/** A test that takes so much longer than without a mutant goes on for ever. Units: ms of the processor, whatever else the machine does. */
const patienceFor = (ms: number) => 8000 + 20 * ms;
/** A mutant that the tests of so much time have not noticed is left for the others later. Units: ms of the processor. */
const quick = 12_000;
/** What the tests of so much time have not noticed is said to be unnoticed. Units: ms of the processor. */
const longest = 120_000;
/** A process for one mutant that takes so long goes on for ever. Units: ms. */
const patienceAlone = 600_000;
/** The tests that search whole state spaces, draw hundreds of histories or are of other rooms: they are looked at after the mutants have met all others. */
const heavy =
	/^test\/(explore\/(exact|walks|random-worlds|m1|spin|truths|limits|reach\/reach)|sim\/(laws|second-judge)|(lesson|session|language|view)\/)/;
/** Said of a mutant that only the quick tests have had a chance to notice. */
const onlyQuick = 'the quick tests pass';

type Test = WrittenDown & {readonly id: string};
/** What one test reaches, and how long it takes. `reached`: null where it fails without a mutant, so that it can notice nothing. */
type Logged = {readonly id: string; readonly ms: number; readonly reached: readonly number[] | null};
/** What became of a mutant; null: its tests had begun, and did not end. `how`: which test noticed it, or why none did. */
type Verdict = {readonly number: number; readonly noticed: boolean | null; readonly how: string};
/** Which test has noticed a mutant, whatever its number was then. */
type Remembered = {readonly mutant: string; readonly test: string};

const meant = {
	mutant: alone === '' ? -1 : Number(alone),
	calls: 0,
	began: usedTime(),
	patience: Number.POSITIVE_INFINITY,
	reached: new Set<number>(),
};
Object.assign(globalThis, {
	__mutant: (number: number): boolean => {
		if (meant.mutant < 0) {
			meant.reached.add(number);
			return false;
		}
		meant.calls++;
		if (meant.calls % 8192 === 0 && usedTime() - meant.began > meant.patience)
			throw new Error('This goes on for ever.');
		return number === meant.mutant;
	},
});
Object.assign(process.env, {FENCE_HISTORIES: '60', FENCE_SEED: '1', NO_COLOR: '1'});

const {mutants} = await drawnSample();
const tests = await loadTests();
/** The mutants of what modules make once, when they are loaded. */
const atLoad: ReadonlySet<number> = new Set(meant.reached);
if (alone !== '') process.exit((await isNoticedAlone()) ? 1 : 0);
const done =
	(await tryKnown()) &&
	(await reachAll(({id}) => !heavy.test(id))) &&
	(await tryAll(quick)) &&
	(await reachAll(() => true)) &&
	(await tryAll(Number.POSITIVE_INFINITY));
report();
process.exit(done ? (process.exitCode ?? 0) : 0);

/** The sample that is being worked on, or a new one if something else is asked, or the sources have changed. */
async function drawnSample(): Promise<Sample> {
	const asked = [simCount, exploreCount, seed, ...places, ...testsMeant].join(' ');
	const source = digestOf(root, [...folders, 'test']);
	const path = join(folder, 'sample.json');
	const begun = existsSync(path) ? readSample(path) : null;
	if (begun !== null && begun.asked === asked && begun.source === source) return begun;
	rmSync(folder, {recursive: true, force: true});
	mkdirSync(folder, {recursive: true});
	// Of all that are drawn the compiler takes more than half.
	const most = (count: string) => (places.length === 0 ? 2 * Number(count) : Number.POSITIVE_INFINITY);
	const simPool = drawMutants(root, 'src/sim', most(simCount), Number(seed), 0).filter(isThere);
	const first = 1 + Math.max(0, ...simPool.map(({number}) => number));
	const explorePool = drawMutants(root, 'src/explore', most(exploreCount), Number(seed), first).filter(isThere);
	const rejected = rejectedByTypes(root, [...simPool, ...explorePool], join(folder, 'typed'));
	const pools = [
		{pool: simPool, count: Number(simCount)},
		{pool: explorePool, count: Number(exploreCount)},
	];
	const chosen = pools.flatMap(({pool, count}) => pool.filter(({number}) => !rejected.has(number)).slice(0, count));
	console.log(
		`Of ${simPool.length + explorePool.length} mutants that were drawn the compiler rejects ${rejected.size}; they are not counted.`,
	);
	const sample: Sample = {asked, source, mutants: chosen};
	await bundleTests(root, chosen, join(folder, 'tests.mjs'));
	writeFileSync(path, JSON.stringify(sample));
	return sample;
}

/** Whether a mutant is at one of the places that are meant. */
function isThere({file, line}: Mutant): boolean {
	return places.length === 0 || places.some((place) => place === file || place === `${file}:${line}`);
}

async function loadTests(): Promise<readonly Test[]> {
	const bundled = (await import(pathToFileURL(join(folder, 'tests.mjs')).href)) as {
		readonly takeTests: () => readonly WrittenDown[];
		readonly files: readonly (readonly [string, () => Promise<unknown>])[];
	};
	const all: Test[] = [];
	for (const [file, load] of bundled.files) {
		if (testsMeant.length > 0 && !testsMeant.some((start) => file.startsWith(start))) continue;
		try {
			await load();
		} catch (error) {
			console.log(`${file} cannot be loaded: ${error instanceof Error ? error.message : String(error)}`);
		}
		all.push(...bundled.takeTests().map((test, index) => ({...test, id: `${file} ${index} ${test.name}`})));
	}
	return all;
}

/** Whether a test fails while a mutant, or none (-1), is meant. `ms`: how long it takes without one. */
async function fails({run}: Test, mutant: number, ms = 3000): Promise<boolean> {
	Object.assign(meant, {mutant, calls: 0, began: usedTime(), patience: patienceFor(ms), reached: new Set()});
	try {
		await run();
		return false;
	} catch {
		return true;
	} finally {
		meant.mutant = alone === '' ? -1 : mutant;
	}
}

/** Tries the mutants that nothing has been said of with the test that noticed them another time. Returns whether there was time. */
async function tryKnown(): Promise<boolean> {
	const known = new Map(linesOf<Remembered>(memory).map(({mutant, test}) => [mutant, test]));
	const passes = new Map<Test, boolean>();
	for (const mutant of mixed()) {
		const test = tests.find(({id}) => id === known.get(nameOf(mutant)));
		// What was begun and never ended is left for later, as is what could not be noticed by a test of this process.
		if (test === undefined || verdicts().some(({number}) => number === mutant.number)) continue;
		if (performance.now() > deadline) return false;
		if (!passes.has(test)) passes.set(test, !(await fails(test, -1)));
		if (passes.get(test) !== true) continue;
		note({number: mutant.number, noticed: null, how: 'asked again'});
		if (!(await fails(test, mutant.number))) continue;
		if (await fails(test, -1)) process.exit(0);
		note({number: mutant.number, noticed: true, how: test.id});
	}
	return true;
}

/** A mutant by what it changes, for as long as its line reads so. */
function nameOf({file, line, shown}: Mutant): string {
	return `${file} ${textAt(file, line)} | ${shown}`;
}

/** Runs these tests without a mutant, to see which mutants they reach. Returns whether all have run. */
async function reachAll(isMeant: (test: Test) => boolean): Promise<boolean> {
	const known = new Set(linesOf<Logged>(log).map(({id}) => id));
	for (const test of tests) {
		if (known.has(test.id) || !isMeant(test)) continue;
		if (performance.now() > deadline) return false;
		// The test that this process did not live to end the last time is left out too.
		const isDeadly = existsSync(attempt) && readFileSync(attempt, 'utf8') === test.id;
		writeFileSync(attempt, test.id);
		const began = usedTime();
		const isWrong = isDeadly || (await fails(test, -1));
		if (isWrong) console.log(`Left out, since it fails here without a mutant: ${test.id}`);
		const reached = isWrong ? null : [...meant.reached];
		appendFileSync(log, `${JSON.stringify({id: test.id, ms: usedTime() - began, reached})}\n`);
	}
	return true;
}

/** Tries the mutants that nothing has been said of, with the tests of so much time, or those that only the quick tests have met, with all. Returns whether there was time. */
async function tryAll(limit: number): Promise<boolean> {
	const logged = linesOf<Logged>(log);
	for (const mutant of mixed()) {
		const last = lastOf(mutant);
		const isMeant = limit === quick ? last === null : last?.how === onlyQuick;
		if (isMeant && !(await tryOne(logged, mutant, limit))) return false;
	}
	return true;
}

/** The mutants, so that after any part of them each folder has had its share. */
function mixed(): readonly Mutant[] {
	const shares = folders.map((part) => mutants.filter(({file}) => file.startsWith(part)));
	const place = (mutant: Mutant) =>
		Math.max(...shares.map((share) => share.indexOf(mutant) / Math.max(1, share.length)));
	return [...mutants].sort((one, other) => place(one) - place(other));
}

/** Tries one mutant with the tests that reach it, the quickest first, up to a sum of their times. Returns whether there was time. */
async function tryOne(logged: readonly Logged[], mutant: Mutant, limit: number): Promise<boolean> {
	const {number} = mutant;
	if (performance.now() > deadline) return false;
	// One that was begun twice and never ended makes something go on for ever.
	if (verdicts().filter((each) => each.number === number && each.how === 'begun').length > 2) {
		note({number, noticed: true, how: 'the tests do not end'});
		return true;
	}
	// What is kept says most for its time.
	const turn = ({id, ms}: Logged) => (id.startsWith('test/kept/') ? ms / 4 : ms);
	const reaching = logged
		.filter(({reached}) => reached?.includes(number) === true)
		.sort((one, other) => turn(one) - turn(other));
	if (reaching.length === 0 && !atLoad.has(number)) {
		note({number, noticed: false, how: limit === quick ? onlyQuick : 'no test reaches it'});
		return true;
	}
	note({number, noticed: null, how: 'begun'});
	let time = 0;
	for (const [index, {id, ms}] of reaching.entries()) {
		time += ms;
		if (index > 0 && time > Math.min(limit, longest)) {
			const how = limit === quick ? onlyQuick : `tests of ${Math.round(time / 1000)} s reach it`;
			note({number, noticed: false, how});
			return true;
		}
		const test = tests.find((each) => each.id === id);
		if (test === undefined || !(await fails(test, number, ms))) continue;
		// What a mutant leaves behind in the process could make others fail: then the process begins anew.
		if (await fails(test, -1)) process.exit(0);
		note({number, noticed: true, how: id});
		appendFileSync(memory, `${JSON.stringify({mutant: nameOf(mutant), test: id})}\n`);
		return true;
	}
	if (limit === quick) note({number, noticed: false, how: onlyQuick});
	else note(triedAlone(number) ?? {number, noticed: false, how: `${reaching.length} tests reach it`});
	return true;
}

/** What becomes of a mutant in a process of its own, or null where it makes nothing when modules are loaded, or where nothing notices it there. */
function triedAlone(number: number): Verdict | null {
	if (!atLoad.has(number)) return null;
	const program = [inProject('src/build/run-typescript.mjs'), inProject('bench/mutants/mutants.ts')];
	const same = [simCount, exploreCount, seed, minutes, ...places, ...testsMeant];
	const {status} = spawnSync(process.execPath, [...program, ...same, String(number)], {timeout: patienceAlone});
	return status === 0 ? null : {number, noticed: true, how: 'a process of its own'};
}

/** Whether the quick tests that pass without a mutant notice the one that this whole process is for. */
async function isNoticedAlone(): Promise<boolean> {
	if (tests.length === 0) return true;
	const passing = linesOf<Logged>(log).filter(({reached}) => reached !== null);
	let time = 0;
	for (const {id, ms} of passing.sort((one, other) => one.ms - other.ms)) {
		time += ms;
		if (time > 5 * quick) return false;
		const test = tests.find((each) => each.id === id);
		if (test === undefined || (await fails(test, Number(alone), ms))) return true;
	}
	return false;
}

/** What this process has used of the processor. Units: ms. */
function usedTime(): number {
	const {user, system} = process.cpuUsage();
	return (user + system) / 1000;
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
	console.log(`${linesOf(log).length} of ${tests.length} tests have been looked at.`);
	for (const part of folders) {
		const own = mutants.filter(({file}) => file.startsWith(part));
		const tried = own.filter((mutant) => lastOf(mutant) !== null);
		const survivors = tried.filter((mutant) => lastOf(mutant)?.noticed === false);
		for (const mutant of survivors) {
			const {file, line, shown} = mutant;
			const isExplained = explained.includes(nameOf(mutant));
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
