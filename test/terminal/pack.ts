import {execFileSync} from 'node:child_process';
import {mkdtempSync, readdirSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';

/** The folder into which the packed program has been installed, and the tarball it came from. */
export type Installed = {readonly folder: string; readonly tarball: string};

/** Packs the program as it would be published and installs it into a new folder, alone and without a network. Whoever asks removes the folder. */
export function packAndInstall(): Installed {
	const folder = mkdtempSync(join(tmpdir(), 'fence-tutor-install-'));
	// The steps of `npm test` have built it, and another of them reads the bundle meanwhile.
	const asItIs = process.env['FENCE_BUILT'] === 'true' ? ['--ignore-scripts'] : [];
	npm(resolve(import.meta.dirname, '../..'), ['pack', ...asItIs, '--pack-destination', folder]);
	const tarball = join(folder, readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? 'no tarball');
	writeFileSync(join(folder, 'package.json'), '{"private": true}\n');
	npm(folder, ['install', '--offline', '--no-package-lock', tarball]);
	return {folder, tarball};
}

/** Runs npm without the settings that an npm around this process has left in the environment. */
export function npm(cwd: string, typed: readonly string[], program = 'npm'): string {
	const env = Object.fromEntries(
		Object.entries(process.env).filter(
			([name]) => !/^npm_(?!config_(cache|registry))/i.test(name) && !/^(NODE_ENV|NODE_EXTRA_CA_CERTS)$/.test(name),
		),
	);
	// On Windows npm is a script of the shell, which Node starts no more by its name; the npm that runs the tests says where its own file is.
	const [file, before] =
		process.platform === 'win32' && program === 'npm'
			? [process.execPath, [process.env['npm_execpath'] ?? 'npm-cli.js']]
			: [program, []];
	return execFileSync(file, [...before, '--no-audit', '--no-fund', '--loglevel=error', ...typed], {
		cwd,
		env,
		stdio: ['ignore', 'pipe', 'inherit'],
		encoding: 'utf8',
	});
}
