import {defineConfig} from 'vitest/config';
import {lessonsModule} from './src/build/lessons-module.js';

export default defineConfig({
	plugins: [lessonsModule()],
	test: {
		include: ['test/**/*.test.{ts,tsx}'],
	},
});
