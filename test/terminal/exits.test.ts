import {spawnSync} from 'node:child_process';
import {existsSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it, onTestFinished} from 'vitest';
import {emptyFolder, installedProgram, plainEnvironment} from './installed.js';
import {type OpenTerminal, openTerminal} from './open-terminal.js';
import {hasTmux} from './tmux.js';

/** What is checked for one way out, in a folder with the scripts of `scripts`. */
type Check = (folder: string) => Promise<void>;

const scripts: Readonly<Record<string, string>> = {
	'right.fence': `client A\n${'wait 1s\n'.repeat(9_000)}expect not stale-write\n`,
	'wrong.fence': `client A\n${'wait 1s\n'.repeat(9_000)}expect stale-write\n`,
	'mistyped.fence': 'cleint A\n',
	'short.fence': 'client A\nwait 1s\n',
};

/** The way out as docs/exits.md names it, and what shows that the exit code is the one named there. */
const waysOut: readonly (readonly [string, Check])[] = [
	['everything was judged and was right', (folder) => ends('ft run right.fence', 0, folder)],
	['an expectation, a claim, a lesson check or an exercise failed', (folder) => ends('ft run wrong.fence', 1, folder)],
	[
		'an input could not be used: a mistyped line, a refusal in a script, a file that is not there, an option that is not known',
		async (folder) => {
			await ends('ft run mistyped.fence wrong.fence', 2, folder);
			await ends('ft run no-such.fence', 2, folder);
			await ends('ft run --no-such right.fence', 2, folder);
			await ends('ft run - < .', 2, folder);
		},
	],
	[
		'the explorer gave up within its limits, and nothing failed',
		(folder) => {
			writeFileSync(join(folder, 'large.fence'), largeWorld);
			return ends('ft explore large.fence --fact stale-write --max-states 50', 3, folder);
		},
	],
	[
		'standard output cannot be written, on a full disk for one: one sentence on standard error',
		async (folder) => {
			for (const words of ['run short.fence', 'list', 'doctor', '--help', '--version', 'completion bash'])
				await ends(`ft ${words} >/dev/full 2>err`, 2, folder, () =>
					expect(readFileSync(join(folder, 'err'), 'utf8')).toMatch(
						/^fence-tutor: Standard output cannot be written: .*\n$/,
					),
				);
			await ends('ft run short.fence >/dev/full 2>/dev/full', 2, folder);
			await ends('ft run wrong.fence >/dev/null 2>/dev/full', 1, folder);
		},
	],
	[
		'a file cannot be written: one sentence, and no half-written or empty file',
		async (folder) => {
			// A limit of no bytes stands for a full disk: the file can be made and nothing fits into it.
			const full = "trap '' XFSZ; ulimit -f 0;";
			for (const words of [
				'new foo made',
				'build exercises --once',
				'progress export copy.json',
				'replay short.fence --export svg --out made.svg',
			]) {
				const before = everythingIn(folder);
				await ends(`(${full} ft ${words})`, 2, folder);
				expect(everythingIn(folder)).toEqual(before);
			}
		},
	],
	[
		'the reader of the output has gone (`run FILE \\| head -1`): the rest is judged in silence',
		async (folder) => {
			await ends('set -o pipefail; ft run wrong.fence | head -1', 1, folder);
			await ends('set -o pipefail; ft run right.fence | head -1', 0, folder);
			await ends('set -o pipefail; ft run right.fence mistyped.fence --json | head -1', 2, folder);
			await ends('set -o pipefail; ft list | true', 0, folder);
		},
	],
	[
		'the reader of a conversation or of `check --watch` has gone',
		(folder) => ends('set -o pipefail; yes | ft learn lease --plain | head -1', 141, folder),
	],
	[
		'`/quit`, Ctrl-C or Ctrl-D on the full screen',
		async () => {
			for (const keys of ['/quit\r', '\u0003', '\u0004']) {
				const terminal = await lesson();
				terminal.type(keys);
				expect(await terminal.ended()).toEqual({code: 0, signal: 0});
				expectRestored(terminal);
			}
		},
	],
	[
		'`q`, Ctrl-C or Ctrl-D on the screen of `build` or of a presenter',
		async () => {
			const presenter = ['learn', 'lease', '--presenter'];
			for (const [words, keys] of [
				[['build'], 'q'],
				[['build'], '\u0003'],
				[presenter, '\u0004'],
				[presenter, 'q'],
			] as const) {
				const terminal = await screenOf(words);
				terminal.type(keys);
				expect(await terminal.ended()).toEqual({code: 0, signal: 0});
				expectRestored(terminal);
			}
		},
	],
	[
		'the end of the input in line mode, with every task solved or a person at the keyboard',
		async () => {
			const terminal = openTerminal(['learn', 'lease', '--plain']);
			await terminal.shows(/> ?$/m);
			terminal.type('\u0004');
			expect(await terminal.ended()).toEqual({code: 0, signal: 0});
		},
	],
	[
		'the end of piped input in line mode, with a task unsolved',
		(folder) => ends('echo /state | ft learn lease --plain', 1, folder),
	],
	[
		'Ctrl-C in line mode or during a search of `explore`',
		async (folder) => {
			const terminal = openTerminal(['learn', 'lease', '--plain']);
			await terminal.shows(/> ?$/m);
			terminal.type('\u0003');
			expect(await terminal.ended()).toEqual({code: 0, signal: 2});
			// It says nothing before it has an answer, and elsewhere nothing tells that it searches.
			if (process.platform !== 'linux') return;
			writeFileSync(join(folder, 'endless.fence'), endlessWorld);
			const words = ['--fact', 'token-regress', '--max-states', '1000000000'];
			const search = openTerminal(['explore', join(folder, 'endless.fence'), ...words]);
			await until(() => cpuSeconds(search.pid) > 2);
			search.type('\u0003');
			expect(await search.ended()).toEqual({code: 0, signal: 2});
			expect(search.scrollback()).not.toContain('states');
		},
	],
	[
		'Ctrl-C during `check --watch` or `build --watch`, which is how it ends',
		async (folder) => {
			for (const words of [
				['check', '--watch', folder],
				['build', '--watch', '--plain', folder],
			]) {
				const terminal = openTerminal(words);
				await terminal.shows('Ctrl-C ends it.');
				terminal.type('\u0003');
				expect(await terminal.ended()).toEqual({code: 0, signal: 0});
			}
		},
	],
	[
		'Ctrl-C while `check --watch` or `build --watch` works something out',
		async () => {
			// Elsewhere nothing tells that it has begun.
			if (process.platform !== 'linux') return;
			const terminal = openTerminal(['check', '--watch', join(import.meta.dirname, '../../lessons')]);
			await until(() => cpuSeconds(terminal.pid) > 2);
			terminal.type('\u0003');
			expect(await terminal.ended()).toEqual({code: 0, signal: 2});
			// It has not waited for the end of what it worked out.
			expect(terminal.scrollback()).not.toContain('Watching');
		},
	],
	[
		'Ctrl-C, SIGTERM or a closed terminal during `live`: the servers and clients it started are ended first',
		async (folder) => {
			// What real servers do is tested in a step of its own; here it is how the program ends.
			if (spawnSync('redis-server', ['--version']).status !== 0) return;
			writeFileSync(join(folder, 'live.fence'), liveStory);
			for (const [end, ending] of [
				[(terminal) => terminal.type('\u0003'), {code: 130, signal: 0}],
				[(terminal) => terminal.signal('SIGTERM'), {code: 143, signal: 0}],
				[(terminal) => terminal.signal('SIGHUP'), {code: 0, signal: 1}],
			] as const satisfies readonly (readonly [(terminal: OpenTerminal) => void, unknown])[]) {
				const temporary = emptyFolder();
				const terminal = openTerminal(['live', 'live.fence', '--stores', 'redis', '--scale', '1'], {
					cwd: folder,
					env: {TMPDIR: temporary},
				});
				await terminal.shows('waiting 1h');
				end(terminal);
				expect(await terminal.ended()).toEqual(ending);
				await until(() => readdirSync(temporary).length === 0);
			}
		},
	],
	[
		'SIGINT, SIGQUIT or SIGTERM from outside while the full screen is open: progress saved, terminal restored',
		async () => {
			const lease = ['learn', 'lease', '--no-motion'];
			for (const [words, name, code] of [
				[lease, 'SIGINT', 130],
				[lease, 'SIGQUIT', 131],
				[lease, 'SIGTERM', 143],
				[['play'], 'SIGTERM', 143],
				[['build'], 'SIGTERM', 143],
				[['learn', 'lease', '--presenter'], 'SIGTERM', 143],
			] as const) {
				const terminal = await screenOf(words);
				terminal.signal(name);
				expect(await terminal.ended()).toEqual({code, signal: 0});
				expectRestored(terminal);
			}
		},
	],
	[
		'the terminal is closed: progress saved, no abort, no core file',
		async (folder) => {
			if (!hasTmux()) return;
			for (const [words, sign] of [
				['learn lease', '>'],
				['play', '>'],
				['learn lease --plain', '>'],
				['learn lease --presenter', 'quits'],
				['build', 'quits'],
			] as const)
				expect({words, ...(await closed(words, sign, folder))}).toEqual({
					words,
					code: '129\n',
					complaint: '',
					isSaved: true,
				});
			// What reads no keys hears of it from the shell.
			const watching = openTerminal(['check', '--watch', folder]);
			await watching.shows('Ctrl-C ends it.');
			watching.signal('SIGHUP');
			expect(await watching.ended()).toEqual({code: 0, signal: 1});
		},
	],
	[
		'progress cannot be saved: said once, and the program goes on',
		async (folder) => {
			writeFileSync(join(folder, 'no-folder'), '');
			const terminal = openTerminal(['learn', 'lease', '--no-motion'], {
				env: {FENCE_TUTOR_HOME: join(folder, 'no-folder')},
			});
			await terminal.shows('Enter runs the line');
			terminal.type('\r');
			await terminal.shows('cannot be saved');
			terminal.type('/quit\r');
			expect(await terminal.ended()).toEqual({code: 0, signal: 0});
			expectRestored(terminal);
		},
	],
	[
		'a mistake of our own: a sentence, what to report, and the terminal restored',
		async (folder) => {
			const breaks = join(folder, 'breaks.cjs');
			writeFileSync(breaks, "process.on('SIGUSR2', () => { throw new Error('made by the test'); });\n");
			const env = {NODE_OPTIONS: `--require ${breaks}`};
			for (const [mode, begun] of [
				['--no-motion', 'Enter runs the line'],
				['--plain', 'Enter runs:'],
			] as const) {
				const terminal = openTerminal(['learn', 'lease', mode], {env});
				await terminal.shows(begun);
				terminal.signal('SIGUSR2');
				expect(await terminal.ended()).toEqual({code: 70, signal: 0});
				await terminal.shows('made by the test');
				expectRestored(terminal);
			}
		},
	],
	[
		'a Node that is too old',
		(folder) => {
			const old = join(folder, 'old.cjs');
			writeFileSync(old, "Object.defineProperty(process.versions, 'node', {value: '18.0.0'});\n");
			return ends(`NODE_OPTIONS='--require ${old}' ft run right.fence`, 2, folder);
		},
	],
];

