import {execFileSync} from 'node:child_process';
import {mkdtempSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import type {TestProject} from 'vitest/node';
import type {} from './installed.js';

/** Packs the program as it would be published and installs it into an empty folder, once for all whole-terminal tests. */
export function setup(project: TestProject): () => void {
	const folder = mkdtempSync(join(tmpdir(), 'fence-tutor-install-'));
	npm(resolve(import.meta.dirname, '../..'), ['pack', '--pack-destination', folder]);
	const tarball = join(folder, readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? 'no tarball');
	writeFileSync(join(folder, 'package.json'), '{"private": true}\n');
	npm(folder, ['install', '--offline', '--no-package-lock', tarball]);
	project.provide('installed', {folder, tarball});
	return () => rmSync(folder, {recursive: true, force: true});
}

/** npm reads the settings that vitest's own npm left in the environment; the folder's are meant. */
function npm(cwd: string, typed: readonly string[]): void {
	const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_(?!config_(cache|registry))/i.test(name) && name !== 'NODE_ENV'));
	execFileSync('npm', ['--no-audit', '--no-fund', '--loglevel=error', ...typed], {cwd, env, stdio: ['ignore', 'ignore', 'inherit']});
}
