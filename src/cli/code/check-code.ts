import {existsSync, readFileSync} from 'node:fs';
import {basename, dirname, join, resolve} from 'node:path';
import {type Runner, Unusable} from '../../code/ask.js';
import {rememberingClass} from '../../code/call-table.js';
import {type ClassRunner, checkClass} from '../../code/check-class.js';
import {rememberingRunner} from '../../code/client-table.js';
import {type CodeWorld, codeWorld, fenceComment, mostClients, unclosedLine} from '../../code/code-world.js';
import {type CheckedBy, type Exercise, exerciseOf, exerciseWorlds, saysImpossible} from '../../code/exercise.js';
import {type CodeFinding, type CodeLimits, codeLimits, startCodeExploration} from '../../code/explore-code.js';
import type {Answer} from '../../code/file-answer.js';
import {foundingTest} from '../../code/founding-test.js';
import {scheduleScript} from '../../code/schedule-script.js';
import {unreachedLines} from '../../code/unreached.js';
import {cannotBeWon} from '../../code/verdict-words.js';
import {verdictOf} from '../../explore/claim.js';
import {print} from '../../language/print.js';
import {visible} from '../../language/visible.js';
import {classProof, clientProof, type ExerciseProof, type ShownClass} from '../../session/exercise-proof.js';
import type {Fact} from '../../sim/fact.js';
import type {World} from '../../sim/world.js';
import {type ExitCode, exitCode, UnusableInput, worst} from '../exit-code.js';
import {placed, pointed} from '../file-position.js';
import type {Io} from '../io.js';
import {readSource} from '../read-source.js';
import {answerJson} from './json.js';
import {type KeptExercise, keepExercise} from './keep-exercise.js';
import {openRunner} from './open-runner.js';
import {answerText} from './text.js';

/** How code is to be checked. */
export type CheckOptions = {
	readonly json: boolean;
	readonly diagram: boolean;
	/** How many clients run the code, in place of what the file says. */
	readonly clients: number | undefined;
	/** A command that runs the file and speaks the protocol. */
	readonly with: string | undefined;
	readonly maxStates: number | undefined;
	readonly maxSeconds: number | undefined;
};

/** The exit code after checking every file: 1 when a claim is violated, 3 when one stays unknown, 2 when a file cannot be used. */
export async function checkCode(files: readonly string[], options: CheckOptions, io: Io): Promise<ExitCode> {
	demandFiles(files, 'check');
	limitsOf(options);
	const codes: ExitCode[] = [];
	for (const file of files) codes.push(await checkFile(file, options, io));
	return worst(codes);
}

/** The exit code after printing, for each file, the first schedule that breaks a claim, as a script for `run`. 1 when there is one. */
export async function replayCode(files: readonly string[], options: CheckOptions, io: Io): Promise<ExitCode> {
	demandFiles(files, 'replay');
	const limits = limitsOf(options);
	const codes: ExitCode[] = [];
	for (const file of files) {
		const source = await readSource(file, io);
		const subject = source.ok ? await subjectOf(file, source.text, options, io) : null;
		if (!source.ok) io.stderr.write(placed({file, ...source.problem}, source.problem.message));
		if (subject === null) {
			codes.push(exitCode.unusable);
			continue;
		}
		try {
			codes.push(await replayOne(file, subject, options, limits, io));
		} catch (error) {
			if (!(error instanceof Unusable)) throw error;
			io.stderr.write(unusableText(file, error, io.cwd));
			codes.push(exitCode.unusable);
		}
	}
	return worst(codes);
}

/** Fails: with UnusableInput where there is none, or where one is standard input. */
function demandFiles(files: readonly string[], word: string): void {
	if (files.length === 0) throw new UnusableInput(`Say which file: fence-tutor build ${word} FILE`);
	if (files.includes('-'))
		throw new UnusableInput(
			'Code is run from a file, which its name and what stands beside it belong to. Save it first.',
		);
}

