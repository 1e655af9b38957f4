import {exercises} from 'fence-tutor:exercises';
import {lessons} from 'fence-tutor:lessons';
import {describe, expect, it} from 'vitest';
import {changeLesson, solveLesson, tryExercise} from '../../../src/progress/change.js';
import {noProgress, type Progress} from '../../../src/progress/record.js';
import {openProgress} from '../../../src/progress/store.js';
import {exerciseToGoOnWith, goOnWith} from '../../../src/session/course.js';
import {aFolder} from '../a-folder.js';
import {runProgram} from '../run-program.js';

const eight = '2026-11-21T08:00:00.000Z';
const nine = '2026-11-21T09:00:00.000Z';
const ids = lessons.map(({id}) => id);
const [first = '', second = '', third = ''] = ids;
const begun = {standing: {finished: false}};
const goneThrough = {standing: {finished: true}};
const allSolved = ids.reduce((progress, id) => solveLesson(progress, id, eight), noProgress);

const secondExercise = tryExercise(allSolved, exercises[0]?.id ?? '', eight, {shown: 1});
const everything = exercises.reduce((progress, {id}) => tryExercise(progress, id, eight, {shown: 1}), allSolved);

const learners: readonly (readonly [who: string, progress: Progress, lesson: string | null])[] = [
	['nothing yet', noProgress, first],
	['the first lesson', solveLesson(noProgress, first, eight), second],
	['a part of the third lesson', changeLesson(noProgress, third, eight, {session: begun}), third],
	[
		'parts of two lessons',
		changeLesson(changeLesson(noProgress, third, eight, {session: begun}), second, nine, {session: begun}),
		second,
	],
	[
		'the third lesson to its end without solving it',
		changeLesson(noProgress, third, eight, {session: goneThrough}),
		first,
	],
	[
		'all of a lesson, and a part of it again',
		changeLesson(solveLesson(noProgress, second, eight), second, nine, {session: begun}),
		second,
	],
	['every lesson', allSolved, null],
	['every lesson and the first exercise', secondExercise, null],
	['everything', everything, null],
];

describe('What comes next', () => {
	it.each(learners)(
		'is the same in the list, on the home page and for `learn` after a learner did %s',
		async (_, progress, id) => {
			expect(goOnWith({lessons, progress})?.id ?? null).toBe(id);
			const cwd = aFolder();
			openProgress(`${cwd}/.home`).save(progress);
			const coded = exerciseToGoOnWith({exercises, progress});
			const advice =
				id !== null
					? `Go on with: fence-tutor learn ${id}\n`
					: coded !== null
						? `Go on with: fence-tutor build ${coded.number}\n`
						: 'Play on with: fence-tutor play';
			expect((await runProgram(cwd, ['list'])).stdout).toContain(advice);
			expect((await runProgram(cwd, [])).stdout).toContain(advice);
			const {stdout} = await runProgram(cwd, ['learn']);
			const title = lessons.find((lesson) => lesson.id === id)?.title;
			expect(stdout).toContain(title === undefined ? advice : `# ${title}`);
		},
	);

	it('is an exercise of code only once every lesson is solved, the first that is not solved', () => {
		expect(exerciseToGoOnWith({exercises, progress: noProgress})?.number).toBe(1);
		expect(exerciseToGoOnWith({exercises, progress: secondExercise})?.number).toBe(2);
		expect(exerciseToGoOnWith({exercises, progress: secondExercise}, exercises.at(-1)?.id)?.number).toBe(2);
		expect(exerciseToGoOnWith({exercises, progress: everything})).toBeNull();
	});
});
