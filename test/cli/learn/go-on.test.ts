import {exercises} from 'fence-tutor:exercises';
import {lessons} from 'fence-tutor:lessons';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {openLibrary} from '../../../src/cli/learn/library.js';
import {listed} from '../../../src/cli/learn/list-lessons.js';
import {changeLesson, solveLesson, tryExercise} from '../../../src/progress/change.js';
import {noProgress, type Progress} from '../../../src/progress/record.js';
import {openProgress, type ProgressStore} from '../../../src/progress/store.js';
import {exerciseToGoOnWith, goOnWith} from '../../../src/session/course.js';
import {entries, openHome} from '../../../src/view/screens/home.js';
import {homeFrame} from '../../../src/view/screens/home-frame.js';
import {mapRows} from '../../../src/view/screens/progress-map.js';
import {rowText} from '../../../src/view/text/row.js';
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

	it('is the same on the list, the home screen, its map and for `learn`, whatever has been done', () => {
		const some = fc.record({
			solved: fc.subarray(ids),
			open: fc.subarray(ids),
			ended: fc.subarray(ids),
			coded: fc.subarray(exercises.map(({id}) => id)),
		});
		const none: readonly string[] = [];
		const all = {solved: ids, open: none, ended: none};
		const codes = exercises.map(({id}) => id);
		const states = fc.oneof(
			some,
			some.map(({coded}) => ({...all, coded})),
			fc.constant({...all, coded: codes}),
			fc.nat(ids.length).map((done) => ({...all, solved: ids.slice(0, done), coded: codes.slice(0, 0)})),
		);
		fc.assert(
			fc.property(states, ({solved, open, ended, coded}) => {
				const at = (index: number) => new Date(Date.parse(eight) + index * 60_000).toISOString();
				let progress = solved.reduce((known, id) => solveLesson(known, id, eight), noProgress);
				for (const [index, id] of open.entries())
					progress = changeLesson(progress, id, at(index), {session: ended.includes(id) ? goneThrough : begun});
				progress = coded.reduce((known, id) => tryExercise(known, id, eight, {shown: 1}), progress);
				const {library} = openLibrary(lessons, storeOf(progress), () => nine, {exercises, today: '2026-11-21'});
				const lessonList = library.lessonList();
				const home = openHome(lessonList);
				const entry = entries(lessonList, '')[home.chosen];
				const chosen =
					entry?.kind === 'lesson'
						? `learn ${entry.item.id}`
						: entry?.kind === 'exercise'
							? `build ${entry.item.number}`
							: entry?.kind === 'sandbox'
								? 'play'
								: 'something else';
				expect(listed(lessons, progress, {ascii: true}, {exercises})).toMatch(
					new RegExp(` with: fence-tutor ${chosen}\\n$`),
				);
				// `learn` opens this one; where there is none, it is the home screen.
				const lesson = goOnWith({lessons, progress});
				expect(lesson === null ? !chosen.startsWith('learn') : chosen === `learn ${lesson.id}`).toBe(true);
				const map = mapRows(lessonList, 100).map(rowText).join('\n');
				const next = entry !== undefined && 'item' in entry ? entry.item.title : null;
				expect(map.includes('Next: ')).toBe(next !== null);
				if (next !== null) expect(map).toMatch(new RegExp(`Next: .*${next.replace(/[?.()]/g, '\\$&')}`));
				const frame = homeFrame(home, lessonList, null, {columns: 100, rows: 30, ascii: true, colorless: true});
				const enter = frame.rows.map(rowText).find((row) => row.startsWith(' Enter ')) ?? '';
				expect(enter).toContain(next === null ? 'opens the sandbox' : enter.includes('the first lesson') ? '' : next);
			}),
			{numRuns: 60},
		);
	});
});

/** A store that holds a progress, and no disk. */
function storeOf(progress: Progress): ProgressStore {
	const store = openProgress(null);
	store.save(progress);
	return store;
}