async function replayOne(
	file: string,
	subject: Subject,
	options: CheckOptions,
	limits: CodeLimits,
	io: Io,
): Promise<ExitCode> {
	for await (const answer of judge(file, subject, options, limits, io)) {
		if (answer.kind !== 'claim' || answer.verdict !== 'violated' || answer.moves.length === 0) continue;
		const script = answer.moves.flatMap(({done}) => done.map(({statement}) => statement));
		io.stdout.write([...answer.setup, ...script].map((statement) => `${print(statement)}\n`).join(''));
		return exitCode.failed;
	}
	io.stderr.write(`${visible(file)}: no claim is broken by a schedule, so there is none to replay.\n`);
	return exitCode.fine;
}

/** How a check is followed. `begun`: what the file is checked for is known. `searched`: so many states were looked at for the claim at hand. */
export type Follower = {
	readonly begun: (subject: Subject) => void;
	readonly answered: (answer: Answer) => void | Promise<void>;
	readonly searched: (states: number) => void;
	/** What is to be told of the learner's progress. */
	readonly kept?: (kept: KeptExercise) => void;
};

/** The exit code after checking one file; its answers go to the follower, and what cannot be used to standard error. */
export async function followCode(file: string, options: CheckOptions, io: Io, follower: Follower): Promise<ExitCode> {
	const limits = limitsOf(options);
	const source = await readSource(file, io);
	if (!source.ok) {
		io.stderr.write(placed({file, ...source.problem}, source.problem.message));
		return exitCode.unusable;
	}
	const subject = await subjectOf(file, source.text, options, io);
	if (subject === null) return exitCode.unusable;
	try {
		follower.begun(subject);
		const codes: ExitCode[] = [];
		let proof: ExerciseProof | null = null;
		const keep = (proved: ExerciseProof) => {
			proof = proved;
		};
		for await (const answer of judge(file, subject, options, limits, io, follower.searched, keep)) {
			await follower.answered(answer);
			codes.push(codeOf(answer));
		}
		// With another number of clients it is another exercise.
		if (subject.exercise !== undefined && options.clients === undefined)
			follower.kept?.(await keepExercise(subject.exercise, worst(codes) === exitCode.fine ? proof : null, io));
		return worst(codes);
	} catch (error) {
		if (!(error instanceof Unusable)) throw error;
		io.stderr.write(unusableText(file, error, io.cwd));
		return exitCode.unusable;
	}
}

async function checkFile(file: string, options: CheckOptions, io: Io): Promise<ExitCode> {
	const subjects: Subject[] = [];
	const code = await followCode(file, options, io, {
		begun(subject) {
			subjects.push(subject);
		},
		async answered(answer) {
			io.stdout.write(options.json ? answerJson(answer) : await answerText(answer, options.diagram, io));
		},
		searched() {},
		kept({told, notice}) {
			if (notice !== null) io.stderr.write(`${visible(notice)}\n`);
			if (told !== null && !options.json) io.stdout.write(`  ${told}\n`);
		},
	});
	if (!options.json && code !== exitCode.unusable && subjects.some(seemsWinnable))
		io.stdout.write(`  ${cannotBeWon}\n`);
	return code;
}

/** Whether the learner has not said yet that an exercise which cannot be won is one. */
export function seemsWinnable({exercise, saysImpossible: says}: Pick<Subject, 'exercise' | 'saysImpossible'>): boolean {
	return exercise?.impossible === true && !says;
}

/** What a file is checked for: its own world, or an exercise. */
export type Subject = {
	/** The code of the file, which may be another or gone by the time it is searched. */
	readonly text: string;
	readonly exercise: Exercise | undefined;
	readonly saysImpossible: boolean;
	/** A client runs in each of its worlds, one after another. */
	readonly check:
		| {readonly kind: 'client'; readonly worlds: readonly CodeWorld[]}
		| Extract<CheckedBy, {kind: 'class'}>;
};

