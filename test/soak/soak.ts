import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as pass} from 'node:timers/promises';
import {packAndInstall} from '../terminal/pack.js';
import {plainEnvironment} from '../terminal/plain-environment.js';
import {type OpenTerminal, runInTerminal} from '../terminal/run-in-terminal.js';

/**
 * A random learner at terminals of 80 by 24: keys, pastes, resizes, kills, two windows, a full disk now and then, always the same ones for a seed.
 * Ends with 1 and says what was wrong, where the program crashed, leaked, lost something that was solved, or did not give the terminal back.
 * Typed: minutes (2 unless given), seed (1 unless given).
 */
const minutes = Number(process.argv[2] ?? 2);
const seed = Number(process.argv[3] ?? 1);

const mostMegabytes = 250;
const folder = mkdtempSync(join(tmpdir(), 'fence-tutor-soak-'));
const home = join(folder, 'home');
mkdirSync(home);
const installed = packAndInstall();
const program = join(installed.folder, 'node_modules/.bin/fence-tutor');
const wrong: string[] = [];
const counts = {stretches: 0, keys: 0, pastes: 0, resizes: 0, kills: 0, quits: 0, opened: 0, full: 0};
let most = 0;
/** Solved tasks seen on the disk, by lesson. None may ever be gone. */
const solved = new Set<string>();
const chance = random(seed);

/** Enter most of all, since it goes on; then what is typed at a prompt. */
const keys: readonly string[] = [
	...Array.from({length: 12}, () => '\r'),
	...'aAbw 109/',
	'\u001B[A',
	'\u001B[B',
	'\u001B[C',
	'\u001B[D',
	'\t',
	'\u007F',
	'\u0015',
	'\u0012',
	'\u001B',
	'\u000C',
	'\u001B[5~',
	'/undo\r',
	'/hint\r',
	'/skip\r',
	'/step 1\r',
	'/takeover\r',
	'/state\r',
	'A resume; A write account balance-=10\r',
	'A pause\r',
	'wait 11s\r',
	'B acquire account\r',
	'1\r',
	'2\r',
];
const pastes: readonly string[] = [
	'д'.repeat(4096),
	'日本'.repeat(2000),
	'😀'.repeat(1500),
	'wait 1s\n'.repeat(200),
	'\u001B[2J\u0000',
	'A acquire account\nA read account\n',
];

/** What solves a step of a lesson from whatever has happened in it before; without it nothing is ever solved that could be lost. */
const diligent: Readonly<Record<string, readonly string[]>> = {
	'learn lease': [
		'/step 1\r',
		'/reset\r',
		...Array.from({length: 7}, () => '\r'),
		'A resume\r',
		'A write account balance-=10\r',
	],
};

const windows: (Window | null)[] = [null, null];
const until = Date.now() + minutes * 60_000;
while (Date.now() < until && wrong.length === 0) {
	const at = chance(windows.length);
	const window = windows[at] ?? (await open());
	windows[at] = window;
	await act(window, at);
	look();
}
for (const window of windows) if (window !== null) await quit(window);
look();
for (const window of windows) window?.terminal.close();
rmSync(folder, {recursive: true, force: true});
rmSync(installed.folder, {recursive: true, force: true});
console.log(JSON.stringify({minutes, seed, ...counts, solved: solved.size, megabytes: Math.round(most)}));
for (const sentence of wrong) console.log(sentence);
process.exitCode = wrong.length === 0 ? 0 : 1;

type Window = {readonly terminal: OpenTerminal; readonly words: string; readonly isGone: () => boolean};

/** A window on a lesson, the sandbox or the list; where the disk is full, nothing can be written at all. */
async function open(): Promise<Window> {
	counts.opened += 1;
	const words = ['learn lease', 'learn lease', 'learn zombie', 'play', ''][chance(5)] ?? '';
	const isFull = chance(8) === 0;
	if (isFull) counts.full += 1;
	const script = join(folder, `open-${counts.opened}.sh`);
	writeFileSync(script, `${isFull ? "trap '' XFSZ; ulimit -f 0; " : ''}exec '${program}' ${words}\n`);
	const terminal = runInTerminal({
		program: '/bin/bash',
		typed: [script],
		env: plainEnvironment(home),
		cwd: folder,
		columns: 80,
		rows: 24,
	});
	await within(terminal, 'opening', () => terminal.inAlternateScreen());
	let isGone = false;
	terminal.ended(2 ** 30).then(
		() => {
			isGone = true;
		},
		() => {},
	);
	return {terminal, words, isGone: () => isGone};
}

