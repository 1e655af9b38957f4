import {execFile} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {promisify} from 'node:util';
import {findProgram} from '../../src/live/server/find.js';
import {newServer, type Recipe, type Server} from '../../src/live/server/server.js';
import type {Sweeper} from '../../src/live/sweeper.js';

const run = promisify(execFile);

/** Whether the wall clock of one server can be moved here: by a library that is loaded before the others, which needs a compiler and Linux. Programs of Go, as etcd, do not ask it. */
export const canMoveClocks = process.platform === 'linux' && findProgram('gcc') !== null;

/** Whether a script moves a clock of a server. */
export function movesClock(steps: readonly string[]): boolean {
	return steps.some((step) => / clock [+-]/.test(step));
}

/** Servers whose wall clocks can be moved. */
export type MovableClocks = {
	/** A server that has not been started, with a wall clock that is all its own. */
	readonly newServer: (recipe: Recipe) => Promise<Server>;
	/** Moves the wall clock of a server, on top of what it was moved before. Units: real ms. */
	readonly move: (server: Server, by: number) => void;
};

/** The clocks of one sweeper's servers. What they need stands in its folder. */
export function movableClocks(sweeper: Sweeper): MovableClocks {
	const files = new Map<Server, {readonly path: string; by: number}>();
	let made = 0;
	let library: Promise<string> | null = null;
	const compile = async (): Promise<string> => {
		const path = join(sweeper.folder, 'moved-clock.so');
		await run('gcc', ['-O2', '-shared', '-fPIC', '-o', path, resolve(import.meta.dirname, 'moved-clock.c')]);
		return path;
	};
	const write = (path: string, by: number): void => {
		const bytes = Buffer.alloc(8);
		bytes.writeBigInt64LE(BigInt(Math.round(by)));
		// In place: a new file would not be the one that is mapped.
		writeFileSync(path, bytes, {flag: 'r+'});
	};
	return {
		newServer: async (recipe) => {
			library ??= compile();
			made += 1;
			const path = join(sweeper.folder, `clock-${made}`);
			writeFileSync(path, Buffer.alloc(8), {mode: 0o644});
			const server = newServer({...recipe, env: {LD_PRELOAD: await library, FENCE_CLOCK: path}}, sweeper);
			files.set(server, {path, by: 0});
			return server;
		},
		move: (server, by) => {
			const clock = files.get(server);
			if (clock === undefined) throw new Error('the clock of this server cannot be moved');
			clock.by += by;
			write(clock.path, clock.by);
		},
	};
}
