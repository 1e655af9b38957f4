import type {Plugin} from 'rolldown';
import {compiledLessons} from './compile-lessons.js';

/** Returns the plugin that gives the program its lessons as `fence-tutor:lessons`, for the bundle and for the tests alike. */
export function lessonsModule(): Plugin {
	const name = 'fence-tutor:lessons';
	const resolved = `\0${name}`;
	return {
		name,
		resolveId: (id) => (id === name ? resolved : null),
		// A string that is parsed is read faster than the same data written as code.
		load: async (id) => (id === resolved ? `export const lessons = JSON.parse(${JSON.stringify(JSON.stringify(await compiledLessons()))});` : null),
	};
}