async function act(window: Window, at: number): Promise<void> {
	const {terminal} = window;
	if (window.isGone()) {
		windows[at] = null;
		await end(window, 0);
		wrong.push(`"${window.words}" ended, and nobody had asked it to:\n${terminal.scrollback()}`);
		return;
	}
	switch (chance(60)) {
		case 0:
			counts.kills += 1;
			terminal.signal(chance(2) === 0 ? 'SIGKILL' : 'SIGTERM');
			await end(window, null);
			windows[at] = null;
			return;
		case 1:
			await quit(window);
			windows[at] = null;
			return;
		case 2:
		case 3:
			counts.resizes += 1;
			terminal.resize(40 + chance(100), 8 + chance(40));
			return;
		case 4:
		case 5:
			await solve(window);
			return;
		case 6:
		case 7:
			counts.pastes += 1;
			terminal.paste(pastes[chance(pastes.length)] ?? '');
			break;
		default:
			counts.keys += 1;
			terminal.type(keys[chance(keys.length)] ?? '');
	}
	await pass(chance(30));
}

/** A stretch of work in earnest, each line on a prompt that has been emptied. */
async function solve({terminal, words}: Window): Promise<void> {
	const lines = diligent[words];
	if (lines === undefined) return;
	counts.stretches += 1;
	for (const line of lines) {
		terminal.type('\u0005\u0015');
		terminal.type(line);
		await pass(40 + chance(60));
	}
}

/** A person who quits gets the terminal back. */
async function quit(window: Window): Promise<void> {
	counts.quits += 1;
	if (window.isGone()) {
		wrong.push(`"${window.words}" ended, and nobody had asked it to:\n${window.terminal.scrollback()}`);
		return;
	}
	window.terminal.resize(80, 24);
	window.terminal.type('\u0003');
	await end(window, 0);
}

/** What `code` null stands for was killed, and leaves what it left. */
async function end({terminal, words}: Window, code: number | null): Promise<void> {
	try {
		// A busy machine is slow, not wrong.
		const ending = await terminal.ended(120_000);
		if (code !== null && (ending.code !== code || ending.signal !== 0))
			wrong.push(`"${words}" ended with ${JSON.stringify(ending)}:\n${terminal.screen()}`);
		if (
			code !== null &&
			(terminal.inAlternateScreen() || terminal.display.modes.bracketedPasteMode || !terminal.cursor().shown)
		)
			wrong.push(`"${words}" did not give the terminal back.`);
		if (/made a mistake|broken down|Assertion|node:internal/.test(terminal.scrollback()))
			wrong.push(`"${words}" crashed:\n${terminal.scrollback()}`);
	} catch (error) {
		wrong.push(`"${words}" did not end: ${String(error)}`);
	}
	terminal.close();
}

async function within(terminal: OpenTerminal, what: string, isSo: () => boolean): Promise<void> {
	await terminal.shows(() => isSo(), 60_000).catch((error: unknown) => wrong.push(`${what}: ${String(error)}`));
}

/** Memory, and what is solved on the disk. */
function look(): void {
	for (const window of windows) if (window !== null) most = Math.max(most, megabytes(window.terminal.pid));
	if (most > mostMegabytes) wrong.push(`The program holds ${Math.round(most)} MB.`);
	let text = '';
	try {
		text = readFileSync(join(home, '.local/state/fence-tutor/progress.json'), 'utf8');
	} catch {
		// Nothing has been done yet.
		return;
	}
	const {lessons} = JSON.parse(text) as {
		lessons: Record<string, {session: {standing: {solved: string[]}; attempt?: number} | null}>;
	};
	const now = new Set(
		Object.entries(lessons).flatMap(([id, {session}]) =>
			(session?.standing.solved ?? []).map((key) => `${id} ${session?.attempt ?? 1} ${key}`),
		),
	);
	for (const key of solved) {
		const [id = '', attempt = ''] = key.split(' ');
		// A lesson that was gone through begins anew as another attempt.
		if (!now.has(key) && Number(attempt) === (lessons[id]?.session?.attempt ?? 1))
			wrong.push(`Solved and lost: ${key}`);
	}
	for (const key of now) solved.add(key);
}

/** The program replaces the shell that starts it, so it has the terminal's own process id. */
function megabytes(pid: number): number {
	try {
		return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
	} catch {
		return 0;
	}
}

/** Whole numbers below a limit, the same ones for a seed. Source: mulberry32. */
function random(start: number): (limit: number) => number {
	let state = start;
	return (limit) => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * limit);
	};
}
