import {accessSync, constants, existsSync, readdirSync} from 'node:fs';
import {delimiter, join} from 'node:path';

/** The path of a program on the PATH or in one of the folders, or null. */
export function findProgram(name: string, folders: readonly string[] = []): string | null {
	const all = [...(process.env['PATH'] ?? '').split(delimiter), ...usual, ...folders];
	return (
		all
			.filter((folder) => folder !== '')
			.map((folder) => join(folder, name))
			.find(runs) ?? null
	);
}

/** Where Debian and Homebrew put servers, and a login's PATH may not look. */
const usual: readonly string[] = [
	'/usr/sbin',
	'/usr/local/bin',
	'/usr/local/sbin',
	'/opt/homebrew/bin',
	'/opt/homebrew/sbin',
];

/** The `bin` folders of every installed PostgreSQL, the newest first. Source: postgresql-common of Debian; `postgresql@N` of Homebrew. */
export function postgresFolders(): readonly string[] {
	const debian = inside('/usr/lib/postgresql', /^\d+$/).map((folder) => join(folder, 'bin'));
	const brew = ['/opt/homebrew/opt', '/usr/local/opt'].flatMap((folder) =>
		inside(folder, /^postgresql@\d+$/).map((each) => join(each, 'bin')),
	);
	return [...debian, ...brew];
}

/** The jar of ZooKeeper's server with all that it needs beside it, as a class path; or null. */
export function zooKeeperClassPath(): string | null {
	if (existsSync('/usr/share/java/zookeeper.jar')) return '/usr/share/java/zookeeper.jar';
	const brew = ['/opt/homebrew/opt/zookeeper/libexec/lib', '/usr/local/opt/zookeeper/libexec/lib'].find(existsSync);
	return brew === undefined ? null : `${brew}/*`;
}

function inside(folder: string, name: RegExp): readonly string[] {
	if (!existsSync(folder)) return [];
	const number = (each: string) => Number(/\d+/.exec(each)?.[0] ?? 0);
	return readdirSync(folder)
		.filter((each) => name.test(each))
		.sort((one, other) => number(other) - number(one))
		.map((each) => join(folder, each));
}

function runs(path: string): boolean {
	try {
		accessSync(path, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}
