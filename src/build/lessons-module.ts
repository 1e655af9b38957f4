import {brotliCompressSync, constants} from 'node:zlib';
import type {Plugin} from 'rolldown';
import {type PackedLessons, packLessons} from '../lesson/pack.js';
import {compiledLessons} from './compile-lessons.js';
import {inProject} from './project.js';

/** Returns the plugin that gives the program its lessons as `fence-tutor:lessons`, for the bundle and for the tests alike. */
export function lessonsModule(): Plugin {
	const name = 'fence-tutor:lessons';
	const resolved = `\0${name}`;
	return {
		name,
		resolveId: (id) => (id === name ? resolved : null),
		load: async (id) => (id === resolved ? lessonsCode(packLessons(await compiledLessons())) : null),
	};
}

function lessonsCode({front, rows}: PackedLessons): string {
	return `import {unpackLessons} from ${JSON.stringify(inProject('src/lesson/pack.ts'))};
export const lessons = unpackLessons(${JSON.stringify(front)}, () => process.getBuiltinModule('node:zlib').brotliDecompressSync(Buffer.from('${compressed(rows.join('\n'))}', 'base64')).toString('utf8').split('\\n'));`;
}

/** Returns a module that exports plain data under a name, compressed, since plain data of this length is the largest part of the package: it is unpacked once, in some milliseconds. */
export function packedModule(name: string, json: string): string {
	return `import {brotliDecompressSync} from 'node:zlib';
export const ${name} = JSON.parse(brotliDecompressSync(Buffer.from('${compressed(json)}', 'base64')).toString('utf8'));`;
}

/** Shape: base64. */
function compressed(text: string): string {
	const {BROTLI_PARAM_QUALITY, BROTLI_MAX_QUALITY, BROTLI_PARAM_LGWIN, BROTLI_MAX_WINDOW_BITS} = constants;
	return brotliCompressSync(text, {
		params: {[BROTLI_PARAM_QUALITY]: BROTLI_MAX_QUALITY, [BROTLI_PARAM_LGWIN]: BROTLI_MAX_WINDOW_BITS},
	}).toString('base64');
}
