import {readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {describe, expect, it} from 'vitest';
import {exerciseName, parseExercise} from '../../../src/code/exercise.js';
import {aFolder} from '../a-folder.js';
import {runProgram} from '../run-program.js';

const folder = resolve(import.meta.dirname, '../../../lessons/exercises');
const all = readdirSync(folder)
	.filter((name) => name.endsWith('.md'))
	.map((name) => ({name, ...parseExercise(readFileSync(join(folder, name), 'utf8'))}));

describe.each(all)('Exercise $exercise.number, $exercise.id', ({name, exercise, wrong}) => {
	it('stands in a file of its name, with three hints and at least four wrong solutions', () => {
		expect(name).toBe(`${exerciseName(exercise)}.md`);
		expect(exercise.hints).toHaveLength(3);
		expect(wrong.length).toBeGreaterThanOrEqual(4);
		expect(exercise.story.length).toBeGreaterThanOrEqual(2);
	});

	it('is solved by its solution, and not by what it starts with', async () => {
		const solved = await checked(exerciseName(exercise), exercise.solution);
		expect(solved.stdout + solved.stderr).not.toMatch(/✗|\?/);
		expect(solved.code).toBe(0);
		expect((await checked(exerciseName(exercise), exercise.start)).code).toBe(1);
	});

	it.each(wrong)('refutes a solution for its reason: $what', async ({code, reason}) => {
		const {code: exit, stdout, stderr} = await checked(exerciseName(exercise), code);
		expect(exit, stdout + stderr).toBe(/told more/.test(reason) ? 3 : 1);
		const said = stdout
			.split('\n')
			.filter((line) => /^ {2}(Refuted|Not known)/.test(line))
			.join('\n');
		expect(said).toMatch(new RegExp(reason));
	});
});

async function checked(name: string, code: string) {
	const place = aFolder();
	writeFileSync(join(place, `${name}.mjs`), code);
	return await runProgram(place, ['build', 'check', `${name}.mjs`]);
}