describe('Every way out', () => {
	it('is one of the table that readers have', () => {
		const table = readFileSync(join(import.meta.dirname, '../../docs/exits.md'), 'utf8');
		const rows = [...table.matchAll(/^\| (.*) \| .*\|$/gm)].map((match) => match[1]).slice(1);
		expect(waysOut.map(([name]) => name)).toEqual(rows);
	});

	for (const [name, check] of waysOut)
		it(`has its own exit code: ${name.replaceAll('\\', '')}`, async () => {
			const folder = emptyFolder();
			for (const [file, text] of Object.entries(scripts)) writeFileSync(join(folder, file), text);
			await check(folder);
		});
});

/** Runs a line of bash in a terminal, where `ft` is the program, and expects how it ends. */
async function ends(line: string, code: number, folder: string, also: () => void = () => {}): Promise<void> {
	const home = emptyFolder();
	const script = join(home, 'line.sh');
	writeFileSync(script, `ft() { '${installedProgram()}' "$@"; }\n${line}\n`);
	const terminal = openTerminal([script], {program: '/bin/bash', cwd: folder, home});
	const ended = await terminal.ended();
	expect({line, ...ended, screen: terminal.scrollback()}).toMatchObject({line, code, signal: 0});
	expect(terminal.scrollback()).not.toMatch(/\bat .*\.js:\d|node:internal/);
	also();
}

