import {type ChildProcess, execFileSync} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, mkdirSync, readdirSync, readFileSync} from 'node:fs';
import {createServer} from 'node:net';
import {join} from 'node:path';
import {until} from '../clock.js';
import type {Sweeper} from '../sweeper.js';

/** The systems that can be started here. */
export type System = 'redis' | 'etcd' | 'zookeeper' | 'postgres';

/** How one kind of server is started in a folder of its own and known to be ready. */
export type Recipe = {
	readonly system: System;
	/** Makes what must be there before the first start. */
	readonly prepare?: (folder: string, sweeper: Sweeper) => Promise<void>;
	/** The command line. */
	readonly command: (folder: string, port: number, secondPort: number) => readonly string[];
	/** What its process finds in its environment beside all that is there. */
	readonly env?: NodeJS.ProcessEnv;
	/** Fails until the server answers as it will in service. */
	readonly ready: (port: number) => Promise<unknown>;
	/** Cuts the server's files back to what a loss of power would have left, where they are more than that. */
	readonly loseUnsynced?: (folder: string, synced: number) => void;
	/** How much of the server's log is on disk for good if it is synced now. Units: bytes. */
	readonly logLength?: (folder: string) => number;
};

/** One server process, on loopback. */
export type Server = {
	readonly system: System;
	readonly port: () => number;
	readonly start: () => Promise<void>;
	/** kill -9: the process dies and the machine lives. */
	readonly kill: () => Promise<void>;
	/** The moment of a sync: what is in the log now survives `losePower`. */
	readonly sync: () => void;
	/** kill -9, and what was not synced is gone. */
	readonly losePower: () => Promise<void>;
	/** SIGSTOP and SIGCONT, of the server with all its processes. */
	readonly pause: () => void;
	readonly resume: () => void;
	readonly pid: () => number;
};

let made = 0;

/** The port that clients use and the one that other servers use. */
export type Ports = readonly [number, number];

/** A server that has not been started. Its ports and folder stay the same from one start to the next; `fixed`: those that others have been told of. */
export function newServer(recipe: Recipe, sweeper: Sweeper, fixed: Ports | null = null): Server {
	made += 1;
	const folder = join(sweeper.folder, `${recipe.system}-${made}`);
	let ports: Ports | null = fixed;
	let child: ChildProcess | null = null;
	let synced = 0;
	let stopped: readonly number[] = [];

	const alive = () => child !== null && child.exitCode === null && child.signalCode === null;
	const launch = async (port: number, second: number): Promise<boolean> => {
		const [program = '', ...rest] = recipe.command(folder, port, second);
		const log = join(folder, 'log');
		// The server's own words are kept in the folder, for the sentence that says why it did not start.
		const mine = sweeper.spawn(['sh', '-c', 'exec "$@" >>"$0" 2>&1', log, program, ...rest], {
			ending: 'ask first',
			cwd: folder,
			...(recipe.env === undefined ? {} : {env: {...process.env, ...recipe.env}}),
		});
		child = mine;
		const came = await until(
			`${recipe.system} answers`,
			async () => {
				if (!alive()) return 'ended';
				await recipe.ready(port);
				return alive() ? 'ready' : 'ended';
			},
			{limit: 30_000},
		);
		return came === 'ready';
	};
	const kill = async (): Promise<void> => {
		const mine = child;
		if (mine === null || !alive()) return;
		const gone = once(mine, 'exit');
		mine.kill('SIGKILL');
		// Who stands still would never see that its parent is gone.
		for (const pid of stopped) signal(pid, 'SIGKILL');
		sweeper.note('forget', stopped);
		stopped = [];
		await gone;
	};

	return {
		system: recipe.system,
		port: () => ports?.[0] ?? 0,
		pid: () => child?.pid ?? 0,
		start: async () => {
			if (!existsSync(folder)) {
				mkdirSync(folder, {mode: 0o777});
				await recipe.prepare?.(folder, sweeper);
			}
			if (ports !== null) {
				const [port, second] = ports;
				await until(`${recipe.system} starts`, () => launch(port, second), {limit: 30_000});
				return;
			}
			for (let tries = 0; tries < 4; tries++) {
				const [port, second] = [await freePort(), await freePort()];
				if (await launch(port, second)) {
					ports = [port, second];
					return;
				}
			}
			throw new Error(`${recipe.system} does not start: ${lastWords(join(folder, 'log'))}`);
		},
		kill,
		sync: () => {
			synced = recipe.logLength?.(folder) ?? 0;
		},
		losePower: async () => {
			await kill();
			recipe.loseUnsynced?.(folder, synced);
		},
		pause: () => {
			child?.kill('SIGSTOP');
			// PostgreSQL has a process for each connection.
			stopped = child?.pid === undefined ? [] : childrenOf(child.pid);
			sweeper.note('kill', stopped);
			for (const pid of stopped) signal(pid, 'SIGSTOP');
		},
		resume: () => {
			for (const pid of stopped) signal(pid, 'SIGCONT');
			sweeper.note('forget', stopped);
			stopped = [];
			child?.kill('SIGCONT');
		},
	};
}

/** The processes that a process has started and that still live. */
function childrenOf(pid: number): readonly number[] {
	return (existsSync('/proc/self/stat') ? pairsInProc() : pairsOfPs()).flatMap(([child, parent]) =>
		parent === pid && child !== undefined ? [child] : [],
	);
}

/** Each process and its parent. Source: proc(5), /proc/PID/stat; a name may have spaces and brackets of its own. */
function pairsInProc(): readonly (readonly number[])[] {
	return readdirSync('/proc').flatMap((name) => {
		if (!/^\d+$/.test(name)) return [];
		try {
			const parent = /^\d+ \(.*\) \w (\d+)/s.exec(readFileSync(`/proc/${name}/stat`, 'utf8'))?.[1];
			return [[Number(name), Number(parent)]];
		} catch {
			return [];
		}
	});
}

function pairsOfPs(): readonly (readonly number[])[] {
	const said = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], {encoding: 'utf8'});
	return said.split('\n').map((line) => line.trim().split(/\s+/).map(Number));
}

function signal(pid: number, name: NodeJS.Signals): void {
	try {
		process.kill(pid, name);
	} catch {
		// It has ended by itself.
	}
}

function lastWords(log: string): string {
	return existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n').slice(-5).join(' | ') : 'it said nothing';
}

/** A port on which nobody listens at this moment. */
export async function freePort(): Promise<number> {
	const probe = createServer();
	await new Promise<void>((done) => probe.listen(0, '127.0.0.1', done));
	const address = probe.address();
	await new Promise((done) => probe.close(done));
	return typeof address === 'object' && address !== null ? address.port : 0;
}
