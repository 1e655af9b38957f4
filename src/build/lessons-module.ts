import {brotliCompressSync, constants} from 'node:zlib';
import type {Plugin} from 'rolldown';
import {compiledLessons} from './compile-lessons.js';

/** Returns the plugin that gives the program its lessons as `fence-tutor:lessons`, for the bundle and for the tests alike. */
export function lessonsModule(): Plugin {
	const name = 'fence-tutor:lessons';
	const resolved = `\0${name}`;
	return {
		name,
		resolveId: (id) => (id === name ? resolved : null),
		load: async (id) => (id === resolved ? packedModule('lessons', JSON.stringify(await compiledLessons())) : null),
	};
}

/** Returns a module that exports plain data under a name, compressed, since plain data of this length is the largest part of the package: it is unpacked once, in some milliseconds. */
export function packedModule(name: string, json: string): string {
	const compressed = brotliCompressSync(json, {
		params: {[constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY},
	}).toString('base64');
	return `import {brotliDecompressSync} from 'node:zlib';
export const ${name} = JSON.parse(brotliDecompressSync(Buffer.from('${compressed}', 'base64')).toString('utf8'));`;
}
