import {spawnSync} from 'node:child_process';
import {readFileSync, writeFileSync} from 'node:fs';
import {dirname, join, resolve} from 'node:path';
import {describe, expect, it} from 'vitest';
import {type Deed, deedsOf, patternOf} from './guide.js';
import {emptyFolder, installedProgram, plainEnvironment} from './installed.js';

describe('A guide, followed to the letter in an empty folder,', () => {
	it.each(['authoring.md', 'facilitator.md'])('shows what it says it shows: %s', (name) => {
		const cwd = emptyFolder();
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
	const env = plainEnvironment(cwd, {});
	const ran = spawnSync('sh', ['-c', deed.command], {
		cwd,
		env: {...env, PATH: `${dirname(installedProgram())}:${env['PATH'] ?? ''}`},
		input: deed.typed.map((line) => `${line}\n`).join(''),
		encoding: 'utf8',
	});
	const place = `docs/${name}:${deed.line}: ${deed.command}`;
	const shown = ran.stdout + ran.stderr;
	if (!patternOf(deed.shown).test(shown)) expect(`${place}\n${shown}`).toBe(`${place}\n${deed.shown.join('\n')}\n`);
}
