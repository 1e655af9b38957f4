import {readFileSync} from 'node:fs';
import {basename, dirname, resolve} from 'node:path';
import {type Runner, Unusable} from '../../code/ask.js';
import {rememberingRunner} from '../../code/client-table.js';
import {type CodeWorld, codeWorld, fenceComment} from '../../code/code-world.js';
import {type CodeFinding, type CodeLimits, codeLimits, startCodeExploration} from '../../code/explore-code.js';
import {scheduleScript} from '../../code/schedule-script.js';
import type {CodeAnswer} from '../../code/verdict-words.js';
import {verdictOf} from '../../explore/claim.js';
import {visible} from '../../language/visible.js';
import type {Fact} from '../../sim/fact.js';
import type {World} from '../../sim/world.js';
import {type ExitCode, exitCode, UnusableInput, worst} from '../exit-code.js';
import {placed, pointed} from '../file-position.js';
import type {Io} from '../io.js';
import {readSource} from '../read-source.js';
import {answerJson} from './json.js';
import {openRunner} from './open-runner.js';
import {answerText} from './text.js';

/** How code is to be checked. */
export type CheckOptions = {
	readonly json: boolean;
	readonly diagram: boolean;
	/** How many clients run the code, in place of what the file says. */
	readonly clients: number | undefined;
	readonly maxStates: number | undefined;
	readonly maxSeconds: number | undefined;
};

/** The exit code after checking every file: 1 when a claim is violated, 3 when one stays unknown, 2 when a file cannot be used. */
export async function checkCode(files: readonly string[], options: CheckOptions, io: Io): Promise<ExitCode> {
	if (files.length === 0) throw new UnusableInput('Say which file: fence-tutor build check FILE');
	const limits = limitsOf(options);
	const codes: ExitCode[] = [];
	for (const file of files) codes.push(await checkFile(file, options, limits, io));
	return worst(codes);
}

async function checkFile(file: string, options: CheckOptions, limits: CodeLimits, io: Io): Promise<ExitCode> {
	const source = await readSource(file, io);
	if (!source.ok) {
		io.stderr.write(placed({file, ...source.problem}, source.problem.message));
		return exitCode.unusable;
	}
	const made = worldOfFile(file, source.text, options, io);
	if (made === null) return exitCode.unusable;
	try {
		return await checkClaims(file, made, options, limits, io);
	} catch (error) {
		if (!(error instanceof Unusable)) throw error;
		io.stderr.write(unusableText(file, error, io.cwd));
		return exitCode.unusable;
	}
}

/** The world that the file's own comment tells; null, and told on standard error, where it tells none that can be used. */
function worldOfFile(file: string, text: string, {clients}: CheckOptions, io: Io): CodeWorld | null {
	const comment = fenceComment(text);
	if (comment === null) {
		io.stderr.write(placed({file, line: 1, column: 1}, noComment));
		return null;
	}
	const world = codeWorld(comment, clients ?? null);
	if (world.ok) return world.made;
	for (const problem of world.problems) io.stderr.write(placed({file, ...problem}, problem.message));
	return null;
}

const noComment =
	'This file does not tell its world. Begin it with a comment: /* fence, then lines such as: lock account lease ttl 10s, store safe fenced, put account balance=100, claim never lost-update, and */';

async function checkClaims(
	file: string,
	{world, claims}: CodeWorld,
	options: CheckOptions,
	limits: CodeLimits,
	io: Io,
): Promise<ExitCode> {
	const opened = openRunner(file, io.cwd);
	const runner = rememberingRunner(opened);
	const codes: ExitCode[] = [];
	try {
		for (const claim of claims) {
			const finding = await searchCode(runner, world, claim.fact, limits, options.maxSeconds ?? mostSeconds);
			const moves = finding.kind === 'found' ? finding.schedule.length : null;
			const verdict = verdictOf(claim, {kind: finding.kind, moves, depth: finding.depth});
			const told = scheduleScript(world, finding.schedule);
			const answer: CodeAnswer = {file, claim, world, verdict, finding, moves: told, runs: runner.runs()};
			io.stdout.write(options.json ? answerJson(answer) : await answerText(answer, options.diagram, io));
			codes.push(verdict === 'violated' ? exitCode.failed : verdict === 'unknown' ? exitCode.gaveUp : exitCode.fine);
		}
	} finally {
		await opened.close();
	}
	return worst(codes);
}

/** What searching every schedule for a fact finds out within limits. Units: seconds of real time. */
async function searchCode(
	runner: Runner,
	world: World,
	fact: Fact,
	limits: CodeLimits,
	seconds: number,
): Promise<CodeFinding> {
	const exploration = startCodeExploration(runner, world, fact, limits);
	const start = performance.now();
	for (;;) {
		const finding = exploration.advance(slice);
		if (finding !== null) return finding;
		if (performance.now() - start > seconds * 1000) return exploration.giveUp();
		// Signals and the closing of a pipe are heard in between.
		await new Promise<void>((resume) => setImmediate(resume));
	}
}

/** States looked at between two looks at the clock. */
const slice = 300;

const mostSeconds = 20;

/** The sentence, with its place and the line of the code that it is about. */
export function unusableText(file: string, {message, place}: Unusable, cwd: string): string {
	const named = place.file === null || place.file === basename(file) ? file : `${dirname(file)}/${place.file}`;
	if (place.line === null) return `${visible(named)}: ${message}\n`;
	const line = lineAt(resolve(cwd, named), place.line);
	const column = place.column ?? 1;
	return `${placed({file: named, line: place.line, column}, message)}${line === null || place.column === undefined ? '' : pointed(line, column, 1)}`;
}

/** A line of a file of the learner's, or null where it cannot be read any more. Units: from 1. */
export function lineAt(path: string, line: number): string | null {
	try {
		return readFileSync(path, 'utf8').split(/\r\n|\n|\r/)[line - 1] ?? null;
	} catch {
		return null;
	}
}

/** Fails: with UnusableInput, when a limit is no number that limits anything. */
function limitsOf({maxStates, maxSeconds, clients}: CheckOptions): CodeLimits {
	if ((maxStates !== undefined && !(maxStates >= 1)) || (maxSeconds !== undefined && !(maxSeconds > 0)))
		throw new UnusableInput('--max-states and --max-seconds take a number above 0.');
	if (clients !== undefined && !(Number.isInteger(clients) && clients >= 1))
		throw new UnusableInput('--clients takes a whole number above 0.');
	return {...codeLimits, maxStates: Math.floor(maxStates ?? codeLimits.maxStates)};
}
