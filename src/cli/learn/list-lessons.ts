import type {Exercise} from '../../code/exercise.js';
import {visible} from '../../language/visible.js';
import {isChallenge} from '../../lesson/challenge.js';
import type {Lesson} from '../../lesson/lesson.js';
import {exerciseIn, isSolved, isTried, lessonOf, type Progress} from '../../progress/record.js';
import {exerciseToGoOnWith, goOnWith} from '../../session/course.js';
import {width} from '../../view/text/width.js';
import {jsonLine} from '../json-line.js';

/** What a list has beside lessons: exercises of code, and what stands before the id of a lesson on the command line. */
export type ListedWith = {readonly exercises?: readonly Exercise[]; readonly way?: string};

/** The lessons by part and the exercises of code, a line each, with what is solved, and where to go on. */
export function listed(
	lessons: readonly Lesson[],
	progress: Progress,
	look: {readonly ascii: boolean},
	{exercises = [], way = ''}: ListedWith = {},
): string {
	const widest = (textOf: (lesson: Lesson) => string) => Math.max(0, ...lessons.map((lesson) => width(textOf(lesson))));
	const columns = {id: widest(({id}) => visible(id)), title: widest(({title}) => visible(title))};
	const lines = lessons.flatMap((lesson, index) => {
		const heading =
			lesson.part === lessons[index - 1]?.part
				? []
				: [...(index > 0 ? [''] : []), visible(lesson.part ?? 'Other lessons')];
		return [...heading, lineOf(lesson, progress, columns, look)];
	});
	const coded = exercises.map((exercise) => exerciseLine(exercise, progress, look));
	const listedCode = coded.length === 0 ? [] : ['', codingPart, ...coded];
	return `${[...lines, ...listedCode, '', advice(lessons, exercises, progress, way)].join('\n')}\n`;
}

/** What exercises of code stand under, where lessons stand under their part. */
const codingPart = 'Write it yourself';

function exerciseLine(exercise: Exercise, progress: Progress, {ascii}: {readonly ascii: boolean}): string {
	const record = exerciseIn(progress, exercise.id);
	const mark = record.solvedAt !== null ? (ascii ? 'x' : '✓') : isTried(record) ? (ascii ? '>' : '▸') : ' ';
	return `  ${mark} ${padded(`build ${exercise.number}`, 8)}  ${visible(exercise.title)}`;
}

/** The lessons and then the exercises, one JSON object a line. */
export function listedAsJson(lessons: readonly Lesson[], exercises: readonly Exercise[], progress: Progress): string {
	const coded = exercises.map((exercise) => {
		const {solvedAt} = exerciseIn(progress, exercise.id);
		const {number, title} = exercise;
		return jsonLine({
			type: 'exercise',
			id: exercise.id,
			number,
			title,
			lessons: exercise.lessons,
			solved: solvedAt !== null,
			solvedAt,
		});
	});
	return lessons
		.map(({id, number, title, part, role, minutes}) => {
			const {solvedAt} = lessonOf(progress, id);
			return jsonLine({type: 'lesson', id, number, title, part, role, minutes, solved: solvedAt !== null, solvedAt});
		})
		.concat(coded)
		.join('');
}

function lineOf(
	{id, number, title, role, minutes}: Lesson,
	progress: Progress,
	columns: {readonly id: number; readonly title: number},
	look: {readonly ascii: boolean},
): string {
	const cells = [
		String(number ?? '').padStart(2),
		padded(visible(id), columns.id),
		padded(visible(title), columns.title),
		`${String(minutes).padStart(2)} min`,
		role,
	];
	return `  ${mark(id, progress, look.ascii)} ${cells.join('  ')}`;
}

/** Solved, begun, or neither. */
function mark(id: string, progress: Progress, ascii: boolean): string {
	if (isSolved(progress, id)) return ascii ? 'x' : '✓';
	if (lessonOf(progress, id).session !== null) return ascii ? '>' : '▸';
	return ' ';
}

function advice(lessons: readonly Lesson[], exercises: readonly Exercise[], progress: Progress, way: string): string {
	const next = goOnWith({lessons, progress});
	const code = exerciseToGoOnWith({exercises, progress});
	const solvedOf = (some: readonly Lesson[]) =>
		`${some.filter(({id}) => isSolved(progress, id)).length} of ${some.length}`;
	const challenges = lessons.filter(isChallenge);
	const more = challenges.length === 0 ? '' : `, and ${solvedOf(challenges)} challenges`;
	const coded = exercises.filter(({id}) => exerciseIn(progress, id).solvedAt !== null).length;
	const codeToo = exercises.length === 0 ? '' : ` ${coded} of ${exercises.length} exercises solved.`;
	const said = `${solvedOf(lessons.filter((lesson) => !isChallenge(lesson)))} solved${more}.${codeToo}`;
	const goOn =
		next !== null
			? `Go on with: fence-tutor learn ${way}${visible(next.id)}`
			: code !== null
				? `Go on with: fence-tutor build ${code.number}`
				: 'Play on with: fence-tutor play';
	return `${said} ${goOn}`;
}

function padded(text: string, columns: number): string {
	return text + ' '.repeat(Math.max(0, columns - width(text)));
}
