import {spawnSync} from 'node:child_process';
import {existsSync, readFileSync, rmSync} from 'node:fs';
import {inProject} from './project.js';

/** One step: a command that has to end well. A step with `tests` counts the tests of those Vitest projects, any other counts as one. */
type Step = {
	readonly name: string;
	readonly command: string;
	readonly typed: readonly string[];
	readonly env?: Readonly<Record<string, string>>;
	readonly results?: string;
};

/** How many of a step passed and failed, and how long it took. Units: real seconds. */
type Result = {readonly name: string; readonly passed: number; readonly failed: number; readonly seconds: number};

const bin = (name: string) => inProject('node_modules/.bin', name);

const typescript = (...typed: readonly string[]) => [inProject('src/build/run-typescript.mjs'), ...typed];

/** Vitest projects as one step, counted test by test. */
function tests(name: string, projects: readonly string[], ...more: readonly string[]): Step {
	const results = inProject(`.build/${name}-results.json`);
	const chosen = projects.flatMap((project) => ['--project', project]);
	return {
		name,
		command: bin('vitest'),
		typed: [
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

/** Tests of what runs code that is not ours, a learner's or another Node: they take as long as a third of all others, so they come after the check of the lessons. */
const foreign = ['test/cli/code/**', 'test/terminal/supply.test.ts'];

/** What everybody runs before a commit: npm test -- --usual. Goal: all of it in six minutes on two cores. */
const usual: readonly Step[] = [
	{name: 'types', command: bin('tsc'), typed: ['--noEmit', '-p', inProject()]},
	{name: 'lint and format', command: bin('biome'), typed: ['check', '--error-on-warnings', inProject()]},
	{name: 'build', command: process.execPath, typed: typescript(inProject('src/build/build.ts'))},
	{...tests('tests', ['parts', 'added', 'terminal']), env: {FENCE_LEAVE_OUT: foreign.join(' ')}},
	{name: 'lessons', command: process.execPath, typed: [inProject('bin/fence-tutor.js'), 'check', inProject('lessons')]},
];

/** The rest of what is tested wherever anything is tested. Goal: with the above, 25 minutes on two cores. */
const rest: readonly Step[] = [
	tests('code', ['parts', 'terminal'], ...foreign.map((place) => place.replace('**', ''))),
	// Chromium walks the page of a run.
	tests('browser', ['browser']),
	// A random learner for two minutes. Two hours: npm run soak -- 120
	{name: 'soak', command: process.execPath, typed: typescript(inProject('test/soak/soak.ts'), '2')},
];

/** What needs other programs or a long time: a step of its own for each, after all of the above. */
const later: readonly Step[] = [
	// Servers wait most of the time, so all their suites run side by side.
	tests('servers', ['servers'], '--maxWorkers', '8'),
];

const all = [...usual, ...rest, ...later];
const wanted = process.argv.slice(2);
const groups: ReadonlyMap<string, readonly Step[]> = new Map([
	['--usual', usual],
	['--all', all],
]);
const unknown = wanted.filter((name) => !groups.has(name) && all.every((step) => step.name !== name));
if (unknown.length > 0) {
	console.error(
		`There is no step ${unknown.join(', ')}. There are: ${all.map(({name}) => name).join(', ')}; and ${[...groups.keys()].join(', ')}.`,
	);
	process.exit(2);
}
const asked = wanted.flatMap((name) => groups.get(name) ?? all.filter((step) => step.name === name));
const chosen = wanted.length > 0 ? all.filter((step) => asked.includes(step)) : [...usual, ...rest];
const results = chosen.map(run);

for (const {name, seconds, failed} of results)
	console.log(`${failed > 0 ? 'failed' : 'passed'}: ${name}, ${seconds.toFixed(0)} s`);
const sum = (field: 'passed' | 'failed') => results.reduce((total, result) => total + result[field], 0);
// The last line, for those who read only that.
console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
process.exitCode = sum('failed') > 0 ? 1 : 0;

function run(step: Step): Result {
	console.log(`\n== ${step.name}`);
	const began = performance.now();
	if (step.results !== undefined) rmSync(step.results, {force: true});
	const env = {...process.env, ...step.env};
	const endsWell = spawnSync(step.command, step.typed, {stdio: 'inherit', cwd: inProject(), env}).status === 0;
	const counted = step.results === undefined ? {passed: 1, failed: 0} : countIn(step.results);
	const isCounted = endsWell || (counted.failed > 0 && step.results !== undefined);
	return {
		name: step.name,
		passed: step.results === undefined && !endsWell ? 0 : counted.passed,
		// A step that breaks down without a failed test is one failure.
		failed: isCounted ? counted.failed : 1,
		seconds: (performance.now() - began) / 1000,
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