/** What the file's own comment or its name says; null, and told on standard error, where neither says anything that can be used. */
export async function subjectOf(
	file: string,
	text: string,
	{clients}: Pick<CheckOptions, 'clients'>,
	io: Io,
): Promise<Subject | null> {
	const comment = fenceComment(text);
	if (comment !== null) {
		const world = codeWorld(comment, clients ?? null);
		if (world.ok)
			return {text, exercise: undefined, saysImpossible: false, check: {kind: 'client', worlds: [world.made]}};
		for (const problem of world.problems) io.stderr.write(placed({file, ...problem}, problem.message));
		return null;
	}
	const {exercises} = await import('fence-tutor:exercises');
	const exercise = exerciseOf(file, exercises);
	if (exercise === undefined) {
		const opened = unclosedLine(text);
		io.stderr.write(
			placed(
				{file, line: opened ?? 1, column: 1},
				opened === null ? noComment : 'The comment that tells the world has no end. Close it before the code.',
			),
		);
		return null;
	}
	const says = saysImpossible(text);
	if (says && !exercise.impossible) {
		io.stderr.write(
			placed({file, line: 1, column: 1}, 'This exercise can be won. Take the line away that says that it cannot.'),
		);
		return null;
	}
	const {checked} = exercise;
	const check =
		checked.kind === 'class'
			? checked
			: {kind: 'client' as const, worlds: exerciseWorlds(checked, clients ?? null, says)};
	return {text, exercise, saysImpossible: says, check};
}

const noComment =
	'This file does not tell its world, and its name is that of no exercise. Begin it with a comment: /* fence, then lines such as: lock account lease ttl 10s, store safe fenced, put account balance=100, claim never lost-update, and */';

/** Every answer about a file, one after another. */
async function* judge(
	file: string,
	subject: Subject,
	options: CheckOptions,
	limits: CodeLimits,
	io: Io,
	searched: Follower['searched'] = () => {},
	keep: (proof: ExerciseProof) => void = () => {},
): AsyncGenerator<Answer, void> {
	const {text, check, exercise, saysImpossible: says} = subject;
	const opened = await openRunner(file, io, options.with?.split(/\s+/).filter(Boolean) ?? null);
	try {
		if (check.kind === 'class') {
			const shown = yield* judgeClass(file, check, opened, io);
			if (exercise !== undefined) keep(classProof(exercise, shown));
		} else {
			const findings = yield* judgeClient({file, text}, check.worlds, opened, options, limits, searched);
			if (exercise !== undefined) keep(clientProof(exercise, says, findings));
		}
	} finally {
		await opened.close();
	}
}

async function* judgeClient(
	code: {readonly file: string; readonly text: string},
	worlds: readonly CodeWorld[],
	opened: Runner,
	options: CheckOptions,
	limits: CodeLimits,
	searched: Follower['searched'],
): AsyncGenerator<Answer, readonly CodeFinding[]> {
	const {file} = code;
	const runner = rememberingRunner(opened);
	const findings: CodeFinding[] = [];
	for (const {world, claims, setup} of worlds) {
		for (const claim of claims) {
			const seconds = options.maxSeconds ?? mostSeconds;
			const searchedSo = await searchCode(runner, world, claim.fact, limits, seconds, searched);
			const finding = {...searchedSo, notes: [...searchedSo.notes, ...unreachedNotes(code, searchedSo)]};
			const moves = finding.kind === 'found' ? finding.schedule.length : null;
			const verdict = verdictOf(claim, {kind: finding.kind, moves, depth: finding.depth});
			const told = scheduleScript(world, finding.schedule);
			findings.push(finding);
			yield {kind: 'claim', file, claim, world, setup, verdict, finding, moves: told, runs: runner.runs()};
		}
	}
	return findings;
}

/** Of a search that came to its end: the lines that ask something in no schedule. */
function unreachedNotes(
	{file, text}: {readonly file: string; readonly text: string},
	{kind, table}: CodeFinding,
): readonly string[] {
	if (kind !== 'none') return [];
	const lines = unreachedLines(text, basename(file), table.rows());
	return lines.length === 0 ? [] : [`No schedule comes to ${basename(file)}:${lines.join(', ')}.`];
}

