import type {EventEmitter} from 'node:events';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {basename, join, resolve} from 'node:path';
import process from 'node:process';
import v8 from 'node:v8';
import {MessageChannel, receiveMessageOnPort, Worker} from 'node:worker_threads';
import {type CodePlace, type Runner, type Standing, Unusable} from '../../../code/ask.js';
import type {ClassRunner} from '../../../code/check-class.js';

/** A learner's file of JavaScript or TypeScript in a worker of its own. Calls block, because a step of the engine is a plain function. */
export type Realm = Runner & ClassRunner & {readonly close: () => Promise<void>};

/** The code of the worker, and what runs first in each realm. */
type RealmTexts = {readonly worker: string; readonly prelude: string};

/** What the worker answers. */
type Answer =
	| {readonly standing: Standing}
	| {readonly played: string}
	| {readonly unusable: {readonly sentence: string; readonly place: CodePlace; readonly isSyntax: boolean}};

/** A worker that is up before there is a file for it; null where none is. */
let ready: Host | null = null;

/** Starts a worker for the next file, since that takes as long as many a search. */
export function prepareRealm(texts: RealmTexts): void {
	ready ??= startWorker(texts);
}

/** The realm of a file. The file is not looked at before the first run. */
export function startRealm(path: string, texts: RealmTexts): Realm {
	const file = resolve(path);
	let host = ready ?? startWorker(texts);
	ready = null;
	host.take(file);
	const ended: Promise<void>[] = [];
	return {
		stand: (story, as) => {
			const answer = ask({kind: 'stand', story, as});
			if (!('standing' in answer)) throw new Error('The worker answered something else than it was asked.');
			return answer.standing;
		},
		play: (name, calls, sequences) => {
			const answer = ask({kind: 'play', name, calls: JSON.stringify(calls), sequences: JSON.stringify(sequences)});
			if (!('played' in answer)) throw new Error('The worker answered something else than it was asked.');
			return JSON.parse(answer.played);
		},
		async close() {
			await Promise.all([...ended, host.end()]);
		},
	};

	function ask(request: object): Exclude<Answer, {readonly unusable: unknown}> {
		const answer = host.ask(request) ?? askAnew(request);
		if (!('unusable' in answer)) return answer;
		const {sentence, place, isSyntax} = answer.unusable;
		throw isSyntax ? syntaxError(resolve(file, '..', place.file ?? ''), sentence) : new Unusable(sentence, place);
	}

	/** Code is blamed for its time only when it has taken too much twice, the second time in a new worker. */
	function askAnew(request: object): Answer {
		ended.push(host.end());
		host = startWorker(texts);
		host.take(file);
		const answer = host.ask(request);
		if (answer !== null) return answer;
		throw new Unusable(
			`${basename(file)} did not come to an await in time and was stopped. Is there a loop without an end, or one that fills the memory?`,
			{file: basename(file), line: null},
		);
	}
}

/** `take` comes first, and once. `ask`: null when no answer came in time. */
type Host = {
	readonly take: (file: string) => void;
	readonly ask: (request: object) => Answer | null;
	readonly end: () => Promise<void>;
};

function startWorker({worker, prelude}: RealmTexts): Host {
	beforeFlags.emit('fence-tutor:flags');
	// Code of the learner that came to hold of something of the worker's own realm could make no code from text there. A worker takes this from its process only.
	v8.setFlagsFromString('--disallow-code-generation-from-strings');
	v8.setFlagsFromString(lateMachineCode);
	const flag = new Int32Array(new SharedArrayBuffer(4));
	const {port1, port2} = new MessageChannel();
	const thread = new Worker(worker, {
		eval: true,
		workerData: {prelude, flag, port: port2},
		transferList: [port2],
		execArgv: ['--experimental-vm-modules', '--no-warnings'],
		env: {},
		stdin: false,
		stdout: true,
		stderr: true,
		resourceLimits: {maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32, stackSizeMb: 4},
	});
	// A worker that has no memory left ends with an error, which shows as a run that is never over.
	thread.on('error', () => {});
	let allowed = timeToStart + patience;
	return {
		take(file) {
			port1.postMessage({kind: 'take', file});
		},
		ask(request) {
			Atomics.store(flag, 0, 0);
			port1.postMessage(request);
			const isIn = waitFor(flag, allowed);
			allowed = patience;
			return isIn ? (receiveMessageOnPort(port1)?.message ?? null) : null;
		},
		async end() {
			port1.close();
			await thread.terminate();
		},
	};
}