async function lesson(): Promise<OpenTerminal> {
	return await screenOf(['learn', 'lease', '--no-motion']);
}

/** The full screen of a subcommand, drawn and waiting for keys. */
async function screenOf(words: readonly string[]): Promise<OpenTerminal> {
	const home = emptyFolder();
	for (const [file, text] of Object.entries(scripts)) writeFileSync(join(home, file), text);
	const terminal = openTerminal(words, {columns: 80, rows: 24, home});
	await terminal.shows(/\/help|quits/);
	return terminal;
}

function expectRestored(terminal: OpenTerminal): void {
	expect(terminal.inAlternateScreen()).toBe(false);
	expect(terminal.cursor().shown).toBe(true);
	expect(terminal.display.modes.bracketedPasteMode).toBe(false);
}

/** What is left when the window is closed in which the program ran. */
async function closed(words: string, sign: string, folder: string) {
	const home = emptyFolder();
	const tmux = ['-L', `exits-${process.pid}`, '-f', '/dev/null'];
	const run = (...typed: readonly string[]) =>
		spawnSync('tmux', [...tmux, ...typed], {env: plainEnvironment(home), cwd: folder, encoding: 'utf8'});
	onTestFinished(() => {
		run('kill-server');
	});
	const code = join(home, 'code');
	const line = `trap : HUP; ulimit -c unlimited; '${installedProgram()}' ${words} 2> >(tee '${home}/err'); echo $? >'${code}'`;
	writeFileSync(join(home, 'line.sh'), `${line}\n`);
	run('new-session', '-d', '-x', '80', '-y', '24', `bash '${home}/line.sh'`);
	await until(() => run('capture-pane', '-p').stdout.includes(sign));
	if (words === 'learn lease') {
		run('send-keys', 'Enter');
		await until(() => everythingIn(home).includes('progress.json'));
	}
	run('kill-server');
	await until(() => existsSync(code) && readFileSync(code, 'utf8') !== '');
	expect(everythingIn(folder).filter((name) => name.startsWith('core'))).toEqual([]);
	return {
		code: readFileSync(code, 'utf8'),
		complaint: readFileSync(join(home, 'err'), 'utf8'),
		isSaved: words !== 'learn lease' || everythingIn(home).includes('progress.json'),
	};
}

