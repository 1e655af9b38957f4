import {spawnSync} from 'node:child_process';
import {copyFileSync, readFileSync, writeFileSync} from 'node:fs';
import {dirname, join, resolve} from 'node:path';
import {describe, expect, inject, it} from 'vitest';
import {type Deed, deedsOf, patternOf} from './guide.js';
import {emptyFolder, installedProgram, plainEnvironment} from './installed.js';

describe('A guide, followed to the letter in an empty folder,', () => {
	it.each(['authoring.md', 'facilitator.md'])('shows what it says it shows: %s', (name) => {
		const cwd = emptyFolder();
		// The stick that the page for workshops speaks of.
		copyFileSync(inject('installed').tarball, join(cwd, 'fence-tutor-0.1.0.tgz'));
		const deeds = deedsOf(readFileSync(resolve(import.meta.dirname, '../../docs', name), 'utf8'));
		expect(deeds.length).toBeGreaterThan(5);
		for (const deed of deeds) follow(deed, cwd, name);
	});
});

/** Does one thing that the guide tells. */
function follow(deed: Deed, cwd: string, name: string): void {
	if (deed.kind === 'save') {
		writeFileSync(join(cwd, deed.file), deed.text);
		return;
	}
	// What the page has installed comes before anything else; no registry can be reached.
	const env = plainEnvironment(cwd, {npm_config_prefix: join(cwd, 'npm'), npm_config_registry: 'http://127.0.0.1:9/'});
	const program = name === 'facilitator.md' ? join(cwd, 'npm', 'bin') : dirname(installedProgram());
	const ran = spawnSync('sh', ['-c', deed.command], {
		cwd,
		env: {...env, PATH: `${program}:${env['PATH'] ?? ''}`},
		input: deed.typed.map((line) => `${line}\n`).join(''),
		encoding: 'utf8',
	});
	const place = `docs/${name}:${deed.line}: ${deed.command}`;
	const shown = ran.stdout + ran.stderr;
	if (!patternOf(deed.shown).test(shown)) expect(`${place}\n${shown}`).toBe(`${place}\n${deed.shown.join('\n')}\n`);
}
