import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
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

describe('The documents', () => {
	const pages = [
		...readdirSync(inProject()).filter((name) => name.endsWith('.md')),
		...['docs', 'editors'].flatMap((folder) =>
			readdirSync(inProject(folder))
				.filter((name) => name.endsWith('.md'))
				.map((name) => join(folder, name)),
		),
	];

	it.each(pages)('lead to files and headings that are there: %s', (page) => {
		const text = readFileSync(inProject(page), 'utf8');
		for (const [, target = ''] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
			if (/^[a-z]+:/.test(target)) continue;
			const [file = '', heading] = target.split('#');
			const path = file === '' ? page : join(dirname(page), file);
			expect([target, existsSync(inProject(path))]).toEqual([target, true]);
			if (heading !== undefined) expect(headingsOf(path)).toContain(heading);
		}
	});

	it('are reached from the page of the package, which shows the README', () => {
		for (const page of ['CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CODE_OF_CONDUCT.md', 'CITATION.cff'])
			expect(readme).toContain(`](${page})`);
		for (const page of readdirSync(inProject('docs')).filter((name) => name.endsWith('.md')))
			expect(readme).toContain(`](docs/${page})`);
	});

	it('name one version and one repository', () => {
		const {version, homepage} = packageJson();
		const citation = readFileSync(inProject('CITATION.cff'), 'utf8');
		expect(citation).toContain(`version: ${version}\n`);
		expect(citation).toContain(`repository-code: "${homepage.replace(/#.*/, '')}"`);
		expect(readFileSync(inProject('CHANGELOG.md'), 'utf8')).toContain(`## ${version}, `);
		expect(JSON.parse(readFileSync(inProject('editors/package.json'), 'utf8'))).toMatchObject({version});
	});
});

/** The headings of a page as a code host makes anchors of them. */
function headingsOf(page: string): readonly string[] {
	return [...readFileSync(inProject(page), 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
		title
			.toLowerCase()
			.replace(/[^\p{L}\p{N} -]/gu, '')
			.replaceAll(' ', '-'),
	);
}
