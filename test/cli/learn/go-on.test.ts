import {lessons} from 'fence-tutor:lessons';
import {describe, expect, it} from 'vitest';
import {changeLesson, solveLesson} from '../../../src/progress/change.js';
import {noProgress, type Progress} from '../../../src/progress/record.js';
import {openProgress} from '../../../src/progress/store.js';
import {goOnWith} from '../../../src/session/course.js';
import {aFolder} from '../a-folder.js';
import {runProgram} from '../run-program.js';

const eight = '2026-11-21T08:00:00.000Z';
const nine = '2026-11-21T09:00:00.000Z';
const ids = lessons.map(({id}) => id);
const [first = '', second = '', third = ''] = ids;
const begun = {standing: {finished: false}};
const goneThrough = {standing: {finished: true}};
const allSolved = ids.reduce((progress, id) => solveLesson(progress, id, eight), noProgress);

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
	['everything', allSolved, null],
];

describe('What comes next', {timeout: 120_000}, () => {
	it.each(learners)(
		'is the same in the list, on the home page and for `learn` after a learner did %s',
		async (_, progress, id) => {
			expect(goOnWith({lessons, progress})?.id ?? null).toBe(id);
			const cwd = aFolder();
			openProgress(`${cwd}/.home`).save(progress);
			const advice = id === null ? 'Play on with: fence-tutor play' : `Go on with: fence-tutor learn ${id}\n`;
			expect((await runProgram(cwd, ['list'])).stdout).toContain(advice);
			expect((await runProgram(cwd, [])).stdout).toContain(advice);
			const {stdout} = await runProgram(cwd, ['learn']);
			const title = lessons.find((lesson) => lesson.id === id)?.title;
			expect(stdout).toContain(title === undefined ? advice : `# ${title}`);
		},
	);
});
