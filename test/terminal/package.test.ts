import {readdirSync, readFileSync, statSync} from 'node:fs';
import {join} from 'node:path';
import type {SourceMap} from 'rolldown';
import {describe, expect, inject, it} from 'vitest';
import {bundle} from '../../src/build/bundle.js';
import {packageFolders} from '../../src/build/notices.js';
import {emptyFolder} from './installed.js';
import {npm} from './pack.js';

const folder = join(inject('installed').folder, 'node_modules/fence-tutor');

describe('The package', () => {
	it('installs alone: it depends on nothing at run time', () => {
		const shipped = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
		expect(shipped).not.toHaveProperty('dependencies');
		expect(shipped).not.toHaveProperty('optionalDependencies');
		expect(shipped).not.toHaveProperty('peerDependencies');
		expect(Object.keys(shipped.scripts).filter((name) => /install/.test(name))).toEqual([]);
		expect(readdirSync(join(folder, '..')).filter((name) => !name.startsWith('.'))).toEqual(['fence-tutor']);
	});

	it('holds the program with the lessons in it, the licence and the notices, and nothing else', () => {
		// What has been compiled is kept in a folder of its own.
		const files = readdirSync(folder, {recursive: true, encoding: 'utf8'}).filter(
			(path) => statSync(join(folder, path)).isFile() && !path.startsWith(join('dist', 'compiled')),
		);
		const others = files.filter((path) => !/^dist\/[\w-]+\.js$/.test(path)).sort();
		expect(others).toEqual([
			'LICENSE',
			'README.md',
			'THIRD-PARTY-NOTICES.txt',
			'bin/fence-tutor.js',
			'bin/load-program.js',
			'bin/package.json',
			'dist/fence-tutor.1',
			'dist/index.d.ts',
			'dist/index.mjs',
			'dist/package.json',
			'dist/script-error.d.ts',
			'dist/types.d.ts',
			'package.json',
		]);
		expect(files).toContain('dist/main.js');
		expect(files).toContain('dist/index.js');
	});

	// The goal is 400 KB, and `npm run bench` prints how far it is missed: the explorer, the other lock services, twenty lessons, live runs, the search over learners' code with its screen, what other programs import, four more lock services, transactions, code on cards, workshops, the speaker's notes of every lesson, five lessons and three challenges on the locks that people use, and the table of designs came on top. No more than this.
	it('weighs at most 645 kB, in at most 50 files', () => {
		expect(statSync(inject('installed').tarball).size).toBeLessThanOrEqual(645_000);
		// A cold npx takes as long as its files are many.
		expect(readdirSync(join(folder, 'dist')).length).toBeLessThanOrEqual(50);
	});

	it('loads the process that judges code nowhere else: it ends when its parent does, whatever else that process is for', () => {
		const files = readdirSync(join(folder, 'dist')).filter((name) => name.endsWith('.js'));
		expect(files).toContain('judge.js');
		const loading = files.filter((name) =>
			/(?:require|import)\(.\.\/judge\.js/.test(readFileSync(join(folder, 'dist', name), 'utf8')),
		);
		expect(loading).toEqual([]);
	});

	it('says of itself what a registry, an editor and man look for, and all of it is there', () => {
		const shipped = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
		for (const field of [
			'name',
			'version',
			'description',
			'license',
			'author',
			'homepage',
			'repository',
			'bugs',
			'keywords',
			'engines',
			'publishConfig',
		])
			expect(shipped).toHaveProperty(field);
		// npm links a manual page into the system's only from a list.
		expect(Array.isArray(shipped.man)).toBe(true);
		const named = [
			...shipped.man,
			shipped.types,
			...Object.values(shipped.bin),
			...Object.values(shipped.exports['.']),
		];
		for (const file of named) expect(statSync(join(folder, file as string)).isFile()).toBe(true);
	});

	it.runIf(process.platform !== 'win32')(
		'has its manual page where man looks, when it is installed for everybody',
		() => {
			const prefix = emptyFolder();
			npm(prefix, ['install', '--global', '--offline', '--prefix', prefix, inject('installed').tarball]);
			expect(readFileSync(join(prefix, 'share/man/man1/fence-tutor.1'), 'utf8')).toMatch(/^\.TH FENCE-TUTOR 1 /);
		},
	);

	it('lets everyone run the program', () => {
		expect(statSync(join(folder, 'bin/fence-tutor.js')).mode & 0o111).toBe(0o111);
	});

	// Built again once, for two tests.
	let built: ReturnType<typeof bundle> | null = null;
	const again = () => {
		built ??= bundle({sourcemap: true});
		return built;
	};

	it('names in its notices exactly the packages that the bundle holds code of', async () => {
		const {output} = await again();
		const sources = output.flatMap((part) => (part.type === 'chunk' ? usedSources(part.map) : []));
		const expected = packageFolders(sources).map((path) => path.replace(/^.*\/node_modules\//, ''));
		const noticed =
			readFileSync(join(folder, 'THIRD-PARTY-NOTICES.txt'), 'utf8').match(
				/^(?<=-{78}\n\n)\S+(?= \d+\.\d+\.\d+ \()/gm,
			) ?? [];
		expect([...noticed].sort()).toEqual([...expected].sort());
		expect(expected).toContain('yargs');
	});

	it('is the same, byte for byte, when it is built again', async () => {
		const {output} = await again();
		for (const part of output) {
			if (part.type === 'chunk') expect(readFileSync(join(folder, 'dist', part.fileName), 'utf8')).toBe(part.code);
		}
	});
});

/** The sources that at least one place of the code was made from. The module lists of the bundler, which the notices are made from, are not asked. */
function usedSources(map: SourceMap | null): readonly string[] {
	return map?.sources.map((path) => join('/', path)) ?? [];
}
