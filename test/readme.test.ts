import {readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {inProject, packageJson} from '../src/build/project.js';
import {runCommand} from '../src/cli/commands/run.js';
import {registry} from '../src/cli/registry.js';
import {script as treeScript} from '../src/session/tree.js';
import {codeOf} from '../src/share/code.js';
import {exported} from '../src/view/export/export.js';
import {fakeIo} from './cli/fake-io.js';
import {runOf} from './view/export/a-run.js';

const readme = readFileSync(inProject('README.md'), 'utf8');

describe('The README', () => {
	it('shows a script that does what it says', async () => {
		const script = /```\n(client A[\s\S]+?)```/.exec(readme)?.[1] ?? '';
		const {io, stdout, stderr} = fakeIo({stdin: script});
		const code = await runCommand.run(
			{words: ['-'], options: {json: false, diagram: false, quiet: true, format: undefined}},
			io,
		);
		expect({code, stdout: stdout(), stderr: stderr()}).toEqual({code: 0, stdout: '', stderr: ''});
		expect(script).toContain('expect stale-write on raw');
	});

	it('names every subcommand', () => {
		for (const {name} of registry) expect(readme).toMatch(new RegExp(`\`(fence-tutor )?${name}\\b`));
	});

	it('gives a reason for every dependency', () => {
		const rows = readme.split('\n').filter((line) => line.startsWith('| '));
		const named = rows.flatMap(
			(row) =>
				row
					.split('|')[1]
					?.split(',')
					.map((name) => name.trim()) ?? [],
		);
		for (const name of Object.keys(packageJson().devDependencies))
			expect(named).toContain(name.replace(/^@types\/.*/, '@types/*'));
	});

	it('shows the page of its own script', async () => {
		const script = /```\n(client A[\s\S]+?)```/.exec(readme)?.[1] ?? '';
		const run = runOf(script);
		const coded = codeOf(treeScript(run.tree));
		const html = exported('html', {...run, code: coded.ok ? coded.code : null}, {columns: 80, ascii: false});
		await expect(html).toMatchFileSnapshot(inProject('docs/zombie.html'));
	});

	it('shows a picture that is there', () => {
		expect(readFileSync(inProject('docs/screen.svg'), 'utf8')).toMatch(/^<svg [\s\S]+<\/svg>\n$/);
	});
});
