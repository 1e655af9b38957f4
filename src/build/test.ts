import {spawn} from 'node:child_process';
import {existsSync, readFileSync, rmSync} from 'node:fs';
import {constants, setPriority} from 'node:os';
import {inProject} from './project.js';

/** One step: what Node has to run and end well. A step with `tests` counts the tests of those Vitest projects, any other counts as one. */
type Step = {
	readonly name: string;
	readonly typed: readonly string[];
	readonly env?: Readonly<Record<string, string>>;
	readonly results?: string;
	/** It leaves a core idle for the most part, so it begins together with the step of this name, where that is run too. What it says is shown when its turn comes. */
	readonly beside?: string;
	/** It computes all the time and waits for nobody: what runs beside it comes first. */
	readonly givesWay?: true;
	/** After so long it is ended, and has failed. */
	readonly minutes?: number;
};

/** How many of a step passed and failed, and how long it took. Units: real seconds. */
type Result = {readonly name: string; readonly passed: number; readonly failed: number; readonly seconds: number};

/** A tool as the file that Node runs: the shims of `.bin` are no programs on Windows. */
const tools = {
	tsc: inProject('node_modules/typescript/bin/tsc'),
	biome: inProject('node_modules/@biomejs/biome/bin/biome'),
	vitest: inProject('node_modules/vitest/vitest.mjs'),
};

const typescript = (...typed: readonly string[]) => [inProject('src/build/run-typescript.mjs'), ...typed];

/** Vitest projects as one step, counted test by test. */
function tests(name: string, projects: readonly string[], ...more: readonly string[]): Step {
	const results = inProject(`.build/${name}-results.json`);
	const chosen = projects.flatMap((project) => ['--project', project]);
	return {
		name,
		typed: [
			tools.vitest,
			'run',
			...chosen,
			...more,
			'--passWithNoTests',
			'--reporter=default',
			'--reporter=json',
			`--outputFile.json=${results}`,
		],
		results,
	};
}

/** Tests that take long and hold one part only, so they come after the check of the lessons. */
const after = {
	/** What runs code that is not ours: a learner's, or the package on another Node. */
	code: ['test/cli/code/**', 'test/terminal/supply.test.ts'],
	/** What counts the explorer's states in other ways: by walks, by SPIN, without its short cuts, in random worlds. */
	explorer: [
		'test/explore/walks.test.ts',
		'test/explore/spin.test.ts',
		'test/narrate/promela/**',
		'test/explore/exact.test.ts',
		'test/explore/random-worlds.test.ts',
	],
	/** What searches the designs of the catalogue anew, as far as two minutes go. */
	designs: ['test/design/searched-even.test.ts', 'test/design/searched-odd.test.ts'],
	/** What holds thousands of random histories to laws, to a second judge, and to what they came to before. */
	histories: [
		'test/kept/**',
		'test/sim/second-judge.test.ts',
		'test/sim/laws.test.ts',
		'test/generated/random-scripts.test.ts',
	],
	/** What plays with real servers, as far as it needs none: stories, rooms, and what servers said when they were recorded. */
	live: ['test/live/**', 'test/conformance/**'],
};

/** Files of `after` as a step of their own. */
function those(name: keyof typeof after, ...projects: readonly string[]): Step {
	return tests(name, projects, ...after[name].map((place) => place.replace('**', '')));
}

/** What everybody runs before a commit: npm test -- --usual. Goal: all of it in six minutes on two cores. */
const usual: readonly Step[] = [
	{name: 'types', typed: [tools.tsc, '--noEmit', '-p', inProject()]},
	{name: 'lint and format', typed: [tools.biome, 'check', '--error-on-warnings', inProject()]},
	{name: 'build', typed: typescript(inProject('src/build/build.ts'))},
	{...tests('tests', ['parts', 'added', 'terminal']), env: {FENCE_LEAVE_OUT: Object.values(after).flat().join(' ')}},
	{
		name: 'lessons',
		typed: [inProject('bin/fence-tutor.js'), 'check', inProject('lessons')],
		beside: 'tests',
	},
];

/** The rest of what is tested wherever anything is tested. Goal: with the above, 25 minutes on two cores. */
const rest: readonly Step[] = [
	those('histories', 'parts'),
	those('live', 'parts'),
	those('code', 'parts', 'terminal'),
	// Chromium walks the page of a run.
	tests('browser', ['browser']),
	{...those('explorer', 'parts'), givesWay: true},
	{...those('designs', 'parts'), givesWay: true},
	// A random learner for two minutes. Two hours: npm run soak -- 120
	{name: 'soak', typed: typescript(inProject('test/soak/soak.ts'), '2'), givesWay: true},
];

/** What needs other programs or a long time: a step of its own for each, after all of the above. */
const later: readonly Step[] = [
	// Servers wait most of the time, so all their suites run side by side, and other tests beside them.
	{...tests('servers', ['servers'], '--maxWorkers', '8'), minutes: 20, beside: 'explorer'},
];

