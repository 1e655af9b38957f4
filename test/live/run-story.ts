import {spawn} from 'node:child_process';
import {existsSync, readdirSync, readFileSync, readlinkSync} from 'node:fs';
import {chmod, mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {until} from '../../src/live/clock.js';

const project = resolve(import.meta.dirname, '../..');

/** What a live run printed. `place`: a folder that was all its own, where it would have left anything. */
export type LiveRun = {readonly code: number | null; readonly stdout: string; readonly stderr: string};

/** A live run that has begun, and is ended by its caller or by itself. */
export type Begun = {
	readonly pid: number;
	readonly done: Promise<LiveRun>;
	/** Processes of this run that still live, and files that still stand. */
	readonly leftovers: () => readonly string[];
	/** What it has printed so far. */
	readonly printed: () => string;
	/** The same on standard error. */
	readonly told: () => string;
	readonly clean: () => Promise<void>;
};

/** What is typed after `fence-tutor live`, at its question (by default nothing can be), and what the environment says. */
export type Typed = {
	readonly typed: readonly string[];
	readonly answer?: string;
	readonly env?: Readonly<Record<string, string>>;
	readonly cwd?: string;
};

/** Whether the program that these runs start is built. */
export const isBuilt = existsSync(join(project, 'dist/main.js'));

/** Begins `fence-tutor live` of the built program with a temporary folder of its own, by which everything that belongs to it is known. */
export async function beginLive({typed, answer = '', env = {}, cwd = project}: Typed): Promise<Begun> {
	const place = await mkdtemp(join(tmpdir(), 'live-test-'));
	// PostgreSQL runs as another user where the tests run as root.
	await chmod(place, 0o755);
	const child = spawn(process.execPath, [join(project, 'bin/fence-tutor.js'), 'live', ...typed], {
		cwd,
		env: {...process.env, ...env, TMPDIR: place, CI: 'true'},
		stdio: ['pipe', 'pipe', 'pipe'],
	});
	child.stdin.on('error', () => {});
	child.stdin.end(answer);
	let [stdout, stderr] = ['', ''];
	child.stdout.on('data', (data) => {
		stdout += String(data);
	});
	child.stderr.on('data', (data) => {
		stderr += String(data);
	});
	return {
		pid: child.pid ?? 0,
		done: new Promise((done) => child.once('close', (code) => done({code, stdout, stderr}))),
		leftovers: () => leftoversOf(place),
		printed: () => stdout,
		told: () => stderr,
		clean: () => rm(place, {recursive: true, force: true}),
	};
}

/** A whole live run; nothing of it may be left a moment after its end. */
export async function runLive(typed: Typed): Promise<LiveRun> {
	const begun = await beginLive(typed);
	const run = await begun.done;
	await nothingLeft(begun);
	await begun.clean();
	return run;
}

/** What must come is waited for as long as a test may last at all: a busy machine is slow, not wrong. Units: ms. */
export const patient = {limit: 120_000, every: 50};

/** Ends when nothing of a run is left. Fails: after the patience of the tests, with what is. */
export async function nothingLeft({leftovers}: Begun): Promise<void> {
	await until('nothing is left', () => leftovers().length === 0, patient).catch(() => {
		throw new Error(`left: ${leftovers().join('; ')}`);
	});
}

/** Processes that were started under a temporary folder and still live, and what still stands in it. */
export function leftoversOf(place: string): readonly string[] {
	return [...processesOf(place), ...readdirSync(place)];
}

/** Processes that were started under a temporary folder: by their environment, or by where they stand, since a Redis writes its title over its environment. */
function processesOf(place: string): readonly string[] {
	return readdirSync('/proc')
		.filter((name) => /^\d+$/.test(name))
		.flatMap((pid) => {
			try {
				const mine =
					readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(`TMPDIR=${place}`) ||
					readlinkSync(`/proc/${pid}/cwd`).startsWith(`${place}/`);
				return mine ? [`${pid} ${readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')}`] : [];
			} catch {
				return [];
			}
		});
}