async function* judgeClass(
	file: string,
	{name, calls}: Extract<CheckedBy, {kind: 'class'}>,
	opened: ClassRunner,
	io: Io,
): AsyncGenerator<Answer, ShownClass> {
	const runner = rememberingClass(opened, name === 'LockService' ? 'ranked' : 'as they are');
	const finding = checkClass(runner, name, calls);
	yield {kind: 'class', file, name, calls, finding};
	const {sequences} = finding;
	if (finding.wrong !== null || name === 'LockService') return {sequences, table: runner.table(), lock: null};
	const lockFile = beside(file, io.cwd);
	const openedLock = lockFile === null ? null : await openRunner(lockFile, io);
	const lock = openedLock === null ? null : rememberingClass(openedLock);
	try {
		// A lock service of the learner's that gives no two tokens yet is no reason to leave the test out.
		const own = lock === null ? null : foundingTest(runner, name, lock);
		const test = own ?? foundingTest(runner, name, null);
		if (test !== null) yield {kind: 'founding', file, name, lockFile: own === null ? null : lockFile, test};
		return {sequences, table: runner.table(), lock: own === null ? null : (lock?.table() ?? null)};
	} finally {
		await openedLock?.close();
	}
}

/** The learner's own lock service beside a file, or null. */
function beside(file: string, cwd: string): string | null {
	const found = ['.mjs', '.js', '.ts', '.mts'].map((ending) => join(dirname(file), `01-lock-service${ending}`));
	return found.find((path) => existsSync(resolve(cwd, path))) ?? null;
}

function codeOf(answer: Answer): ExitCode {
	switch (answer.kind) {
		case 'claim':
			return {holds: exitCode.fine, violated: exitCode.failed, unknown: exitCode.gaveUp}[answer.verdict];
		case 'class':
			return answer.finding.wrong === null ? exitCode.fine : exitCode.failed;
		case 'founding':
			return answer.test.isRight ? exitCode.fine : exitCode.failed;
	}
}

/** What searching every schedule for a fact finds out within limits. Units: seconds of real time. */
async function searchCode(
	runner: Runner,
	world: World,
	fact: Fact,
	limits: CodeLimits,
	seconds: number,
	searched: Follower['searched'],
): Promise<CodeFinding> {
	const exploration = startCodeExploration(runner, world, fact, limits);
	const start = performance.now();
	let looked = 0;
	for (let told = start; ; ) {
		const finding = exploration.advance(slice);
		if (finding !== null) return finding;
		looked += slice;
		const now = performance.now();
		if (now - start > seconds * 1000) return exploration.giveUp();
		if (now - told < turn) continue;
		told = now;
		searched(looked);
		// Signals and the closing of a pipe are heard in between.
		await new Promise<void>((resume) => setImmediate(resume));
	}
}

/** States looked at between two looks at the clock. A state may need a run of the code for each ask that is out. */
const slice = 10;

/** How long a search goes on before it lets others have their turn. Units: ms. */
const turn = 30;

const mostSeconds = 20;

/** The sentence, with its place and the line of the code that it is about. */
export function unusableText(file: string, {message, place}: Unusable, cwd: string): string {
	const named = place.file === null || place.file === basename(file) ? file : `${dirname(file)}/${place.file}`;
	if (place.line === null) return `${visible(named)}: ${message}\n`;
	const line = lineAt(resolve(cwd, named), place.line);
	const column = place.column ?? 1;
	return `${placed({file: named, line: place.line, column}, message)}${line === null || place.column === undefined ? '' : pointed(line.replace(/\t/g, ' '), column, 1)}`;
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
	if (clients !== undefined && !(Number.isInteger(clients) && clients >= 1 && clients <= mostClients))
		throw new UnusableInput(`--clients takes a whole number from 1 to ${mostClients}.`);
	return {...codeLimits, maxStates: Math.floor(maxStates ?? codeLimits.maxStates)};
}