/** Where it is told that V8 is about to get other flags: what it has compiled until then is kept by bin/load-program.js. */
const beforeFlags: EventEmitter = process;

/**
 * Flags with which V8 makes machine code of a function eight times as late. It does so on threads of its own, and in a check of an exercise these would take a quarter of all time of the
 * processor, for code that is hardly used any more; a search of a million states takes as long as without. Empty for a version that was not tried, since V8 complains of a flag that it does not know.
 */
const lateMachineCode = (() => {
	switch (process.versions.v8.split('.')[0]) {
		case '11':
			return '--interrupt-budget=540672';
		case '12':
		case '13':
		case '14':
			return '--invocation-count-for-maglev=3200 --invocation-count-for-turbofan=24000';
		default:
			return '';
	}
})();

/**
 * Whether the worker has answered before its patience was over. What counts is real time, as long as the machine gives this process a part of a processor; where it does not, the
 * worker may go on until it has had that part. This thread takes no time of the processor meanwhile, so a process that takes none has a worker that has died. A machine that has
 * stood still counts as one glance.
 */
function waitFor(flag: Int32Array, patience: number): boolean {
	// Most answers come at once, and to look at the use of the processor takes longer than some of them do.
	if (Atomics.wait(flag, 0, 0, glance) !== 'timed-out') return true;
	const before = process.cpuUsage();
	let [waited, used, silent] = [glance, 0, glance];
	for (let now = performance.now(); ; ) {
		if (Atomics.wait(flag, 0, 0, glance) !== 'timed-out') return true;
		const since = now;
		now = performance.now();
		const passed = Math.min(now - since, 2 * glance);
		const {user, system} = process.cpuUsage(before);
		const usedNow = (user + system) / 1000;
		waited += passed;
		silent = usedNow - used > 1 ? 0 : silent + passed;
		used = usedNow;
		if (waited > patience && (used > patience * leastPart || silent > longestSilence || waited > longest)) return false;
	}
}

/** For one run of the code. Units: ms. */
const patience = 700;

/** What a new worker takes before it runs anything. Units: ms. */
const timeToStart = 100;

/** The part of its patience for which a worker that is blamed has had the processor. A run of honest code takes a hundredth. */
const leastPart = 0.3;

/** However busy the machine is, a worker that can run does not stand still for so long. Units: ms. */
const longestSilence = 300;

/** Units: ms. */
const longest = 10_000;

/** Units: ms. */
const glance = 20;

/** The engine tells no place of what it cannot read in a module; `node --check` does. */
function syntaxError(path: string, message: string): Unusable {
	const folder = mkdtempSync(join(tmpdir(), 'fence-tutor-check-'));
	const copy = join(folder, /ts$/.test(path) ? 'check.mts' : 'check.mjs');
	const file = basename(path);
	// Loaded here, since most checks do without.
	const {execFileSync} = process.getBuiltinModule('node:child_process');
	try {
		writeFileSync(copy, readFileSync(path));
		execFileSync(process.execPath, ['--check', copy], {stdio: 'pipe', env: {}});
		return new Unusable(`This is not JavaScript: ${message}.`, {file, line: null});
	} catch (error) {
		const said = error instanceof Error && 'stderr' in error ? String(error.stderr) : '';
		const found = /check\.m[jt]s:(\d+)\n(?:.*\n(\s*)\^)?/.exec(said);
		const place = found === null ? {file, line: null} : placeIn(path, Number(found[1]), found[2]);
		return new Unusable(`This is not JavaScript: ${message}.`, place);
	} finally {
		rmSync(folder, {recursive: true, force: true});
	}
}

/** A place by its line and what stands before the caret. Without a caret it is the end of the text, and the last line that holds something is shown. */
function placeIn(path: string, line: number, before: string | undefined): Unusable['place'] {
	const file = basename(path);
	if (before !== undefined) return {file, line, column: before.length + 1};
	const lines = readFileSync(path, 'utf8')
		.trimEnd()
		.split(/\r\n|\n|\r/);
	const last = lines.slice(0, line);
	return {file, line: last.length, column: (last.at(-1) ?? '').length + 1};
}
