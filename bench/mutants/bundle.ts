import {readdirSync, readFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {type Plugin, rolldown} from 'rolldown';
import {exercisesModule} from '../../src/build/exercises-module.js';
import {lessonsModule} from '../../src/build/lessons-module.js';
import {liveStoriesModule} from '../../src/build/live-stories-module.js';
import {inProject} from '../../src/build/project.js';
import {realmModule} from '../../src/build/realm-module.js';
import type {Mutant} from './sample.js';
import {type Site, sitesOf, withSwitches} from './sites.js';

/** The folders, and the single files, whose tests are run. */
const tested = [
	'kept',
	'sim',
	'scenarios',
	'stories',
	'lesson',
	'session',
	'explore',
	'language',
	'narrate',
	'view/diagram',
];

/** Writes one module with every test and all mutants as switches; it exports what `gather` makes of the stand-in for vitest. Shape: `load(file)` gives the tests of a file. */
export async function bundleTests(root: string, mutants: readonly Mutant[], file: string): Promise<void> {
	const files = testFiles(root);
	const build = await rolldown({
		input: {tests: '\0tests'},
		platform: 'node',
		external: ['@vitest/expect', 'fast-check', 'rolldown', 'vite', 'typescript', /^@lydell/],
		plugins: [
			entry(root, files),
			places(),
			switches(root, mutants),
			lessonsModule(),
			exercisesModule(),
			liveStoriesModule(),
			realmModule(),
		],
		resolve: {alias: {vitest: inProject('bench/mutants/stand-in.ts')}},
		logLevel: 'silent',
	});
	await build.write({file, format: 'esm', codeSplitting: false});
	await build.close();
}

/** The test files, from the project's root. Order: by name. */
function testFiles(root: string): readonly string[] {
	return tested.flatMap((place) =>
		place.endsWith('.test.ts')
			? [`test/${place}`]
			: readdirSync(join(root, 'test', place), {recursive: true, encoding: 'utf8'})
					.filter((name) => name.endsWith('.test.ts'))
					.sort()
					.map((name) => `test/${place}/${name}`),
	);
}

/** The module that loads each test file when it is asked for. */
function entry(root: string, files: readonly string[]): Plugin {
	const loads = files.map((file) => `[${JSON.stringify(file)}, () => import(${JSON.stringify(join(root, file))})]`);
	const text = `import ${JSON.stringify(inProject('test/one-seed.ts'))};\nexport {takeTests} from ${JSON.stringify(inProject('bench/mutants/stand-in.ts'))};\nexport const files = [${loads.join(',\n')}];`;
	return {
		name: 'all tests',
		resolveId: (id) => (id === '\0tests' ? id : null),
		load: (id) => (id === '\0tests' ? text : null),
	};
}

/** Tests find files from where they stand, not from where the bundle does. */
function places(): Plugin {
	return {
		name: 'places',
		transform: (code, id) =>
			code.includes('import.meta.')
				? code
						.replaceAll('import.meta.dirname', JSON.stringify(dirname(id)))
						.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(id).href))
				: null,
	};
}

/** Makes each sampled place a switch, so that one program holds every mutant. */
function switches(root: string, mutants: readonly Mutant[]): Plugin {
	return {
		name: 'mutants',
		transform: (_, id) => {
			const chosen = mutants.filter(({file}) => join(root, file) === id);
			if (chosen.length === 0) return null;
			const text = readFileSync(id, 'utf8');
			const sites = sitesOf(text);
			const numbered = new Map<number, Site>();
			for (const {number, place} of chosen) {
				const site = sites[place];
				if (site !== undefined) numbered.set(number, site);
			}
			return withSwitches(text, numbered);
		},
	};
}
