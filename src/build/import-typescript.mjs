import {rmSync} from 'node:fs';
import {basename, resolve} from 'node:path';
import {pathToFileURL} from 'node:url';
import {build} from 'rolldown';

/**
 * Imports a TypeScript file on a Node that cannot, and returns what it exports. What it is turned into stands in `folder` for a moment, which lies inside the project, so that
 * packages are found from there. What exists in the bundle only, as `fence-tutor:lessons` does, is empty here.
 * @type {typeof import('./import-typescript.mjs').importTypescript}
 */
export async function importTypescript(file, folder) {
	const name = resolve(folder, `${basename(file).replace(/\.tsx?$/, '')}-${process.pid}.mjs`);
	await build({
		input: resolve(file),
		platform: 'node',
		external: (id) => /^[^./\0]/.test(id) && resolve(id) !== id && !id.startsWith('fence-tutor:'),
		plugins: [emptyModules],
		shimMissingExports: true,
		output: {file: name, format: 'esm', codeSplitting: false},
		logLevel: 'warn',
	});
	try {
		return await import(pathToFileURL(name).href);
	} finally {
		rmSync(name, {force: true});
	}
}

/** @type {import('rolldown').Plugin} */
const emptyModules = {
	name: 'empty modules',
	resolveId: (id) => (id.startsWith('fence-tutor:') ? `\0${id}` : null),
	load: (id) => (id.startsWith('\0fence-tutor:') ? 'export {};' : null),
};
