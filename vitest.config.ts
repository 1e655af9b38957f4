import {defineConfig} from 'vitest/config';
import {designsModule} from './src/build/designs-module.js';
import {exercisesModule} from './src/build/exercises-module.js';
import {helpModule} from './src/build/help-module.js';
import {lessonsModule} from './src/build/lessons-module.js';
import {liveStoriesModule} from './src/build/live-stories-module.js';
import {LongestFirst} from './src/build/longest-first.js';
import {realmModule} from './src/build/realm-module.js';

const wholeTerminal = 'test/terminal/**/*.test.ts';
const withServers = 'test/**/*.real.test.ts';
const addsToRegistries = 'test/added/**/*.test.ts';
const inBrowser = 'test/browser/**/*.test.ts';
// Files that are a step of their own: src/build/test.ts leaves them out of the usual one.
const leftOut = process.env['FENCE_LEAVE_OUT']?.split(' ') ?? [];

export default defineConfig({
	plugins: [lessonsModule(), exercisesModule(), designsModule(), helpModule(), liveStoriesModule(), realmModule()],
	test: {
		// One for each of two cores.
		maxWorkers: 2,
		// A busy machine is slow, not wrong.
		testTimeout: 300_000,
		hookTimeout: 300_000,
		setupFiles: ['test/one-seed.ts'],
		// Shuffled files stay shuffled.
		sequence: process.argv.some((word) => word.startsWith('--sequence.shuffle')) ? {} : {sequencer: LongestFirst},
		projects: [
			{
				extends: true,
				test: {
					name: 'parts',
					include: ['test/**/*.test.{ts,tsx}'],
					exclude: [wholeTerminal, withServers, addsToRegistries, inBrowser, ...leftOut],
					// The program is imported once for all files of a worker. A test that changes what a module keeps belongs to `added`.
					isolate: false,
				},
			},
			{
				extends: true,
				test: {name: 'added', include: [addsToRegistries]},
			},
			{
				extends: true,
				test: {
					name: 'terminal',
					include: [wholeTerminal],
					exclude: leftOut,
					globalSetup: ['test/terminal/install.ts'],
					isolate: false,
				},
			},
			{extends: true, test: {name: 'browser', include: [inBrowser]}},
			// Each project that needs other programs, or a long time, is a step of its own: see src/build/test.ts.
			// Real servers, side by side: what they do most of the time is wait.
			{
				extends: true,
				test: {name: 'servers', include: [withServers], maxConcurrency: 16},
			},
		],
	},
});
