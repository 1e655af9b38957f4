import {type ChildProcess, fork, spawn} from 'node:child_process';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import type {JudgeReply, JudgeRequest} from './judge.js';

/** A process that checks files one after another, so that the terminal never waits for code. A check that is under way ends when the next one is asked for. */
type Judge = {
	readonly check: (request: JudgeRequest, hear: (reply: JudgeReply) => void) => void;
	/** Ends the process and all that it has started. */
	readonly close: () => void;
};

/** A judge whose process starts at once, so that it is up before the first file is saved. */
export function openJudge(env: NodeJS.ProcessEnv): Judge {
	let isBusy = false;
	let said = '';
	let hearing: (reply: JudgeReply) => void = () => {};
	let child = start();
	return {
		check(request, hear) {
			if (isBusy || !child.connected) {
				end(child);
				child = start();
			}
			isBusy = true;
			hearing = hear;
			child.send(request);
		},
		close() {
			hearing = () => {};
			end(child);
		},
	};

	function start(): ChildProcess {
		said = '';
		const started = fork(fileURLToPath(new URL('./judge.js', import.meta.url)), [], {
			env,
			execArgv: ['--disallow-code-generation-from-strings', '--no-warnings'],
			serialization: 'advanced',
			stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
			// A group of its own, which can be ended as a whole: code in another language is a process too.
			detached: process.platform !== 'win32',
		});
		started.stderr?.on('data', (chunk) => {
			said = `${said}${chunk}`.slice(-4000);
		});
		started.on('message', (reply: JudgeReply) => {
			if (started !== child) return;
			if (reply.kind === 'done' || reply.kind === 'broken') isBusy = false;
			hearing(reply);
		});
		started.on('error', (error) => lose(started, error.message));
		started.on('exit', (code, signal) => lose(started, `${said}\nIt ended with ${signal ?? code}.`));
		return started;
	}

	/** A process that has gone by itself leaves its check unanswered. */
	function lose(gone: ChildProcess, error: string): void {
		if (gone !== child || !isBusy) return;
		isBusy = false;
		hearing({kind: 'broken', error});
	}
}

function end(child: ChildProcess): void {
	child.removeAllListeners().on('error', () => {});
	if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
	try {
		// Windows has no groups of processes; its own tool ends a process with all that it has started.
		if (process.platform === 'win32') spawn('taskkill', ['/pid', String(child.pid), '/T', '/F'], {stdio: 'ignore'});
		else process.kill(-child.pid, 'SIGKILL');
	} catch {
		// It has ended meanwhile.
	}
}
