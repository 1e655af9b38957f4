import {spawnSync} from 'node:child_process';
import {mkdirSync, readFileSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, inject, it} from 'vitest';
import {inProject} from '../../src/build/project.js';
import {emptyFolder} from './installed.js';

const page = readFileSync(inProject('docs/library.md'), 'utf8');
const examples = [...page.matchAll(/^## (.+)\n\n```js\n([\s\S]+?)```/gm)].map(([, title = '', code = '']) => ({
	title,
	code,
}));

describe('The package as a library', () => {
	it('is shown by five examples', () => {
		expect(examples).toHaveLength(5);
	});

	it.each(examples)('runs the example: $title', ({code}) => {
		const {status, stdout, stderr} = spawnSync(process.execPath, ['--input-type=module', '--eval', code], {
			cwd: withPackage(),
			encoding: 'utf8',
		});
		expect({status, stderr}).toEqual({status: 0, stderr: ''});
		if (code.includes('console.log')) expect(stdout).not.toBe('');
	});

	it.each([
		['nodenext', 'nodenext'],
		['node16', 'node16'],
		['esnext', 'bundler'],
	])(
		'has types that fit the examples and refuse what is not there, with modules of %s resolved by %s',
		(module, moduleResolution) => {
			const folder = withPackage();
			writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
			for (const [index, {code}] of examples.entries())
				writeFileSync(
					join(folder, `example-${index}.ts`),
					`${code}\nexport {};\n`.replaceAll('answer.', 'answer!.').replace('locks.account.', 'locks.account!.'),
				);
			writeFileSync(join(folder, 'wrong.ts'), "import {parse} from 'fence-tutor';\nparse(5);\nparse('').nothing;\n");
			const {stdout} = spawnSync(
				process.execPath,
				[
					inProject('node_modules/typescript/bin/tsc'),
					'--noEmit',
					'--strict',
					'--exactOptionalPropertyTypes',
					'--noUncheckedIndexedAccess',
					'--skipLibCheck',
					'false',
					'--module',
					module,
					'--moduleResolution',
					moduleResolution,
					'--target',
					'es2022',
					'--types',
					'node',
					'--typeRoots',
					inProject('node_modules/@types'),
					...examples.map((_, index) => `example-${index}.ts`),
					'wrong.ts',
				],
				{cwd: folder, encoding: 'utf8'},
			);
			expect([...stdout.matchAll(/^(\S+)\(\d+,\d+\): error/gm)].map(([, file]) => file)).toEqual([
				'wrong.ts',
				'wrong.ts',
			]);
		},
	);

	it('hands out nothing but its four functions and its error', async () => {
		const folder = withPackage();
		const {stdout} = spawnSync(
			process.execPath,
			['--input-type=module', '--eval', "console.log(Object.keys(await import('fence-tutor')).sort().join(' '))"],
			{cwd: folder, encoding: 'utf8'},
		);
		expect(stdout).toBe('ScriptError draw explore parse perform\n');
		const inner = spawnSync(
			process.execPath,
			['--input-type=module', '--eval', "await import('fence-tutor/dist/main.js')"],
			{
				cwd: folder,
				encoding: 'utf8',
			},
		);
		expect(inner.stderr).toContain('ERR_PACKAGE_PATH_NOT_EXPORTED');
	});

	it('can be required, too, by a program of the older kind', () => {
		const {stdout} = spawnSync(
			process.execPath,
			[
				'--input-type=commonjs',
				'--eval',
				"const {parse, perform} = require('fence-tutor'); console.log(perform(parse('client A')).events.length)",
			],
			{cwd: withPackage(), encoding: 'utf8'},
		);
		expect(stdout).toBe('0\n');
	});
});

/** A folder in which the installed package can be imported. */
function withPackage(): string {
	const folder = emptyFolder();
	mkdirSync(join(folder, 'node_modules'));
	symlinkSync(join(inject('installed').folder, 'node_modules/fence-tutor'), join(folder, 'node_modules/fence-tutor'));
	return folder;
}
