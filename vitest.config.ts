import {defineConfig} from 'vitest/config';
import {lessonsModule} from './src/build/lessons-module.js';

const wholeTerminal = 'test/terminal/**/*.test.ts';
const realServers = 'test/**/*.real.test.ts';

export default defineConfig({
	plugins: [lessonsModule()],
	test: {
		projects: [
			{
				extends: true,
				// A busy machine is slow, not wrong.
				test: {
					name: 'parts',
					include: ['test/**/*.test.{ts,tsx}'],
					exclude: [wholeTerminal, realServers],
					testTimeout: 60_000,
				},
			},
			{
				extends: true,
				test: {
					name: 'terminal',
					include: [wholeTerminal],
					globalSetup: ['test/terminal/install.ts'],
					testTimeout: 60_000,
				},
			},
			// Each project that needs other programs, or a long time, is a step of its own. See src/build/test.ts.
			{
				extends: true,
				test: {
					name: 'servers',
					include: [realServers],
					testTimeout: 120_000,
					hookTimeout: 60_000,
					// What they do most of the time is wait.
					maxConcurrency: 8,
				},
			},
		],
	},
});
