import {rmSync} from 'node:fs';
import type {TestProject} from 'vitest/node';
import type {} from './installed.js';
import {packAndInstall} from './pack.js';

/** Installs the packed program once for all whole-terminal tests. */
export function setup(project: TestProject): () => void {
	const installed = packAndInstall();
	project.provide('installed', installed);
	return () => rmSync(installed.folder, {recursive: true, force: true});
}
