import {existsSync, readdirSync, statSync, truncateSync} from 'node:fs';
import {join} from 'node:path';
import {onLoopback} from '../protocol/link.js';
import {openRedis} from '../protocol/resp.js';
import {findProgram} from './find.js';
import type {Recipe} from './server.js';

/** How a Redis server keeps what it is told. `no`: not at all, as it comes. */
export type RedisLog = 'always' | 'everysec' | 'no';

/**
 * A Redis server, or null where there is none. Its append-only file is written before each answer, whatever the policy; the policy says when it is synced.
 * So a killed process loses nothing of it, and a loss of power loses what came after the last sync. Source: redis.conf, appendfsync; aof.c.
 */
export function redisServer(log: RedisLog): Recipe | null {
	const program = findProgram('redis-server');
	if (program === null) return null;
	return {
		system: 'redis',
		command: (folder, port) => [
			program,
			...['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', ''],
			...['--repl-diskless-sync-delay', '0', '--repl-ping-replica-period', '1', '--enable-debug-command', 'local'],
			...(log === 'no' ? ['--appendonly', 'no'] : ['--appendonly', 'yes', '--appendfsync', log]),
		],
		ready: async (port) => {
			const redis = await openRedis(onLoopback(port));
			try {
				await redis.call('PING');
			} finally {
				redis.close();
			}
		},
		...(log === 'everysec' ? {logLength, loseUnsynced} : {}),
	};
}

function logLength(folder: string): number {
	const file = logFile(folder);
	return file === null ? 0 : statSync(file).size;
}

function loseUnsynced(folder: string, synced: number): void {
	const file = logFile(folder);
	if (file !== null && statSync(file).size > synced) truncateSync(file, synced);
}

/** The newest increment of the append-only file; its base holds nothing but what was there at the start. */
function logFile(folder: string): string | null {
	const own = join(folder, 'appendonlydir');
	if (!existsSync(own)) return null;
	const names = readdirSync(own)
		.filter((name) => name.endsWith('.incr.aof'))
		.sort();
	const last = names.at(-1);
	return last === undefined ? null : join(own, last);
}