function everythingIn(folder: string): readonly string[] {
	return readdirSync(folder, {recursive: true, encoding: 'utf8'})
		.map((name) => name.replace(/^.*\//, ''))
		.sort();
}

/** How long a process of Linux has been at work. Source: proc(5), utime of stat, in hundredths. */
function cpuSeconds(pid: number): number {
	const [, fields = ''] = /\) (.*)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
	return Number(fields.split(' ')[11]) / 100;
}

async function until(isSo: () => boolean, patience = 120_000): Promise<void> {
	for (const begun = Date.now(); !isSo(); ) {
		if (Date.now() - begun > patience) throw new Error('It did not come to be.');
		await new Promise((done) => setTimeout(done, 20));
	}
}

const largeWorld = `
client A
client B
lock account lease ttl 10s
store raw unfenced
put account balance=100
faults pause 2 delay 2
A runs acquire account; read account; write account balance-=10; release account
B runs acquire account; read account; write account balance-=10; release account
`;

/** More states than anybody waits for, and the fact asked for is in none. */
const endlessWorld = `${largeWorld.replace('faults pause 2 delay 2', 'client C\nclient D\nfaults pause 3 delay 3 lose 3 crash 3 late 3')}
C runs acquire account; read account; write account balance-=10; release account
D runs acquire account; read account; write account balance-=10; release account
`;

const liveStory = `client A
lock account redis ttl 10s
store raw unfenced
A acquire account
wait 1h
`;
