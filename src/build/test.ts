import {spawnSync} from 'node:child_process';
import {existsSync, readFileSync, rmSync} from 'node:fs';
import {z} from 'zod';
import {inProject} from './project.js';

/** One part of `npm test`: a command that has to end well. `results`: where it leaves the count of its tests. */
type Part = {
	readonly name: string;
	readonly command: string;
	readonly typed: readonly string[];
	readonly results?: string;
};

const bin = (name: string) => inProject('node_modules/.bin', name);

const resultsSchema = z.object({
	numPassedTests: z.number(),
	numFailedTests: z.number(),
	numFailedTestSuites: z.number(),
});

const parts: readonly Part[] = [
	{name: 'types', command: bin('tsc'), typed: ['--noEmit', '-p', inProject()]},
	{name: 'lint and format', command: bin('biome'), typed: ['check', '--error-on-warnings', inProject()]},
	{
		name: 'build',
		command: process.execPath,
		typed: [inProject('src/build/run-typescript.mjs'), inProject('src/build/build.ts')],
	},
	tests('tests', ['--project', 'parts', '--project', 'terminal']),
	{name: 'lessons', command: process.execPath, typed: [inProject('bin/fence-tutor.js'), 'check', inProject('lessons')]},
	// `test.ts servers`: also what needs real servers; they wait most of the time, so all suites run side by side.
	...(process.argv.includes('servers') ? [tests('servers', ['--project', 'servers', '--maxWorkers', '8'])] : []),
];

for (const {results} of parts) if (results !== undefined) rmSync(results, {force: true});
const failed = parts.filter((part) => !endsWell(part));
const counted = parts.flatMap(({results}) => (results === undefined ? [] : [countTests(results)]));

for (const {name} of failed) console.log(`failed: ${name}`);
console.log(summary());
process.exitCode = failed.length > 0 || counted.some(({failed: some}) => some > 0) ? 1 : 0;

function endsWell({name, command, typed}: Part): boolean {
	console.log(`\n== ${name}`);
	return spawnSync(command, typed, {stdio: 'inherit', cwd: inProject()}).status === 0;
}

function tests(name: string, which: readonly string[]): Part {
	const results = inProject('.build', `${name}-results.json`);
	const reports = ['--reporter=default', '--reporter=json', `--outputFile.json=${results}`];
	return {name, command: bin('vitest'), typed: ['run', ...which, ...reports], results};
}

/** One failure where the tests did not get as far as to be counted. */
function countTests(results: string): {readonly passed: number; readonly failed: number} {
	if (!existsSync(results)) return {passed: 0, failed: 1};
	const {numPassedTests, numFailedTests, numFailedTestSuites} = resultsSchema.parse(
		JSON.parse(readFileSync(results, 'utf8')),
	);
	return {passed: numPassedTests, failed: Math.max(numFailedTests, numFailedTestSuites > 0 ? 1 : 0)};
}

/** The last line, for those who read only that. Each part besides the tests counts as one. */
function summary(): string {
	const others = parts.filter(({results}) => results === undefined);
	const broken = others.filter((part) => failed.includes(part)).length;
	const sum = (what: 'passed' | 'failed') => counted.reduce((all, each) => all + each[what], 0);
	return `${sum('passed') + others.length - broken} passed, ${sum('failed') + broken} failed`;
}
