import {spawnSync} from 'node:child_process';
import {existsSync, readFileSync, rmSync} from 'node:fs';
import {z} from 'zod';
import {inProject} from './project.js';

/** One part of `npm test`: a command that has to end well. */
type Part = {readonly name: string; readonly command: string; readonly typed: readonly string[]};

const results = inProject('.build/test-results.json');
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
	{
		name: 'tests',
		command: bin('vitest'),
		typed: ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${results}`],
	},
	{name: 'lessons', command: process.execPath, typed: [inProject('bin/fence-tutor.js'), 'check', inProject('lessons')]},
];

rmSync(results, {force: true});
const failed = parts.filter((part) => !endsWell(part));
const counted = countTests();

for (const {name} of failed) console.log(`failed: ${name}`);
console.log(summary());
process.exitCode = failed.length > 0 || counted === null || counted.failed > 0 ? 1 : 0;

function endsWell({name, command, typed}: Part): boolean {
	console.log(`\n== ${name}`);
	return spawnSync(command, typed, {stdio: 'inherit', cwd: inProject()}).status === 0;
}

/** Null where the tests did not get as far as to be counted. */
function countTests(): {readonly passed: number; readonly failed: number} | null {
	if (!existsSync(results)) return null;
	const {numPassedTests, numFailedTests, numFailedTestSuites} = resultsSchema.parse(
		JSON.parse(readFileSync(results, 'utf8')),
	);
	return {passed: numPassedTests, failed: Math.max(numFailedTests, numFailedTestSuites > 0 ? 1 : 0)};
}

/** The last line, for those who read only that. Each part besides the tests counts as one. */
function summary(): string {
	const others = parts.filter(({name}) => name !== 'tests');
	const broken = others.filter((part) => failed.includes(part)).length;
	const tests = counted ?? {passed: 0, failed: 1};
	return `${tests.passed + others.length - broken} passed, ${tests.failed + broken} failed`;
}
