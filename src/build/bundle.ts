import {type RolldownOutput, rolldown} from 'rolldown';
import {designsModule} from './designs-module.js';
import {exercisesModule} from './exercises-module.js';
import {lessonsModule} from './lessons-module.js';
import {liveStoriesModule} from './live-stories-module.js';
import {inProject} from './project.js';
import {realmModule} from './realm-module.js';
import {replaceForShipping} from './replacements.js';

/**
 * Returns the program as chunks, in memory: the entries `main.js` (the program) and `index.js` (what other programs import), `judge.js` (a process of its own that checks code), and what they load when it is needed.
 * Fails: where a replacement finds nothing to replace, or a lesson has a problem.
 */
export async function bundle({sourcemap = false}: {readonly sourcemap?: boolean} = {}): Promise<RolldownOutput> {
	const build = await rolldown({
		input: {
			main: inProject('src/cli/main.ts'),
			index: inProject('src/api/index.ts'),
			judge: inProject('src/cli/code/judge.ts'),
		},
		platform: 'node',
		plugins: [
			lessonsModule(),
			exercisesModule(),
			designsModule(),
			liveStoriesModule(),
			realmModule(),
			replaceForShipping(),
		],
		preserveEntrySignatures: 'allow-extension',
		transform: {define: {'process.env.NODE_ENV': '"production"'}},
		logLevel: 'warn',
	});
	const output = await build.generate({
		format: 'esm',
		minify: true,
		comments: false,
		entryFileNames: '[name].js',
		chunkFileNames: ({name}) => `${name.replace(/^_fence-tutor_/, '')}.js`,
		sourcemap: sourcemap ? 'hidden' : false,
	});
	await build.close();
	return output;
}
