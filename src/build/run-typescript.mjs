// Runs a TypeScript file on a Node that cannot: node src/build/run-typescript.mjs FILE [ARGUMENT...]
import {basename, resolve} from 'node:path';
import {pathToFileURL} from 'node:url';
import {build} from 'rolldown';

const root = resolve(import.meta.dirname, '../..');
const [file = '', ...rest] = process.argv.slice(2);
const output = resolve(root, '.build/run', basename(file).replace(/\.tsx?$/, '.mjs'));

await build({
	input: resolve(file),
	platform: 'node',
	// Packages stay outside; they are found from .build, which lies inside the project.
	external: (id) => /^[^./\0]/.test(id) && !id.startsWith('fence-tutor:') && resolve(id) !== id,
	output: {file: output, format: 'esm', codeSplitting: false},
	logLevel: 'warn',
});

process.argv = [process.argv[0] ?? 'node', output, ...rest];
await import(pathToFileURL(output).href);
