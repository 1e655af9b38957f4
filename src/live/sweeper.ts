import {type ChildProcess, spawn} from 'node:child_process';
import {randomBytes} from 'node:crypto';
import {once} from 'node:events';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {Writable} from 'node:stream';

/** How a process is ended when nobody is left to end it: killed, asked first so that it removes what it keeps outside its folder, or left to end by itself. */
type Ending = 'kill' | 'ask first' | 'leave';

/** Starts processes, and leaves none of them and no file behind, however this process ends. */
export type Sweeper = {
	/** A folder of this run's own. It is gone at the end. */
	readonly folder: string;
	/** A process that ends when this one does. Fails: once it is closed. */
	readonly spawn: (command: readonly string[], options: SweptOptions) => ChildProcess;
	/** Processes that ours have started, to be killed at the end too, or no longer. */
	readonly note: (how: 'kill' | 'forget', pids: readonly number[]) => void;
	/** Ends what still runs and removes the folder. Ends when that is done. */
	readonly close: () => Promise<void>;
};

type SweptOptions = {
	readonly ending: Ending;
	readonly cwd?: string;
	readonly env?: NodeJS.ProcessEnv;
	/** With a channel for messages. */
	readonly ipc?: boolean;
};

/**
 * Reads `HOW PID` for a process that has begun and `- PID` for one that has ended. At the end of its input its parent is gone or done: it ends what is left and removes the
 * folder. It runs in a session of its own, so that Ctrl-C does not reach it, and goes on where nobody is left to hear that it is ready.
 */
const sweep = `
trap '' HUP INT TERM PIPE
umask 022
mkdir "$0" || exit 1
echo ready
all=' '
while read -r how pid; do
	case $how in
		-) all=$(printf '%s' "$all" | sed "s/ [a-z]*:$pid / /g") ;;
		*) all="$all$how:$pid " ;;
	esac
done
for each in $all; do
	pid=\${each#*:}
	case $each in
		kill:*) kill -9 "$pid" ;;
		leave:*) ;;
		*) kill -CONT "$pid"; kill -INT "$pid" ;;
	esac
done 2>/dev/null
for turn in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
	left=
	for each in $all; do
		case $each in
			leave:*) ;;
			*) kill -0 "\${each#*:}" 2>/dev/null && left=yes ;;
		esac
	done
	[ -n "$left" ] || break
	sleep 0.05
done
for each in $all; do
	case $each in
		leave:*) ;;
		*) kill -9 "\${each#*:}" ;;
	esac
done 2>/dev/null
# Who is killed may still write for a moment.
for turn in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
	rm -rf "$0" && break
	sleep 0.1
done
`;

/** The process tells the sweeper of itself before it becomes what it is to be: so there is no moment in which nobody knows of it. */
const register = 'echo "$0 $$" >&3; exec "$@" 3>&-';

const endings: Readonly<Record<Ending, string>> = {kill: 'kill', 'ask first': 'ask', leave: 'leave'};

/** A sweeper with a new folder. */
export async function openSweeper(): Promise<Sweeper> {
	const folder = join(tmpdir(), `fence-live-${randomBytes(6).toString('hex')}`);
	const sweeper = spawn('sh', ['-c', sweep, folder], {stdio: ['pipe', 'pipe', 'ignore'], detached: true});
	const ended = once(sweeper, 'exit');
	const input: Writable = sweeper.stdin;
	input.on('error', () => {});
	await Promise.race([once(sweeper.stdout, 'data'), ended]);
	if (sweeper.exitCode !== null) throw new Error(`No folder can be made in ${tmpdir()}.`);
	sweeper.unref();
	let isClosed = false;
	return {
		folder,
		spawn: (command, {ending, cwd = folder, env, ipc}) => {
			if (isClosed) throw new Error('Nothing is started any more.');
			const child = spawn('sh', ['-c', register, endings[ending], ...command], {
				cwd,
				// In a session of its own, so that Ctrl-C reaches this process only.
				detached: true,
				stdio: ['ignore', 'ignore', 'ignore', input, ...(ipc === true ? (['ipc'] as const) : [])],
				...(env === undefined ? {} : {env}),
			});
			child.once('exit', () => input.write(`- ${child.pid}\n`));
			child.on('error', () => {});
			return child;
		},
		note: (how, pids) => {
			for (const pid of pids) input.write(`${how === 'kill' ? 'kill' : '-'} ${pid}\n`);
		},
		close: async () => {
			isClosed = true;
			sweeper.ref();
			input.end();
			await ended;
		},
	};
}
