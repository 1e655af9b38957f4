import {execFile} from 'node:child_process';
import {once} from 'node:events';
import {chownSync, mkdirSync} from 'node:fs';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {type Address, onLoopback} from '../protocol/link.js';
import {openPostgres} from '../protocol/postgres.js';
import type {Sweeper} from '../sweeper.js';
import {findProgram, postgresFolders} from './find.js';
import type {Recipe} from './server.js';

const run = promisify(execFile);

/** Who logs in at a server that was started here. */
const postgresUser = 'fence';

/** The address of a PostgreSQL server that was started here. */
export function ownPostgres(port: number): Address {
	return {...onLoopback(port), user: postgresUser, database: 'postgres'};
}

/** A PostgreSQL server with a cluster of its own, or null where there is none, or where only root could start it. It does not run as root; there it runs as the user postgres. */
export async function postgresServer(): Promise<Recipe | null> {
	const folders = postgresFolders();
	const [initdb, postgres] = ['initdb', 'postgres'].map((name) => findProgram(name, folders));
	if (initdb == null || postgres == null) return null;
	const other = process.getuid?.() === 0 ? await userPostgres() : null;
	if (process.getuid?.() === 0 && other === null) return null;
	const asOther = (command: readonly string[]): readonly string[] =>
		other === null
			? command
			: ['setpriv', `--reuid=${other.uid}`, `--regid=${other.gid}`, '--clear-groups', ...command];
	const begin = async (command: readonly string[], cwd: string, sweeper: Sweeper): Promise<void> => {
		const [code] = await once(sweeper.spawn(asOther(command), {ending: 'kill', cwd}), 'exit');
		if (code !== 0) throw new Error(`${command[0]} ends with ${code}`);
	};
	const newFolder = (folder: string): void => {
		mkdirSync(folder, {recursive: true});
		if (other !== null) chownSync(folder, other.uid, other.gid);
	};
	const makeModel = async (folder: string, sweeper: Sweeper): Promise<string> => {
		newFolder(folder);
		const settings = ['-U', postgresUser, '--auth=trust', '-N', '-E', 'UTF8', '--locale=C'];
		await begin([initdb, '-D', `${folder}/data`, ...settings], folder, sweeper);
		return `${folder}/data`;
	};
	return {
		system: 'postgres',
		prepare: async (folder, sweeper) => {
			newFolder(folder);
			const model = models.get(sweeper) ?? makeModel(join(sweeper.folder, 'postgres-model'), sweeper);
			models.set(sweeper, model);
			await begin(['cp', '-R', await model, folder], folder, sweeper);
		},
		command: (folder, port) =>
			asOther([
				postgres,
				...['-D', `${folder}/data`, '-p', String(port)],
				...set('listen_addresses=127.0.0.1', `unix_socket_directories=${folder}`, 'fsync=off', 'max_connections=300'),
				// What stands outside the folder would outlive a kill -9.
				...set('dynamic_shared_memory_type=mmap', 'shared_buffers=16MB', 'autovacuum=off'),
			]),
		// An SSLRequest would be answered during recovery already; a login is not.
		ready: async (port) => (await openPostgres(ownPostgres(port))).close(),
	};
}

/** The cluster that every server of one sweeper is a copy of: it takes a second to make and a moment to copy. */
const models = new WeakMap<Sweeper, Promise<string>>();

function set(...settings: readonly string[]): readonly string[] {
	return settings.flatMap((setting) => ['-c', setting]);
}

async function userPostgres(): Promise<{readonly uid: number; readonly gid: number} | null> {
	try {
		const [uid, gid] = await Promise.all(['-u', '-g'].map((flag) => run('id', [flag, 'postgres'])));
		return {uid: Number(uid?.stdout), gid: Number(gid?.stdout)};
	} catch {
		return null;
	}
}
