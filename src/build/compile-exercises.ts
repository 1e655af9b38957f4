import {readdirSync, readFileSync} from 'node:fs';
import type {Exercise} from '../code/exercise.js';
import {importTypescript} from './import-typescript.mjs';
import {inProject} from './project.js';

/** Returns the exercises of the folder `lessons/exercises` as plain data. Order: by number. */
export async function compiledExercises(): Promise<readonly Exercise[]> {
	const {parseExercise}: typeof import('../code/exercise.js') = await importTypescript(
		inProject('src/code/exercise.ts'),
		inProject('.build/run'),
	);
	const folder = inProject('lessons/exercises');
	const names = readdirSync(folder).filter((name) => name.endsWith('.md'));
	return names.sort().map((name) => parseExercise(readFileSync(`${folder}/${name}`, 'utf8')).exercise);
}
