import type {Plugin} from 'rolldown';
import {compiledExercises} from './compile-exercises.js';

/** Returns the plugin that gives the program its exercises as `fence-tutor:exercises`, without their wrong solutions, which only tests want. */
export function exercisesModule(): Plugin {
	const name = 'fence-tutor:exercises';
	const resolved = `\0${name}`;
	return {
		name,
		resolveId: (id) => (id === name ? resolved : null),
		load: async (id) =>
			id === resolved
				? `export const exercises = JSON.parse(${JSON.stringify(JSON.stringify(await compiledExercises()))});`
				: null,
	};
}