/** What asks for no terminal, no shell and no right of a file as Unix has them, so that Windows can answer it. */
const portable: readonly Step[] = [
	...usual.filter(({name}) => ['types', 'lint and format', 'build', 'lessons'].includes(name)),
	{
		...tests(
			'portable',
			['parts', 'added'],
			...[
				'added',
				'api',
				'explore',
				'language',
				'narrate',
				'lesson',
				'session',
				'share',
				'sim',
				'stories',
				'scenarios',
				'editors',
			].map((folder) => `test/${folder}/`),
		),
		env: {FENCE_LEAVE_OUT: Object.values(after).flat().join(' ')},
	},
];

const all = [...usual, ...rest, ...later];
const wanted = process.argv.slice(2);
const groups: ReadonlyMap<string, readonly Step[]> = new Map([
	['--usual', usual],
	['--all', all],
	['--portable', portable],
]);
const unknown = wanted.filter((name) => !groups.has(name) && all.every((step) => step.name !== name));
if (unknown.length > 0) {
	console.error(
		`There is no step ${unknown.join(', ')}. There are: ${all.map(({name}) => name).join(', ')}; and ${[...groups.keys()].join(', ')}.`,
	);
	process.exit(2);
}
const asked = wanted.flatMap((name) => groups.get(name) ?? all.filter((step) => step.name === name));
const known = [...all, ...portable.filter((step) => !all.includes(step))];
const chosen = wanted.length > 0 ? known.filter((step) => asked.includes(step)) : [...usual, ...rest];
const began = performance.now();
const results: Result[] = [];
// What runs beside another step reads the bundle, so nothing may build it anew meanwhile.
const isBuilt = chosen.some(({name}) => name === 'build');
const begun = new Map<Step, Promise<Ended>>();
for (const step of chosen) {
	const ending = begun.get(step) ?? start(step, 'inherit');
	for (const other of chosen) if (isBuilt && other.beside === step.name) begun.set(other, start(other, 'pipe'));
	results.push(resultOf(step, await ending));
}

for (const {name, seconds, failed} of results)
	console.log(`${failed > 0 ? 'failed' : 'passed'}: ${name}, ${seconds.toFixed(0)} s`);
console.log(`in all: ${((performance.now() - began) / 1000).toFixed(0)} s`);
const sum = (field: 'passed' | 'failed') => results.reduce((total, result) => total + result[field], 0);
// The last line, for those who read only that.
console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
process.exitCode = sum('failed') > 0 ? 1 : 0;

/** How a step's command ended. `said`: what it wrote and nobody has seen yet. Units: real seconds. */
type Ended = {readonly isWell: boolean; readonly seconds: number; readonly said: string};

function start(step: Step, output: 'inherit' | 'pipe'): Promise<Ended> {
	if (output === 'inherit') console.log(`\n== ${step.name}`);
	if (step.results !== undefined) rmSync(step.results, {force: true});
	const started = performance.now();
	const child = spawn(process.execPath, step.typed, {
		stdio: ['inherit', output, output],
		cwd: inProject(),
		env: {...process.env, ...step.env, ...(isBuilt ? {FENCE_BUILT: 'true'} : {})},
		...(step.minutes === undefined ? {} : {timeout: step.minutes * 60_000}),
	});
	if (step.givesWay && child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
	let said = output === 'pipe' ? `\n== ${step.name}\n` : '';
	for (const stream of [child.stdout, child.stderr])
		stream?.setEncoding('utf8').on('data', (text: string) => (said += text));
	return new Promise((done) => {
		const end = (isWell: boolean) => done({isWell, said, seconds: (performance.now() - started) / 1000});
		child.on('error', ({message}) => {
			said += `${message}\n`;
			end(false);
		});
		child.on('close', (code) => {
			if (child.killed) said += `${step.name}: not done within ${step.minutes} minutes\n`;
			end(code === 0);
		});
	});
}

function resultOf(step: Step, {isWell, seconds, said}: Ended): Result {
	process.stdout.write(said);
	const counted = step.results === undefined ? {passed: 1, failed: 0} : countIn(step.results);
	const isCounted = isWell || (counted.failed > 0 && step.results !== undefined);
	return {
		name: step.name,
		passed: step.results === undefined && !isWell ? 0 : counted.passed,
		// A step that breaks down without a failed test is one failure.
		failed: isCounted ? counted.failed : 1,
		seconds,
	};
}

/** A step that did not get as far as to be counted counts as nothing; that it ended badly is what tells. */
function countIn(file: string): {readonly passed: number; readonly failed: number} {
	if (!existsSync(file)) return {passed: 0, failed: 0};
	const {numPassedTests, numFailedTests, numFailedTestSuites} = JSON.parse(readFileSync(file, 'utf8')) as {
		readonly numPassedTests: number;
		readonly numFailedTests: number;
		readonly numFailedTestSuites: number;
	};
	return {passed: numPassedTests, failed: Math.max(numFailedTests, numFailedTestSuites > 0 ? 1 : 0)};
}
