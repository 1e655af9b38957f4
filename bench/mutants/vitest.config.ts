import {readFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {defineConfig} from 'vitest/config';
import {lessonsModule} from '../../src/build/lessons-module.js';
import {readSample, sampleFile} from './sample.js';
import {type Site, sitesOf, withSwitches} from './sites.js';

const root = resolve(import.meta.dirname, '../..');
const {mutants} = readSample(join(root, sampleFile));

/** Makes each sampled place a switch, so that one transformed program holds every mutant. */
const switches = {
	name: 'mutants',
	enforce: 'pre' as const,
	transform(_: string, id: string): string | null {
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

export default defineConfig({
	root,
	plugins: [switches, lessonsModule()],
	test: {
		include: ['test/{sim,scenarios,stories,lesson,session,explore,language}/**/*.test.ts'],
		setupFiles: [resolve(import.meta.dirname, 'switch.ts')],
		testTimeout: 60_000,
		maxWorkers: Number(process.env['MUTANT_WORKERS'] ?? '1'),
	},
});
