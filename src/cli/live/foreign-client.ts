import {execFile} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {delimiter, join} from 'node:path';
import {promisify} from 'node:util';
import {findProgram} from '../../live/server/find.js';
import type {ForeignClient} from '../../live/story/cast.js';
import {UnusableInput} from '../exit-code.js';
import type {Io} from '../io.js';

/** The names that `--client` takes. */
export const foreignClients = ['redlock', 'redis-py'] as const;

/** Other people's client of a lock, as the user has installed it. Nothing is ever installed here. Fails: with UnusableInput, which says how to get it, where it is not to be found. */
export async function foreignClient(name: (typeof foreignClients)[number], io: Io): Promise<ForeignClient> {
	return name === 'redlock' ? nodeRedlock(io) : await redisPy(io);
}

/** From the `node_modules` of the folder that the user is in, or of one above. */
function nodeRedlock({cwd}: Io): ForeignClient {
	const near = createRequire(join(cwd, 'package.json'));
	try {
		const [redlock, ioredis] = [near.resolve('redlock'), near.resolve('ioredis')];
		return {
			kind: 'redlock',
			redlock,
			ioredis,
			shown: `redlock ${versionOf(redlock, 'redlock')} with ioredis ${versionOf(ioredis, 'ioredis')}`,
		};
	} catch {
		throw new UnusableInput(
			'There is no redlock with ioredis in the node_modules of this folder. In a folder of your own type: npm install redlock ioredis',
		);
	}
}

/** The version that stands in the package of a file. */
function versionOf(file: string, name: string): string {
	const mark = `node_modules/${name}/`;
	const folder = file.replaceAll('\\', '/');
	const end = folder.lastIndexOf(mark);
	const said = JSON.parse(readFileSync(`${folder.slice(0, end)}${mark}package.json`, 'utf8')) as {
		readonly version?: unknown;
	};
	return String(said.version ?? '').replace(/^v/, '');
}

/** The first Python on the PATH that has the package. */
async function redisPy({env}: Io): Promise<ForeignClient> {
	const folders = (env['PATH'] ?? '').split(delimiter);
	const candidates = [...folders.map((folder) => join(folder, 'python3')), findProgram('python3')];
	for (const python of new Set(candidates)) {
		if (python === null) continue;
		const said = await promisify(execFile)(python, ['-c', 'import redis, redis.lock; print(redis.__version__)']).catch(
			() => null,
		);
		if (said !== null) return {kind: 'redis-py', python, shown: `redis.lock of redis-py ${said.stdout.trim()}`};
	}
	throw new UnusableInput(
		'No python3 on your PATH has the package redis. In an environment of your own type: python3 -m pip install redis',
	);
}
