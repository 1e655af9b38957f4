// `npm start`: builds the program when a source is newer than the bundle, then runs it with the same arguments.
import {spawnSync} from 'node:child_process';
import {existsSync, readdirSync, statSync} from 'node:fs';
import {resolve} from 'node:path';

const root = resolve(import.meta.dirname, '../..');
const inputs = ['src', 'lessons', 'package-lock.json', 'package.json']
	.map((name) => resolve(root, name))
	.filter(existsSync);
const built = resolve(root, 'dist/main.js');

if (!existsSync(built) || inputs.some((input) => newest(input) > statSync(built).mtimeMs)) {
	const {status, stdout} = spawnSync(
		process.execPath,
		[resolve(root, 'src/build/run-typescript.mjs'), resolve(root, 'src/build/build.ts')],
		{
			stdio: ['ignore', 'pipe', 'inherit'],
		},
	);
	if (status !== 0) {
		process.stderr.write(stdout);
		process.exit(status ?? 1);
	}
}

process.argv[1] = resolve(root, 'bin/fence-tutor.js');
await import('../../bin/fence-tutor.js');

function newest(path) {
	const stat = statSync(path);
	if (!stat.isDirectory()) return stat.mtimeMs;
	return Math.max(stat.mtimeMs, ...readdirSync(path).map((entry) => newest(resolve(path, entry))));
}
