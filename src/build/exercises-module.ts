import {readdirSync, readFileSync} from 'node:fs';
import type {Plugin} from 'rolldown';
import {importTypescript} from './import-typescript.mjs';
import {packedModule} from './lessons-module.js';
import {inProject} from './project.js';

/** Returns the plugin that gives the program its exercises as `fence-tutor:exercises`, without their wrong solutions, which only tests want. */
export function exercisesModule(): Plugin {
	const name = 'fence-tutor:exercises';
	const resolved = `\0${name}`;
	return {
		name,
		resolveId: (id) => (id === name ? resolved : null),
		load: async (id) => (id === resolved ? packedModule('exercises', JSON.stringify(await compiledExercises())) : null),
	};
}

async function compiledExercises(): Promise<readonly unknown[]> {
	const {parseExercise}: typeof import('../code/exercise.js') = await importTypescript(
		inProject('src/code/exercise.ts'),
		inProject('.build/run'),
	);
	const folder = inProject('lessons/exercises');
	const names = readdirSync(folder).filter((name) => name.endsWith('.md'));
	return names.sort().map((name) => parseExercise(readFileSync(`${folder}/${name}`, 'utf8')).exercise);
}
